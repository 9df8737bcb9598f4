"""Marking papers anew with a newer key, as previewed and confirmed by name."""

from datetime import datetime

from recruit.assessments.models import (
    GradeEntry,
    Question,
    Regrade,
    RegradeLine,
    ReleaseWhy,
)
from recruit.assessments.operations import papers, releasing
from recruit.assessments.queries import regrading as queries
from recruit.assessments.queries.regrading import Line
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused, Stale
from recruit.people.models import Person
from recruit.rules.grading import EntryKind, EntryStep
from recruit.rules.regrading import Refusal
from recruit.rules.sitting import AttemptState


def regrade(
    question: Question,
    *,
    digest: str,
    spare: bool,
    reason: str,
    actor: Person,
    now: datetime,
) -> Regrade:
    """Write the marks that a preview showed, or raise Stale when they are others by now.

    digest: the preview's. The same confirmation a second time changes nothing and returns the
    regrade of the first. Trainees whose result is another one are told; a graded paper may
    newly want the director's control.
    """
    locked(question)
    if done := queries.by_digest(digest):
        return done
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    for attempt in queries.papers(question):
        locked(attempt)
    shown = queries.preview(question, actor, spare=spare)
    if shown.digest != digest:
        raise Stale
    if not shown.changes:
        raise Refused(Refusal.NOTHING_CHANGES)
    made = Regrade(
        question_version=shown.version,
        digest=digest,
        spared=spare,
        reason=reason,
        confirmed_by=actor,
        at=now,
    )
    db.session.add(made)
    db.session.flush()
    for line in shown.lines:
        _write(made, line, now=now)
    db.session.flush()
    audit.record(
        "assessments.question.regraded",
        question,
        actor=actor,
        at=now,
        regrade=made,
        version=shown.version,
        papers=len(shown.changes),
    )
    for line in shown.changes:
        _tell(line, actor=actor, now=now)
    return made


def _write(made: Regrade, line: Line, *, now: datetime) -> None:
    entry = None
    if line.changes:
        entry = GradeEntry(
            kind=EntryKind.AUTO,
            step=EntryStep.REGRADE,
            points=line.after,
            ticks=[],
            at=now,
        )
        line.item.entries.append(entry)
    made.lines.append(
        RegradeLine(
            item=line.item,
            outcome=line.outcome,
            entry=entry,
            points_before=line.before,
            points_after=line.after,
            percent_before=line.sum_before.percent,
            percent_after=line.sum_after.percent,
            passed_before=line.passed_before,
            passed_after=line.passed_after,
        )
    )


def _tell(line: Line, *, actor: Person, now: datetime) -> None:
    attempt = line.item.attempt
    audit.record("assessments.item.regraded", attempt, actor=actor, at=now, item=line.item)
    if line.told_anew:
        releasing.tell(attempt, ReleaseWhy.REGRADE, actor=actor, now=now)
    elif attempt.state is AttemptState.GRADED:
        papers.want_control(attempt, line.sum_after.percent, actor=actor, now=now)
