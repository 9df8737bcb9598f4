"""`recruit overbook` and `recruit attendance`: the engine on files, JSON in and JSON out.

Exit status 0 with one JSON object on standard output, 2 with one line on bad input.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from recruit.rules import attendance_csv, overbooking, show_rate

MOST_BYTES = 50_000_000
_FILE = click.Path(dir_okay=False, path_type=Path)


def _refuse(line: str) -> NoReturn:
    click.echo(f"recruit: {' '.join(line.split())}", err=True)
    raise SystemExit(2)


def _bytes(path: Path) -> bytes:
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(MOST_BYTES)
        if path.stat().st_size > MOST_BYTES:
            _refuse(f"{path}: larger than {MOST_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        _refuse(f"{path}: {error.strerror or error}")


def _json(path: Path) -> object:
    try:
        return json.loads(_bytes(path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        _refuse(f"{path}: not JSON: {error}")


def _answer(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))


class _Command(click.Command):
    """A command that refuses wrong options like any other input: one line, status 2."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            _refuse(error.format_message())


@click.group()
def overbook() -> None:
    """Work out and plan overbooked interview days from JSON files."""


@overbook.command(cls=_Command)
@click.argument("file", type=_FILE)
def evaluate(file: Path) -> None:
    """Print what a day is expected to be like (FILE: the day as JSON, - for standard input)."""
    try:
        _answer(overbooking.evaluate(overbooking.day_from_json(_json(file))).as_json())
    except overbooking.BadInput as error:
        _refuse(f"{file}: {error}")


@overbook.command(cls=_Command)
@click.argument("file", type=_FILE)
@click.option(
    "--mode",
    type=click.Choice(overbooking.MODES),
    required=True,
    help="How many per slot, a prefix of the list, or the whole list.",
)
@click.option(
    "--fair/--no-fair",
    default=True,
    show_default=True,
    help="Within three per cent of the best cost, let nobody wait much longer.",
)
def plan(file: Path, mode: str, fair: bool) -> None:
    """Print whom to invite to which slot (FILE: the day and `p` as JSON)."""
    try:
        _answer(overbooking.plan_from_json(_json(file), mode, fair).as_json())
    except overbooking.BadInput as error:
        _refuse(f"{file}: {error}")


def _observations(
    file: Path, mapping: attendance_csv.Mapping | None, encoding: str | None
) -> attendance_csv.Result:
    """Read a table. One in the canonical form must be right in every line; what a mapping
    brings in is somebody else's file, whose odd lines are left out and reported."""
    try:
        result = attendance_csv.read(_bytes(file), mapping, encoding)
    except attendance_csv.BadFile as error:
        _refuse(f"{file}: {error}")
    if mapping is None:
        for odd in result.dropped:
            _refuse(f"{file}: line {odd.line}: {odd.reason}: {odd.detail!r} is not understood")
        for row in result.rows:
            if row.scheduled_on is None:
                _refuse(
                    f"{file}: line {row.line}: scheduled_on: "
                    f"{row.day_key!r} is not a date (YYYY-MM-DD)"
                )
    if not result.rows:
        _refuse(f"{file}: no row could be read")
    return result


@click.command("evaluate", cls=_Command)
@click.argument("file", type=_FILE)
@click.option(
    "--mapping", type=_FILE, help="MAPPING.toml with [columns] and [values.<column>]."
)
@click.option(
    "--folds",
    type=click.Choice(["date", "none"]),
    default="date",
    show_default=True,
    help="Predict every day from other days, or everybody from all.",
)
@click.option("--train", type=_FILE, help="Learn from this file and score FILE.")
@click.option("--encoding", help="Of the files; guessed where not given.")
def evaluate_attendance(
    file: Path, mapping: Path | None, folds: str, train: Path | None, encoding: str | None
) -> None:
    """Print how well show rates learned from FILE predict (CSV)."""
    chosen = None
    if mapping is not None:
        try:
            chosen = attendance_csv.Mapping.from_toml(_bytes(mapping).decode("utf-8-sig"))
        except (attendance_csv.BadFile, UnicodeDecodeError) as error:
            _refuse(f"{mapping}: {error}")
    result = _observations(file, chosen, encoding)
    if train is not None:
        known = _observations(train, chosen, encoding)
        found = show_rate.score(known.observations(), result.observations())
    else:
        found = show_rate.cross_validate(
            result.observations(), "date" if folds == "date" else "none"
        )
    _answer(
        found.as_json()
        | {
            "dropped": [
                {"line": d.line, "column": d.reason, "value": d.detail}
                for d in result.dropped[:100]
            ],
            "dropped_rows": len(result.dropped),
            "refused_columns": list(result.refused_columns),
        }
    )
