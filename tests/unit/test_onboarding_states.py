import itertools

import pytest

from recruit.rules.onboarding.states import (
    OPEN_PLAN,
    PlanState,
    Refusal,
    StageState,
    TaskState,
    opening_refusal,
    plan_refusal,
    task_refusal,
)

P, T, S = PlanState, TaskState, StageState
PLAN_MOVES = {
    (P.DRAFT, P.PREBOARDING), (P.DRAFT, P.EXITED), (P.DRAFT, P.CANCELLED),
    (P.PREBOARDING, P.ACTIVE), (P.PREBOARDING, P.EXITED), (P.PREBOARDING, P.CANCELLED),
    (P.ACTIVE, P.PAUSED), (P.ACTIVE, P.COMPLETED), (P.ACTIVE, P.EXITED),
    (P.ACTIVE, P.CANCELLED),
    (P.PAUSED, P.ACTIVE), (P.PAUSED, P.EXITED), (P.PAUSED, P.CANCELLED),
}  # fmt: skip
TASK_MOVES = {
    (T.BLOCKED, T.OPEN), (T.BLOCKED, T.WAIVED), (T.BLOCKED, T.CANCELLED),
    (T.OPEN, T.SUBMITTED), (T.OPEN, T.WAIVED), (T.OPEN, T.CANCELLED),
    (T.SUBMITTED, T.ACCEPTED), (T.SUBMITTED, T.RETURNED), (T.SUBMITTED, T.WAIVED),
    (T.SUBMITTED, T.CANCELLED),
    (T.RETURNED, T.SUBMITTED), (T.RETURNED, T.WAIVED), (T.RETURNED, T.CANCELLED),
}  # fmt: skip


@pytest.mark.parametrize(("source", "target"), list(itertools.product(P, P)))
def test_every_move_of_a_plan(source, target):
    refusal = plan_refusal(source, target)
    if (source, target) in PLAN_MOVES:
        assert refusal is None
    elif source not in OPEN_PLAN:
        assert refusal is Refusal.PLAN_CLOSED
    else:
        assert refusal is Refusal.WRONG_STATE


@pytest.mark.parametrize(("source", "target"), list(itertools.product(T, T)))
def test_every_move_of_a_task(source, target):
    allowed = (source, target) in TASK_MOVES
    assert (task_refusal(source, target) is None) is allowed


@pytest.mark.parametrize("before", list(S))
def test_a_stage_opens_only_after_the_one_before_is_passed_or_waived(before):
    refusal = opening_refusal([before, S.LOCKED], 2)
    if before in (S.PASSED, S.WAIVED):
        assert refusal is None
    else:
        assert refusal is Refusal.EARLIER_STAGE


@pytest.mark.parametrize("state", list(S))
def test_only_a_locked_stage_opens(state):
    assert (opening_refusal([state], 1) is None) is (state is S.LOCKED)
