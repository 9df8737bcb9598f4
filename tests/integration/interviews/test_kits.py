"""Kits: versions that never change once used, which one a session keeps, the editor."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from recruit.interviews.models import Kit, KitVersion, Recommendation, SessionKit
from recruit.interviews.operations import desk, kits, scorecards
from recruit.interviews.queries import kits as queries
from recruit.kernel.db import db
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.permissions import Role
from recruit.rules.kits import Content, Criterion, Step
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

FIVE = ("Nothing", "Little", "Some", "Much", "All")


def content(*names):
    return Content(
        tuple(Criterion("", name, points=FIVE, questions=("Why?",)) for name in names),
        (Step("Hello", 10),),
    )


@pytest.fixture
def recruiter(make):
    return make.recruiter()


@pytest.fixture
def came(make, recruiter):
    """A streaming slot of now with one interviewer and one person who came."""
    interviewer = make.person(Role.INTERVIEWER)
    session = make.session(starts_at=NOW, created_by=recruiter)
    db.session.refresh(session)
    slot = make.slot(interviewer, session=session, starts_at=NOW)
    row = make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
    arrival = desk.check_in(row, now=NOW, actor=recruiter)
    return type("Came", (), locals())


def card(came, **marks):
    return scorecards.save(
        came.session,
        came.arrival.application,
        came.interviewer,
        ratings=marks,
        recommendation=Recommendation.YES,
        comment="",
        submit=True,
        now=NOW,
    )


def test_without_a_kit_the_shipped_one_is_written_down_once(came, recruiter):
    assert queries.content_of(queries.version_for(came.session)).keys[0] == "motivation"
    made = card(came, motivation=3, competence=3, suitability=3)
    assert made.kit_version.kit.is_default
    assert kits.default_kit(now=NOW, actor=recruiter) is made.kit_version.kit
    assert len(db.session.scalars(select(Kit)).all()) == 1


def test_a_vacancys_kit_says_which_criteria_a_card_needs(came, recruiter):
    kit = kits.create("Warehouse", "", "", content("Care", "Drive"), actor=recruiter, now=NOW)
    kits.name_for(came.row.application.vacancy, kit, actor=recruiter, now=NOW)
    with pytest.raises(Refused, match="incomplete"):
        card(came, motivation=3, competence=3, suitability=3)
    made = card(came, care=2, drive=4, motivation=5)
    assert made.marks == {"care": 2, "drive": 4}, "what is no criterion is left out"


def test_a_used_version_stays_and_the_session_keeps_it(came, recruiter):
    kit = kits.create("Warehouse", "", "", content("Care"), actor=recruiter, now=NOW)
    kits.name_for(came.row.application.vacancy, kit, actor=recruiter, now=NOW)
    grown = replace(
        content("Drive"), criteria=(*kit.latest.content.criteria, *content("Drive").criteria)
    )
    edited = {"version": None, "actor": recruiter, "now": NOW}
    first = kits.edit(kit, "Warehouse", "", "More", grown, **edited)
    assert first.number == 1, "nobody had started with it"
    before = dict(first.data)
    card(came, care=2, drive=4)
    less = replace(first.content, criteria=first.content.criteria[:1])
    second = kits.edit(kit, "Warehouse", "", "Less", less, **edited)
    assert second.number == 2
    db.session.refresh(first)
    assert first.data == before
    assert queries.version_for(came.session, came.row.application.vacancy_id) == first
    assert queries.kit_of_vacancy(came.row.application.vacancy_id).latest == second
    again = kits.edit(kit, "Warehouse", "", "", second.content, **edited)
    assert again == second, "no change, no version"


def test_two_editors_of_one_kit_are_told(recruiter):
    kit = kits.create("Warehouse", "", "", content("Care"), actor=recruiter, now=NOW)
    db.session.flush()
    opened_on = kit.version
    edited = {"version": opened_on, "actor": recruiter, "now": NOW}
    kits.edit(kit, "Warehouse", "", "", content("Care", "Drive"), **edited)
    with pytest.raises(Stale):
        kits.edit(kit, "Warehouse", "", "", content("Care"), **edited)


def test_a_renamed_criterion_keeps_its_key_in_copies_and_versions(recruiter):
    shipped = queries.shipped_content()
    renamed = replace(shipped.criteria[0], name="Will")
    kit = kits.create("Copy", "", "", Content((renamed,)), actor=recruiter, now=NOW)
    assert kit.latest.content.keys == ("motivation",)


def test_a_kit_that_a_vacancy_names_is_not_retired(came, recruiter):
    kit = kits.create("Warehouse", "", "", content("Care"), actor=recruiter, now=NOW)
    vacancy = came.row.application.vacancy
    kits.name_for(vacancy, kit, actor=recruiter, now=NOW)
    with pytest.raises(Refused, match="in_use"):
        kits.retire(kit, actor=recruiter, now=NOW)
    kits.name_for(vacancy, None, actor=recruiter, now=NOW)
    kits.retire(kit, actor=recruiter, now=NOW)
    with pytest.raises(Refused, match="retired"):
        kits.name_for(vacancy, kit, actor=recruiter, now=NOW)


def test_a_group_session_chooses_its_kit_before_the_first_mark_only(make, recruiter):
    kit = kits.create("Group", "", "", content("Care"), actor=recruiter, now=NOW)
    observer = make.person(Role.INTERVIEWER)
    session = make.session(starts_at=NOW, kind="group", created_by=recruiter)
    db.session.refresh(session)
    slot = make.slot(observer, session=session, starts_at=NOW, capacity=5, limit=5)
    row = make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
    desk.check_in(row, now=NOW, actor=recruiter)
    default = kits.default_kit(now=NOW)
    kits.choose(session, default, actor=recruiter, now=NOW)
    kits.choose(session, kit, actor=recruiter, now=NOW)
    assert len(db.session.scalars(select(SessionKit)).all()) == 1
    made = scorecards.open_card(session, row.application, observer, now=NOW)
    assert made.kit_version.kit == kit
    with pytest.raises(Refused, match="session_has_its_kit"):
        kits.choose(session, default, actor=recruiter, now=NOW)


def form_of(page_content, **more):
    data = {"name": "Warehouse", "summary": "For the warehouse", "note": ""} | more
    for at, one in enumerate(page_content.criteria):
        data |= {f"c-{at}-key": one.key, f"c-{at}-name": one.name, f"c-{at}-about": one.about}
        data |= {f"c-{at}-questions": "\n".join(one.questions)}
        data |= {f"c-{at}-point{n}": words for n, words in enumerate(one.points, 1)}
    return data


def test_the_editor_adds_moves_and_saves(recruiter, sign_in):
    client = sign_in(recruiter)
    new = "/interviews/kits/new"
    assert "Motivation" in client.get(new).text
    data = form_of(content("Care", "Drive"))
    grown = client.post(new, data=data | {"do": "add-c"})
    assert 'name="c-2-name"' in grown.text
    moved = client.post(new, data=data | {"do": "up-c-1"}).text
    assert moved.index('value="Drive"') < moved.index('value="Care"')
    assert db.session.scalars(select(Kit)).all() == [], "nothing is saved by these buttons"
    bad = client.post(new, data=data | {"c-1-point3": " "})
    assert bad.status_code == 422
    assert "Describe all five marks of criterion 2." in bad.text
    assert 'value="Drive"' in bad.text
    made = client.post(new, data=data)
    assert made.status_code == 303
    kit = db.session.scalars(select(Kit)).one()
    page = client.get(made.headers["Location"]).text
    assert "Why?" in page
    edit = f"/interviews/kits/{kit.pubid}/edit"
    assert client.post(edit, data=data | {"version": "99"}).status_code == 409
    taken = kits.create("Other", "", "", content("X"), actor=recruiter, now=NOW)
    db.session.commit()
    again = client.post(f"/interviews/kits/{taken.pubid}/edit", data=data | {"version": "1"})
    assert again.status_code == 422


def test_versions_are_compared_and_a_vacancy_chooses(recruiter, sign_in, make):
    kit = kits.create("Warehouse", "", "", content("Care"), actor=recruiter, now=NOW)
    kit.latest.used_at = NOW
    kits.edit(
        kit,
        "Warehouse",
        "",
        "Two",
        content("Care", "Drive"),
        version=None,
        actor=recruiter,
        now=NOW,
    )
    vacancy = make.vacancy()
    db.session.commit()
    client = sign_in(recruiter)
    page = client.get(f"/interviews/kits/{kit.pubid}/changes").text
    assert "Drive" in page
    assert "added" in page
    url = f"/interviews/vacancies/{vacancy.pubid}/kit"
    assert client.post(url, data={"kit": "nonsense"}).status_code == 422
    assert client.post(url, data={"kit": kit.pubid}).status_code == 303
    assert queries.named_kit(vacancy.id) == kit
    assert vacancy.title in client.get(f"/interviews/kits/{kit.pubid}").text
    assert db.session.scalars(select(KitVersion)).all()[-1].number == 2
