import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.calendar import Period, WorkDays
from recruit.rules.onboarding.dates import (
    Reminder,
    StageLength,
    reminders,
    stage_dates,
    task_due,
)
from recruit.rules.onboarding.gates import (
    Criterion,
    Entry,
    Evidence,
    Gate,
    evaluate,
    gate_refusal,
    is_late,
    ready_for_gate,
)
from recruit.rules.onboarding.role_plays import Finals
from recruit.rules.onboarding.states import (
    ActivityKind,
    Outcome,
    Readiness,
    Refusal,
    RolePlayOutcome,
    Source,
    StageState,
    Who,
)

MONDAY = date(2026, 3, 2)
WORK = WorkDays()
CALLS = Criterion(1, Source.LOG, 30, ActivityKind.CALL, 2)
REQUEST = Criterion(2, Source.LOG, 1, ActivityKind.REQUEST, 2)


def entry(day, count, kind=ActivityKind.CALL, verified=True):
    return Entry(MONDAY + timedelta(days=day), kind, count, verified)


def find(criteria, **kw):
    return evaluate(criteria, Evidence(**kw), WORK)


def test_thirty_calls_and_a_request_in_the_same_two_days():
    entries = [entry(0, 16), entry(1, 14), entry(1, 1, ActivityKind.REQUEST)]
    assert all(one.met for one in find([CALLS, REQUEST], entries=entries))


def test_a_request_of_other_days_does_not_help():
    entries = [entry(0, 1, ActivityKind.REQUEST), entry(2, 16), entry(3, 14)]
    calls, request = find([CALLS, REQUEST], entries=entries)
    assert calls.met != request.met
    assert not (calls.met and request.met)


def test_friday_and_monday_are_two_working_days():
    entries = [entry(4, 15), entry(7, 15)]
    assert find([CALLS], entries=entries)[0].met


def test_unconfirmed_calls_do_not_count_and_the_mentor_is_named():
    entries = [entry(0, 20), entry(1, 12, verified=False)]
    calls = find([CALLS], entries=entries)[0]
    assert (calls.met, calls.have, calls.unconfirmed, calls.waits_for) == (
        False, 20, 12, Who.MENTOR,
    )  # fmt: skip
    assert find([CALLS], entries=[entry(0, 5)])[0].waits_for is Who.TRAINEE


def test_what_was_logged_before_a_retake_does_not_count_again():
    entries = [entry(0, 29), entry(3, 2)]
    calls = find([CALLS], entries=entries, since=MONDAY + timedelta(days=3))[0]
    assert calls.have == 2


@given(
    st.lists(
        st.tuples(
            st.integers(0, 12), st.integers(1, 40), st.sampled_from(ActivityKind), st.booleans()
        ),
        max_size=15,
    )
)
def test_the_best_run_is_a_run(rows):
    """Whatever is found can be found by hand in some window of two working days."""
    entries = [entry(day, count, kind, verified) for day, count, kind, verified in rows]
    calls, request = find([CALLS, REQUEST], entries=entries)
    runs = []
    for first in {one.on for one in entries}:
        last = WORK.span(first, 2)
        inside = [one for one in entries if first <= one.on <= last and one.verified]
        runs.append(
            tuple(
                sum(one.count for one in inside if one.kind is kind)
                for kind in (ActivityKind.CALL, ActivityKind.REQUEST)
            )
        )
    assert (calls.have, request.have) in (runs or [(0, 0)])
    assert (calls.met and request.met) is any(c >= 30 and r >= 1 for c, r in runs)


@pytest.mark.parametrize(
    ("criterion", "evidence", "met", "waits"),
    [
        (Criterion(1, Source.TASKS, 1), {"tasks_required": 3, "tasks_done": 3}, True, None),
        (
            Criterion(1, Source.TASKS, 1),
            {"tasks_required": 3, "tasks_done": 2},
            False,
            Who.OWNERS,
        ),
        (
            Criterion(1, Source.TASKS, 1),
            {"tasks_required": 3, "tasks_done": 2, "tasks_submitted": 1},
            False,
            Who.MENTOR,
        ),
        (Criterion(1, Source.TOPICS, 7), {"topics_both": 7}, True, None),
        (
            Criterion(1, Source.TOPICS, 7),
            {"topics_both": 5, "topics_trainee": 7},
            False,
            Who.MENTOR,
        ),
        (Criterion(1, Source.TOPICS, 7), {"topics_both": 5}, False, Who.TRAINEE),
        (Criterion(1, Source.TEST, 70), {}, False, Who.TRAINER),
        (Criterion(1, Source.TEST, 70), {"test_assigned": True}, False, Who.TRAINEE),
        (Criterion(1, Source.TEST, 70), {"test_percent": 70}, True, None),
        (
            Criterion(1, Source.TEST, 70),
            {"test_percent": 69, "test_passed": True},
            False,
            Who.TRAINER,
        ),
        (
            Criterion(1, Source.TEST, 70),
            {"test_percent": 80, "test_passed": False},
            False,
            Who.TRAINER,
        ),
        (Criterion(1, Source.ROLE_PLAY, 1), {}, False, Who.ASSESSORS),
        (
            Criterion(1, Source.ROLE_PLAY, 1),
            {"finals": Finals((RolePlayOutcome.FAILED, RolePlayOutcome.PASSED))},
            True,
            None,
        ),
        (
            Criterion(1, Source.ROLE_PLAY, 1),
            {"finals": Finals((RolePlayOutcome.FAILED, RolePlayOutcome.FAILED))},
            False,
            Who.HEAD,
        ),
        (Criterion(1, Source.TARGET, 80), {"target_percent": 95}, False, Who.TRAINEE),
        (
            Criterion(1, Source.TARGET, 80),
            {"target_percent": 80, "target_complete": True},
            True,
            None,
        ),
        (Criterion(1, Source.REVIEW, 1), {"review": Readiness.NOT_YET}, False, Who.HEAD),
        (Criterion(1, Source.REVIEW, 1), {"review": Readiness.READY}, True, None),
    ],
)
def test_each_source_and_who_must_act(criterion, evidence, met, waits):
    finding = find([criterion], **evidence)[0]
    assert (finding.met, finding.waits_for) == (met, waits)


