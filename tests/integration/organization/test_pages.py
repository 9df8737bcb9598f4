"""The company's settings, places and calendars."""

from datetime import date

import pytest
from sqlalchemy import select

from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.organization import queries, signals
from recruit.organization.models import Department, Organization, Room, Site, WorkCalendar


@pytest.fixture
def admin(make, sign_in):
    return sign_in(make.person(Role.ADMIN, password_hash="x"))


@pytest.fixture
def recruiter(make, sign_in):
    return sign_in(make.recruiter(password_hash="x"))


@pytest.fixture
def heard():
    """The calendars whose change was announced."""
    calendars = []

    def hear(calendar, now):
        calendars.append(calendar)

    with signals.calendar_changed.connected_to(hear):
        yield calendars


COMPANY = {
    "version": "1",
    "name": "Sales House",
    "legal_name": "",
    "website": "",
    "phone": "",
    "country": "MD",
    "currency": "MDL",
    "retention_months": "18",
    "prior_shows_of_ten": "2",
    "privacy_text": "We keep little.",
}


def test_the_settings_are_saved_and_the_privacy_text_gets_a_version(admin):
    assert admin.post("/organization", data=COMPANY).status_code == 303
    company = db.session.get_one(Organization, 1)
    assert (company.name, company.prior_shows_of_ten, company.privacy_version) == (
        "Sales House",
        2,
        2,
    )
    admin.post("/organization", data=COMPANY | {"version": "2", "prior_shows_of_ten": ""})
    db.session.expire_all()
    assert (company.privacy_version, company.prior_shows_of_ten) == (2, None)
    assert 'value="Sales House"' in admin.get("/organization").text


def test_looking_at_the_settings_writes_nothing(admin):
    assert admin.get("/organization").status_code == 200
    assert db.session.get(Organization, 1) is None


def test_an_old_settings_page_is_told(admin):
    admin.post("/organization", data=COMPANY)
    assert admin.post("/organization", data=COMPANY | {"name": "Other"}).status_code == 409


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"currency": "XXX"},
        {"country": "??"},
        {"website": "nope"},
        {"website": "javascript:alert(1)"},
        {"retention_months": "0"},
        {"retention_months": "x"},
        {"retention_months": "9" * 30},
        {"prior_shows_of_ten": "11"},
        {"privacy_text": "x" * 20001},
    ],
)
def test_bad_settings_are_told(admin, changes):
    answer = admin.post("/organization", data=COMPANY | changes)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_missing_fields_break_nothing(admin):
    assert admin.post("/organization", data={}).status_code == 422
    assert admin.post("/organization/departments", data={}).status_code == 422


def test_departments_come_change_and_go(admin, make):
    assert admin.post("/organization/departments", data={"name": "Sales"}).status_code == 303
    assert (
        "one of this name"
        in admin.post("/organization/departments", data={"name": "SALES"}).text
    )
    sales = db.session.scalars(select(Department)).one()
    here = f"/organization/departments/{sales.pubid}"
    assert admin.post(here, data={"name": "Service"}).status_code == 303
    assert "Service" in admin.get("/organization/departments").text
    member = make.person(Role.MENTOR, department=sales)
    in_use = admin.post(f"{here}/remove")
    assert in_use.status_code == 422
    assert "in use" in in_use.text
    member.memberships = []
    db.session.commit()
    assert admin.post(f"{here}/remove").status_code == 303
    assert queries.departments() == []


def site_form(its_calendar, **changes):
    return {
        "version": "1",
        "name": "Centre",
        "zone": "Europe/Chisinau",
        "country": "MD",
        "calendar": its_calendar.pubid,
        "address": "Strada Mare 1",
        "city": "Chisinau",
        "active": "y",
    } | changes


def test_a_site_is_added_and_edited(recruiter, make):
    calendar = make.calendar()
    assert "calendar" in recruiter.get("/organization/sites/new").text
    answer = recruiter.post("/organization/sites/new", data=site_form(calendar))
    assert answer.status_code == 303
    site = db.session.scalars(select(Site)).one()
    assert (site.zone, site.directions, site.active) == ("Europe/Chisinau", "", True)
    here = f"/organization/sites/{site.pubid}"
    assert "Europe/Chisinau" in recruiter.get(here).text
    assert recruiter.post(here, data=site_form(calendar, city="Balti")).status_code == 303
    assert recruiter.post(here, data=site_form(calendar)).status_code == 409
    db.session.expire_all()
    assert (site.city, site.version) == ("Balti", 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"zone": "Mars/Base"},
        {"zone": "../etc"},
        {"calendar": "aaaaaaaaaaaa"},
        {"calendar": ""},
        {"name": ""},
        {"country": "XQ"},
        {"directions": "x" * 501},
    ],
)
def test_a_bad_site_is_told(recruiter, make, changes):
    calendar = make.calendar()
    site = make.site(calendar=calendar)
    db.session.commit()
    answer = recruiter.post("/organization/sites/new", data=site_form(calendar, **changes))
    assert answer.status_code == 422
    here = f"/organization/sites/{site.pubid}"
    assert recruiter.post(here, data=site_form(calendar, **changes)).status_code == 422


def test_the_last_site_stays_in_use(recruiter, make):
    site, calendar = make.site(), make.calendar()
    db.session.commit()
    here = f"/organization/sites/{site.pubid}"
    data = site_form(calendar)
    del data["active"]
    answer = recruiter.post(here, data=data)
    assert answer.status_code == 422
    assert "only site" in answer.text
    make.site()
    db.session.commit()
    assert recruiter.post(here, data=data).status_code == 303
    assert [row.pubid for row in queries.sites()] != [site.pubid]


