"""Scorecards: one's own first, locked when submitted; the group's grid; decisions by two."""

from datetime import date

import pytest
from sqlalchemy import select

from recruit.candidates.models import Offer
from recruit.interviews.models import (
    Decision,
    DecisionState,
    Recommendation,
    Scorecard,
    Verdict,
)
from recruit.interviews.operations import decisions, desk, scorecards
from recruit.interviews.queries import scorecards as queries
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.rules.money import Money
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

ALL_FOUR = {"motivation": 4, "competence": 4, "suitability": 4}


@pytest.fixture
def group(make):
    """A group session of today: two observers, two candidates who came."""
    one, two = make.person(Role.INTERVIEWER), make.person(Role.INTERVIEWER)
    recruiter = make.recruiter()
    session = make.session(starts_at=NOW, kind="group", created_by=recruiter)
    db.session.refresh(session)
    slot = make.slot(one, two, session=session, starts_at=NOW, capacity=10, limit=20)
    invited = [
        make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
        for _ in range(2)
    ]
    arrivals = [desk.check_in(row, now=NOW, actor=recruiter) for row in invited]
    applications = [row.application for row in arrivals]
    return type("Group", (), locals())


def submit(group, who, application, **marks):
    return scorecards.save(
        group.session,
        application,
        who,
        ratings=ALL_FOUR | marks,
        recommendation=Recommendation.YES,
        comment="",
        submit=True,
        now=NOW,
    )


def test_a_draft_may_be_incomplete_but_not_a_submission(group):
    card = scorecards.save(
        group.session,
        group.applications[0],
        group.one,
        ratings={"motivation": 2},
        recommendation=None,
        comment="quiet",
        submit=False,
        now=NOW,
    )
    assert card.submitted_at is None
    with pytest.raises(Refused, match="incomplete"):
        scorecards.save(
            group.session,
            group.applications[0],
            group.one,
            ratings={"motivation": 2},
            recommendation=None,
            comment="quiet",
            submit=True,
            now=NOW,
        )


def test_a_submitted_card_is_locked_and_amended_by_adding(group):
    card = submit(group, group.one, group.applications[0])
    with pytest.raises(Refused, match="locked"):
        submit(group, group.one, group.applications[0], motivation=1)
    scorecards.amend(card, "They called back.", actor=group.one, now=NOW)
    with pytest.raises(Refused):
        scorecards.amend(card, "Me too.", actor=group.two, now=NOW)
    db.session.refresh(card)
    assert {row.criterion: row.rating for row in card.ratings} == ALL_FOUR
    assert [row.body for row in card.amendments] == ["They called back."]


def test_a_card_is_for_the_panel_and_for_somebody_who_came(group, make):
    with pytest.raises(Refused, match="not_on_panel"):
        submit(group, make.person(Role.INTERVIEWER), group.applications[0])
    with pytest.raises(Refused, match="not_here"):
        submit(group, group.one, make.application())


def test_others_marks_stay_hidden_until_all_ones_own_are_submitted(group):
    submit(group, group.two, group.applications[0], motivation=1)
    assert not queries.may_see_others(group.session, group.one)
    submit(group, group.one, group.applications[0])
    assert not queries.may_see_others(group.session, group.one), "one of two is not all"
    submit(group, group.one, group.applications[1])
    assert queries.may_see_others(group.session, group.one)
    assert queries.may_see_others(group.session, group.recruiter)


def test_the_grid_saves_submits_and_reveals(group, sign_in):
    client = sign_in(group.one)
    url = f"/interviews/{group.session.pubid}/grid"
    a, b = (row.pubid for row in group.applications)
    marks = {f"{name}-{a}": "5" for name in ALL_FOUR} | {f"recommendation-{a}": "yes"}
    partial = client.post(url, data=marks | {f"comment-{b}": "late", "submit": "1"})
    assert partial.status_code == 422
    assert "late" in partial.text, "what was typed is kept"
    assert (
        db.session.scalars(select(Scorecard).where(Scorecard.submitted_at.is_not(None))).all()
        == []
    )
    ranking = f"/interviews/{group.session.pubid}/ranking"
    assert "Submit your own marks first" in client.get(ranking).text
    marks |= {f"{name}-{b}": "3" for name in ALL_FOUR} | {f"recommendation-{b}": "no"}
    done = client.post(url, data=marks | {"submit": "1"})
    assert done.status_code == 303
    page = client.get(ranking).text
    assert page.index(group.applications[0].candidate.name) < page.index(
        group.applications[1].candidate.name
    )


