"""A group session: who leads, seats, the reveal, the moderated round, comparing, conversions."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from recruit.candidates.models import StageChange
from recruit.interviews.models import (
    GroupSeat,
    Invitation,
    Recommendation,
    ScorecardChange,
    Verdict,
)
from recruit.interviews.operations import conversions, decisions, desk, groups, scorecards
from recruit.interviews.operations.readers import keep_readers
from recruit.interviews.queries import groups as queries
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.rules.attendance import InvitationState
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

THREE = {"motivation": 3, "competence": 3, "suitability": 3}


@pytest.fixture
def group(make):
    """A group session of now: two observers, one of them the head; three people came."""
    recruiter, head, observer = make.recruiter(), make.head(), make.person(Role.INTERVIEWER)
    session = make.session(starts_at=NOW, kind="group", created_by=recruiter)
    db.session.refresh(session)
    slot = make.slot(head, observer, session=session, starts_at=NOW, capacity=4, limit=9)
    rows = [
        make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
        for _ in range(3)
    ]
    for row in rows:
        desk.check_in(row, now=NOW, actor=recruiter)
    applications = [row.application for row in rows]
    keep_readers(applications)
    url = f"/interviews/{session.pubid}"
    return type("Group", (), locals())


def mark(group, who, application, *, submit=True, **marks):
    return scorecards.save(
        group.session,
        application,
        who,
        ratings=THREE | marks,
        recommendation=Recommendation.YES,
        comment="",
        submit=submit,
        now=NOW,
    )


def mark_all(group, who, **marks):
    return [mark(group, who, application, **marks) for application in group.applications]


def test_the_facilitator_leads_and_the_experience_is_counted(group, make, sign_in):
    stranger = make.person(Role.INTERVIEWER)
    with pytest.raises(Refused, match="not_on_panel"):
        groups.name_facilitator(group.session, stranger, actor=group.recruiter, now=NOW)
    groups.name_facilitator(group.session, group.head, actor=group.recruiter, now=NOW)
    with pytest.raises(Refused, match="not_the_facilitator"):
        groups.begin(group.session, actor=group.observer, now=NOW)
    groups.begin(group.session, actor=group.head, now=NOW)
    later = make.session(starts_at=NOW + timedelta(days=7), kind="group")
    assert queries.sessions_led([group.head.id], later) == {group.head.id: 1}
    assert queries.sessions_led([group.head.id], group.session) == {}
    db.session.commit()
    page = sign_in(group.observer).get(f"{group.url}/group").text
    assert group.head.name in page
    assert "The angry letter" in page


def test_seats_are_given_once_and_freed_by_who_leaves(group):
    groups.give_seats(group.session, actor=group.recruiter, now=NOW)
    first = dict(db.session.execute(select(GroupSeat.application_id, GroupSeat.number)).all())
    assert sorted(first.values()) == [1, 2, 3]
    desk.leave(group.rows[0].arrival, actor=group.recruiter, now=NOW)
    assert groups.give_seats(group.session, actor=group.recruiter, now=NOW) == 2
    kept = dict(db.session.execute(select(GroupSeat.application_id, GroupSeat.number)).all())
    assert kept == {who: seat for who, seat in first.items() if who != group.applications[0].id}


def test_what_is_printed_names_everybody(group, sign_in):
    groups.give_seats(group.session, actor=group.recruiter, now=NOW)
    db.session.commit()
    client = sign_in(group.recruiter)
    for page in ("tags", "seats", "agenda"):
        text = client.get(f"{group.url}/{page}").text
        names = [application.candidate.name for application in group.applications]
        assert page == "agenda" or all(name.split()[0] in text for name in names)


def test_the_round_waits_for_who_is_still_writing(group):
    with pytest.raises(Refused, match="nobody_submitted"):
        groups.open_round(group.session, actor=group.recruiter, now=NOW)
    mark_all(group, group.head)
    mark(group, group.observer, group.applications[0], submit=False)
    with pytest.raises(Refused, match="still_writing"):
        groups.open_round(group.session, actor=group.recruiter, now=NOW)
    groups.open_round(group.session, actor=group.recruiter, now=NOW, anyway=True)
    assert queries.plan_of(group.session).round_open


def test_a_mark_changes_in_the_round_only_by_its_owner_and_the_first_one_stays(group):
    card = mark_all(group, group.observer)[0]
    change = {"actor": group.observer, "now": NOW}
    with pytest.raises(Refused, match="round_not_open"):
        groups.change_mark(card, "motivation", 5, "I heard more.", **change)
    mark_all(group, group.head)
    groups.open_round(group.session, actor=group.head, now=NOW)
    with pytest.raises(Refused, match="not_on_panel"):
        groups.change_mark(card, "motivation", 5, "No.", actor=group.head, now=NOW)
    with pytest.raises(Refused, match="reason_missing"):
        groups.change_mark(card, "motivation", 5, " ", **change)
    groups.change_mark(card, "motivation", 5, "I heard more.", **change)
    groups.change_mark(card, "motivation", 4, "But not all.", **change)
    db.session.flush()
    db.session.refresh(card)
    assert (card.first_marks["motivation"], card.marks["motivation"]) == (3, 4)
    groups.close_round(group.session, actor=group.head, now=NOW)
    with pytest.raises(Refused, match="round_not_open"):
        groups.change_mark(card, "motivation", 1, "Late.", **change)
    with pytest.raises(Refused, match="round_over"):
        groups.open_round(group.session, actor=group.head, now=NOW)


def test_the_database_refuses_to_rewrite_a_change(group):
    card = mark_all(group, group.observer)[0]
    groups.open_round(group.session, actor=group.head, now=NOW)
    row = groups.change_mark(card, "motivation", 5, "Yes.", actor=group.observer, now=NOW)
    db.session.flush()
    with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
        db.session.execute(
            ScorecardChange.__table__.update()
            .where(ScorecardChange.id == row.id)
            .values(rating=1)
        )


def test_the_pages_from_the_grid_to_the_changed_ranking(group, sign_in):
    mark_all(group, group.head)
    mark(group, group.observer, group.applications[0], motivation=5)
    for application in group.applications[1:]:
        card = mark(group, group.observer, application, motivation=1)
    db.session.commit()
    client = sign_in(group.observer)
    page = client.get(f"{group.url}/ranking").text
    assert "Kendall" in page
    assert "Standardised" in page
    assert client.post(f"{group.url}/round", data={"do": "open"}).status_code == 303
    change = f"/interviews/cards/{card.pubid}/change"
    sent = {"criterion": "motivation", "rating": "4", "reason": ""}
    bad = client.post(change, data=sent)
    assert bad.status_code == 422
    assert "Say in a sentence what changed your mind." in bad.text
    assert client.post(change, data=sent | {"reason": "The exercise."}).status_code == 303
    text = client.get(f"{group.url}/round").text
    assert "The exercise." in text
    assert "was 1" in client.get(f"{group.url}/ranking").text
    first = client.get(f"{group.url}/ranking?marks=first&by=borda").text
    assert "before the moderated round" in first
    client = sign_in(group.head)
    assert client.post(change, data=sent | {"reason": "Mine?"}).status_code == 404


def test_before_ones_own_marks_the_round_and_the_comparison_show_nothing(group, sign_in):
    mark_all(group, group.head, motivation=5)
    db.session.commit()
    client = sign_in(group.observer)
    assert "Submit your own marks first" in client.get(f"{group.url}/round").text
    query = "&".join(f"application={one.pubid}" for one in group.applications)
    page = client.get(f"/interviews/compare?{query}").text
    assert "hidden until you submit your own" in page
    assert "5.0" not in page
    mark(group, group.observer, group.applications[0])
    db.session.commit()
    assert "5.0" not in client.get(f"/interviews/compare?{query}").text, (
        "one of three is not all"
    )


def test_two_to_four_of_one_vacancy_are_compared(group, sign_in, make):
    mark_all(group, group.head, motivation=5)
    mark(group, group.observer, group.applications[0], motivation=2)
    other = make.application(vacancy=make.vacancy())
    db.session.commit()
    client = sign_in(group.recruiter)
    a, b, _c = (one.pubid for one in group.applications)
    page = client.get(f"/interviews/compare?application={a}&application={b}").text
    assert "3.5" in page
    assert "highest" in page
    assert "Choose two to four" in client.get(f"/interviews/compare?application={a}").text
    for strange in (other.pubid, "zzzzzzzzzzzz", "1"):
        answer = client.get(f"/interviews/compare?application={a}&application={strange}")
        assert answer.status_code == 404
    stranger = sign_in(make.person(Role.INTERVIEWER))
    assert (
        stranger.get(f"/interviews/compare?application={a}&application={b}").status_code == 404
    )


@pytest.fixture
def individual(make, group):
    session = make.session(starts_at=NOW + timedelta(days=2), created_by=group.recruiter)
    db.session.refresh(session)
    return make.slot(
        make.person(Role.INTERVIEWER),
        session=session,
        starts_at=NOW + timedelta(days=2),
        limit=2,
    )


def on(group, choices):
    return conversions.invite_on(
        group.session, choices, actor=group.recruiter, now=NOW, due_at=NOW
    )


def test_the_best_are_invited_on_and_both_steps_are_recorded(group, individual):
    best, second, third = group.applications
    with pytest.raises(Refused, match="not_interviewed"):
        on(group, [(best, individual)])
    desk.finish_group(group.session, actor=group.head, now=NOW)
    decisions.propose(third, Verdict.HIRE, "Now.", actor=group.recruiter, now=NOW)
    with pytest.raises(Refused, match="open_proposal"):
        on(group, [(third, individual)])
    on(group, [(best, individual), (second, individual)])
    db.session.refresh(individual)
    assert individual.taken == 2
    steps = db.session.scalars(
        select(StageChange)
        .where(StageChange.application_id == best.id)
        .order_by(StageChange.id)
    ).all()
    assert [row.to_stage for row in steps][-3:] == [
        Stage.INTERVIEWED,
        Stage.TO_INVITE,
        Stage.INVITED,
    ]
    open_ones = db.session.scalars(
        select(Invitation).where(
            Invitation.application_id == best.id, Invitation.closed_at.is_(None)
        )
    ).all()
    assert [row.slot for row in open_ones] == [individual]


def test_a_full_slot_invites_nobody_on(group, individual):
    desk.finish_group(group.session, actor=group.head, now=NOW)
    with pytest.raises(Refused, match="slot_full"), db.session.begin_nested():
        on(group, [(one, individual) for one in group.applications])
    db.session.expire_all()
    assert all(one.stage is Stage.INTERVIEWED for one in group.applications)


def test_the_page_invites_on_with_undo(group, individual, sign_in):
    mark_all(group, group.head)
    desk.finish_group(group.session, actor=group.head, now=NOW)
    db.session.commit()
    client, who = sign_in(group.head), group.applications[0]
    page = f"{group.url}/invite-on"
    assert who.candidate.name in client.get(f"{page}?application={who.pubid}").text
    without = client.post(page, data={"application": who.pubid})
    assert without.status_code == 422
    sent = client.post(
        page, data={"application": who.pubid, f"slot-{who.pubid}": individual.pubid}
    )
    assert sent.status_code == 303
    assert who.stage is Stage.INVITED


def test_people_of_a_full_day_move_into_a_group_session(group, make, sign_in):
    day = make.session(starts_at=NOW + timedelta(days=1), created_by=group.recruiter)
    db.session.refresh(day)
    crowded = make.slot(
        make.person(Role.INTERVIEWER), session=day, starts_at=NOW + timedelta(days=1), limit=5
    )
    coming = make.session(starts_at=NOW + timedelta(days=3), kind="group")
    seats = make.slot(
        group.head, session=coming, starts_at=NOW + timedelta(days=3), capacity=5, limit=2
    )
    rows = [
        make.invitation(slot=crowded, application=make.application(stage=Stage.INVITED))
        for _ in range(3)
    ]
    db.session.commit()
    client = sign_in(group.recruiter)
    page = f"/interviews/{day.pubid}/move-to-group"
    assert rows[0].application.candidate.name in client.get(page).text
    everybody = {"slot": seats.pubid, "invitation": [row.pubid for row in rows]}
    full = client.post(page, data=everybody)
    assert full.status_code == 422
    assert {row.slot_id for row in rows} == {crowded.id}, "all or nobody"
    two = client.post(page, data=everybody | {"invitation": [row.pubid for row in rows[:2]]})
    assert two.status_code == 303
    db.session.expire_all()
    assert [row.slot_id == seats.id for row in rows] == [True, True, False]
    assert (crowded.taken, seats.taken) == (1, 2)
    assert rows[0].state in (InvitationState.SENT, InvitationState.CONFIRMED)
    with pytest.raises(Refused, match="no_group_session"):
        conversions.to_group([rows[2]], crowded, actor=group.recruiter, now=NOW)
