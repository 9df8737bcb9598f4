"""The `recruit` command: every way to run the product outside a browser."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext

from recruit import server
from recruit.app import create_app
from recruit.assessments import commands as assessments
from recruit.commands import (
    bench_booking,
    bench_overbooking,
    bench_polling,
    overbook,
)
from recruit.commands.bench_autosave.command import autosave
from recruit.interviews import commands as interviews
from recruit.kernel import backup as backups
from recruit.kernel import clock, logs, migrations, paths
from recruit.kernel.permissions import GRANTS
from recruit.notifications import commands as notifications
from recruit.people import commands as people

COMMANDS: tuple[click.Command, ...] = (
    *people.COMMANDS,
    *notifications.COMMANDS,
    *interviews.COMMANDS,
    *assessments.COMMANDS,
    overbook.overbook,
    bench_overbooking.bench,
)
interviews.attendance.add_command(overbook.evaluate_attendance)
bench_overbooking.bench.add_command(bench_booking.booking)
bench_overbooking.bench.add_command(bench_polling.polling)
bench_overbooking.bench.add_command(autosave)


@click.group()
@click.version_option(package_name="recruit")
@click.pass_context
def main(context: click.Context) -> None:
    """Hire and train customer-service and sales people."""
    context.obj = ScriptInfo(create_app=_create, set_debug_flag=False)


def _create() -> Flask:
    """Make the application; a wrong or missing setting is a sentence, not a traceback."""
    try:
        return create_app()
    except (RuntimeError, ValueError) as error:
        raise click.ClickException(str(error)) from error


def _data_dir() -> Path:
    return Path(os.environ.get("RECRUIT_DATA_DIR", "data")).resolve()


def _write_key() -> bool:
    """Write a random key into the data directory, unless there is one; tell whether it did."""
    folder = _data_dir()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(folder / "secret_key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_urlsafe(48) + "\n")
    return True


def _has_key() -> bool:
    given = os.environ.get("RECRUIT_SECRET_KEY") or os.environ.get("RECRUIT_SECRET_KEY_FILE")
    return bool(given) or (_data_dir() / "secret_key").is_file()


@main.command()
def key() -> None:
    """Write the installation's random secret key, once."""
    made = _write_key()
    place = _data_dir() / "secret_key"
    click.echo(f"{'Wrote' if made else 'Kept'} {place}. Back it up apart from the data.")


def _app() -> Flask:
    app = _create()
    logs.configure(app.config["LOG_LEVEL"])
    if app.config["DEMO"]:
        from recruit.demo.accounts import listed  # noqa: PLC0415 (only a demo needs it)

        app.config["DEMO_ACCOUNTS"] = listed()
    return app


@main.command()
def run() -> None:
    """Run the web server and the scheduler together, on RECRUIT_HOST and RECRUIT_PORT."""
    demo = os.environ.get("RECRUIT_DEMO", "").lower() == "true"
    if demo and not _has_key():
        _write_key()
    app = _app()
    try:
        server.check_exposure(app)
        with app.app_context():
            migrations.upgrade()
            if demo:
                _fill_demo(None)
        server.serve(app)
    except server.CannotStart as error:
        raise click.ClickException(str(error)) from error


@main.command()
def scheduler() -> None:
    """Run the clock's work: mail, reminders, deadlines. Exactly one leads; others wait."""
    from recruit import scheduler as clockwork  # noqa: PLC0415 (web processes need none of it)

    clockwork.run(_app())


def _fill_demo(candidates: int | None) -> bool:
    from recruit.demo import build  # noqa: PLC0415 (only a demo needs it)

    return build.fill(candidates=candidates)


@main.command()
@click.option(
    "--candidates", type=click.IntRange(400, 1_000_000), help="Scale for measurements."
)
def demo(candidates: int | None) -> None:
    """Fill an empty database with a believable company; refuse one that holds data."""
    if not _has_key():
        _write_key()
    app = _app()
    with app.app_context():
        migrations.upgrade()
        if not _fill_demo(candidates):
            raise click.ClickException("This database holds data already: nothing was changed.")


@main.group("db")
def database() -> None:
    """The database's schema."""


@database.command("upgrade")
@with_appcontext
def database_upgrade() -> None:
    """Bring the database to the present schema."""
    migrations.upgrade()
    click.echo("The database is up to date.")


@database.command("check")
@with_appcontext
def database_check() -> None:
    """Exit with 1 unless the database stands at the newest migration."""
    if not migrations.is_current():
        raise click.ClickException("Migrations are missing: run `recruit db upgrade`.")
    click.echo("The database is up to date.")


@database.command("revision", hidden=True)
@click.argument("slug")
@with_appcontext
def database_revision(slug: str) -> None:
    """Write the next migration from the models (for developers)."""
    import flask_migrate  # noqa: PLC0415

    number = 1 + len(list((paths.MIGRATIONS / "versions").glob("[0-9]*.py")))
    flask_migrate.migrate(message=slug.replace("_", " "), rev_id=f"{number:04}")


@main.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(target: Path) -> None:
    """Write the database and the files into one archive, while the product runs."""
    if target.exists():
        raise click.ClickException(f"{target} is already there.")
    try:
        done = backups.backup(target.resolve(), clock.now())
    except (backups.BackupError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Wrote {target} with the database and {done['files']} files.")


@main.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(source: Path) -> None:
    """Put an archive into an empty installation."""
    try:
        done = backups.restore(source)
        migrations.upgrade()
    except (backups.BackupError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored the database and {done['files']} files.")
    if done["held_mail"]:
        click.echo(f"{done['held_mail']} waiting mails are held: look at them in the outbox.")


def routes_table(app: Flask) -> list[dict[str, Any]]:
    """Return every route with who may open it, sorted by its rule."""
    table = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        permissions = getattr(view, "permissions", None)
        public = rule.endpoint == "static" or bool(getattr(view, "public", False))
        roles = sorted({role.value for p in permissions or () for role in GRANTS[p]})
        table.append(
            {
                "endpoint": rule.endpoint,
                "rule": rule.rule,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "public": public,
                "permissions": [p.value for p in permissions or ()],
                "roles": ["any"] if permissions == () else roles,
            }
        )
    return sorted(table, key=lambda row: (str(row["rule"]), str(row["endpoint"])))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@with_appcontext
def routes(as_json: bool) -> None:
    """List every route and who may open it."""
    table = routes_table(current_app)
    if as_json:
        click.echo(json.dumps(table, indent=1))
        return
    for row in table:
        who = "public" if row["public"] else ", ".join(row["roles"])
        click.echo(f"{'/'.join(row['methods']):10} {row['rule']:60} {who}")


for command in COMMANDS:
    main.add_command(command)

if __name__ == "__main__":
    main()
