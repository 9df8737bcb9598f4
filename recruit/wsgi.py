"""For a production server: `gunicorn recruit.wsgi:app`."""

from recruit.app import create_app
from recruit.kernel import logs

app = create_app()
logs.configure(app.config["LOG_LEVEL"])
