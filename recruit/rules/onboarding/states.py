"""The words of onboarding: states, kinds, refusals, and which state may follow which."""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class VersionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class PlanState(StrEnum):
    DRAFT = "draft"
    PREBOARDING = "preboarding"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    EXITED = "exited"
    CANCELLED = "cancelled"


OPEN_PLAN = (PlanState.DRAFT, PlanState.PREBOARDING, PlanState.ACTIVE, PlanState.PAUSED)
_PLAN_MOVES: Mapping[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.PREBOARDING, PlanState.EXITED, PlanState.CANCELLED}),
    PlanState.PREBOARDING: frozenset({PlanState.ACTIVE, PlanState.EXITED, PlanState.CANCELLED}),
    PlanState.ACTIVE: frozenset(
        {PlanState.PAUSED, PlanState.COMPLETED, PlanState.EXITED, PlanState.CANCELLED}
    ),
    PlanState.PAUSED: frozenset({PlanState.ACTIVE, PlanState.EXITED, PlanState.CANCELLED}),
}


class StageState(StrEnum):
    LOCKED = "locked"
    OPEN = "open"
    AWAITING_GATE = "awaiting_gate"
    PASSED = "passed"
    WAIVED = "waived"
    FAILED = "failed"


DONE_STAGE = (StageState.PASSED, StageState.WAIVED)
RUNNING_STAGE = (StageState.OPEN, StageState.AWAITING_GATE)


class TaskState(StrEnum):
    BLOCKED = "blocked"
    OPEN = "open"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WAIVED = "waived"
    CANCELLED = "cancelled"


UNFINISHED_TASK = (TaskState.BLOCKED, TaskState.OPEN, TaskState.SUBMITTED, TaskState.RETURNED)
TO_DO_TASK = (TaskState.OPEN, TaskState.RETURNED)
DONE_TASK = (TaskState.ACCEPTED, TaskState.WAIVED)
_TASK_MOVES: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.BLOCKED: frozenset({TaskState.OPEN, TaskState.WAIVED, TaskState.CANCELLED}),
    TaskState.OPEN: frozenset({TaskState.SUBMITTED, TaskState.WAIVED, TaskState.CANCELLED}),
    TaskState.SUBMITTED: frozenset(
        {TaskState.ACCEPTED, TaskState.RETURNED, TaskState.WAIVED, TaskState.CANCELLED}
    ),
    TaskState.RETURNED: frozenset({TaskState.SUBMITTED, TaskState.WAIVED, TaskState.CANCELLED}),
}


class AssignmentState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ACTIVE = "active"
    ENDED = "ended"


COUNTED = (AssignmentState.ACCEPTED, AssignmentState.ACTIVE)
"""What counts against the mentor's capacity."""


class Owner(StrEnum):
    """Whose job a task is; exactly one person stands behind it when a plan starts."""

    TRAINEE = "trainee"
    MENTOR = "mentor"
    HEAD = "head"
    RECRUITER = "recruiter"
    ADMIN = "admin"


class Checker(StrEnum):
    """Who says that a task is done: the doer's word, or the mentor's or head's look at it."""

    NOBODY = "nobody"
    MENTOR = "mentor"
    HEAD = "head"


class Anchor(StrEnum):
    """From where a task's working days are counted."""

    START = "start"
    STAGE = "stage"


class EvidenceKind(StrEnum):
    NONE = "none"
    NOTE = "note"
    LINK = "link"


class ActivityKind(StrEnum):
    CALL = "call"
    REQUEST = "request"
    PROPOSAL = "proposal"
    MEETING = "meeting"
    REFERRAL = "referral"
    EVENT = "event"
    CONTRACT = "contract"


class Unit(StrEnum):
    """What of an activity is counted: how many, or the money of them."""

    COUNT = "count"
    AMOUNT = "amount"


class MentorKind(StrEnum):
    """The order in which a mentor is looked for."""

    TRAINER = "trainer"
    SELLER = "seller"
    HEAD = "head"


class EndReason(StrEnum):
    HANDOVER = "handover"
    LEFT = "left"
    PLAN_COMPLETED = "plan_completed"
    PLAN_ENDED = "plan_ended"


