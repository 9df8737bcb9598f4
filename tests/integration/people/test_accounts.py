"""Accounts as the admin sees them."""

import pytest
from sqlalchemy import select

from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.permissions import Role
from recruit.people import operations, queries
from recruit.people.models import Person
from recruit.people.operations import Refusal
from tests.conftest import NOW


@pytest.fixture
def admin(make, password_hash):
    return make.person(Role.ADMIN, name="Ada Admin", password_hash=password_hash)


@pytest.fixture
def pages(sign_in, admin):
    return sign_in(admin)


def form_of(person, **changes):
    data = {
        "version": person.version,
        "name": person.name,
        "email": person.email,
        "roles": [row.role.value for row in person.role_rows],
        "locale": person.locale,
        "departments": [row.department.pubid for row in person.memberships],
        "head_of": [row.department.pubid for row in person.memberships if row.is_head],
        "site": person.site.pubid if person.site else "",
        "zone": person.zone,
    }
    if person.active:
        data["active"] = "y"
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def fresh(person):
    db.session.expire_all()
    return db.session.get_one(Person, person.id)


def test_the_list_finds_filters_and_pages(pages, admin, make, password_hash):
    for number in range(60):
        make.person(Role.INTERVIEWER, name=f"Vera {number:02}", password_hash=password_hash)
    make.person(Role.MENTOR, name="Gone Gabi", active=False)
    page = pages.get("/people").text
    assert "Ada Admin" in page
    assert "Vera 59" not in page
    following = queries.accounts().following
    assert "Vera 59" in pages.get(f"/people?after={following}").text
    assert admin.email not in pages.get("/people?q=vera").text
    assert "Vera 00" in pages.get("/people?q=VERA").text
    assert "Gone Gabi" in pages.get("/people?state=inactive").text
    assert "Gone Gabi" not in pages.get("/people?state=active").text
    assert "Nobody fits" in pages.get("/people?role=director").text
    assert "Nobody fits" in pages.get("/people?q=%25").text


@pytest.mark.parametrize("query", ["role=king", "state=x"])
def test_a_filter_outside_its_list_is_a_bad_request(pages, query):
    assert pages.get(f"/people?{query}").status_code == 400


def test_the_list_costs_the_same_for_many(pages, make, count_queries):
    def cost():
        db.session.expire_all()
        with count_queries() as statements:
            assert pages.get("/people").status_code == 200
        return len(statements)

    make.person(Role.MENTOR, department=make.the_department)
    few = cost()
    for _ in range(20):
        make.person(Role.MENTOR, department=make.the_department, site=make.the_site)
    assert cost() <= few + 1


def test_inviting_makes_the_account_and_the_mail(pages, make):
    department, site = make.department(), make.the_site
    answer = pages.post(
        "/people/invite",
        data={
            "name": "Ion",
            "email": "Ion@Example.org",
            "roles": ["hiring_manager", "interviewer"],
            "departments": [department.pubid],
            "head_of": [department.pubid],
            "site": site.pubid,
            "locale": "ro",
            "zone": "Europe/Chisinau",
        },
    )
    assert answer.status_code == 303
    person = queries.by_email("ion@example.org")
    assert person.roles == {Role.HIRING_MANAGER, Role.INTERVIEWER}
    assert person.heads(department.id)
    assert person.site is site
    assert queries.head_of(department) is person
    assert queries.people_with(Role.INTERVIEWER, department, site) == [person]
    assert queries.people_with(Role.INTERVIEWER, make.department()) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"email": "x"},
        {"email": "a@b.org\nBcc: c@d.org"},
        {"roles": []},
        {"roles": ["king"]},
        {"departments": ["aaaaaaaaaaaa"]},
        {"site": "zz"},
        {"zone": "Mars/Base"},
    ],
)
def test_a_bad_invitation_is_told(pages, changes):
    data = {
        "name": "Ion",
        "email": "ion@example.org",
        "roles": ["mentor"],
        "site": "",
        "locale": "en",
        "zone": "UTC",
    } | changes
    assert pages.post("/people/invite", data=data).status_code == 422
    assert queries.by_email("ion@example.org") is None


def test_an_address_is_one_persons(pages, admin):
    data = {
        "name": "Ion",
        "email": admin.email.upper(),
        "roles": ["mentor"],
        "site": "",
        "locale": "en",
        "zone": "UTC",
    }
    answer = pages.post("/people/invite", data=data)
    assert answer.status_code == 422
    assert "already" in answer.text