@pytest.mark.parametrize(("state", "outcome"), list(itertools.product(StageState, Outcome)))
def test_every_outcome_in_every_state(state, outcome):
    gate = Gate(2, state, earlier_done=True, exit_pending=False, all_met=True)
    refusal = gate_refusal(gate, outcome, reason="because")
    if state is StageState.AWAITING_GATE:
        assert refusal is None
    elif state is StageState.OPEN:
        early = outcome in (Outcome.PASS, Outcome.RETAKE)
        assert refusal is (Refusal.WRONG_STATE if early else None)
    else:
        assert refusal in (Refusal.STAGE_LOCKED, Refusal.WRONG_STATE)


WAITING = Gate(
    2, StageState.AWAITING_GATE, earlier_done=True, exit_pending=False, all_met=False
)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_a_pass_needs_no_reason_and_only_a_pass_needs_every_criterion(outcome):
    wanted = Refusal.CRITERIA_MISSING if outcome is Outcome.PASS else Refusal.REASON_MISSING
    assert gate_refusal(WAITING, outcome, reason=" ") is wanted


def test_nothing_is_decided_while_an_exit_waits_or_an_earlier_stage_is_open():
    pending = Gate(2, StageState.AWAITING_GATE, True, exit_pending=True, all_met=True)
    assert gate_refusal(pending, Outcome.PASS, reason="") is Refusal.EXIT_PENDING
    early = Gate(2, StageState.AWAITING_GATE, False, exit_pending=False, all_met=True)
    assert gate_refusal(early, Outcome.WAIVE, reason="x") is Refusal.EARLIER_STAGE


@pytest.mark.parametrize(
    ("left", "reopened", "met", "today", "wanted"),
    [
        (0, False, False, 0, True),
        (1, False, True, 0, False),
        (0, True, False, 0, False),
        (0, True, True, 0, True),
        (0, True, False, 2, True),
    ],
)
def test_when_a_stage_waits_for_its_gate(left, reopened, met, today, wanted):
    due = MONDAY + timedelta(days=2)
    ready = ready_for_gate(
        tasks_left=left, reopened=reopened, all_met=met,
        today=MONDAY + timedelta(days=today), due_on=due,
    )  # fmt: skip
    assert ready is wanted


def test_an_entry_is_late_after_the_next_working_day():
    friday = MONDAY + timedelta(days=4)
    assert not is_late(friday, friday + timedelta(days=3), WORK)
    assert is_late(friday, friday + timedelta(days=4), WORK)


DEFAULT = [StageLength(3), StageLength(2), StageLength(20), StageLength(months=6)]


def test_the_four_default_stages():
    dates = stage_dates(MONDAY, DEFAULT, WORK)
    assert [(one.starts_on.isoformat(), one.due_on.isoformat()) for one in dates] == [
        ("2026-03-02", "2026-03-04"),
        ("2026-03-05", "2026-03-06"),
        ("2026-03-09", "2026-04-03"),
        ("2026-04-06", "2026-09-02"),
    ]


def test_a_pause_moves_everything_by_the_days_missed():
    paused = WorkDays(pauses=(Period(date(2026, 3, 10), date(2026, 3, 16)),))
    before, after = stage_dates(MONDAY, DEFAULT, WORK), stage_dates(MONDAY, DEFAULT, paused)
    assert after[1] == before[1]
    assert WORK.count(before[2].due_on, after[2].due_on) == 5
    assert WORK.count(before[3].due_on, after[3].due_on) == 5


@given(st.frozensets(st.dates(MONDAY, date(2026, 5, 1)), max_size=12))
def test_stages_follow_each_other_whatever_the_holidays(holidays):
    work = WorkDays(31, holidays)
    dates = stage_dates(MONDAY, DEFAULT, work)
    for length, one in zip(DEFAULT[:3], dates[:3], strict=True):
        assert len(work.between(one.starts_on, one.due_on)) == length.days
    for one, following in itertools.pairwise(dates):
        assert following.starts_on == work.next_day(one.due_on)


def test_a_task_is_due_before_or_after_its_anchor():
    assert task_due(MONDAY, -3, WORK) == date(2026, 2, 25)
    assert task_due(MONDAY, 0, WORK) == MONDAY
    assert task_due(MONDAY, 1, WorkDays(holidays=frozenset({date(2026, 3, 3)}))) == date(
        2026, 3, 4
    )


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (date(2026, 3, 5), ()),
        (date(2026, 3, 6), (Reminder.TOMORROW,)),
        (date(2026, 3, 7), ()),
        (date(2026, 3, 9), (Reminder.TODAY,)),
        (date(2026, 3, 10), (Reminder.OVERDUE,)),
        (date(2026, 3, 11), (Reminder.OVERDUE, Reminder.ESCALATED)),
        (date(2026, 3, 30), (Reminder.OVERDUE, Reminder.ESCALATED)),
        (date(2026, 3, 29), ()),
    ],
)
def test_reminders_before_on_and_after_a_monday(today, wanted):
    assert reminders(date(2026, 3, 9), today, WORK) == wanted
