"""Two people at the same moment, with real connections: one lease, no lost word."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from recruit.app import create_app
from recruit.assessments import operations
from recruit.assessments.models import AnswerRevision, GradingTask
from recruit.assessments.operations import Draft
from recruit.assessments.queries import sitting as queries
from recruit.kernel.db import Base, by_pubid, db, transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from tests.conftest import NOW, database_url
from tests.factories import Make

CROWD = 8


@pytest.fixture
def house(tmp_path: Path) -> Flask:
    """An application with a database of its own, where commits are real."""
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "test",
            "DATA_DIR": str(tmp_path),
            "SQLALCHEMY_DATABASE_URI": database_url(tmp_path, f"race_{tmp_path.name}"),
            "BASE_URL": "http://127.0.0.1:8000",
            "TRUSTED_HOSTS": ["localhost", "127.0.0.1"],
        }
    )
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


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
            finally:
                db.session.remove()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(run, range(CROWD)))


def test_of_many_graders_one_gets_the_paper(house):
    with house.app_context():
        make = Make(NOW)
        with transaction():
            task = make.task(make.submitted()).pubid
            graders = [make.person(Role.TRAINER).pubid for _ in range(CROWD)]
        db.session.remove()

    def take(number):
        grader = by_pubid(Person, graders[number])
        operations.take(by_pubid(GradingTask, task), actor=grader, now=NOW)
        return "taken"

    answers = at_once(house, take)
    assert sorted(answers) == ["somebody_else_is_marking"] * (CROWD - 1) + ["taken"]
    with house.app_context():
        holder = by_pubid(GradingTask, task).grader
        assert holder.pubid == graders[answers.index("taken")]


def test_many_tabs_at_once_lose_no_text(house):
    with house.app_context():
        make = Make(NOW)
        with transaction():
            attempt = make.sitting()
            item, person = attempt.items[0].pubid, attempt.assignment.person.pubid
        db.session.remove()

    def write(number):
        receipts = []
        for seq in (1, 2, 1):  # and once again
            slot = queries.answering(by_pubid(Person, person), item)
            draft = Draft(f"tab{number}", seq, "", f"text {number} {seq}")
            receipts.append(operations.save_answer(slot, draft, received_at=NOW))
        return [receipt.repeated for receipt in receipts]

    assert at_once(house, write) == [[False, False, True]] * CROWD
    with house.app_context():
        count = select(func.count()).select_from(AnswerRevision)
        assert db.session.scalar(count) == 2 * CROWD


def test_of_many_tabs_with_one_base_one_counts_and_the_others_are_told(house):
    with house.app_context():
        make = Make(NOW)
        with transaction():
            attempt = make.sitting()
            item, person = attempt.items[0].pubid, attempt.assignment.person.pubid
        db.session.remove()

    def write(number):
        slot = queries.answering(by_pubid(Person, person), item)
        draft = Draft(f"tab{number}", 1, "", f"text {number}")
        receipt = operations.save_answer(slot, draft, received_at=NOW)
        return "counts" if receipt.counts else receipt.head.text

    answers = at_once(house, write)
    assert answers.count("counts") == 1
    assert set(answers) == {"counts", f"text {answers.index('counts')}"}


def test_the_same_message_twice_at_once_is_stored_once(house):
    with house.app_context():
        make = Make(NOW)
        with transaction():
            attempt = make.sitting()
            item, person = attempt.items[0].pubid, attempt.assignment.person.pubid
        db.session.remove()

    def send(_number):
        slot = queries.answering(by_pubid(Person, person), item)
        return operations.save_answer(
            slot, Draft("tab", 1, "", "the same"), received_at=NOW
        ).repeated

    assert sorted(at_once(house, send)) == [False] + [True] * (CROWD - 1)


def test_handing_in_and_saving_at_once_keeps_what_was_handed_in(house):
    """Whatever comes after the hand-in is late; what came before is in it."""
    with house.app_context():
        make = Make(NOW)
        with transaction():
            attempt = make.sitting()
            paper, item = attempt.pubid, attempt.items[0].pubid
            person = attempt.assignment.person.pubid
        db.session.remove()

    def act(number):
        who = by_pubid(Person, person)
        if number == 0:
            operations.submit(queries.attempt_for(who, paper), actor=who, now=NOW)
            return "submitted"
        slot = queries.answering(who, item)
        receipt = operations.save_answer(
            slot, Draft("tab", number, "", f"text {number}"), received_at=NOW
        )
        return "late" if receipt.late else "in time"

    answers = at_once(house, act)
    assert answers.count("submitted") == 1
    with house.app_context():
        rows = db.session.scalars(select(AnswerRevision)).all()
        assert len(rows) == CROWD - 1
        assert sum(row.late for row in rows) == answers.count("late")
