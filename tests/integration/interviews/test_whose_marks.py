"""Marks of others: not of another pool, not before one's own, whatever other role one has."""

import pytest

from recruit.interviews.models import Pool, Recommendation
from recruit.interviews.operations import desk, scorecards
from recruit.interviews.queries import scorecards as queries
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.rules.attendance import InvitationState
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

THREE = {"motivation": 3, "competence": 3, "suitability": 3}


def mark(invitation, who):
    scorecards.save(
        invitation.slot.pool.session,
        invitation.application,
        who,
        ratings=THREE,
        recommendation=Recommendation.YES,
        comment="between us",
        submit=True,
        now=NOW,
    )


def comes(make, slot, name, **kw):
    application = make.application(
        stage=Stage.INVITED, candidate=make.candidate(name=name), **kw
    )
    invitation = make.invitation(slot=slot, application=application)
    desk.check_in(invitation, now=NOW, actor=make.recruiter())
    assert invitation.state is InvitationState.ARRIVED
    return invitation


@pytest.fixture
def two_pools(make):
    """A day for two vacancies of two departments, each with an interviewer and one person."""
    session = make.session(starts_at=NOW)
    mine, theirs = make.person(Role.INTERVIEWER), make.person(Role.INTERVIEWER)
    vacancy = make.vacancy(department=make.department())
    pool = Pool(session=session, vacancies=[vacancy])
    make.add(pool)
    here = comes(make, make.slot(mine, session=session, starts_at=NOW), "Own Olga")
    there = make.slot(theirs, pool=pool, starts_at=NOW)
    other = comes(make, there, "Other Otto", vacancy=vacancy)
    mark(here, mine)
    mark(other, theirs)
    return type("TwoPools", (), locals())


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.HIRING_MANAGER])
def test_the_ranking_of_a_day_names_only_ones_own_people(two_pools, make, sign_in, role):
    person = two_pools.mine if role is Role.INTERVIEWER else make.head()
    page = sign_in(person).get(f"/interviews/{two_pools.session.pubid}/ranking").text
    assert "Own Olga" in page
    assert "Other Otto" not in page
    whole = sign_in(make.recruiter()).get(f"/interviews/{two_pools.session.pubid}/ranking")
    assert "Other Otto" in whole.text


@pytest.mark.parametrize("second", [Role.RECRUITER, Role.DIRECTOR])
def test_another_role_does_not_open_marks_before_ones_own(make, sign_in, second):
    both, observer = make.person(Role.INTERVIEWER, second), make.person(Role.INTERVIEWER)
    session = make.session(starts_at=NOW, kind="group")
    db.session.refresh(session)
    slot = make.slot(both, observer, session=session, starts_at=NOW, capacity=4, limit=4)
    invitation = comes(make, slot, "Own Olga")
    mark(invitation, observer)
    url = f"/interviews/decisions/{invitation.application.pubid}"
    assert "3.0" not in sign_in(both).get(url).text
    assert not queries.may_see_others(session, both)
    assert queries.cards_of(invitation.application, both) == ([], True)
    mark(invitation, both)
    assert "3.0" in sign_in(both).get(url).text
    assert queries.may_see_others(session, both)