def test_a_department_has_one_head(pages, make, password_hash):
    head = make.head(password_hash=password_hash)
    other = make.person(Role.HIRING_MANAGER, password_hash=password_hash)
    db.session.commit()
    answer = pages.post(
        f"/people/{other.pubid}", data=form_of(other, head_of=[make.the_department.pubid])
    )
    assert answer.status_code == 422
    assert "has a head" in answer.text
    assert queries.head_of(make.the_department) == head


def test_editing_changes_roles_departments_and_the_epoch(pages, make, password_hash):
    person = make.person(Role.MENTOR, department=make.department(), password_hash=password_hash)
    target = make.department()
    answer = pages.post(
        f"/people/{person.pubid}",
        data=form_of(
            person, roles=["mentor", "trainer"], departments=[target.pubid], name="New"
        ),
    )
    assert answer.status_code == 303
    person = fresh(person)
    assert person.roles == {Role.MENTOR, Role.TRAINER}
    assert [row.department for row in person.memberships] == [target]
    assert (person.epoch, person.version, person.name) == (2, 2, "New")


def test_a_name_alone_keeps_the_sessions(pages, make, password_hash):
    person = make.person(Role.MENTOR, password_hash=password_hash)
    pages.post(f"/people/{person.pubid}", data=form_of(person, name="Married"))
    assert (fresh(person).epoch, fresh(person).name) == (1, "Married")


def test_an_old_page_is_told(pages, make, password_hash):
    person = make.person(Role.MENTOR, password_hash=password_hash)
    old = form_of(person, name="Old")
    pages.post(f"/people/{person.pubid}", data=form_of(person, name="New"))
    assert pages.post(f"/people/{person.pubid}", data=old).status_code == 409
    assert pages.post(f"/people/{person.pubid}", data=old | {"version": ""}).status_code == 409
    assert fresh(person).name == "New"


@pytest.mark.parametrize("changes", [{"roles": ["mentor"]}, {"active": None}])
def test_the_last_admin_stays(pages, admin, make, changes):
    make.person(Role.ADMIN)  # invited only: nobody could sign in
    answer = pages.post(f"/people/{admin.pubid}", data=form_of(admin, **changes))
    assert answer.status_code == 422
    assert "only admin" in answer.text
    assert queries.is_admin(fresh(admin))


def test_one_of_two_admins_may_go(pages, make, password_hash):
    other = make.person(Role.ADMIN, password_hash=password_hash)
    assert (
        pages.post(f"/people/{other.pubid}", data=form_of(other, active=None)).status_code
        == 303
    )
    assert not fresh(other).active


def test_extra_fields_change_nothing(pages, make, password_hash):
    person = make.person(Role.MENTOR, password_hash=password_hash)
    pages.post(
        f"/people/{person.pubid}",
        data=form_of(person, epoch="99", password_hash="x", id="1", created_at="2020-01-01"),
    )
    person = fresh(person)
    assert (person.epoch, person.password_hash) == (1, password_hash)


def test_ending_sessions_and_inviting_again(pages, make, password_hash):
    person, guest = (
        make.person(Role.MENTOR, password_hash=password_hash),
        make.person(Role.MENTOR),
    )
    assert pages.post(f"/people/{person.pubid}/sessions/end").status_code == 303
    assert fresh(person).epoch == 2
    assert pages.post(f"/people/{guest.pubid}/invite").status_code == 303
    assert pages.post(f"/people/{person.pubid}/invite").status_code == 422


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_else_finds_these_pages(make, sign_in, role, password_hash):
    person = make.person(role, password_hash=password_hash)
    client = sign_in(person)
    for path in ("/people", "/people/invite", f"/people/{person.pubid}", "/people/audit"):
        assert client.get(path).status_code == 404
    assert client.post(f"/people/{person.pubid}/sessions/end").status_code == 404


def test_an_unknown_account_is_not_there(pages):
    assert pages.get("/people/aaaaaaaaaaaa").status_code == 404
    assert pages.post("/people/aaaaaaaaaaaa/invite").status_code == 404


