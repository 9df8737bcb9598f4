"""Gates: what they ask for, what the evidence says, what can be decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from recruit.rules.calendar import WorkDays
from recruit.rules.onboarding.role_plays import Finals
from recruit.rules.onboarding.states import (
    RUNNING_STAGE,
    ActivityKind,
    Outcome,
    Readiness,
    Refusal,
    Source,
    StageState,
    Who,
)


@dataclass(frozen=True, slots=True)
class Gate:
    """A stage's gate at the moment somebody decides."""

    number: int
    state: StageState
    earlier_done: bool
    exit_pending: bool
    all_met: bool


def gate_refusal(gate: Gate, outcome: Outcome, *, reason: str) -> Refusal | None:
    """Return why this outcome cannot be decided at this gate, or None."""
    if gate.state not in RUNNING_STAGE:
        return Refusal.STAGE_LOCKED if gate.state is StageState.LOCKED else Refusal.WRONG_STATE
    if not gate.earlier_done:
        return Refusal.EARLIER_STAGE
    if gate.exit_pending:
        return Refusal.EXIT_PENDING
    if outcome in (Outcome.PASS, Outcome.RETAKE) and gate.state is not StageState.AWAITING_GATE:
        return Refusal.WRONG_STATE
    if outcome is Outcome.PASS and not gate.all_met:
        return Refusal.CRITERIA_MISSING
    if outcome is not Outcome.PASS and not reason.strip():
        return Refusal.REASON_MISSING
    return None


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a gate asks for. `kind`: the activity of a LOG criterion; `window`: in how many
    consecutive working days; `threshold` in the source's own unit (count, per cent)."""

    key: object
    source: Source
    threshold: int
    kind: ActivityKind | None = None
    window: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the activity log as gates see it."""

    on: date
    kind: ActivityKind
    count: int
    verified: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a gate may look at. None means "nothing recorded yet"."""

    tasks_required: int = 0
    tasks_done: int = 0
    tasks_submitted: int = 0
    entries: Sequence[Entry] = ()
    since: date | None = None
    until: date | None = None
    topics_both: int = 0
    topics_trainee: int = 0
    test_assigned: bool = False
    test_submitted: bool = False
    test_percent: int | None = None
    test_passed: bool | None = None
    """By the test's own pass line; None: it has none, or nothing is released."""
    finals: Finals = field(default_factory=Finals)
    target_percent: int | None = None
    target_complete: bool = False
    review: Readiness | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion answered: how much there is, how much is asked, who must act."""

    criterion: Criterion
    met: bool
    have: int
    need: int
    waits_for: Who | None = None
    unconfirmed: int = 0
    """For a log criterion: entries that would count once confirmed."""


def evaluate(
    criteria: Sequence[Criterion], evidence: Evidence, work: WorkDays
) -> list[Finding]:
    """Answer every criterion of a gate, in order."""
    return [_find(one, evidence, _runs(criteria, evidence, work)) for one in criteria]


def _find(
    one: Criterion, evidence: Evidence, runs: Mapping[int | None, Sequence[Entry]]
) -> Finding:
    need = one.threshold
    if one.source is Source.TASKS:
        need, have = evidence.tasks_required, evidence.tasks_done
        missing = need - have
        waits = Who.OWNERS if missing > evidence.tasks_submitted else Who.MENTOR
    elif one.source is Source.LOG:
        counted = [entry for entry in runs[one.window] if entry.kind is one.kind]
        have = sum(entry.count for entry in counted if entry.verified)
        waiting = sum(entry.count for entry in counted if not entry.verified)
        waits = Who.MENTOR if have + waiting >= need else Who.TRAINEE
        return Finding(one, have >= need, have, need, None if have >= need else waits, waiting)
    elif one.source is Source.TOPICS:
        have = evidence.topics_both
        waits = Who.MENTOR if evidence.topics_trainee >= need else Who.TRAINEE
    elif one.source is Source.TEST:
        have = evidence.test_percent or 0
        waits = (
            Who.TRAINER
            if evidence.test_submitted or not evidence.test_assigned
            else Who.TRAINEE
        )
    elif one.source is Source.ROLE_PLAY:
        need, have = 1, int(evidence.finals.passed)
        waits = Who.ASSESSORS if evidence.finals.left else Who.HEAD
    elif one.source is Source.TARGET:
        have = evidence.target_percent or 0
        met = evidence.target_complete and have >= need
        return Finding(one, met, have, need, None if met else Who.TRAINEE)
    else:
        need, have, waits = 1, int(evidence.review is Readiness.READY), Who.HEAD
    met = have >= need
    if one.source is Source.TEST:
        met = met and evidence.test_percent is not None and evidence.test_passed is not False
    return Finding(one, met, have, need, None if met else waits)


def _runs(
    criteria: Sequence[Criterion], evidence: Evidence, work: WorkDays
) -> dict[int | None, Sequence[Entry]]:
    """Return, per window length, the entries of the best run of that many working days.

    "30 calls and one request in two days" means the same two days, so the criteria of one
    window length are judged on one run: the one that meets most of them, then the fullest.
    """
    windows = {one.window for one in criteria if one.source is Source.LOG}
    since, until = evidence.since, evidence.until
    entries = [
        entry
        for entry in evidence.entries
        if (since is None or since <= entry.on) and (until is None or entry.on <= until)
    ]
    runs: dict[int | None, Sequence[Entry]] = {}
    for length in windows:
        asked = [one for one in criteria if one.source is Source.LOG and one.window == length]
        runs[length] = (
            max(
                _stretches(entries, length, work),
                key=lambda run: _fullness(asked, run),
                default=(),
            )
            if length
            else entries
        )
    return runs


def _stretches(entries: Sequence[Entry], length: int, work: WorkDays) -> list[Sequence[Entry]]:
    """Return the entries of every run of `length` working days that starts on a logged day."""
    runs: list[Sequence[Entry]] = []
    for first in sorted({entry.on for entry in entries}):
        last = work.span(first, length)
        runs.append([entry for entry in entries if first <= entry.on <= last])
    return runs


def _fullness(asked: Sequence[Criterion], run: Sequence[Entry]) -> tuple[int, float, float]:
    def share(one: Criterion, *, verified_only: bool) -> float:
        total = sum(
            entry.count
            for entry in run
            if entry.kind is one.kind and (entry.verified or not verified_only)
        )
        return min(1.0, total / one.threshold) if one.threshold else 1.0

    sure = [share(one, verified_only=True) for one in asked]
    hoped = [share(one, verified_only=False) for one in asked]
    return sum(1 for value in sure if value >= 1), sum(sure), sum(hoped)


def is_late(on: date, entered_on: date, work: WorkDays) -> bool:
    """Tell whether a log entry came later than the working day after the day it is about."""
    return entered_on > work.next_day(on)


def ready_for_gate(
    *, tasks_left: int, reopened: bool, all_met: bool, today: date, due_on: date
) -> bool:
    """Tell whether an open stage now waits for its gate.

    The first time when its required tasks are done. After a retake or an extension the tasks
    are done already: then when the criteria are met, or the new date has come.
    """
    if tasks_left:
        return False
    return not reopened or all_met or today >= due_on
