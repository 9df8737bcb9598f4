"""Reading tables of past interviews, clean and dirty."""

import os
from collections import Counter
from contextlib import suppress
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.attendance_csv import (
    BadFile,
    Mapping,
    Result,
    Row,
    decode,
    propose,
    protected,
    read,
)
from recruit.rules.attendance_csv.words import (
    answer,
    came,
    day_of,
    one_spelling,
    without_fill_down,
)
from recruit.rules.show_rate import Reminder, ShowRates, cross_validate
from tests.unit.attendance_dirt import rows as invented

DIRTY = Path(__file__).parent.parent / "data" / "attendance_dirty.csv"
REAL = os.environ.get("RECRUIT_ATTENDANCE_CSV", "")
MAPPING = Mapping.from_toml("""
[columns]
scheduled_on = "Interview day"
reminder = "Expected Attendance"
channel = "Interview Type"
showed = "Observed Attendance"
[values.reminder]
Uncertain = "unsure"
""")
CLEAN = """scheduled_on,channel,lead_days,reminder,showed
2024-03-01,referral,3,confirmed,1
2024-03-01,board,,not_called,0
2024-03-02,,12,no_answer,0
"""


def clean(text: str, mapping: Mapping | None = None) -> Result:
    return read(text.encode(), mapping)


def test_it_reads_the_canonical_columns() -> None:
    result = clean(CLEAN)
    assert result.dropped == ()
    assert result.rows[0] == Row(
        2, "2024-03-01", "2024-03-01", "referral", 3, Reminder.CONFIRMED, True
    )
    assert result.rows[1].lead_days is None
    assert [row.reminder for row in result.rows] == ["confirmed", "not_called", "no_answer"]
    assert result.rows[0].observation().day_key == "2024-03-01"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_it_finds_the_delimiter(delimiter: str) -> None:
    assert len(clean(CLEAN.replace(",", delimiter)).rows) == 3


def test_optional_columns_may_be_absent_and_unknown_ones_are_left_alone() -> None:
    result = clean("showed,secret,scheduled_on\n1,x,2024-03-01\n")
    assert result.rows == (
        Row(2, "2024-03-01", "2024-03-01", "", None, Reminder.NOT_CALLED, True),
    )


