"""Planning days: the preview writes nothing, the creation makes slots with limits."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from recruit.interviews import operations
from recruit.interviews.models import InterviewSession, SessionKind, Slot
from recruit.interviews.operations.planning import StreamingDay
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.organization.models import Holiday
from recruit.rules import slots
from recruit.rules.pipeline import Stage
from recruit.rules.slots import Hours
from tests.conftest import NOW

ON = date(2026, 3, 5)


@pytest.fixture
def wish(make):
    """The address of a good plan: two interviewers, 10:00-12:00, half an hour each."""
    vacancy = make.vacancy()
    people = [make.person(Role.INTERVIEWER, name=name) for name in ("Ana Ionescu", "Ion Rusu")]

    def build(**kw):
        plain = {
            "site": make.the_site.pubid,
            "on": ON.isoformat(),
            "vacancies": vacancy.pubid,
            "start": "10:00",
            "end": "12:00",
            "minutes": "30",
            "room": "",
            "title": "",
            "balance": "0.5",
            "break_from": "",
            "break_until": "",
            "who": [person.pubid for person in people],
        }
        return plain | kw

    build.people, build.vacancy = people, vacancy
    return build


def sessions() -> list[InterviewSession]:
    return list(db.session.scalars(select(InterviewSession).order_by(InterviewSession.id)))


def test_the_preview_says_how_many_to_invite_and_writes_nothing(make, sign_in, wish):
    client = sign_in(make.recruiter())
    answer = client.get("/interviews/new", query_string=wish())
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Expected to come" in page
    assert "Exactly as many as there are places" in page
    assert page.count('name="limit-') == 4
    assert "no history yet" in page
    assert sessions() == []


def test_creating_makes_slots_in_the_sites_time_with_the_limits_given(make, sign_in, wish):
    client = sign_in(make.recruiter())
    limits = {f"limit-{n}": str(n + 3) for n in range(4)}
    answer = client.post("/interviews/new", data=wish() | limits)
    assert answer.status_code == 303
    (session,) = sessions()
    made = session.pools[0].slots
    assert [slot.starts_at.hour * 60 + slot.starts_at.minute for slot in made] == [
        480,
        510,
        540,
        570,
    ]
    assert [slot.limit for slot in made] == [3, 4, 5, 6]
    assert {slot.capacity for slot in made} == {2}
    assert [member.person.name for member in made[0].panel] == ["Ana Ionescu", "Ion Rusu"]
    assert session.ends_at == made[-1].starts_at + timedelta(minutes=60)  # one slot of overtime


def test_own_hours_and_a_break_shape_the_slots(make, sign_in, wish):
    client = sign_in(make.recruiter())
    late = wish.people[1]
    given = wish(break_from="10:30", break_until="11:00", **{f"start-{late.pubid}": "11:30"})
    client.post("/interviews/new", data=given | {f"limit-{n}": "3" for n in range(3)})
    (session,) = sessions()
    made = session.pools[0].slots
    assert [
        (slot.starts_at.hour + 2, slot.starts_at.minute, slot.capacity) for slot in made
    ] == [
        (10, 0, 1),
        (11, 0, 1),
        (11, 30, 2),
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"on": "2026-03-01"}, "choose a later day"),
        ({"on": "2026-02-30"}, "date"),
        ({"on": ""}, "Choose a day"),
        ({"minutes": "240"}, "No interview of this length fits"),
        ({"minutes": "four"}, "integer"),
        ({"minutes": "9" * 400}, "Between 5 and 480 minutes"),
        ({"end": "09:00"}, "ends before it begins"),
        ({"who": []}, "Choose at least one interviewer"),
        ({"vacancies": []}, "Choose at least one vacancy"),
        ({"site": "aaaaaaaaaaaa"}, "choice"),
        ({"break_from": "11:00", "break_until": "10:30"}, "break must lie inside"),
    ],
)
def test_a_bad_plan_is_explained_and_keeps_its_values(make, sign_in, wish, changed, words):
    client = sign_in(make.recruiter())
    for send in (client.get, client.post):
        given = {
            "query_string" if send == client.get else "data": wish(title="Spring") | changed
        }
        answer = send("/interviews/new", **given)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert words in page
        assert 'value="Spring"' in page
    assert sessions() == []


def test_a_holiday_is_refused_by_name(make, sign_in, wish):
    make.add(Holiday(calendar=make.the_site.calendar, on=ON, name="Founders' day"))
    answer = sign_in(make.recruiter()).get("/interviews/new", query_string=wish())
    assert answer.status_code == 422
    assert "Founders" in answer.get_data(as_text=True)


def test_an_interviewer_cannot_be_in_two_places(make, sign_in, wish):
    busy = make.slot(wish.people[0], starts_at=NOW.replace(day=5, hour=8, minute=15))
    answer = sign_in(make.recruiter()).get("/interviews/new", query_string=wish())
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Ana Ionescu already interviews at 10:15" in page
    busy.pool.session.state = "cancelled"


def test_a_room_cannot_be_used_twice(make, sign_in, wish):
    room = make.room()
    taken = make.slot(starts_at=NOW.replace(day=5, hour=8)).pool.session
    taken.room = room
    answer = sign_in(make.recruiter()).get(
        "/interviews/new", query_string=wish(room=room.pubid)
    )
    assert answer.status_code == 422
    assert "taken by a session" in answer.get_data(as_text=True)


def test_only_recruiters_plan(make, sign_in, wish):
    for role in Role:
        if role is Role.RECRUITER:
            continue
        client = sign_in(make.person(role, department=make.the_department))
        assert client.get("/interviews/new", query_string=wish()).status_code == 404
        assert client.post("/interviews/new", data=wish()).status_code == 404
    assert sessions() == []


def test_a_group_session_has_one_slot_with_its_seats(make, sign_in, wish):
    room = make.room(seats=8)
    given = {
        "site": make.the_site.pubid,
        "on": ON.isoformat(),
        "vacancies": wish.vacancy.pubid,
        "start": "14:00",
        "minutes": "90",
        "seats": "8",
        "room": room.pubid,
        "observers": [person.pubid for person in wish.people],
    }
    client = sign_in(make.recruiter())
    answer = client.get("/interviews/groups/new", query_string=given)
    assert answer.status_code == 200
    assert "seats are taken" in answer.get_data(as_text=True)
    assert (
        client.post("/interviews/groups/new", data=given | {"limit-0": "14"}).status_code == 303
    )
    (session,) = sessions()
    assert session.kind is SessionKind.GROUP
    (slot,) = session.pools[0].slots
    assert (slot.capacity, slot.limit, slot.minutes, len(slot.panel)) == (8, 14, 90, 2)
    too_many = client.get("/interviews/groups/new", query_string=given | {"seats": "9"})
    assert too_many.status_code == 422


def test_the_slider_changes_the_plan(make, sign_in, wish):
    client = sign_in(make.recruiter())
    invited = []
    for balance in ("0.0", "1.0"):
        client.post(
            "/interviews/new",
            data=wish(balance=balance, on=f"2026-03-{5 + len(invited):02d}")
            | {f"limit-{n}": "3" for n in range(4)},
        )
        invited.append(sessions()[-1].cost_wait)
    assert invited[0] > invited[1]


def test_a_plan_refuses_an_interviewer_twice(make, wish):
    person = wish.people[0]
    day = StreamingDay(
        site=make.the_site,
        on=ON,
        vacancies=[wish.vacancy],
        minutes=30,
        interviewers=[(person, Hours(600, 720)), (person, Hours(600, 720))],
    )
    with pytest.raises(Refused) as refused:
        operations.plan_streaming(day, [], actor=make.recruiter(), now=NOW)
    assert refused.value.reason is slots.Refusal.TWICE


def test_the_day_keeps_its_hours_across_the_clock_change(make, wish):
    day = StreamingDay(
        site=make.the_site,
        on=date(2026, 3, 30),
        vacancies=[wish.vacancy],
        minutes=60,
        interviewers=[(wish.people[0], Hours(600, 660))],
    )
    session = operations.plan_streaming(day, [1], actor=make.recruiter(), now=NOW)
    assert session.pools[0].slots[0].starts_at.hour == 7  # summer time: UTC+3


def test_limits_are_set_by_those_who_may_and_never_below_taken(make, sign_in):
    slot = make.slot(limit=3)
    make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
    url = f"/interviews/{slot.pool.session.pubid}/capacity"
    client = sign_in(make.person(Role.DIRECTOR))
    assert url in client.get("/interviews/rates").get_data(as_text=True)
    page = client.get(url).get_data(as_text=True)
    assert "Candidate" not in page
    low = client.post(url, data={f"limit-{slot.pubid}": "0"})
    assert low.status_code == 422
    assert "1 places are taken" in low.get_data(as_text=True)
    assert client.post(url, data={f"limit-{slot.pubid}": "x"}).status_code == 422
    assert client.post(url, data={f"limit-{slot.pubid}": "1"}).status_code == 303
    assert db.session.scalar(select(Slot.limit)) == 1
    for role in (Role.INTERVIEWER, Role.RECEPTIONIST, Role.HIRING_MANAGER, Role.ADMIN):
        assert sign_in(make.person(role)).get(url).status_code == 404


def test_planning_takes_few_statements(make, sign_in, wish, count_queries):
    for _ in range(30):
        make.person(Role.INTERVIEWER)
    client = sign_in(make.recruiter())
    client.get("/interviews/new", query_string=wish())
    with count_queries() as statements:
        client.get("/interviews/new", query_string=wish())
    assert len(statements) <= 20, len(statements)
    assert db.session.scalar(select(func.count()).select_from(InterviewSession)) == 0
