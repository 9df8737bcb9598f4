"""The last seat, raced for by real processes on a real database: SQLite file or PostgreSQL."""

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from recruit.app import create_app
from recruit.candidates.models import Application
from recruit.interviews import operations
from recruit.interviews.models import Invitation, Slot
from recruit.interviews.queries import open_invitation
from recruit.kernel.db import Base, db, transaction
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules.attendance import HOLDING, InvitationState
from recruit.rules.pipeline import Stage
from tests.conftest import NOW, database_url
from tests.factories import Make

BOOKERS = 64
LIMIT = 3
PEOPLE, SLOTS = 12, 3
DUE = NOW + timedelta(minutes=1)
_FORK = multiprocessing.get_context("fork")


def _app(url: str, folder: Path) -> Flask:
    settings: dict[str, Any] = {
        "TESTING": True,
        "SECRET_KEY": "test",
        "SQLALCHEMY_DATABASE_URI": url,
        "DATA_DIR": str(folder),
        "TRUSTED_HOSTS": ["localhost"],
    }
    if url.startswith("sqlite"):  # many processes on a busy machine: patience, not luck
        settings["SQLALCHEMY_ENGINE_OPTIONS"] = {"connect_args": {"timeout": 90}}
    return create_app(settings)


@pytest.fixture
def place(tmp_path: Path, worker: str) -> Iterator[tuple[str, Path]]:
    """A database of its own with everything committed, because other processes must see it."""
    url = database_url(tmp_path, f"race_{worker}")
    app = _app(url, tmp_path)
    with app.app_context():
        if url.startswith("sqlite"):
            with db.engine.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        Base.metadata.create_all(db.engine)
        db.engine.dispose()
    yield url, tmp_path
    with app.app_context():
        db.engine.dispose()
    if not url.startswith("sqlite"):
        _drop(url)


