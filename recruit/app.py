"""The factory: reads top to bottom as the list of what the application is made of."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from recruit.assessments import receivers as assessments_receivers
from recruit.assessments import views as assessments
from recruit.candidates import views as candidates
from recruit.careers import receivers as careers_receivers
from recruit.careers import views as careers
from recruit.interviews import receivers as interviews_receivers
from recruit.interviews import views as interviews
from recruit.kernel import assets, formats, i18n, logs, paths, web
from recruit.kernel.db import db
from recruit.kernel.extensions import babel, compress, csrf, login_manager, migrate
from recruit.kernel.ids import PubidConverter
from recruit.notifications import receivers as notifications_receivers
from recruit.notifications import views as notifications
from recruit.onboarding import receivers as onboarding_receivers
from recruit.onboarding import views as onboarding
from recruit.organization import views as organization
from recruit.people import login as _login  # noqa: F401 (binds the session's user loader)
from recruit.people import views as people
from recruit.positions import views as positions
from recruit.reports import views as reports
from recruit.vacancies import views as vacancies
from recruit.workspace import navigation
from recruit.workspace import views as workspace

BLUEPRINTS = (
    workspace.bp,
    people.bp,
    organization.bp,
    notifications.bp,
    positions.bp,
    vacancies.bp,
    candidates.bp,
    interviews.bp,
    assessments.bp,
    onboarding.bp,
    reports.bp,
    careers.bp,
)

RECEIVERS = (
    assessments_receivers,
    careers_receivers,
    interviews_receivers,
    notifications_receivers,
    onboarding_receivers,
)


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Make the application from the environment's settings, changed by `overrides`."""
    app = Flask(
        "recruit", template_folder=str(paths.TEMPLATES), static_folder=str(paths.STATIC)
    )
    app.config.from_pyfile(str(paths.CONFIG))
    app.config.update(overrides or {})
    _check(app)

    app.url_map.converters["pubid"] = PubidConverter
    app.url_map.strict_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )

    db.init_app(app)
    migrate.init_app(app, db, directory=str(paths.MIGRATIONS))
    login_manager.init_app(app)
    csrf.init_app(app)
    compress.init_app(app)
    babel.init_app(
        app,
        default_translation_directories=str(paths.TRANSLATIONS),
        locale_selector=i18n.current_locale,
        timezone_selector=i18n.current_zone,
    )
    for part in (web, logs, assets, formats, navigation):
        part.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for receivers in RECEIVERS:
        receivers.connect()
    return app


def _check(app: Flask) -> None:
    """Stop the start when a setting is missing or would open a door."""
    if not app.config["SECRET_KEY"]:
        raise RuntimeError(
            "No secret key: run `recruit key` once, or set RECRUIT_SECRET_KEY or "
            "RECRUIT_SECRET_KEY_FILE."
        )
    uri = str(app.config["SQLALCHEMY_DATABASE_URI"])
    if uri.startswith("sqlite"):
        options: dict[str, Any] = {"connect_args": {"timeout": 15}}
    else:
        options = {"pool_pre_ping": True}
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    if not app.config["TRUSTED_HOSTS"]:
        host = app.config["BASE_URL"].partition("://")[2].partition("/")[0]
        name = host.rsplit(":", 1)[0]
        loopback = ["127.0.0.1", "localhost", "[::1]"]
        app.config["TRUSTED_HOSTS"] = [name, *(h for h in loopback if h != name)]
