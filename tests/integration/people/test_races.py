"""Two processes at the same moment, on a real database."""

import time
from datetime import UTC, datetime

from sqlalchemy import func, select

from recruit.kernel.db import db, transaction
from recruit.kernel.permissions import Role
from recruit.people.models import Person, PersonRole
from recruit.people.queries import is_admin

MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

DEMOTE = """
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.people import operations, queries
with app.app_context():
    db.engine.connect().close()
    open(os.environ["READY"], "w").close()
    while not os.path.exists(os.environ["GO"]):
        time.sleep(0.001)
    try:
        with transaction():
            actor = queries.person(os.environ["ACTOR"])
            target = queries.person(os.environ["TARGET"])
            operations.edit(
                target, name=target.name, email=target.email, roles={Role.MENTOR},
                departments=[], head_of=[], site=None, locale="en", zone="UTC", active=True,
                version=None, actor=actor, now=clock.now(),
            )
        print("demoted")
    except Refused as refused:
        print(refused.reason.value)
"""

FIRST = """
from recruit.kernel.errors import Refused
from recruit.people import operations
with app.app_context():
    db.engine.connect().close()
    open(os.environ["READY"], "w").close()
    while not os.path.exists(os.environ["GO"]):
        time.sleep(0.001)
    try:
        with transaction():
            operations.make_first_admin(
                name="A", email=os.environ["EMAIL"], password="seven grey umbrellas",
                locale="en", zone="UTC", now=clock.now(),
            )
        print("made")
    except Refused as refused:
        print(refused.reason.value)
"""


def together(database, script, environments):
    """Run one process per environment; they start working at the same moment."""
    go = database.folder / "go"
    ready = [database.folder / f"ready{number}" for number in range(len(environments))]
    running = [
        database.start(script, GO=str(go), READY=str(mark), **given)
        for mark, given in zip(ready, environments, strict=True)
    ]
    patience = time.monotonic() + 60
    while not all(mark.exists() for mark in ready) and time.monotonic() < patience:
        time.sleep(0.01)
    go.touch()
    results = []
    outputs = [process.communicate(timeout=60) for process in running]
    for process, (out, err) in zip(running, outputs, strict=True):
        assert process.returncode == 0, err
        results.append(out.split()[-1])
    return sorted(results)


def test_two_admins_who_demote_each_other_leave_one(real_database):
    with real_database.app.app_context():
        with transaction():
            people = [
                Person(
                    name=name,
                    email=f"{name}@example.org",
                    password_hash="x",
                    created_at=MOMENT,
                    role_rows=[PersonRole(role=Role.ADMIN)],
                )
                for name in ("ana", "ben")
            ]
            db.session.add_all(people)
        ana, ben = (person.pubid for person in people)
        db.session.rollback()
    results = together(
        real_database, DEMOTE, [{"ACTOR": ana, "TARGET": ben}, {"ACTOR": ben, "TARGET": ana}]
    )
    assert results == ["demoted", "last_admin"]
    with real_database.app.app_context():
        assert sum(map(is_admin, db.session.scalars(select(Person)))) == 1


def test_of_three_first_admins_one_is_made(real_database):
    results = together(
        real_database, FIRST, [{"EMAIL": f"{name}@example.org"} for name in ("a", "b", "c")]
    )
    assert results == ["made", "not_the_first", "not_the_first"]
    with real_database.app.app_context():
        assert db.session.scalar(select(func.count(Person.id))) == 1