def _drop(url: str) -> None:
    from sqlalchemy import create_engine
    from sqlalchemy.engine import make_url

    target = make_url(url)
    engine = create_engine(target.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{target.database}" WITH (FORCE)'))
    engine.dispose()


def _fill(place: tuple[str, Path], applications: int, slots: int) -> None:
    app = _app(*place)
    with app.app_context():
        with transaction():
            make = Make(NOW)
            make.recruiter(email="r@example.org")
            session = make.session()
            for number in range(slots):
                make.slot(
                    pool=session.pools[0],
                    limit=LIMIT,
                    starts_at=NOW + timedelta(days=2, hours=number),
                )
            for _ in range(applications):
                make.application(stage=Stage.TO_INVITE)
        db.engine.dispose()


def _many(
    place: tuple[str, Path], count: int, work: Callable[[int], None]
) -> Counter[int | None]:
    """Run `work(number)` in so many processes that start together; count their exit statuses:
    0 done, 3 refused in words, 1 anything else."""
    app = _app(*place)
    with app.app_context():  # the statements are compiled once, here, and not in every process
        operations.invite(
            [(_nth(Application, 0), _nth(Slot, 0))], actor=_actor(), now=NOW, due_at=DUE
        )
        db.session.rollback()
        db.engine.dispose()  # no connection is open when the others come to life
    return _ended(place, count, work)


def _ended(
    place: tuple[str, Path], count: int, work: Callable[[int], None]
) -> Counter[int | None]:
    app, start = _app(*place), _FORK.Barrier(count)

    def child(number: int) -> None:
        with app.app_context():
            start.wait(60)
            try:
                work(number)
            except Refused:
                raise SystemExit(3) from None

    processes = [_FORK.Process(target=child, args=(number,)) for number in range(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    return Counter(process.exitcode for process in processes)


def _actor() -> Person:
    return db.session.scalars(select(Person).where(Person.email == "r@example.org")).one()


def _nth(model: type[Any], number: int) -> Any:
    return db.session.scalars(select(model).order_by(model.id).offset(number).limit(1)).one()


def _state(place: tuple[str, Path]) -> list[tuple[int, int, int]]:
    """(taken, limit, invitations that hold a place) per slot."""
    app = _app(*place)
    with app.app_context():
        holding = (
            select(func.count(Invitation.id))
            .where(Invitation.slot_id == Slot.id, Invitation.state.in_(HOLDING))
            .scalar_subquery()
        )
        rows = [
            tuple(row)
            for row in db.session.execute(
                select(Slot.taken, Slot.limit, holding).order_by(Slot.id)
            )
        ]
        db.session.rollback()
        db.engine.dispose()
    return rows


def _book(number: int) -> None:
    with transaction():
        choice = (_nth(Application, number), _nth(Slot, 0))
        operations.invite([choice], actor=_actor(), now=NOW, due_at=DUE)


def _book_without_the_lock(number: int) -> None:
    """Look, think, write: what two people at two screens do when nothing decides."""
    with transaction():
        slot = _nth(Slot, 0)
        seen, keys = slot.taken, (slot.id, _nth(Application, number).id, _actor().id)
    time.sleep(0.5)
    if seen >= LIMIT:
        raise SystemExit(3)
    with transaction():
        db.session.add(
            Invitation(
                slot_id=keys[0],
                application_id=keys[1],
                invited_by_id=keys[2],
                state=InvitationState.SENT,
                created_at=NOW,
                sent_at=NOW,
            )
        )
        db.session.execute(
            text("UPDATE slot SET taken = :n WHERE id = :id"), {"n": seen + 1, "id": keys[0]}
        )


def test_the_last_seats_are_given_exactly_once(place: tuple[str, Path]) -> None:
    _fill(place, BOOKERS, 1)
    ended = _many(place, BOOKERS, _book)
    assert ended == {0: LIMIT, 3: BOOKERS - LIMIT}
    assert _state(place) == [(LIMIT, LIMIT, LIMIT)]


def test_without_the_lock_the_same_race_overbooks(place: tuple[str, Path]) -> None:
    _fill(place, 16, 1)
    _many(place, 16, _book_without_the_lock)
    ((_taken, limit, holding),) = _state(place)
    assert holding > limit, "the race did not happen: the test above proves nothing"


def _storm(number: int) -> None:
    """Confirm, move, decline, cancel and invite at random; refusals are part of the game."""
    dice = random.Random(number)
    for _ in range(15):
        try:
            with transaction():
                actor = _actor()
                application = _nth(Application, dice.randrange(PEOPLE))
                slot = _nth(Slot, dice.randrange(SLOTS))
                open_ = open_invitation(application)  # joined, as the pages read it
                if open_ is None:
                    operations.invite([(application, slot)], actor=actor, now=NOW, due_at=DUE)
                    continue
                match dice.randrange(6):
                    case 0:
                        operations.confirm(open_, now=NOW)
                    case 1:
                        operations.decline(open_, now=NOW)
                    case 2:
                        operations.cancel(open_, actor=actor, now=NOW)
                    case _:
                        operations.move(open_, slot, now=NOW, actor=actor)
        except Refused:
            continue


def test_a_storm_never_overfills_a_slot_or_loses_a_place(place: tuple[str, Path]) -> None:
    _fill(place, PEOPLE, SLOTS)
    ended = _many(place, 8, _storm)
    assert ended == {0: 8}
    for taken, limit, holding in _state(place):
        assert taken == holding <= limit


def _cross(number: int) -> None:
    """One moves and takes its time; the other has read the old slot and answers meanwhile."""
    time.sleep(0.3 * number)
    with transaction():
        invitation = open_invitation(_nth(Application, 0))
        if number:
            operations.confirm(invitation, now=NOW)
        else:
            operations.move(invitation, _nth(Slot, 1), now=NOW, actor=_actor())
            db.session.flush()
            time.sleep(0.8)


def test_an_answer_that_waits_for_a_move_finds_the_moved_invitation(
    place: tuple[str, Path],
) -> None:
    _fill(place, 1, 2)
    with _app(*place).app_context():
        with transaction():
            choice = (_nth(Application, 0), _nth(Slot, 0))
            operations.invite([choice], actor=_actor(), now=NOW, due_at=DUE)
        db.session.remove()
        db.engine.dispose()
    assert _ended(place, 2, _cross) == {0: 2}
    assert _state(place) == [(0, LIMIT, 0), (1, LIMIT, 1)]
