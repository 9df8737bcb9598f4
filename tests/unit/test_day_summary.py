"""The look back on a day: idle, waited, overtime, cost."""

from datetime import UTC, datetime, timedelta

from recruit.rules.attendance import ArrivalState
from recruit.rules.day_summary import PlannedSlot, Prices, Visit, summary

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PRICES = Prices(wait=0.2, overtime=1.5, turned_away=3.0)
SLOTS = [PlannedSlot(START + timedelta(minutes=30 * n), 30, 1) for n in range(3)]
CLOSE = START + timedelta(hours=4)


def visit(
    state: ArrivalState = ArrivalState.DONE,
    due: int | None = 0,
    came: int = 0,
    started: int | None = 0,
    ended: int = 30,
) -> Visit:
    at = [None if m is None else START + timedelta(minutes=m) for m in (due, started)]
    return Visit(
        state,
        START + timedelta(minutes=came),
        at[0],
        at[1],
        START + timedelta(minutes=ended),
    )


def test_a_day_in_which_two_of_three_slots_were_used():
    day = summary(
        SLOTS,
        [visit(), visit(due=30, came=35, started=50, ended=80)],
        PRICES,
        until=CLOSE,
    )
    assert (day.planned, day.held, day.overtime, day.idle) == (3, 2, 0, 1.0)
    assert day.waits == (0, 15), "from coming, when that is later than the slot's start"
    assert day.cost == 1.0 + 0.2 * 0.5


def test_overtime_does_not_make_the_day_busier():
    day = summary(SLOTS, [visit(), visit(due=60, started=95, ended=120)], PRICES, until=CLOSE)
    assert (day.overtime, day.idle) == (1, 2.0)
    assert day.waited_long == 1
    assert day.cost == 2.0 + 0.2 * 35 / 30 + 1.5


def test_who_left_waited_until_they_left_and_who_was_turned_away_costs():
    day = summary(
        SLOTS,
        [
            visit(ArrivalState.LEFT, due=None, came=10, started=None, ended=40),
            visit(ArrivalState.TURNED_AWAY, started=None, ended=60),
        ],
        PRICES,
        until=CLOSE,
    )
    assert (day.left, day.turned_away, day.walk_ins, day.held) == (1, 1, 1, 0)
    assert day.waits == (30, 60)
    assert day.median_wait == 45
    assert day.cost == 3 + 0.2 * 3 + 3.0


def test_a_running_day_is_idle_only_as_far_as_it_went():
    running = visit(ArrivalState.IN_INTERVIEW, started=20, ended=0)
    now = START + timedelta(minutes=35)
    assert summary(SLOTS, [running], PRICES, until=now).idle == 0
    assert summary(SLOTS, [], PRICES, until=now).idle == 1


def test_in_a_group_nobody_waits_for_a_turn():
    day = summary(
        [PlannedSlot(START, 90, 12)],
        [visit(started=None, ended=90), visit(came=10, started=None, ended=90)],
        PRICES,
        until=CLOSE,
        group=True,
    )
    assert (day.held, day.waits, day.idle, day.cost) == (2, (), 0, 0)
