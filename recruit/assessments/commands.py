"""`recruit questions`: question files of other systems, checked, imported and exported.

`check` works on a file alone and starts without the application.
"""

import json
import sys
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext

from recruit.rules import question_files
from recruit.rules.question_files import FileFormat, Found, Unreadable, showing

_FILE = click.Path(dir_okay=True, path_type=Path)
_FORMATS = click.Choice([one.value for one in FileFormat])


def _refuse(line: str) -> NoReturn:
    click.echo(f"recruit: {' '.join(line.split())}", err=True)
    raise SystemExit(2)


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes ("-": standard input), or end with status 2."""
    most = question_files.MOST_BYTES
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(most + 1)
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        _refuse(f"{path}: {error.strerror or error}")


def read_file(path: Path, written: str | None) -> Found:
    """Read a question file of a named format or of the one it looks like; end with status 2
    when that is impossible."""
    data = read_bytes(path)
    try:
        form = FileFormat(written) if written else question_files.detect(data, path.name)
        return question_files.read(data, form)
    except Unreadable as error:
        _refuse(f"{path}: {error}")


@click.group()
def questions() -> None:
    """Question files: Moodle GIFT, Moodle XML, Aiken and CSV."""


@questions.command()
@click.argument("file", type=_FILE)
@click.option("--format", "form", type=_FORMATS, help="Else by the name and the content.")
@click.option("--full", is_flag=True, help="Also print every question as it was understood.")
def check(file: Path, form: str | None, full: bool) -> None:
    """Say what FILE holds, as JSON (- for standard input).

    Exit status 0; 1 when something in the file is wrong, 2 when it cannot be read.
    """
    found = read_file(file, form)
    answer = found.as_json()
    if full:
        answer["items"] = [showing.plain(one) for one in found.questions]
    click.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False))
    raise SystemExit(1 if found.errors else 0)


@questions.command("import")
@click.argument("file", type=_FILE)
@click.option("--format", "form", type=_FORMATS, help="Else by the name and the content.")
@click.option("--as", "email", required=True, help="The address of the author's account.")
@click.option("--bank", default="", help='Where they go, such as "Printers/Ink".')
@click.option("--good-only", is_flag=True, help="Import the good ones of a broken file.")
@click.option("--again", is_flag=True, help="Also those that the bank has already.")
@with_appcontext
def import_file(
    file: Path, form: str | None, email: str, bank: str, good_only: bool, again: bool
) -> None:
    """Import the questions of FILE as drafts: all of them, or none."""
    # Only this needs the database; `check` starts without it.
    from recruit.assessments.operations import importing  # noqa: PLC0415
    from recruit.kernel import clock  # noqa: PLC0415
    from recruit.kernel.db import transaction  # noqa: PLC0415
    from recruit.kernel.errors import Refused  # noqa: PLC0415
    from recruit.kernel.permissions import Permission, may  # noqa: PLC0415
    from recruit.people import queries as people  # noqa: PLC0415

    data, now = read_bytes(file), clock.now()
    actor = people.by_email(email)
    if actor is None or not actor.active or not may(actor, Permission.TEST_AUTHOR):
        raise click.ClickException("Nobody with this address may write questions.")
    try:
        with transaction():
            job = importing.upload(
                data,
                file.name,
                FileFormat(form) if form else None,
                bank_path=[part for part in bank.split("/") if part.strip()],
                actor=actor,
                now=now,
            )
            count = importing.import_questions(
                job,
                sha256=job.sha256,
                with_errors=good_only,
                again=again,
                actor=actor,
                now=now,
            )
    except Unreadable as error:
        _refuse(f"{file}: {error}")
    except Refused as refused:
        reason = refused.reason.value.replace("_", " ")
        raise click.ClickException(f"Nothing was imported: {reason}.") from refused
    click.echo(f"Imported {count} questions as drafts.")


@questions.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["gift", "csv"]), default="gift")
@click.option("--bank", default="", help="Only this bank and what lies inside it.")
@click.option("--tag", default="", help="Only questions with this tag.")
@with_appcontext
def export_file(file: Path, form: str, bank: str, tag: str) -> None:
    """Write questions into FILE, and say what the format cannot say."""
    from recruit.assessments.queries import bank as banks  # noqa: PLC0415 (the database)
    from recruit.assessments.queries import exporting  # noqa: PLC0415
    from recruit.rules.question_files.troubles import in_english  # noqa: PLC0415

    found = next((one for one in banks.banks() if one.name == bank), None)
    if bank and found is None:
        raise click.ClickException("There is no such bank.")
    kind = FileFormat(form)
    export = exporting.export(banks.Filters(bank=found, tag=tag), kind)
    try:
        file.write_text(exporting.text(export, kind), encoding="utf-8")
    except OSError as error:
        _refuse(f"{file}: {error.strerror or error}")
    click.echo(f"Wrote {export.written} of {export.found} questions.")
    for trouble, count in export.lost:
        click.echo(f"Left out of {count}: {in_english(trouble, {})}.", err=True)
    if export.left_out:
        click.echo(f"No such type in {form}: {len(export.left_out)} questions.", err=True)


COMMANDS: tuple[click.Command, ...] = (questions,)
