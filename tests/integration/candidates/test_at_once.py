"""Several people doing the same thing at the same moment, on a database of their own."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.engine import make_url

from recruit.app import create_app
from recruit.candidates import operations
from recruit.candidates.models import Application, Candidate, Document, StageChange
from recruit.kernel.db import Base, db, transaction
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.ids import new_code
from recruit.people.models import Person
from recruit.rules.offers import State
from recruit.rules.pipeline import Stage
from recruit.vacancies.models import Vacancy
from tests.conftest import NOW
from tests.factories import Make, files

PEOPLE = 8


@pytest.fixture
def house(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """An application whose commits are real, on a database that is thrown away."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    server = None
    if url.get_backend_name() == "sqlite":
        address = f"sqlite:///{tmp_path}/house.db"
    else:
        name = f"recruit_at_once_{new_code()}"
        server = create_engine(url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        address = url.set(database=name).render_as_string(hide_password=False)
    made = create_app(
        dict(app.config)
        | {"DATA_DIR": str(tmp_path), "SQLALCHEMY_DATABASE_URI": address}
        | {"SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": PEOPLE}}
    )
    with made.app_context():
        Base.metadata.create_all(db.engine)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    if server is not None:
        with server.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}"'))
        server.dispose()


def at_once(house: Flask, work: Callable[[int], object], people: int = PEOPLE) -> list[str]:
    """Let so many people do `work` at the same moment; return what came of it."""
    start = threading.Barrier(people)
    ends: list[str] = []

    def one(number: int) -> None:
        with house.app_context():
            start.wait()
            try:
                with transaction():
                    work(number)
                ends.append("done")
            except (Refused, Stale) as error:
                ends.append(type(error).__name__)
            except Exception as error:
                ends.append(repr(error))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def only(model):
    return db.session.scalars(select(model).order_by(model.id).limit(1)).one()


def many(model) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


def test_eight_clicks_on_apply_are_one_application(house) -> None:
    with house.app_context(), transaction():
        Make(NOW).vacancy()

    def click(_number: int) -> None:
        operations.apply(
            only(Vacancy),
            name="Ana",
            email="ana@example.org",
            phone="",
            locale="en",
            promotion=None,
            message="",
            now=NOW,
        )

    assert at_once(house, click) == ["done"] * PEOPLE
    with house.app_context():
        assert (many(Candidate), many(Application), many(StageChange)) == (1, 1, 1)


def test_eight_recruiters_move_one_card_once(house) -> None:
    with house.app_context(), transaction():
        make = Make(NOW)
        make.application()

    def click(_number: int) -> None:
        operations.move(
            only(Application),
            Stage.SCREENING,
            actor=only(Person),
            now=NOW,
            expected=Stage.APPLIED,
        )

    assert at_once(house, click) == ["Stale"] * (PEOPLE - 1) + ["done"]
    with house.app_context():
        assert many(StageChange) == 1


def test_recruiters_ordering_one_column_lose_nobody(house) -> None:
    with house.app_context(), transaction():
        make = Make(NOW)
        for _number in range(PEOPLE):
            make.application(stage=Stage.TO_INVITE)

    def click(number: int) -> None:
        rows = db.session.scalars(select(Application).order_by(Application.id)).all()
        operations.place(
            rows[number],
            before=rows[(number + 3) % PEOPLE],
            actor=only(Person),
            now=NOW,
        )

    assert at_once(house, click) == ["done"] * PEOPLE
    with house.app_context():
        places = db.session.execute(select(Application.priority, Application.id)).all()
        assert len({tuple(place) for place in places}) == PEOPLE


def test_an_offer_is_answered_once(house) -> None:
    with house.app_context(), transaction():
        make = Make(NOW)
        make.offer(make.application(stage=Stage.OFFERED), state=State.SENT)

    def click(number: int) -> None:
        from recruit.candidates.models import Offer

        offer = only(Offer)
        if number % 2:
            operations.accept_offer(offer, now=NOW)
        else:
            operations.withdraw_offer(offer, actor=only(Person), now=NOW)

    ends = at_once(house, click)
    assert set(ends) <= {"done", "Refused"}
    with house.app_context():
        application = only(Application)
        assert application.stage in (Stage.HIRED, Stage.INTERVIEWED)
        assert many(StageChange) == 1


def test_the_quota_holds_for_uploads_at_once(house) -> None:
    with house.app_context(), transaction():
        make = Make(NOW)
        application = make.application()
        for _number in range(7):
            make.document(application)

    def click(number: int) -> None:
        operations.attach(
            only(Application),
            filename="cv.pdf",
            data=files.pdf(f"CV of click {number}"),
            actor=None,
            now=NOW,
        )

    assert at_once(house, click) == ["Refused"] * (PEOPLE - 3) + ["done"] * 3
    with house.app_context():
        assert many(Document) == 10