class Outcome(StrEnum):
    """What can be decided at a gate."""

    PASS = "pass"  # noqa: S105 (an outcome, no password)
    RETAKE = "retake"
    EXTEND = "extend"
    EXIT = "exit"
    WAIVE = "waive"


class Source(StrEnum):
    """Where a gate's criterion takes its evidence from."""

    TASKS = "tasks"
    LOG = "log"
    TOPICS = "topics"
    TEST = "test"
    ROLE_PLAY = "role_play"
    TARGET = "target"
    REVIEW = "review"


class Who(StrEnum):
    """Who must act for a criterion to be met."""

    TRAINEE = "trainee"
    MENTOR = "mentor"
    HEAD = "head"
    TRAINER = "trainer"
    ASSESSORS = "assessors"
    OWNERS = "owners"


class Side(StrEnum):
    TRAINEE = "trainee"
    MENTOR = "mentor"


class RolePlayKind(StrEnum):
    PRACTICE = "practice"
    FINAL = "final"


class RolePlayOutcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"


class Readiness(StrEnum):
    READY = "ready"
    NOT_YET = "not_yet"


class Refusal(StrEnum):
    WRONG_STATE = "wrong_state"
    PLAN_CLOSED = "plan_closed"
    PLAN_NOT_RUNNING = "plan_not_running"
    PLAN_ALREADY_OPEN = "plan_already_open"
    STAGE_LOCKED = "stage_locked"
    EARLIER_STAGE = "earlier_stage_not_passed"
    NOT_YOURS = "not_yours"
    SELF = "not_about_yourself"
    REASON_MISSING = "reason_missing"
    EVIDENCE_MISSING = "evidence_missing"
    LINK_MALFORMED = "link_malformed"
    DUPLICATE = "duplicate"
    CRITERIA_MISSING = "criteria_missing"
    EXIT_PENDING = "exit_pending"
    NO_EXIT_PENDING = "no_exit_pending"
    SAME_PERSON = "same_person_twice"
    DIRECTOR_DECIDES = "director_decides"
    HEAD_DECIDES = "head_decides"
    PAID_MENTOR = "paid_mentor"
    MENTOR_FULL = "mentor_full"
    MENTOR_NOT_ATTESTED = "mentor_not_attested"
    MENTOR_NOT_WILLING = "mentor_not_willing"
    MENTOR_NOT_SUITABLE = "mentor_not_suitable"
    ALREADY_PROPOSED = "mentor_already_proposed"
    FALLBACK_REASON = "fallback_reason_missing"
    ALREADY_CONFIRMED = "already_confirmed"
    ALREADY_HELD = "role_play_undecided"
    ALREADY_PASSED = "role_play_passed"
    NO_ATTEMPT_LEFT = "no_attempt_left"
    THIRD_NOT_ASKED = "third_attempt_not_asked"
    OUTSIDE_PLAN = "day_outside_plan"
    IN_FUTURE = "day_in_future"
    NOTHING_COUNTED = "nothing_counted"
    START_IN_PAST = "start_in_past"
    IMMUTABLE = "version_immutable"
    LENGTH = "one_length"
    NAME_TAKEN = "name_taken"
    VERSION_INCOMPLETE = "version_incomplete"
    TEST_ASSIGNED = "test_already_assigned"


def plan_refusal(source: PlanState, target: PlanState) -> Refusal | None:
    """Return why a plan may not go from `source` to `target`, or None."""
    if source not in OPEN_PLAN:
        return Refusal.PLAN_CLOSED
    return None if target in _PLAN_MOVES[source] else Refusal.WRONG_STATE


def task_refusal(source: TaskState, target: TaskState) -> Refusal | None:
    """Return why a task may not go from `source` to `target`, or None; finished is final."""
    return None if target in _TASK_MOVES.get(source, frozenset()) else Refusal.WRONG_STATE


def opening_refusal(states: Sequence[StageState], number: int) -> Refusal | None:
    """Return why stage `number` (1-based) may not open, given every stage's state in order."""
    if states[number - 1] is not StageState.LOCKED:
        return Refusal.WRONG_STATE
    if any(state not in DONE_STAGE for state in states[: number - 1]):
        return Refusal.EARLIER_STAGE
    return None
