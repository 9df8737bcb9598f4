"""Positions: who sees them, their pay, and what is refused."""

import pytest
from sqlalchemy import select

from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.positions import operations, queries
from recruit.positions.models import PayBand, Position
from recruit.rules.money import Money
from recruit.rules.positions import Refusal
from tests.conftest import NOW


def test_it_adds_a_position_once_per_department(make):
    actor, department = make.recruiter(), make.department()
    operations.create(department, "Seller", actor=actor, now=NOW)
    with pytest.raises(Refused, match=Refusal.TITLE_TAKEN):
        operations.create(department, "Seller", actor=actor, now=NOW)
    operations.create(make.department(), "Seller", actor=actor, now=NOW)


def test_a_head_sees_the_own_departments_only(make):
    own, other = make.position(), make.position(department=make.department())
    head, recruiter = make.head(own.department), make.recruiter()
    assert [row.position for row in queries.positions_for(head)] == [own]
    assert queries.position_for(head, other.pubid) is None
    assert {row.position for row in queries.positions_for(recruiter)} == {own, other}
    director = make.person(Role.DIRECTOR)
    assert queries.position_for(director, other.pubid) == other


@pytest.mark.parametrize("role", [Role.ADMIN, Role.INTERVIEWER, Role.TRAINEE, Role.MENTOR])
def test_the_pages_are_not_there_for_other_roles(make, sign_in, role):
    position = make.position()
    client = sign_in(make.person(role, department=position.department))
    for path in ("/positions", f"/positions/{position.pubid}", "/positions/new"):
        assert client.get(path).status_code == 404


def test_a_head_reads_but_writes_no_position(make, sign_in):
    position = make.position()
    client = sign_in(make.head(position.department))
    assert client.get(f"/positions/{position.pubid}").status_code == 200
    assert client.get("/positions/new").status_code == 404
    assert (
        client.post(f"/positions/{position.pubid}/edit", data={"title": "x"}).status_code == 404
    )


def test_a_recruiter_adds_one_by_the_page(make, sign_in):
    department = make.department()
    client = sign_in(make.recruiter())
    answer = client.post(
        "/positions/new", data={"title": "Seller", "department": department.pubid}
    )
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "Seller" in page.text
    assert "No description is in force" in page.text


def test_the_page_explains_a_taken_title_and_keeps_what_was_typed(make, sign_in):
    position = make.position(title="Seller")
    client = sign_in(make.recruiter())
    answer = client.post(
        "/positions/new", data={"title": "Seller", "department": position.department.pubid}
    )
    assert answer.status_code == 422
    assert "already" in answer.text
    assert 'value="Seller"' in answer.text


def test_pay_is_set_changed_and_removed(make):
    position, actor = make.position(), make.recruiter()
    pay = {"level": 2, "city": "Chisinau", "actor": actor, "now": NOW}
    first = operations.set_band(
        position, lowest=Money(100, "MDL"), highest=Money(200, "MDL"), **pay
    )
    again = operations.set_band(
        position, lowest=Money(150, "MDL"), highest=Money(250, "MDL"), **pay
    )
    assert again is first
    assert (again.lowest, again.highest) == (Money(150, "MDL"), Money(250, "MDL"))
    operations.remove_band(again, actor=actor, now=NOW)
    assert db.session.scalars(select(PayBand)).all() == []


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (Money(0, "MDL"), Money(5, "MDL")),
        (Money(6, "MDL"), Money(5, "MDL")),
        (Money(5, "MDL"), Money(5, "EUR")),
    ],
)
def test_pay_that_makes_no_sense_is_refused(make, low, high):
    with pytest.raises(Refused, match=Refusal.BAND_RANGE):
        operations.set_band(
            make.position(),
            level=1,
            city="X",
            lowest=low,
            highest=high,
            actor=make.recruiter(),
            now=NOW,
        )


def test_a_band_that_a_vacancy_stands_on_stays(make, sign_in):
    band = make.band()
    make.vacancy(position=band.position, band=band)
    client = sign_in(make.recruiter())
    answer = client.post(f"/positions/bands/{band.pubid}/remove")
    assert answer.status_code == 422
    assert "stands on this pay band" in answer.text
    assert db.session.get(PayBand, band.id) is not None


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("25000", 2_500_000),
        ("25 000", 2_500_000),
        ("25,000.50", 2_500_050),
        ("25.000,50", 2_500_050),
        ("25.000", 2_500_000),
        ("0,5", 50),
    ],
)
def test_amounts_are_read_as_people_write_them(make, sign_in, typed, minor):
    position = make.position()
    client = sign_in(make.recruiter())
    answer = client.post(
        f"/positions/{position.pubid}/bands",
        data={"level": "1", "city": "X", "lowest": typed, "highest": "30000000,00",
              "currency": "MDL"},
    )  # fmt: skip
    assert answer.status_code == 422  # the upper end is beyond what a salary can be
    answer = client.post(
        f"/positions/{position.pubid}/bands",
        data={
            "level": "1",
            "city": "X",
            "lowest": typed,
            "highest": "90 000",
            "currency": "MDL",
        },
    )
    assert answer.status_code == 303
    assert db.session.scalars(select(PayBand)).one().from_minor == minor


@pytest.mark.parametrize(
    "typed", ["", "-5", "many", "1e5", "²", "9" * 30, "1.2.3,4,5x", "\x00"]
)
def test_amounts_that_are_none_are_refused_with_words(make, sign_in, typed):
    position = make.position()
    client = sign_in(make.recruiter())
    answer = client.post(
        f"/positions/{position.pubid}/bands",
        data={"level": "1", "city": "X", "lowest": typed, "highest": "9", "currency": "MDL"},
    )
    assert answer.status_code == 422


def test_the_list_is_searched_and_paged(make, sign_in, count_queries, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 3)
    for number in range(5):
        make.position(title=f"Job {number}")
    client = sign_in(make.recruiter())
    with count_queries() as few:
        first = client.get("/positions?q=job")
    assert "Job 2" in first.text
    assert "Job 3" not in first.text
    last = db.session.scalars(select(Position).where(Position.title == "Job 2")).one()
    second = client.get(f"/positions?q=job&after={last.pubid}")
    assert "Job 4" in second.text
    assert "Job 2" not in second.text
    assert len(few) < 15
    assert client.get("/positions?after=nonsense").status_code == 400


def test_what_is_done_is_written_down_without_names(make):
    actor = make.recruiter()
    position = operations.create(make.department(), "Secret title", actor=actor, now=NOW)
    event = db.session.scalars(select(AuditEvent)).one()
    assert (event.action, event.subject) == (
        "positions.position.created", f"position:{position.pubid}"
    )  # fmt: skip
    assert "Secret" not in str(event.changes)
