"""`recruit attendance import FILE`: past attendance from the command line."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from recruit.interviews.models import AttendanceImport, ImportState
from recruit.interviews.operations import attendance_import as operations
from recruit.interviews.queries import imports
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.people import queries as people
from recruit.people.models import Person
from recruit.rules.attendance_csv import BadFile, Mapping, propose


@click.group()
def attendance() -> None:
    """Past attendance: what the show rates are learned from."""


@attendance.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file that says what the columns and values mean.",
)
@click.option("--yes", is_flag=True, help="Read it without asking.")
@with_appcontext
def import_(file: Path, mapping: Path | None, yes: bool) -> None:
    """Read a CSV of past interviews. Names, gender, age and the like are never stored."""
    try:
        chosen = Mapping.from_toml(mapping.read_text("utf-8")) if mapping else None
        data = file.read_bytes()
        proposal = propose(data)
        columns = dict((chosen or proposal.mapping).columns)
        _explain(columns, proposal.protected)
        if not yes and not click.confirm("Read it like this?"):
            sys.exit(1)
        job = _upload(data, file.name, chosen)
        with click.progressbar(length=max(1, proposal.rows), label="Reading") as bar:
            while job.state is ImportState.RUNNING:
                before = job.rows_done
                with transaction():
                    operations.step(clock.now())
                bar.update(job.rows_done - before)
    except (BadFile, Refused, UnicodeDecodeError) as error:
        click.echo(f"{error}", err=True)
        sys.exit(2)
    if job.state is ImportState.FAILED:
        click.echo(f"The file could not be read: {job.report.get('failed')}", err=True)
        sys.exit(2)
    with transaction():
        operations.step(clock.now())  # the bytes go
    _report(job)


def _upload(data: bytes, name: str, chosen: Mapping | None) -> AttendanceImport:
    with transaction():
        now = clock.now()
        owner = _owner()
        job = operations.upload(data, name, actor=owner, now=now)
        if chosen is not None:
            operations.remap(job, chosen.columns, chosen.values)
        operations.start(job, actor=owner, now=now)
    return job


def _owner() -> Person:
    able = people.people_with(Role.RECRUITER) or people.people_with(Role.ADMIN)
    if not able:
        raise click.ClickException("There is no recruiter yet: invite one first.")
    return able[0]


def _explain(columns: dict[str, str], protected: tuple[str, ...]) -> None:
    for name, header in columns.items():
        click.echo(f"{name:>13}: {header}")
    if protected:
        click.echo(f"never stored : {', '.join(protected)}")


def _report(job: AttendanceImport) -> None:
    report = job.report
    click.echo(f"{report['rows']} interviews read, {report['showed']} came.")
    for reminder, shows, n in imports.reminder_counts(job):
        click.echo(f"{reminder:>13}: {shows} of {n} came")
    for reason, n in report["reasons"].items():
        click.echo(f"{n} lines left out: {reason}")


COMMANDS = [attendance]
