"""The report of interview days: sums with their n, within one's own reach."""

from datetime import timedelta

import pytest

from recruit.interviews.models import Arrival, SessionState
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.organization.operations import the_company
from recruit.reports.interviewing import interview_yield
from recruit.rules.attendance import ArrivalState, InvitationState
from recruit.rules.money import Money
from tests.conftest import NOW

START = NOW - timedelta(days=14)
SINCE = (NOW - timedelta(days=365)).date()
CAME, AWAY = InvitationState.ARRIVED, InvitationState.NO_SHOW


@pytest.fixture
def day(make):
    """A closed day: two slots of 30 minutes for one interviewer, ten invited, three came, all
    in the first slot; two were interviewed, the second after 30 minutes, one was turned away."""
    vacancy = make.vacancy()
    promotion = make.promotion(
        vacancy=vacancy, cost_minor=90_00, currency="EUR", from_on=START.date()
    )
    session = make.session(starts_at=START, vacancies=[vacancy])
    pool = session.pools[0]
    first, second = (
        make.slot(pool=pool, starts_at=START + timedelta(minutes=m), limit=6) for m in (0, 30)
    )
    for i in range(10):
        invitation = make.invitation(
            slot=first if i < 6 else second,
            state=CAME if i < 3 else AWAY,
            application=make.application(vacancy=vacancy, promotion=promotion),
            expected_p=0.3 if i % 2 else 0.6,
            expected_for=START,
        )
        if i < 3:
            wait = timedelta(minutes=(0, 30, 60)[i])
            make.add(
                Arrival(
                    session=session,
                    pool=pool,
                    invitation=invitation,
                    application=invitation.application,
                    state=ArrivalState.TURNED_AWAY if i == 2 else ArrivalState.DONE,
                    due_at=START,
                    arrived_at=START - timedelta(minutes=4),
                    started_at=None if i == 2 else START + wait,
                    ended_at=START + wait + timedelta(minutes=20),
                )
            )
    session.state, session.closed_at = SessionState.CLOSED, START + timedelta(hours=2)
    db.session.flush()
    return vacancy


def test_the_figures_of_a_day(make, day):
    found = interview_yield(make.recruiter(), SINCE, NOW)
    assert (found.meetings, found.away, found.gain.days) == (2, 1, 1)
    assert found.spent == (Money(90_00, "EUR"),)
    assert found.gain.one_by_one == pytest.approx(2 * 3 / 10)
    assert found.gain.more == pytest.approx(1.4)
    assert found.idle_minutes == 0
    assert found.waits == (0, 30, 80)
    assert [(third.n, third.mean) for third in found.thirds] == [(1, 30), (0, 0), (2, 40)]
    assert found.totals()[0].per(found.meetings) == Money(45_00, "EUR")


def test_idle_time_has_a_price_once_it_is_set(make, day):
    the_company().interviewer_hour_minor = 12_00
    make.slot(
        pool=make.session(starts_at=START, vacancies=[day]).pools[0], starts_at=START
    ).pool.session.state = SessionState.CLOSED
    db.session.flush()
    found = interview_yield(make.recruiter(), SINCE, NOW)
    assert (found.idle_minutes, found.idle_cost) == (30, Money(6_00, "EUR"))
    assert found.totals() == [Money(96_00, "EUR")]


def test_a_head_counts_their_own_departments_only(make, day):
    outsider = make.head(make.department())
    assert interview_yield(outsider, SINCE, NOW).meetings == 0
    assert interview_yield(make.head(day.department), SINCE, NOW).meetings == 2


def test_the_page_says_how_it_compares_and_names_nobody(client, make, sign_in, day):
    sign_in(make.person(Role.DIRECTOR))
    page = client.get("/reports/interviews").text
    assert "one person been invited to each place, 2 in all" in page
    assert "30% (3 of 10)" in page
    assert client.get("/reports/interviews.csv").status_code == 404
    assert client.get("/reports/interviews?days=7").status_code == 400
    assert "No interview day was closed" not in client.get("/reports/interviews?days=30").text


def test_the_months_and_the_waits_are_files(client, make, sign_in, day):
    sign_in(make.recruiter())
    assert "2026-02,1,2,10,3,2,0,3,30" in client.get("/reports/interviews.csv").text
    assert "\n5,1" in client.get("/reports/interviews.csv?table=waits").text


def test_the_statements_do_not_grow_with_the_days(client, make, sign_in, day, count_queries):
    sign_in(make.recruiter())
    client.get("/reports/interviews")
    with count_queries() as first:
        client.get("/reports/interviews")
    for back in range(1, 4):
        session = make.session(starts_at=START - timedelta(days=back), vacancies=[day])
        make.slot(pool=session.pools[0], starts_at=START - timedelta(days=back))
        session.state = SessionState.CLOSED
    db.session.flush()
    with count_queries() as second:
        client.get("/reports/interviews")
    assert len(second) == len(first)
