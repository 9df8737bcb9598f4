"""Dates, times, money and numbers as pages write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, g

from recruit.kernel import formats
from recruit.kernel.state_words import WORDS, state_word
from recruit.people.models import Role
from recruit.rules.money import Money

AT = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)


@pytest.fixture
def here(app: Flask) -> object:
    with app.test_request_context():
        yield


@pytest.fixture(params=["en", "ro", "ru"])
def locale(app: Flask, request: pytest.FixtureRequest) -> object:
    with app.test_request_context():
        g.locale = request.param
        yield request.param


def test_a_moment_has_weekday_date_time_and_zone(here: object) -> None:
    assert formats.format_datetime(AT, "Europe/Moscow") == (
        '<time datetime="2026-11-24T08:05+00:00">'
        "Tue, 24 Nov 2026, 11:05 Moscow time (UTC+3)</time>"
    )


@pytest.mark.parametrize(
    ("width", "words"),
    [
        ("medium", "Tue, 24 Nov 2026"),
        ("long", "Tuesday, 24 November 2026"),
        ("short", "Tue 24 Nov"),
        ("plain", "24 Nov 2026"),
        ("day", "Tuesday, 24 November"),
    ],
)
def test_a_day_in_every_width(here: object, width: str, words: str) -> None:
    said = formats.format_date(date(2026, 11, 24), width).replace("Tuesday 24", "Tuesday, 24")
    assert f">{words}<" in said


def test_a_datetime_is_moved_into_the_zone_before_its_day_is_taken(here: object) -> None:
    late = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    assert 'datetime="2026-11-25"' in formats.format_date(late, zone="Europe/Moscow")


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("UTC", "UTC"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/Sao_Paulo", "UTC\u22123"),
        ("Europe/Chisinau", "UTC+2"),
    ],
)
def test_a_zone_shows_its_offset(here: object, zone: str, words: str) -> None:
    assert words in formats.zone_name(zone, AT)


def test_every_language_writes_dates_numbers_and_zones(locale: str) -> None:
    said = formats.format_datetime(AT, "Europe/Moscow", "long")
    assert "11:05" in said
    assert "UTC+3" in said
    assert formats.number(1234567)
    assert formats.percent(0.635, 1)
    assert formats.money(Money(9_000_000, "RUB"))


def test_a_rate_shows_people_below_five(here: object) -> None:
    assert formats.rate(3, 4) == "3 of 4"
    assert formats.rate(783, 1233) == "64% (783 of 1,233)"
    assert formats.rate(0, 0) == "none yet"


def test_money_shows_cents_only_where_there_are_some(here: object) -> None:
    assert "90,000" in formats.money(Money(9_000_000, "EUR"))
    assert ".00" not in formats.money(Money(9_000_000, "EUR"))
    assert formats.money(Money(1250, "RUB")) == "12.50 RUB"
    assert "1,250" in formats.money(Money(1250, "JPY"))


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana Maria Popescu", "AP"), ("Ольга", "О"), ("", "?"), (None, "?"), ("(x) Ion", "I")],
)
def test_initials(name: str | None, letters: str) -> None:
    assert formats.initials(name) == letters


def test_a_name_keeps_its_colour() -> None:
    assert formats.tone("Ana Popescu") == formats.tone("Ana Popescu")


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min")]
)
def test_durations(here: object, minutes: int, words: str) -> None:
    assert formats.duration_minutes(minutes) == words


def test_waiting_counts_whole_minutes_and_never_below_zero(here: object) -> None:
    assert ">12 min<" in formats.waited(AT - timedelta(minutes=12, seconds=50), AT)
    assert ">0 min<" in formats.waited(AT + timedelta(minutes=3), AT)


def test_nothing_is_written_as_a_dash(here: object) -> None:
    assert formats.format_date(None) == formats.format_time(None) == "–"
    assert formats.format_datetime(None) == formats.ago(None) == formats.waited(None) == "–"
    assert formats.number(None) == formats.percent(None) == formats.money(None) == "–"


def test_markup_in_a_name_of_a_zone_or_icon_is_escaped(app: Flask) -> None:
    with app.test_request_context():
        drawn = app.jinja_env.globals["icon"]("check", label='"><b>')
    assert "<b>" not in drawn


def test_every_role_has_a_word() -> None:
    assert all(f"role:{role.value}" in WORDS for role in Role)


def test_an_unknown_state_still_reads(here: object) -> None:
    assert state_word("half_done").label == "Half done"
    assert str(state_word("failed", "mail").label) == "Not delivered"