def test_a_missing_column_is_named_with_what_there_is() -> None:
    with pytest.raises(BadFile, match=r"missing column: showed; the file has: a, scheduled_on"):
        clean("a,scheduled_on\n1,2\n")
    with pytest.raises(BadFile) as refusal:
        clean(CLEAN, Mapping({"showed": "Came?", "scheduled_on": "scheduled_on"}))
    assert refusal.value.missing == ("Came?",)
    assert "channel" in refusal.value.found


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"PK\x03\x04\x00\x00", "binary"),
        (b"showed,scheduled_on\n\xff\xfe\x00", "binary"),
        (b"\xff\xfe\x00", "encoding"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(BadFile) as refusal:
        read(data)
    assert refusal.value.code == code


@given(st.binary(max_size=300))
def test_no_bytes_at_all_break_it(data: bytes) -> None:
    for work in (read, propose):
        with suppress(BadFile):
            work(data)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Yes", True),
        ("yes ", True),
        (" YES", True),
        ("1", True),
        ("Да", True),
        ("пришёл", True),
        ("No", False),
        ("NO", False),
        ("no ", False),
        ("0", False),
        ("no-show", False),
        ("maybe", None),
        ("", None),
    ],
)
def test_attendance_in_many_spellings(word: str, expected: bool | None) -> None:
    assert came(word) is expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Yes", "confirmed"),
        ("11:00 AM", "confirmed"),
        ("10.30 Am", "confirmed"),
        ("NO", "declined"),
        ("Uncertain", "unsure"),
        ("Need To Check", "unsure"),
        ("Not yet", "unsure"),
        ("Havent Checked", "unsure"),
        ("NA", "not_called"),
        ("", "not_called"),
        ("no_answer", "no_answer"),
        ("не ответил", "no_answer"),
        ("tomorrow", None),
    ],
)
def test_reminder_answers_in_many_spellings(word: str, expected: str | None) -> None:
    assert answer(word) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13.02.2015", (2015, 2, 13)),
        ("25.05.16", (2016, 5, 25)),
        ("25-5-2016", (2016, 5, 25)),
        ("15 Apr 16", (2016, 4, 15)),
        ("22 -Apr -16", (2016, 4, 22)),
        ("25 – Apr-16", (2016, 4, 25)),
        ("28.08.2016 & 10.30 AM", (2016, 8, 28)),
        ("13/03/2015", (2015, 3, 13)),
        ("03/25/2015", (2015, 3, 25)),
        ("05/05/16", (2016, 5, 5)),
        ("4 мая 2016", (2016, 5, 4)),
        ("2016-04-29T18:38:08Z", (2016, 4, 29)),
        ("04/12/16", None),
        ("05/11/2016", None),
        ("31.02.2016", None),
        ("1.1.1066", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_in_ten_layouts(text: str, expected: tuple[int, int, int] | None) -> None:
    assert day_of(text) == (date(*expected) if expected else None)


def test_filled_down_years_are_one_day() -> None:
    filled: list[date | None] = [date(2016 + i, 4, 12) for i in range(8)]
    around: list[date | None] = [date(2016, 4, 11), None]
    assert without_fill_down(around + filled + around) == [
        *around,
        *[date(2016, 4, 12)] * 8,
        *around,
    ]
    pair: list[date | None] = [date(2016, 4, 12), date(2017, 4, 12)]
    assert without_fill_down(pair) == pair


def test_one_spelling_per_channel() -> None:
    given_ = ["Walk In"] * 60 + ["walkin "] * 10 + ["Sceduled"] + ["Scheduled"] * 40
    found = one_spelling(given_)
    assert found["walkin "] == "Walk In"
    assert found["Sceduled"] == "Scheduled"
    assert one_spelling(["ab", "ac"]) == {"ab": "ab", "ac": "ac"}


@pytest.mark.parametrize(
    "header",
    [
        "Gender",
        "sex",
        "Age",
        "Marital Status",
        "Candidate Native location",
        "Place of origin",
        "Name(Cand ID)",
        "Full name",
        "first_name",
        "FirstName",
        "Photo",
        "Date of birth",
        "Пол",
        "Возраст",
        "ФИО",
        "Семейное положение",
        "Nationality",
    ],
)
def test_protected_columns_are_recognised(header: str) -> None:
    assert protected(header)


@pytest.mark.parametrize(
    "header",
    [
        "Client name",
        "Interview Type",
        "Observed Attendance",
        "Usage",
        "Stage",
        "Channel",
        "Date of Interview",
        "Message",
        "Польза",
    ],
)
def test_other_columns_are_not(header: str) -> None:
    assert not protected(header)


def test_a_protected_column_cannot_be_mapped() -> None:
    with pytest.raises(BadFile) as refusal:
        Mapping({"channel": "Gender", "showed": "x", "scheduled_on": "y"})
    assert refusal.value.code == "protected"


@pytest.mark.parametrize(
    "toml",
    [
        "columns = 3",
        "[columns",
        "[columns]\nwhen = 'x'",
        "[values.showed]\nx = 'perhaps'",
        "[values.reminder]\nx = 'perhaps'",
        "[values]\nshowed = 1",
    ],
)
def test_bad_mappings_are_refused(toml: str) -> None:
    with pytest.raises(BadFile) as refusal:
        Mapping.from_toml(toml)
    assert refusal.value.code == "mapping"


def test_values_are_mapped_before_they_are_understood() -> None:
    mapping = Mapping.from_toml("""
        [columns]
        scheduled_on = "Appointment"
        showed = "No-show"
        channel = "Via"
        [values.showed]
        Yes = 0
        No = "1"
        [values.channel]
        R = "referral"
        """)
    result = clean(
        "Appointment,No-show,Via\n2024-03-01T10:00:00Z,no,R\n2024-03-01,Yes,x\n", mapping
    )
    assert [row.showed for row in result.rows] == [True, False]
    assert [row.channel for row in result.rows] == ["referral", "x"]
    assert {row.day_key for row in result.rows} == {"2024-03-01"}


def test_rows_that_are_not_understood_are_dropped_by_line() -> None:
    result = clean(
        CLEAN + "2024-03-03,x,1,perhaps,1\n2024-03-03,x,1,unsure,?\n"
        "2024-03-03,x,-1,unsure,1\n\nscheduled_on,channel,lead_days,reminder,showed\n"
    )
    assert [(d.line, d.reason, d.detail) for d in result.dropped] == [
        (5, "reminder", "perhaps"),
        (6, "showed", "?"),
        (7, "lead_days", "-1"),
        (9, "header", ""),
    ]
    assert len(result.rows) == 3


def test_windows_encodings_are_guessed_and_said_to_be() -> None:
    russian = "Дата собеседования;Явка\n01.03.2024;да\n02.03.2024;нет\n"
    text = decode(russian.encode("cp1251"))
    assert (text.text, text.encoding, text.guessed) == (russian, "cp1251", True)
    assert decode("Café,Übung\nété,naïve\n".encode("cp1252")).encoding == "cp1252"
    assert decode("да".encode()).guessed is False
    assert decode("да,нет".encode("utf-16")).text == "да,нет"
    proposal = propose(russian.encode("cp1251"))
    assert proposal.mapping.columns == {"scheduled_on": "Дата собеседования", "showed": "Явка"}
    assert len(read(russian.encode("cp1251"), proposal.mapping).rows) == 2
    with pytest.raises(BadFile):
        decode(b"\xff", "utf-8")


def test_it_proposes_a_mapping() -> None:
    found = propose(DIRTY.read_bytes())
    assert found.mapping.columns == {
        "showed": "Observed Attendance",
        "reminder": "Expected Attendance",
        "scheduled_on": "Interview day",
        "channel": "Interview Type",
    }
    assert set(found.protected) == {"Name(Cand ID)", "Gender", "Native place", "Marital Status"}
    assert found.missing == ()
    assert found.empty == 5
    assert found.values["reminder"]["11:00 AM"] == "confirmed"
    assert found.values["showed"]["cancelled by us"] is None


def test_a_column_of_absences_is_proposed_the_right_way_round() -> None:
    found = propose(b"AppointmentDay,No-show\n2024-03-01,Yes\n2024-03-02,No\n")
    result = read(b"AppointmentDay,No-show\n2024-03-01,Yes\n2024-03-02,No\n", found.mapping)
    assert [row.showed for row in result.rows] == [False, True]


def test_the_dirty_table_is_read_whole() -> None:
    result = read(DIRTY.read_bytes(), MAPPING)
    truth = invented()
    assert len(result.rows) == len(truth) == 160
    assert [row.showed for row in result.rows] == [
        line[9].strip().lower() == "yes" for line in truth
    ]
    assert [d.reason for d in result.dropped] == ["header", "showed", "showed"]
    assert [d.line for d in result.dropped] == [22, 37, 166]
    assert {row.channel.casefold() for row in result.rows} == {
        "scheduled walkin",
        "walkin",
        "scheduled",
    }
    assert result.mended == (2, 3, 4, 5, 6)
    assert all(row.channel == "Scheduled Walkin" for row in result.rows[:5])
    assert {row.scheduled_on for row in result.rows[60:68]} == {"2019-04-12"}
    assert any(row.scheduled_on is None for row in result.rows)
    assert not any(row.day_key != row.day_key.strip() for row in result.rows)


def test_nothing_about_a_person_comes_out() -> None:
    result = read(DIRTY.read_bytes(), MAPPING)
    assert {field.name for field in fields(Row)} == {
        "line",
        "scheduled_on",
        "day_key",
        "channel",
        "lead_days",
        "reminder",
        "showed",
    }
    assert set(result.refused_columns) == {
        "Name(Cand ID)",
        "Gender",
        "Native place",
        "Marital Status",
    }
    text = repr(result.rows)
    assert not any(word in text for word in ("Person", "Eastville", "Single", "Married"))


@pytest.mark.skipif(not REAL, reason="RECRUIT_ATTENDANCE_CSV is not set")
def test_the_real_table_and_the_figures_to_reach() -> None:
    data = Path(REAL).read_bytes()
    result = read(data, propose(data).mapping)
    assert (len(result.rows), sum(row.showed for row in result.rows)) == (1233, 783)
    assert result.dropped == ()
    rates = ShowRates.learn(result.observations())
    assert {s.key: (s.shows, s.n) for s in rates.by_reminder() if s.n} == {
        "declined": (1, 93),
        "unsure": (125, 250),
        "confirmed": (654, 885),
        "not_called": (3, 5),
    }
    assert len(Counter(row.channel for row in result.rows)) == 3
    found = cross_validate(result.observations())
    assert found.model.log_loss <= 0.560
    assert found.model.brier <= 0.191
    assert found.model.ece <= 0.040
    assert found.day_coverage is not None
    assert 0.75 <= found.day_coverage <= 0.90
