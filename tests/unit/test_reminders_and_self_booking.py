"""When a reminder is due; who may choose a time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import reminders, self_booking
from recruit.rules.pipeline import CLOSED, Stage
from recruit.rules.self_booking import Refusal

START = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
LONG_AGO = START - timedelta(days=30)


def before(**kw: float) -> datetime:
    return START - timedelta(**kw)


@pytest.mark.parametrize(
    ("hours", "written", "now", "expected"),
    [
        ([24], LONG_AGO, before(hours=24, minutes=1), None),
        ([24], LONG_AGO, before(hours=24), 24),
        ([24], LONG_AGO, before(minutes=15), 24),  # late after an outage, still useful
        ([24], LONG_AGO, before(minutes=14), None),
        ([24], before(hours=24), before(hours=20), None),  # reminded
        ([24], before(hours=35), before(hours=24), None),  # invited shortly before
        ([24], before(hours=36), before(hours=24), 24),
        ([24], before(hours=10), before(hours=9), None),  # invited after its time
        ([48, 3], before(hours=48), before(hours=30), None),
        ([48, 3], before(hours=48), before(hours=3), 3),
        ([48, 24, 3], LONG_AGO, before(hours=2), 3),  # of several only the nearest
        ([3], before(hours=4), before(hours=2), None),
        ([], LONG_AGO, before(hours=1), None),
    ],
)
def test_when_a_reminder_is_due(hours, written, now, expected):
    assert reminders.due(hours, START, written, now=now) == expected


@given(
    hours=st.sets(st.integers(1, reminders.MOST_HOURS), max_size=reminders.MOST_REMINDERS),
    steps=st.lists(st.integers(1, 600), min_size=1, max_size=60),
    first=st.integers(1, 20_000),
)
def test_each_reminder_leaves_at_most_once_and_never_two_at_a_time(hours, steps, first):
    """However irregularly the clock's job runs: each at most once, the later ones later."""
    now = START - timedelta(minutes=first)
    written, sent = now, []
    for minutes in steps:
        now += timedelta(minutes=minutes)
        hour = reminders.due(hours, START, written, now=now)
        if hour is not None:
            assert now >= START - timedelta(hours=hour)
            assert now < START
            sent.append(hour)
            written = now
    assert sent == sorted(set(sent), reverse=True)


@pytest.mark.parametrize("stage", list(Stage))
def test_only_who_is_to_be_invited_is_asked(stage):
    reason = self_booking.offer_refusal(stage, 1, {1})
    assert (reason is None) == (stage is Stage.TO_INVITE)
    if stage in CLOSED:
        assert reason is Refusal.NOT_WAITING


def test_nobody_is_asked_without_a_time():
    assert self_booking.offer_refusal(Stage.TO_INVITE, 1, {2}) is Refusal.NO_TIMES


@pytest.mark.parametrize(
    ("stage", "asked", "ahead", "expected"),
    [
        (Stage.TO_INVITE, True, timedelta(hours=2), None),
        (Stage.TO_INVITE, True, timedelta(hours=1, minutes=59), Refusal.TOO_SOON),
        (Stage.TO_INVITE, False, timedelta(days=1), Refusal.NOT_ASKED),
        (Stage.INVITED, True, timedelta(days=1), Refusal.NOT_WAITING),
    ],
)
def test_who_may_hold_and_book(stage, asked, ahead, expected):
    assert self_booking.refusal(stage, asked, START + ahead, now=START) is expected


@pytest.mark.parametrize("typed", ["", "7", "5.0", " 5", "-5", "five", "99999999999", "٥"])
def test_lateness_is_one_of_a_few(typed):
    assert self_booking.lateness(typed) is None
    assert self_booking.lateness("15") == 15
