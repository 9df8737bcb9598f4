"""The embedded web server: waitress, and beside it the scheduler as a second process."""

import os
import signal
import subprocess
import sys
from types import FrameType

import click
import waitress
from flask import Flask

LOOPBACK = ("127.0.0.1", "::1", "localhost")
LARGEST_BODY = 64 * 1024 * 1024
"""What the server reads at most. Above MAX_UPLOAD_MB a page can still answer in words, with
everything that was typed kept."""


class CannotStart(Exception):
    """Why, in a sentence for the person at the terminal."""


def check_exposure(app: Flask) -> None:
    """Refuse to show demo accounts and their passwords to a network."""
    config = app.config
    if config["DEMO"] and config["HOST"] not in LOOPBACK and not config["DEMO_PUBLIC"]:
        raise CannotStart(
            f"The demo shows its passwords, so it does not listen on {config['HOST']}. "
            "Set RECRUIT_DEMO_PUBLIC=true if that is what you want."
        )


def serve(app: Flask) -> None:
    """Serve until Ctrl-C or SIGTERM; then finish the running requests and stop the scheduler."""
    config = app.config
    try:
        server = waitress.create_server(
            app,
            host=config["HOST"],
            port=config["PORT"],
            threads=config["THREADS"],
            ident="",
            # A room of trainees keeps its connections open: beyond waitress's hundred, whoever
            # comes next would wait until somebody leaves.
            connection_limit=1000,
            asyncore_use_poll=True,
            max_request_body_size=LARGEST_BODY,
            clear_untrusted_proxy_headers=not config["TRUSTED_PROXIES"],
        )
    except OSError as error:
        raise CannotStart(
            f"Port {config['PORT']} on {config['HOST']} is not free ({error.strerror}). "
            "Stop what uses it, or choose another with RECRUIT_PORT (make: PORT=8001)."
        ) from error
    # A process group of its own: Ctrl-C reaches us first, and we stop it in order.
    scheduler = subprocess.Popen(
        [sys.executable, "-m", "recruit.cli", "scheduler"],
        env=os.environ,
        start_new_session=True,
    )
    signal.signal(signal.SIGTERM, _stop)
    # A shell starts background commands with Ctrl-C ignored; we always listen to it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    click.echo(
        f"\n  Recruit is at http://{config['HOST']}:{config['PORT']}/  (Ctrl-C stops it)\n"
    )
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.close()
        scheduler.terminate()
        try:
            scheduler.wait(timeout=20)
        except subprocess.TimeoutExpired:
            scheduler.kill()
            scheduler.wait()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
