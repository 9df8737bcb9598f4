"""Regrade: a dry run bound to its confirmation, entries that are added, results told anew."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from recruit.assessments import operations, signals
from recruit.assessments.models import Certificate, GradeEntry, Regrade, RegradeLine, Release
from recruit.assessments.queries import certificates, regrading
from recruit.assessments.queries import grading as queries
from recruit.kernel.db import db
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.permissions import Role
from recruit.notifications.models import OutboxMessage
from recruit.rules.grading import EntryKind, EntryStep
from recruit.rules.regrading import Outcome
from recruit.rules.sitting import AttemptState as S
from tests.conftest import NOW

LATER = NOW + timedelta(days=1)
OTHER = [
    {"id": "na", "text": "Two days", "credit": 0.0},
    {"id": "nb", "text": "A month", "credit": 1.0},
]


def closed(attempt):
    return next(item for item in attempt.items if not item.question_version.is_open)


def confirm(question, actor, *, spare=False, reason="Wrong key", digest=None, now=LATER):
    shown = regrading.preview(question, actor, spare=spare)
    return operations.regrade(
        question,
        digest=digest or shown.digest,
        spare=spare,
        reason=reason,
        actor=actor,
        now=now,
    )


@pytest.fixture
def told(make):
    """Two told papers of one test, all right by the first key: 5 of 5 points."""
    version = make.published_version(pass_percent=80)
    papers = [
        make.released(make.person(Role.TRAINEE, site=make.the_site), version=version)
        for _ in range(2)
    ]
    question = closed(papers[0]).question_version.question
    return question, papers


def test_a_regrade_adds_entries_tells_anew_and_leaves_the_old_readable(make, told):
    question, papers = told
    heard = []
    make.new_key(question, options=OTHER)
    code = certificates.valid(papers[0]).code

    def listen(attempt, now):
        heard.append((attempt.pubid, attempt.passed))

    signals.released.connect(listen)
    try:
        done = confirm(question, make.the_trainer)
    finally:
        signals.released.disconnect(listen)
    attempt = queries.whole(papers[0])
    entries = closed(attempt).entries
    assert [(e.kind, e.step, e.points, e.grader) for e in entries] == [
        (EntryKind.AUTO, EntryStep.MARK, 2.0, None),
        (EntryKind.AUTO, EntryStep.REGRADE, 0.0, None),
    ]
    assert closed(attempt).question_version.number == 1  # the paper keeps its version
    assert done.question_version.number == 2
    assert (attempt.percent, attempt.passed, attempt.state) == (60.0, False, S.RELEASED)
    assert [(r.number, r.why.value, r.passed) for r in attempt.releases] == [
        (1, "graded", True),
        (2, "regrade", False),
    ]
    assert attempt.appeal_until_on == LATER.date() + timedelta(days=14)
    assert sorted(heard) == sorted((one.pubid, False) for one in papers)
    withdrawn = certificates.by_code(code)
    assert (withdrawn.withdrawn_at, withdrawn.withdrawn_why.value) == (LATER, "result_changed")
    assert certificates.valid(attempt) is None
    mails = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.template == "assessments/released")
    ).all()
    assert [mail.context["regraded"] for mail in mails] == [False, False, True, True]

    # and back: a result that holds again gets a certificate of its own
    make.new_key(question, options=[o | {"credit": 1 - o["credit"]} for o in OTHER])
    confirm(question, make.the_trainer, now=LATER + timedelta(days=1))
    attempt = queries.whole(papers[0])
    assert (attempt.percent, attempt.passed) == (100.0, True)
    assert certificates.valid(attempt).code != code
    assert db.session.scalar(select(func.count(Certificate.id))) == 4


def test_the_same_confirmation_twice_is_done_once(make, told):
    question, _papers = told
    make.new_key(question, options=OTHER)
    digest = regrading.preview(question, make.the_trainer, spare=False).digest
    first = confirm(question, make.the_trainer, digest=digest)
    again = confirm(question, make.the_trainer, digest=digest)
    assert first is again
    assert db.session.scalar(select(func.count(Regrade.id))) == 1
    assert db.session.scalar(select(func.count(Release.id))) == 4


def test_a_preview_that_no_longer_holds_is_not_applied(make, told):
    question, papers = told
    make.new_key(question, options=OTHER)
    digest = regrading.preview(question, make.the_trainer, spare=False).digest
    operations.void(papers[1], reason="Wrong room", actor=make.the_trainer, now=NOW)
    with pytest.raises(Stale):
        confirm(question, make.the_trainer, digest=digest)
    assert db.session.scalar(select(func.count(Regrade.id))) == 0


def outcomes(question, person, *, spare=True):
    shown = regrading.preview(question, person, spare=spare)
    return {line.item.attempt_id: line.outcome for line in shown.lines}


def test_what_a_regrade_leaves_alone_and_why(make):
    version = make.published_version(attempts=3, control="all")
    question = closed(make.sitting(make.the_trainee, version=version)).question_version.question
    graded = make.graded(make.person(Role.TRAINEE), version=version)
    corrected = make.graded(make.person(Role.TRAINEE), version=version)
    operations.correct(
        corrected,
        closed(corrected),
        operations.Mark(points=1.0, comment="Half"),
        actor=make.the_director,
        now=NOW,
    )
    controlled = make.graded(make.person(Role.TRAINEE), version=version)
    operations.confirm(controlled, actor=make.the_director, now=NOW)
    released = make.graded(make.person(Role.TRAINEE), version=version)
    operations.confirm(released, actor=make.the_director, now=NOW)
    operations.release(released, actor=make.the_director, now=NOW)
    appealed = make.graded(make.person(Role.TRAINEE), version=version)
    operations.confirm(appealed, actor=make.the_director, now=NOW)
    operations.release(appealed, actor=make.the_director, now=NOW)
    person = appealed.assignment.person
    operations.raise_appeal(appealed.items[0], text="No", actor=person, now=NOW)
    mentor = make.person(Role.TRAINER)
    staked = make.graded(
        make.person(Role.TRAINEE), version=version, interests=[(mentor, "mentor")]
    )
    both = make.person(Role.TRAINEE, Role.TRAINER)
    own = make.graded(both, version=version)
    make.new_key(question, options=OTHER)

    by_trainer = outcomes(question, make.the_trainer)
    assert by_trainer.pop(graded.id) is Outcome.CHANGED  # its control is still to come
    assert by_trainer.pop(corrected.id) is Outcome.PERSONS_MARK
    assert by_trainer.pop(controlled.id) is Outcome.DIRECTOR
    assert by_trainer.pop(released.id) is Outcome.DIRECTOR
    assert by_trainer.pop(appealed.id) is Outcome.APPEAL_OPEN
    assert sorted(by_trainer.pop(one.id).value for one in (staked, own)) == ["changed"] * 2
    assert list(by_trainer.values()) == [Outcome.NOT_HANDED_IN]
    by_director = outcomes(question, make.the_director)
    assert by_director[controlled.id] is Outcome.CHANGED
    assert by_director[released.id] is Outcome.SPARED
    assert outcomes(question, make.the_director, spare=False)[released.id] is Outcome.CHANGED
    assert outcomes(question, mentor)[staked.id] is Outcome.INTERESTED
    assert outcomes(question, both)[own.id] is Outcome.SELF

    confirm(question, make.the_director, spare=True)
    lines = {
        line.item.attempt_id: line for line in db.session.scalars(select(RegradeLine)).all()
    }
    assert lines[released.id].entry_id is None
    assert lines[controlled.id].entry.points == 0.0
    assert queries.whole(corrected).control.state.value == "pending"
    assert queries.item_value(closed(queries.whole(corrected))).points == 1.0
    assert [r.number for r in queries.whole(released).releases] == [1]


def test_a_graded_paper_may_newly_want_the_control(make):
    version = make.published_version(control="near_pass_line", pass_percent=60)
    attempt = make.graded(version=version)  # 100 %: far from the line
    question = closed(attempt).question_version.question
    assert attempt.control is None
    make.new_key(question, options=OTHER)
    confirm(question, make.the_trainer)  # 60 %: on it
    assert queries.whole(attempt).control.reason.value == "near_pass_line"
    with pytest.raises(Refused, match="director_has_not_controlled"):
        operations.release(attempt, actor=make.the_trainer, now=NOW)


def test_a_closed_paper_is_told_anew_and_can_be_appealed_again(make, told):
    question, papers = told
    for paper in papers:
        operations.close(paper, now=NOW + timedelta(days=15))
    make.new_key(question, options=OTHER)
    later = NOW + timedelta(days=20)
    confirm(question, make.the_trainer, now=later)
    attempt = queries.whole(papers[0])
    assert attempt.state is S.RELEASED
    person = attempt.assignment.person
    operations.raise_appeal(closed(attempt), text="Look again", actor=person, now=later)


def test_a_regrade_needs_a_reason_and_something_to_change(make, told):
    question, _papers = told
    make.new_key(question, options=OTHER)
    with pytest.raises(Refused, match="regrade_reason_missing"):
        confirm(question, make.the_trainer, reason=" ")
    with pytest.raises(Refused, match="regrade_changes_nothing"):
        confirm(question, make.the_trainer, spare=True)
    assert (
        db.session.scalar(
            select(func.count(GradeEntry.id)).where(GradeEntry.step == EntryStep.REGRADE)
        )
        == 0
    )


def test_the_pages_show_the_list_and_bind_the_confirmation(make, told, sign_in):
    question, _papers = told
    make.new_key(question, options=OTHER)
    client = sign_in(make.the_trainer)
    assert "How soon from stock?" in client.get("/grading/regrades").text
    path = f"/grading/regrades/questions/{question.pubid}"
    spared = client.get(path)
    assert "Nothing would change" in spared.text
    page = client.get(f"{path}?lower=1")
    assert page.text.count("Now not passed") == 2
    digest = regrading.preview(question, make.the_trainer, spare=False).digest
    assert digest in page.text
    form = {"digest": digest, "lower": "1", "reason": "The key was wrong"}
    assert client.post(path, data=form | {"reason": ""}).status_code == 422
    stale = client.post(path, data=form | {"digest": "0" * 64})
    assert stale.status_code == 409
    assert "The papers have changed since you looked" in stale.text
    answer = client.post(path, data=form)
    assert answer.status_code == 303
    assert "The key was wrong" in client.get(answer.location).text
    assert client.post(path, data=form).location == answer.location  # pressed twice
    assert db.session.scalar(select(func.count(Regrade.id))) == 1
