"""Results at the same moment, with real connections: told once, marked anew once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from recruit.assessments import operations
from recruit.assessments.models import (
    Attempt,
    Certificate,
    GradeEntry,
    Question,
    Regrade,
    Release,
)
from recruit.assessments.operations import Mark
from recruit.assessments.queries import grading, regrading, results
from recruit.kernel.db import by_pubid, db, transaction
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules.grading import EntryStep
from tests.conftest import NOW
from tests.factories import Make
from tests.integration.assessments.test_races import house  # noqa: F401

CROWD = 6


def at_once(app, act):
    """Run `act(number)` in CROWD threads that start together; return their answers."""
    barrier = Barrier(CROWD)

    def run(number):
        with app.app_context():
            barrier.wait()
            try:
                with transaction():
                    return act(number)
            except Refused as refused:
                return refused.reason.value
            except Stale:
                return "stale"
            finally:
                db.session.remove()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(run, range(CROWD)))


def whole(pubid):
    return grading.whole(by_pubid(Attempt, pubid))


def count(column):
    return db.session.scalar(select(func.count(column)))


def test_many_who_release_one_result_tell_it_once(house):  # noqa: F811
    with house.app_context():
        make = Make(NOW)
        with transaction():
            papers = [make.graded(version=make.published_version()).pubid for _ in range(2)]
            trainers = [make.person(Role.TRAINER).pubid for _ in range(CROWD)]
            seen = results.fingerprint(*map(whole, papers))
        db.session.remove()

    def release(number):
        actor = by_pubid(Person, trainers[number])
        chosen = [by_pubid(Attempt, one) for one in papers]
        done = operations.release_many(chosen, seen=seen, actor=actor, now=NOW)
        return len(done)

    assert sorted(map(str, at_once(house, release))) == ["2"] + ["stale"] * (CROWD - 1)
    with house.app_context():
        assert (count(Release.id), count(Certificate.id)) == (2, 2)


def test_a_correction_and_a_confirmation_at_once_never_confirm_the_unseen(house):  # noqa: F811
    with house.app_context():
        make = Make(NOW)
        with transaction():
            paper = make.graded(control="all", points=1.0)
            pubid, item = paper.pubid, paper.items[0].pubid
            directors = [make.person(Role.DIRECTOR).pubid for _ in range(CROWD)]
            seen = results.fingerprint(whole(pubid))
        db.session.remove()

    def act(number):
        actor, attempt = by_pubid(Person, directors[number]), whole(pubid)
        if number == 0:
            given = Mark(points=3.0, comment="It is there")
            operations.correct(
                attempt, grading.item_of(attempt, item), given, actor=actor, now=NOW
            )
            return "corrected"
        operations.confirm(attempt, seen=seen, actor=actor, now=NOW)
        return "confirmed"

    answers = at_once(house, act)
    with house.app_context():
        state = whole(pubid).control.state.value
        corrections = db.session.scalar(
            select(func.count(GradeEntry.id)).where(GradeEntry.step == EntryStep.CONTROL)
        )
    if "corrected" in answers:  # then whoever had seen the old marks was told
        assert (state, corrections) == ("pending", 1)
        assert answers.count("stale") == CROWD - 1
    else:
        assert (state, corrections) == ("confirmed", 0)
        assert answers.count("confirmed") == 1


def test_the_same_regrade_confirmed_by_many_at_once_is_done_once(house):  # noqa: F811
    with house.app_context():
        make = Make(NOW)
        with transaction():
            attempt = make.released()
            question = attempt.items[1].question_version.question
            options = [
                {"id": "na", "text": "Two days", "credit": 0.5},
                {"id": "nb", "text": "A month", "credit": 1.0},
            ]
            make.new_key(question, options=options)
            trainer, pubid = make.the_trainer.pubid, question.pubid
            shown = regrading.preview(question, make.the_trainer, spare=False)
            digest = shown.digest
        db.session.remove()

    def regrade(_number):
        return operations.regrade(
            by_pubid(Question, pubid),
            digest=digest,
            spare=False,
            reason="Wrong key",
            actor=by_pubid(Person, trainer),
            now=NOW,
        ).pubid

    assert len(set(at_once(house, regrade))) == 1
    with house.app_context():
        marks = db.session.scalar(
            select(func.count(GradeEntry.id)).where(GradeEntry.step == EntryStep.REGRADE)
        )
        assert (count(Regrade.id), marks, count(Release.id)) == (1, 1, 2)


def test_a_release_and_a_regrade_at_once_tell_the_newest_mark(house):  # noqa: F811
    with house.app_context():
        make = Make(NOW)
        with transaction():
            attempt = make.graded()
            question = attempt.items[1].question_version.question
            options = [
                {"id": "na", "text": "Two days", "credit": 0.0},
                {"id": "nb", "text": "A month", "credit": 1.0},
            ]
            make.new_key(question, options=options)
            trainer, pubid, paper = make.the_trainer.pubid, question.pubid, attempt.pubid
            digest = regrading.preview(question, make.the_trainer, spare=False).digest
        db.session.remove()

    def act(number):
        actor = by_pubid(Person, trainer)
        if number % 2:
            operations.release(by_pubid(Attempt, paper), actor=actor, now=NOW)
            return "released"
        operations.regrade(
            by_pubid(Question, pubid),
            digest=digest,
            spare=False,
            reason="Wrong key",
            actor=actor,
            now=NOW,
        )
        return "regraded"

    answers = at_once(house, act)
    assert answers.count("released") == 1
    with house.app_context():
        found = whole(paper)
        assert found.releases[-1].percent == grading.summed(found).percent
        assert ("regraded" in answers) is (found.percent == 60.0)


def test_a_stale_preview_shows_its_mails_without_waiting_for_itself(house, monkeypatch):  # noqa: F811
    """Whoever writes holds SQLite's one lock: a mail looked at meanwhile must not ask for it."""
    with house.app_context():
        make = Make(NOW)
        with transaction():
            paper = make.graded(version=make.published_version()).pubid
            trainer = make.person(Role.TRAINER).get_id()
        db.session.remove()
    house.config["WTF_CSRF_ENABLED"] = False
    client = house.test_client()
    with client.session_transaction() as cookie:
        cookie.update({"_user_id": trainer, "_fresh": True})
    page = client.post("/grading/release/cohort", data={"paper": paper, "seen": "old"})
    assert page.status_code == 409
    assert f"/tests/attempts/{paper}" in page.text  # the mail as it would leave