def test_a_stranger_finds_no_grid(group, sign_in, make):
    client = sign_in(make.person(Role.INTERVIEWER))
    for path in ("grid", "ranking"):
        assert client.get(f"/interviews/{group.session.pubid}/{path}").status_code == 404


@pytest.fixture
def interviewed(make):
    head = make.head()
    recruiter = make.recruiter()
    application = make.application(stage=Stage.INTERVIEWED)
    return type("Interviewed", (), locals())


def terms(make):
    return decisions.Terms(
        level=1,
        pay=Money(1_200_000, "MDL"),
        site=make.the_site,
        starts_on=date(2026, 3, 16),
        expires_on=date(2026, 3, 9),
    )


def test_the_recruiter_proposes_the_head_agrees_the_offer_is_drafted(interviewed, make):
    proposal = decisions.propose(
        interviewed.application, Verdict.HIRE, "Calm.", actor=interviewed.recruiter, now=NOW
    )
    assert proposal.state is DecisionState.PROPOSED
    offer = decisions.agree(proposal, actor=interviewed.head, now=NOW, terms=terms(make))
    assert isinstance(offer, Offer)
    assert {offer.proposed_by_id, offer.agreed_by_id} == {
        interviewed.recruiter.id,
        interviewed.head.id,
    }


def test_nobody_agrees_to_their_own_proposal_not_even_with_two_roles(interviewed, make):
    both = make.person(Role.RECRUITER, Role.HIRING_MANAGER, department=make.the_department)
    proposal = decisions.propose(
        interviewed.application, Verdict.HIRE, "Me.", actor=both, now=NOW
    )
    with pytest.raises(Refused, match="same_person"):
        decisions.agree(proposal, actor=both, now=NOW, terms=terms(make))


def test_a_head_of_another_department_may_not_answer(interviewed, make):
    proposal = decisions.propose(
        interviewed.application, Verdict.REJECT, "No.", actor=interviewed.recruiter, now=NOW
    )
    stranger = make.head(department=make.department())
    with pytest.raises(Refused, match="may_not_answer"):
        decisions.agree(proposal, actor=stranger, now=NOW)


def test_a_heads_rejection_is_carried_out_at_once(interviewed):
    decisions.propose(
        interviewed.application, Verdict.REJECT, "Rude.", actor=interviewed.head, now=NOW
    )
    assert interviewed.application.stage is Stage.REJECTED


def test_a_refused_proposal_leaves_room_for_a_new_one(interviewed):
    proposal = decisions.propose(
        interviewed.application, Verdict.REJECT, "No.", actor=interviewed.recruiter, now=NOW
    )
    with pytest.raises(Refused, match="reason_missing"):
        decisions.refuse(proposal, " ", actor=interviewed.head, now=NOW)
    decisions.refuse(proposal, "I liked them.", actor=interviewed.head, now=NOW)
    assert interviewed.application.stage is Stage.INTERVIEWED
    assert decisions.propose(
        interviewed.application, Verdict.HIRE, "Yes.", actor=interviewed.recruiter, now=NOW
    )


def test_the_pages_walk_from_proposal_to_offer(interviewed, sign_in):
    url = f"/interviews/decisions/{interviewed.application.pubid}"
    client = sign_in(interviewed.recruiter)
    assert client.get(url).status_code == 200
    sent = client.post(f"{url}/propose", data={"verdict": "hire", "reason": "Calm."})
    assert sent.status_code == 303
    decision = db.session.scalars(select(Decision)).one()
    client = sign_in(interviewed.head)
    assert interviewed.application.candidate.name in client.get("/interviews/decisions").text
    answer = f"/interviews/decisions/answers/{decision.pubid}"
    bad = client.post(answer, data={"agree": "1"})
    assert bad.status_code == 422
    good = client.post(
        answer,
        data={
            "agree": "1",
            "level": "1",
            "pay": "12000",
            "site": interviewed.application.vacancy.site.pubid,
            "starts_on": "2026-03-16",
            "expires_on": "2026-03-09",
        },
    )
    assert good.status_code == 303
    assert db.session.scalars(select(Offer)).one().pay_minor == 1_200_000


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.RECEPTIONIST, Role.ADMIN, Role.MENTOR])
def test_other_roles_find_no_decisions(interviewed, sign_in, make, role):
    client = sign_in(make.person(role))
    assert client.get("/interviews/decisions").status_code == 404
    url = f"/interviews/decisions/{interviewed.application.pubid}"
    assert client.get(url).status_code == 404
    assert client.post(f"{url}/propose", data={}).status_code == 404