def test_rooms_belong_to_their_site(recruiter, make):
    site, other = make.site(), make.site()
    here = f"/organization/sites/{site.pubid}/rooms"
    assert recruiter.post(here, data={"name": "Blue", "seats": "8"}).status_code == 303
    assert recruiter.post(here, data={"name": "Blue", "seats": "8"}).status_code == 422
    assert recruiter.post(here, data={"name": "Red", "seats": "0"}).status_code == 422
    room = db.session.scalars(select(Room)).one()
    assert recruiter.post(f"{here}/{room.pubid}", data={"name": "Blue", "seats": "9"}).location
    foreign = f"/organization/sites/{other.pubid}/rooms/{room.pubid}"
    assert recruiter.get(foreign).status_code == 404
    assert recruiter.post(f"{foreign}/remove").status_code == 404
    assert room.seats == 9
    assert recruiter.post(f"{here}/{room.pubid}/remove").status_code == 303


def test_a_calendar_is_made_filled_and_announced(recruiter, heard):
    data = {"name": "Moldova", "worked": ["1", "2", "4", "8", "16"], "country": "MD"}
    answer = recruiter.post("/organization/calendars/new", data=data)
    assert answer.status_code == 303
    calendar = db.session.scalars(select(WorkCalendar)).one()
    assert calendar.weekdays == 31
    here = f"/organization/calendars/{calendar.pubid}"
    assert recruiter.post(f"{here}/fill", data={"country": "MD", "year": "2026"}).location
    db.session.expire_all()
    assert date(2026, 8, 27) in {day.on for day in calendar.holidays}
    count = len(calendar.holidays)
    assert heard == [calendar]
    recruiter.post(f"{here}/fill", data={"country": "MD", "year": "2026"})
    db.session.expire_all()
    assert len(calendar.holidays) == count
    assert heard == [calendar], "nothing new, nothing to say"
    page = recruiter.get(here).text
    assert "Independence" in page
    assert (
        recruiter.post(here, data=data | {"version": "1", "worked": ["1"]}).status_code == 303
    )
    assert len(heard) == 2


def test_days_off_come_and_go(recruiter, make, heard):
    calendar, other = make.calendar(), make.calendar()
    here = f"/organization/calendars/{calendar.pubid}"
    day = {"on": "2026-05-04", "name": "Stocktaking"}
    assert recruiter.post(f"{here}/holidays", data=day).status_code == 303
    taken = recruiter.post(f"{here}/holidays", data=day)
    assert taken.status_code == 422
    assert "in the calendar already" in taken.text
    (holiday,) = calendar.holidays
    foreign = f"/organization/calendars/{other.pubid}/holidays/{holiday.pubid}/remove"
    assert recruiter.post(foreign).status_code == 404
    assert recruiter.post(f"{here}/holidays/{holiday.pubid}/remove").status_code == 303
    db.session.expire_all()
    assert calendar.holidays == []
    assert heard == [calendar, calendar]


@pytest.mark.parametrize("on", ["", "tomorrow", "1999-01-01", "2026-02-30", "9999-12-31"])
def test_a_bad_day_is_told(recruiter, make, on):
    here = f"/organization/calendars/{make.calendar().pubid}/holidays"
    assert recruiter.post(here, data={"on": on, "name": "X"}).status_code == 422


@pytest.mark.parametrize(
    "data",
    [
        {"country": "??", "year": "2026"},
        {"country": "MD", "year": "1"},
        {"country": "MD", "year": "9999999999"},
        {},
    ],
)
def test_a_bad_year_is_told(recruiter, make, data):
    here = f"/organization/calendars/{make.calendar().pubid}/fill"
    assert recruiter.post(here, data=data).status_code == 422


def test_a_calendar_needs_a_worked_day_and_a_name(recruiter, make):
    new = "/organization/calendars/new"
    assert (
        "at least one worked day" in recruiter.post(new, data={"name": "X", "country": ""}).text
    )
    taken = make.calendar(name="Ours")
    answer = recruiter.post(new, data={"name": "ours", "worked": ["1"], "country": ""})
    assert answer.status_code == 422
    make.site(calendar=taken)
    used = recruiter.post(f"/organization/calendars/{taken.pubid}/remove")
    assert used.status_code == 422
    free = make.calendar()
    assert recruiter.post(f"/organization/calendars/{free.pubid}/remove").status_code == 303


PAGES = {
    "/organization": {Role.ADMIN},
    "/organization/departments": {Role.ADMIN},
    "/organization/sites": {Role.ADMIN, Role.RECRUITER},
    "/organization/sites/new": {Role.ADMIN, Role.RECRUITER},
    "/organization/calendars": {Role.RECRUITER},
    "/organization/calendars/new": {Role.RECRUITER},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_page_is_there_for_its_roles_only(make, sign_in, role):
    client = sign_in(make.person(role, password_hash="x"))
    for path, roles in PAGES.items():
        assert client.get(path).status_code == (200 if role in roles else 404), path


def test_every_change_stands_in_the_trail_without_names(admin):
    admin.post("/organization", data=COMPANY)
    admin.post("/organization/departments", data={"name": "Sales"})
    events = list(db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)))
    assert [event.action for event in events] == [
        "organization.company.edited",
        "organization.department.added",
    ]
    assert all("Sales" not in str(event.changes) for event in events)