def test_operations_refuse_what_forms_cannot_send(make, admin):
    with pytest.raises(Refused) as no_role:
        operations.invite(name="A", email="a@example.org", roles=[], actor=admin, now=NOW)
    assert no_role.value.reason is Refusal.NO_ROLE
    with pytest.raises(Refused) as zone:
        operations.invite(
            name="A", email="a@example.org", roles=[Role.MENTOR], actor=admin, now=NOW, zone="X"
        )
    assert zone.value.reason is Refusal.UNKNOWN_ZONE
    with pytest.raises(Stale):
        operations.edit(
            admin,
            name="A",
            email="a@example.org",
            roles={Role.ADMIN},
            departments=[],
            head_of=[],
            site=None,
            locale="en",
            zone="UTC",
            active=True,
            version=7,
            actor=admin,
            now=NOW,
        )


# --- one's own account ----------------------------------------------------------------------


def test_the_own_password_changes_with_the_present_one(make, sign_in, password_hash):
    person = make.person(Role.MENTOR, password_hash=password_hash)
    client = sign_in(person)
    new = "another grey umbrella"
    bad = client.post("/me/password", data={"present": "wrong", "password": new})
    assert bad.status_code == 422
    good = client.post(
        "/me/password", data={"present": "seven grey umbrellas", "password": new}
    )
    assert good.status_code == 303
    assert client.get("/me").status_code == 200, "this session goes on"
    assert fresh(person).epoch == 2


def test_the_present_password_cannot_be_guessed(make, sign_in, password_hash):
    client = sign_in(make.person(Role.MENTOR, password_hash=password_hash))
    data = {"present": "wrong", "password": "another grey umbrella"}
    codes = [client.post("/me/password", data=data).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


def test_ending_the_other_sessions_keeps_this_one(make, sign_in, password_hash):
    person = make.person(Role.MENTOR, password_hash=password_hash)
    client = sign_in(person)
    client.post("/me/sessions/end")
    assert client.get("/me").status_code == 200
    assert fresh(person).epoch == 2


def test_nobody_gives_themselves_a_role(make, sign_in, password_hash):
    person = make.person(Role.MENTOR, password_hash=password_hash)
    client = sign_in(person)
    client.post(
        "/me",
        data={
            "name": "M",
            "phone": "",
            "locale": "en",
            "zone": "UTC",
            "roles": "admin",
            "email": "x@example.org",
        },
    )
    person = fresh(person)
    assert person.roles == {Role.MENTOR}
    assert person.email != "x@example.org"
    assert (
        client.post("/me", data={"name": "M", "locale": "en", "zone": "X"}).status_code == 422
    )
    assert (
        client.post("/me", data={"name": "M", "locale": "en", "zone": "UTC"}).status_code == 303
    )


# --- the trail ------------------------------------------------------------------------------


def test_the_trail_pages_through_equal_moments(pages, make, admin):
    for number in range(120):
        db.session.add(
            AuditEvent(
                at=NOW,
                actor="system",
                action="people.person.edited",
                subject=f"person:{number}",
                changes={},
            )
        )
    db.session.flush()
    seen, after = [], None
    while True:
        rows, after = queries.trail(after=after)
        seen += [row.id for row in rows]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == len(list(db.session.scalars(select(AuditEvent))))
    page = pages.get("/people/audit").text
    assert "edited an account" in page
    assert 'rel="next"' in page


def test_the_trail_is_filtered_and_worded(pages, admin, make, password_hash):
    person = make.person(Role.MENTOR, name="Mia Mentor", password_hash=password_hash)
    pages.post(f"/people/{person.pubid}/sessions/end")
    page = pages.get(f"/people/audit?actor=person:{admin.pubid}&since=2026-03-02").text
    assert "ended all sessions of an account" in page
    assert "Mia Mentor" in page
    assert "Nothing fits" in pages.get("/people/audit?until=2026-03-01").text
    assert "Nothing fits" in pages.get("/people/audit?action=vacancies.").text
    assert "ended all" in pages.get(f"/people/audit?subject={person.pubid}").text


@pytest.mark.parametrize(
    "query",
    [
        "actor=person:x",
        "action=drop",
        "since=yesterday",
        "until=9999-12-31",
        "since=0001-01-01",
        "after=x",
        "after=2026-03-02~1",
        "after=2026-03-02T09:00:00%2B00:00~x",
        "after=2026-03-02T09:00:00%2B00:00~9999999",
    ],
)
def test_a_bad_filter_is_a_bad_request(pages, query):
    assert pages.get(f"/people/audit?{query}").status_code == 400
