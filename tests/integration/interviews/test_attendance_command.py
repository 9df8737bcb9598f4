"""`recruit attendance import`."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from recruit.interviews.commands import attendance
from recruit.interviews.models import AttendanceRecord
from recruit.kernel.db import db

CSV = "Day,Answer,Came,Gender\n2025-01-10,yes,yes,F\n2025-01-11,no,no,M\n2025-01-12,yes,eh,F\n"
MAPPING = """
[columns]
scheduled_on = "Day"
reminder = "Answer"
showed = "Came"
[values.showed]
eh = "1"
"""


@pytest.fixture
def run(app, make, tmp_path: Path):
    make.recruiter()
    db.session.commit()

    def call(text, *options, **kw):
        file = tmp_path / "past.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return app.test_cli_runner().invoke(attendance, ["import", str(file), *options], **kw)

    return call


def records():
    return db.session.scalar(select(func.count()).select_from(AttendanceRecord))


def test_it_reads_a_file_with_a_mapping_and_reports(run, tmp_path):
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING)
    result = run(CSV, "--mapping", str(mapping), "--yes")
    assert result.exit_code == 0, result.output
    assert "3 interviews read, 2 came." in result.output
    assert "never stored : Gender" in result.output
    assert records() == 3


def test_it_asks_first(run):
    result = run(CSV, input="n\n")
    assert result.exit_code == 1
    assert records() == 0


def test_the_same_file_twice_is_refused(run, tmp_path):
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING)
    run(CSV, "--mapping", str(mapping), "--yes")
    result = run(CSV, "--mapping", str(mapping), "--yes")
    assert result.exit_code == 2
    assert records() == 3


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", b"\x00\x01" * 40])
def test_bad_files_end_with_one_clear_line(run, text):
    result = run(text, "--yes")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert records() == 0
