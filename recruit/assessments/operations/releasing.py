"""The director's control, the release of a result, appeals, and the end."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from recruit.assessments import mails, signals
from recruit.assessments.models import (
    Appeal,
    AppealState,
    Attempt,
    AttemptItem,
    Control,
    ControlState,
    GradeEntry,
    Release,
    ReleaseWhy,
)
from recruit.assessments.operations import certificates, papers
from recruit.assessments.operations.grading import Mark, mark_points, repeats, write_entry
from recruit.assessments.queries import grading as queries
from recruit.assessments.queries import results
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused, Stale
from recruit.people.models import Person
from recruit.rules import grading, releasing
from recruit.rules.grading import EntryKind, EntryStep, Refusal
from recruit.rules.sitting import AttemptState


def _refuse_control(attempt: Attempt, actor: Person) -> None:
    reason = releasing.control_refusal(
        attempt.state,
        wanted=attempt.control is not None and attempt.control.state is ControlState.PENDING,
        is_self=attempt.assignment.person_id == actor.id,
        interested=actor.id in queries.interested(attempt),
        marked=any(
            entry.grader_id == actor.id and entry.step in grading.OWN_STEPS
            for item in attempt.items
            for entry in item.entries
        ),
    )
    if reason:
        raise Refused(reason)


def correct(
    attempt: Attempt, item: AttemptItem, given: Mark, *, actor: Person, now: datetime
) -> GradeEntry:
    """Correct a mark in the director's control: a new final entry with a reason.

    The same correction a second time changes nothing and returns the first.
    """
    attempt = queries.whole(locked(attempt))
    _refuse_control(attempt, actor)
    last, wording = item.entries[-1], item.question_version
    points = mark_points(given, wording.rubric, wording.points)
    if last.step is EntryStep.CONTROL and repeats(last, given, points, actor):
        return last
    entry = _final(item, given, EntryStep.CONTROL, actor=actor, now=now)
    audit.record("assessments.control.corrected", attempt, actor=actor, at=now, item=item)
    return entry


def _final(
    item: AttemptItem, given: Mark, step: EntryStep, *, actor: Person, now: datetime
) -> GradeEntry:
    """Write a final entry outside grading; it always says why."""
    wording = item.question_version
    points = mark_points(given, wording.rubric, wording.points)
    if not given.comment.strip():
        raise Refused(Refusal.REASON_MISSING)
    reason = grading.content_refusal(
        points=points, excused=given.excused, most=wording.points, comment=given.comment
    )
    if reason:
        raise Refused(reason, most=wording.points)
    return write_entry(item, EntryKind.FINAL, step, given, points, actor=actor, now=now)


def confirm(
    attempt: Attempt,
    *,
    comment: str = "",
    seen: str | None = None,
    actor: Person,
    now: datetime,
) -> Control:
    """End the director's control: the marks, corrected or not, stand.

    seen: the fingerprint of the marks that the page showed (`queries.results.fingerprint`);
    raises Stale when they are others by now, so nobody confirms what they have not seen.
    """
    attempt = queries.whole(locked(attempt))
    _refuse_control(attempt, actor)
    control = attempt.control
    if control is None:
        raise Refused(Refusal.NO_CONTROL)
    if queries.summed(attempt).most <= 0:
        raise Refused(Refusal.NOTHING_LEFT)
    if seen is not None and seen != results.fingerprint(attempt):
        raise Stale
    corrected = any(
        entry.step is EntryStep.CONTROL for item in attempt.items for entry in item.entries
    )
    control.state = ControlState.CORRECTED if corrected else ControlState.CONFIRMED
    control.decided_by, control.decided_at, control.comment = actor, now, comment
    papers.go(
        attempt,
        AttemptState.CONTROLLED,
        "controlled",
        actor=actor,
        now=now,
        result=control.state,
    )
    return control


def release(attempt: Attempt, *, actor: Person, now: datetime) -> Release:
    """Tell the trainee the result, or raise Refused; features above hear `signals.released`."""
    attempt = queries.whole(locked(attempt))
    if reason := results.release_refusal(attempt, actor):
        raise Refused(reason)
    return tell(attempt, ReleaseWhy.GRADED, actor=actor, now=now)


def release_many(
    attempts: Sequence[Attempt], *, seen: str, actor: Person, now: datetime
) -> list[Release]:
    """Tell several trainees their results, all of those who were previewed as released.

    seen: the fingerprint of the preview; raises Stale when anything in it is different by now.
    What may not be released (the preview said so and why) is left out.
    """
    found = [
        queries.whole(locked(one)) for one in sorted(attempts, key=lambda one: one.id or 0)
    ]
    if seen != results.fingerprint(*found):
        raise Stale
    return [
        tell(one, ReleaseWhy.GRADED, actor=actor, now=now)
        for one in found
        if results.release_refusal(one, actor) is None
    ]


def tell(attempt: Attempt, why: ReleaseWhy, *, actor: Person, now: datetime) -> Release:
    """Write down what a trainee is told and tell it; the certificate follows the result.

    The caller has locked the paper and decided that it may be told. Whoever is told marks for
    the first time, or other ones after a regrade, has the full time to object.
    """
    summed = queries.summed(attempt)
    if not summed.complete:
        raise Refused(Refusal.UNMARKED if summed.ungraded else Refusal.NOTHING_LEFT)
    version = attempt.assignment.test_version
    passed = summed.passed(version.pass_percent)
    release = Release(
        attempt=attempt,
        number=len(attempt.releases) + 1,
        why=why,
        points=summed.points,
        most=summed.most,
        percent=summed.percent,
        passed=passed,
        released_by=actor,
        at=now,
    )
    db.session.add(release)
    attempt.percent, attempt.passed = summed.percent, passed
    if why is not ReleaseWhy.APPEAL:
        attempt.released_at = attempt.released_at or now
        days = timedelta(days=version.appeal_days)
        attempt.appeal_until_on = papers.local_date(attempt, now) + days
    if attempt.state is AttemptState.RELEASED:
        audit.record(
            "assessments.attempt.released-again", attempt, actor=actor, at=now, passed=passed
        )
    else:
        papers.go(
            attempt, AttemptState.RELEASED, "released", actor=actor, now=now, passed=passed
        )
    db.session.flush()
    certificates.follow(attempt, now=now)
    mails.released(attempt, release, now=now)
    signals.released.send(attempt, now=now)
    return release


def raise_appeal(item: AttemptItem, *, text: str, actor: Person, now: datetime) -> Appeal:
    """Object to the mark of one question, once, until the appeal day is over."""
    attempt = locked(item.attempt)
    today = papers.local_date(attempt, now)
    reason = releasing.appeal_refusal(
        attempt.state,
        is_own=attempt.assignment.person_id == actor.id,
        appealed=item.appeal is not None,
        closes_on=attempt.appeal_until_on or today,
        today=today,
        text=text,
    )
    if reason:
        raise Refused(reason)
    appeal = Appeal(item=item, text=text, raised_at=now)
    db.session.add(appeal)
    db.session.flush()
    if attempt.state is AttemptState.RELEASED:
        papers.go(attempt, AttemptState.APPEALED, "appealed", actor=actor, now=now, item=item)
    else:
        audit.record("assessments.appeal.raised", appeal, actor=actor, at=now, item=item)
    mails.appealed(appeal, now=now)
    return appeal


def decide_appeal(
    appeal: Appeal, *, given: Mark | None, reply: str, actor: Person, now: datetime
) -> None:
    """Uphold an appeal with a new mark, or dismiss it (`given` None); both say why.

    When the last open appeal of a paper is decided, the result is told again.
    """
    attempt = queries.whole(locked(appeal.item.attempt))
    locked(appeal)
    item = appeal.item
    decider = releasing.Decider(
        is_self=attempt.assignment.person_id == actor.id,
        interested=actor.id in queries.interested(attempt),
        wrote_on_it=any(entry.grader_id == actor.id for entry in item.entries),
    )
    decided = appeal.state is not AppealState.OPEN
    if reason := releasing.decide_refusal(attempt.state, decider, decided=decided):
        raise Refused(reason)
    if not reply.strip():
        raise Refused(Refusal.REASON_MISSING)
    if given is not None:
        before = queries.summed(attempt).percent
        _final(item, given, EntryStep.APPEAL, actor=actor, now=now)
        if lower := releasing.appeal_result_refusal(before, queries.summed(attempt).percent):
            raise Refused(lower)
    appeal.state = AppealState.UPHELD if given is not None else AppealState.DISMISSED
    appeal.decided_by, appeal.decided_at, appeal.reply = actor, now, reply
    audit.record("assessments.appeal.decided", appeal, actor=actor, at=now, state=appeal.state)
    if not any(one.appeal and one.appeal.state is AppealState.OPEN for one in attempt.items):
        tell(attempt, ReleaseWhy.APPEAL, actor=actor, now=now)


def close(attempt: Attempt, *, now: datetime) -> None:
    """Close a released paper whose time for appeals is over."""
    locked(attempt)
    papers.go(attempt, AttemptState.CLOSED, "closed", actor=None, now=now)
