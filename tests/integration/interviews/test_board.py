"""The session board: what it says, who sees whom, how it invites, what it costs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.interviews import operations
from recruit.interviews.models import (
    AttendanceImport,
    AttendanceRecord,
    ImportState,
    Invitation,
)
from recruit.interviews.queries import forecast
from recruit.interviews.queries.rates import expected_rate, planning_rate, show_rates
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.notifications.models import MessageState, OutboxMessage
from recruit.rules.attendance import InvitationState, Reminder
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

LATER = NOW + timedelta(hours=2)


def history(make, shows, n, reminder=Reminder.NOT_CALLED):
    """Past attendance: `shows` of `n` came."""
    job = make.add(
        AttendanceImport(
            filename="past.csv",
            sha256=f"{make.number():064d}",
            state=ImportState.DONE,
            mapping={},
            report={},
            uploaded_by=make.recruiter(),
            uploaded_at=NOW,
        )
    )
    db.session.add_all(
        AttendanceRecord(
            import_id=job.id, day_key="x", channel="", reminder=reminder, showed=i < shows
        )
        for i in range(n)
    )
    db.session.flush()


@pytest.fixture
def day(make):
    """Today: two interviewers, two slots, room for eight; one interview takes half an hour."""
    panel = [make.person(Role.INTERVIEWER, name=name) for name in ("Ana Ionescu", "Ion Rusu")]
    first = make.slot(*panel, starts_at=LATER, capacity=2, limit=4)
    session = first.pool.session
    second = make.slot(
        *panel, pool=first.pool, starts_at=LATER + timedelta(minutes=30), capacity=2, limit=4
    )
    return session, first, second


def waiting(make, *names):
    return [
        make.application(stage=Stage.TO_INVITE, priority=i, candidate=make.candidate(name=name))
        for i, name in enumerate(names)
    ]


def test_the_board_shows_answers_in_words_and_no_number_beside_a_person(make, sign_in, day):
    session, first, _ = day
    history(make, 60, 100)
    make.invitation(
        slot=first,
        state=InvitationState.CONFIRMED,
        reminder=Reminder.CONFIRMED,
        application=make.application(
            stage=Stage.INVITED, candidate=make.candidate(name="Vera Lungu")
        ),
    )
    page = sign_in(make.recruiter()).get(f"/interviews/{session.pubid}").get_data(as_text=True)
    start = page.index("Vera Lungu")
    card = page[start : page.index("</a>", start)]
    assert "Confirmed" in card
    assert "%" not in card
    assert "Expected to come" in page
    assert "Measured" in page or "measured on 100 past invitations" in page


def test_the_next_of_the_recruiters_order_is_proposed_and_invited_with_one_click(
    make, sign_in, day
):
    session, first, second = day
    history(make, 50, 100)
    waiting(make, "Yan Earlier", "Zina First", "Adam Second")
    client = sign_in(make.recruiter())
    url = f"/interviews/{session.pubid}"
    page = client.get(url).get_data(as_text=True)
    assert "Nobody is invited yet" in page  # an empty day leads to the wave, not to one person
    assert "3 people are waiting for an invitation." in page
    choice = client.get(f"{url}/invite").get_data(as_text=True)
    choice = choice.partition('name="choice" value="')[2].partition('"')[0]
    client.post(f"{url}/invite", data={"choice": choice})
    page = client.get(url).get_data(as_text=True)
    assert "Invite Zina First next" in page
    choice = page.partition('name="choice" value="')[2].partition('"')[0]
    answer = client.post(f"{url}/invite", data={"choice": choice})
    assert answer.status_code == 303
    names = [one.application.candidate.name for one in db.session.scalars(select(Invitation))]
    assert sorted(names) == ["Yan Earlier", "Zina First"]
    assert first.taken + second.taken == 2
    page = client.get(f"{url}/now").get_data(as_text=True)
    assert "Invite Adam Second next" in page


def test_who_declined_a_day_is_not_the_first_to_be_asked_for_it_again(make, sign_in, day):
    session, *_slots = day
    history(make, 50, 100)
    waiting(make, "Zina First", "Adam Second", "Bob Third")
    client = sign_in(make.recruiter())
    url = f"/interviews/{session.pubid}"
    page = client.get(f"{url}/invite").get_data(as_text=True)
    choices = [part.partition('"')[0] for part in page.split('name="choice" value="')[1:3]]
    client.post(f"{url}/invite", data={"choice": choices})
    invitation = db.session.scalars(select(Invitation).order_by(Invitation.id)).first()
    operations.decline(invitation, now=NOW)
    db.session.flush()
    assert "Invite Bob Third next" in client.get(url).get_data(as_text=True)
    page = client.get(f"{url}/invite").get_data(as_text=True)
    assert page.index("Bob Third") < page.index("Zina First")


def test_the_proposed_wave_keeps_the_order_and_stays_below_the_limits(make, sign_in, day):
    session, first, second = day
    history(make, 20, 100)
    names = [f"Person {letter}" for letter in "ZYXWVUTSRQPO"]
    waiting(make, *names)
    client = sign_in(make.recruiter())
    page = client.get(f"/interviews/{session.pubid}/invite?n=50").get_data(as_text=True)
    places = [page.index(name) for name in names if name in page]
    assert places == sorted(places)
    choices = [part.partition('"')[0] for part in page.split('name="choice" value="')[1:]]
    assert len(choices) == 8  # at 20 % more would help, but the limits say four and four
    answer = client.post(f"/interviews/{session.pubid}/invite", data={"choice": choices})
    assert answer.status_code == 303
    assert (first.taken, second.taken) == (4, 4)
    page = client.get(f"/interviews/{session.pubid}").get_data(as_text=True)
    assert "All slots are at their limit" in page


def test_it_says_stop_when_enough_are_coming(make, sign_in, day):
    session, first, second = day
    history(make, 95, 100, Reminder.CONFIRMED)
    for slot in (first, first, second, second):
        make.invitation(
            slot=slot,
            state=InvitationState.CONFIRMED,
            reminder=Reminder.CONFIRMED,
            application=make.application(stage=Stage.INVITED),
        )
    waiting(make, "Zina First")
    page = sign_in(make.recruiter()).get(f"/interviews/{session.pubid}").get_data(as_text=True)
    assert "Stop inviting" in page


def test_an_answer_changes_the_plan_at_once(make, sign_in, day):
    session, first, _ = day
    history(make, 90, 100, Reminder.CONFIRMED)
    history(make, 1, 50, Reminder.UNSURE)
    invitation, *_others = (
        make.invitation(slot=first, application=make.application(stage=Stage.INVITED))
        for _ in range(4)
    )
    client = sign_in(make.recruiter())

    def expected():
        page = client.get(f"/interviews/{session.pubid}/now").get_data(as_text=True)
        return float(
            page.partition("Expected to come")[2].partition("<b>")[2].partition("<")[0]
        )

    before = expected()
    url = f"/interviews/invitations/{invitation.pubid}/answer"
    assert client.post(url, data={"answer": "confirmed"}).status_code == 303
    sure = expected()
    client.post(url, data={"answer": "unsure"})
    assert before < sure
    assert expected() < sure
    client.post(url, data={"answer": "declined"})
    assert expected() < before
    assert first.taken == 3


def test_a_wave_is_taken_back_with_undo(make, sign_in, day):
    session, first, second = day
    people = waiting(make, "Zina First", "Adam Second")
    client = sign_in(make.recruiter())
    choices = [f"{person.pubid}:{first.pubid}" for person in people]
    client.post(f"/interviews/{session.pubid}/invite", data={"choice": choices})
    batch = db.session.scalar(select(Invitation.batch).limit(1))
    assert client.post(f"/interviews/waves/{batch}/undo").status_code == 303
    assert first.taken + second.taken == 0
    assert {m.state for m in db.session.scalars(select(OutboxMessage))} == {
        MessageState.CANCELLED
    }


def test_a_slot_that_has_just_filled_is_explained(make, sign_in, day):
    session, first, _ = day
    people = waiting(make, *"ABCDE")
    client = sign_in(make.recruiter())
    choices = [f"{person.pubid}:{first.pubid}" for person in people]
    answer = client.post(f"/interviews/{session.pubid}/invite", data={"choice": choices})
    assert answer.status_code == 422
    assert "has just been filled" in answer.get_data(as_text=True)
    assert first.taken == 0


@pytest.mark.parametrize("choice", ["", "x", "aaaaaaaaaaaa:bbbbbbbbbbbb", ":::", "a" * 500])
def test_nonsense_invites_nobody(make, sign_in, day, choice):
    session, *_ = day
    client = sign_in(make.recruiter())
    answer = client.post(f"/interviews/{session.pubid}/invite", data={"choice": choice})
    assert answer.status_code == 422
    assert client.get(f"/interviews/{session.pubid}/invite?n={choice}").status_code == 200


def test_a_person_is_moved_from_the_invitation_page(make, sign_in, day):
    _, first, second = day
    invitation = make.invitation(slot=first, application=make.application(stage=Stage.INVITED))
    client = sign_in(make.recruiter())
    url = f"/interviews/invitations/{invitation.pubid}"
    assert second.pubid in client.get(url).get_data(as_text=True)
    assert client.post(f"{url}/move", data={"slot": "nonsense"}).status_code == 422
    assert client.post(f"{url}/move", data={"slot": second.pubid}).status_code == 303
    assert (first.taken, second.taken) == (0, 1)
    assert client.post(f"{url}/cancel").status_code == 303
    assert client.post(f"{url}/cancel").status_code == 303  # a second click
    assert second.taken == 0
    assert client.post(f"{url}/answer", data={"answer": "confirmed"}).status_code == 422
    assert client.post(f"{url}/answer", data={"answer": "perhaps"}).status_code == 422


def test_a_cancelled_day_tells_everybody(make, sign_in, day):
    session, first, _ = day
    make.invitation(slot=first, application=make.application(stage=Stage.INVITED))
    client = sign_in(make.recruiter())
    assert client.post(f"/interviews/{session.pubid}/cancel").status_code == 303
    assert first.taken == 0
    assert client.post(f"/interviews/{session.pubid}/cancel").status_code == 303


def status(client, path):
    return client.get(path).status_code


def test_who_sees_which_day(make, sign_in, day):
    session, first, _ = day
    other = make.department(name="Logistics")
    elsewhere = make.site()
    board = f"/interviews/{session.pubid}"
    expected = {
        make.recruiter(): 200,
        make.head(): 200,
        make.head(other): 404,
        first.panel[0].person: 200,
        make.person(Role.INTERVIEWER): 404,
        make.person(Role.RECEPTIONIST, site=make.the_site): 200,
        make.person(Role.RECEPTIONIST, site=elsewhere): 404,
        make.person(Role.RECEPTIONIST): 404,
        make.person(Role.DIRECTOR): 404,
        make.person(Role.ADMIN): 404,
        make.person(Role.TRAINEE): 404,
        make.person(Role.MENTOR): 404,
    }
    for person, code in expected.items():
        client = sign_in(person)
        assert (person.name, status(client, board)) == (person.name, code)
        assert status(client, board + "/now") == code
    assert status(sign_in(make.recruiter()), "/interviews/aaaaaaaaaaaa") == 404


def test_a_receptionist_sees_only_today(make, sign_in):
    tomorrow = make.slot(starts_at=NOW + timedelta(days=1)).pool.session
    client = sign_in(make.person(Role.RECEPTIONIST, site=make.the_site))
    assert status(client, f"/interviews/{tomorrow.pubid}") == 404
    assert tomorrow.pubid not in client.get("/interviews").get_data(as_text=True)


def test_who_may_answer_for_whom(make, sign_in, day):
    session, first, _ = day
    invitation = make.invitation(slot=first, application=make.application(stage=Stage.INVITED))
    url = f"/interviews/invitations/{invitation.pubid}"
    expected = {
        make.recruiter(): (200, 303),
        make.head(): (200, 303),
        make.head(make.department()): (404, 404),
        first.panel[0].person: (404, 404),
        make.person(Role.RECEPTIONIST, site=make.the_site): (200, 303),
        make.person(Role.RECEPTIONIST, site=make.site()): (404, 404),
        make.person(Role.DIRECTOR): (404, 404),
    }
    for person, (seen, noted) in expected.items():
        client = sign_in(person)
        assert status(client, url) == seen
        assert client.post(f"{url}/answer", data={"answer": "confirmed"}).status_code == noted
        assert (status(client, f"/interviews/{session.pubid}/calls") == 200) == (seen == 200)


def test_a_head_does_not_read_the_names_of_another_department(make, sign_in, day):
    session, first, _ = day
    other = make.department()
    foreign = make.vacancy(position=make.position(department=other))
    session.pools[0].vacancies.append(foreign)
    make.invitation(
        slot=first,
        application=make.application(
            stage=Stage.INVITED, candidate=make.candidate(name="Own Person")
        ),
    )
    make.invitation(
        slot=first,
        application=make.application(
            stage=Stage.INVITED,
            vacancy=foreign,
            candidate=make.candidate(name="Foreign Person"),
        ),
    )
    page = sign_in(make.head(other)).get(f"/interviews/{session.pubid}").get_data(as_text=True)
    assert "Foreign Person" in page
    assert "Own Person" not in page
    assert "Another department" in page


def test_a_head_invites_only_own_candidates(make, sign_in, day):
    session, first, _ = day
    other = make.department()
    foreign = make.vacancy(position=make.position(department=other))
    session.pools[0].vacancies.append(foreign)
    (mine,) = waiting(make, "Own Person")
    client = sign_in(make.head(other))
    assert "Own Person" not in client.get(f"/interviews/{session.pubid}/invite").get_data(
        as_text=True
    )
    answer = client.post(
        f"/interviews/{session.pubid}/invite", data={"choice": f"{mine.pubid}:{first.pubid}"}
    )
    assert answer.status_code == 422
    assert mine.stage is Stage.TO_INVITE


def test_the_board_needs_few_statements_however_many_people(make, sign_in, day, count_queries):
    session, first, second = day
    history(make, 60, 100)
    first.limit = second.limit = 30
    for slot in (first, second):
        for _ in range(15):
            make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
    waiting(make, *[f"W{i}" for i in range(20)])
    client = sign_in(make.recruiter())
    client.get(f"/interviews/{session.pubid}/now")
    with count_queries() as statements:
        client.get(f"/interviews/{session.pubid}/now")
    assert len(statements) <= 8, statements
    with count_queries() as statements:
        client.get(f"/interviews/{session.pubid}")
    assert len(statements) <= 8, statements


def test_the_list_of_days_needs_few_statements(make, sign_in, count_queries):
    for n in range(12):
        make.slot(starts_at=NOW + timedelta(days=2 + n))
    client = sign_in(make.recruiter())
    client.get("/interviews")
    with count_queries() as statements:
        page = client.get("/interviews").get_data(as_text=True)
    assert page.count("Streaming day") >= 12
    assert len(statements) <= 7, statements


def test_a_closed_day_counts_who_came_and_is_on_the_past_list(make, sign_in, day):
    session, first, _ = day
    invitation = make.invitation(slot=first, application=make.application(stage=Stage.INVITED))
    operations.close(session, now=session.ends_at)
    client = sign_in(make.recruiter())
    page = client.get(f"/interviews/{session.pubid}").get_data(as_text=True)
    assert "Did not come" in page
    assert session.pubid in client.get("/interviews?show=past").get_data(as_text=True)
    url = f"/interviews/invitations/{invitation.pubid}/correct"
    assert client.post(url, data={"outcome": "interviewed"}).status_code == 303
    assert invitation.state is InvitationState.ARRIVED
    assert client.post(url, data={"outcome": "perhaps"}).status_code == 422


@pytest.mark.parametrize("n", [1, 2])
def test_so_few_are_awaited_that_nothing_is_said_about_them(make, sign_in, day, n):
    """No expectation, no bar beside it, and no advice from which it could be worked out."""
    session, first, _ = day
    history(make, 60, 100)
    for _ in range(n):
        make.invitation(slot=first, application=make.application(stage=Stage.INVITED))
    waiting(make, "Zina First")
    page = sign_in(make.recruiter()).get(f"/interviews/{session.pubid}").get_data(as_text=True)
    stat = page.partition("Expected to come")[2].partition("Arrived")[0]
    assert "<b>—</b>" in stat
    assert "pbar" not in stat
    assert "Invite Zina First next" in page
    assert "expected wait of everybody" not in page


def test_a_rounded_expectation_has_a_rounded_bar(make, sign_in, day):
    session, first, second = day
    history(make, 60, 100)
    for slot, n in ((first, 3), (second, 1)):
        for _ in range(n):
            make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
    page = sign_in(make.recruiter()).get(f"/interviews/{session.pubid}").get_data(as_text=True)
    stat = page.partition("Expected to come")[2].partition("Arrived")[0]
    shown = float(stat.partition("<b>")[2].partition("<")[0])
    wide = float(stat.partition('class="fg" width="')[2].partition('"')[0])
    assert (shown, wide) == (int(shown), shown * 25)


def test_who_was_just_invited_is_expected_like_anybody_not_like_the_silent(make):
    history(make, 10, 50)
    history(make, 45, 50, Reminder.CONFIRMED)
    rates, begins = show_rates(), NOW + timedelta(hours=14)

    def chance(now):
        return forecast.chance(rates, Reminder.NOT_CALLED, "", NOW, begins, now)

    assert chance(NOW + timedelta(hours=6)) == planning_rate(rates)
    later = begins - (NOW + timedelta(hours=8))
    silent = expected_rate(rates, Reminder.NOT_CALLED, "", 0, later)
    assert chance(NOW + timedelta(hours=8)) == silent != planning_rate(rates)
