"""`recruit questions`: question files of other systems, checked, imported and exported.

`check` works on a file alone and starts without the application.
"""

import json
import sys
from pathlib import Path
from typing import NoReturn

import click

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


COMMANDS: tuple[click.Command, ...] = (questions,)
