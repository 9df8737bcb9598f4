"""A spreadsheet that opens our CSV runs nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import csv_cells


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\0", " =", "＝"])
def test_what_begins_a_formula_is_neutralised(first: str) -> None:
    assert csv_cells.safe_cell(f"{first}cmd|' /C calc'!A0").startswith("'")


def test_plain_values_stay_as_they_are() -> None:
    assert csv_cells.safe_cell("Ana-Maria = me") == "Ana-Maria = me"
    assert csv_cells.safe_cell(-3) == "-3"
    assert csv_cells.safe_cell(None) == ""


@given(st.lists(st.text(st.characters(exclude_characters="\0\r")), min_size=1, max_size=5))
def test_a_line_is_one_row_of_as_many_cells(cells: list[str]) -> None:
    rows = list(csv.reader(io.StringIO(csv_cells.line(cells), newline="")))
    assert len(rows) == 1
    assert [cell.removeprefix("'") for cell in rows[0]] == [
        cell.removeprefix("'") for cell in cells
    ]
