"""The pages of measured rates: everything with its n, nobody with a number beside them."""

from datetime import timedelta

import pytest

from recruit.interviews import jobs
from recruit.interviews.models import Arrival, SessionState
from recruit.interviews.queries import rates
from recruit.interviews.queries.breakdowns import breakdowns
from recruit.interviews.queries.calibration import kept_forecasts
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.organization.queries import organization
from recruit.rules.attendance import ArrivalState, InvitationState, Reminder
from tests.conftest import NOW

CAME, AWAY = InvitationState.ARRIVED, InvitationState.NO_SHOW
MONDAY = NOW - timedelta(days=28)


@pytest.fixture
def history(make):
    """Ten people over two closed Mondays at nine: eight came, one of them late."""
    channel = make.channel(name="Job fair")
    promotion = make.promotion(channel=channel)
    for week in (0, 7):
        slot = make.slot(starts_at=MONDAY + timedelta(days=week), capacity=2, limit=5)
        session = slot.pool.session
        session.site.zone = "Europe/Bucharest"
        for i in range(5):
            invitation = make.invitation(
                slot=slot,
                state=CAME if i else AWAY,
                reminder=Reminder.CONFIRMED,
                created_at=slot.starts_at - timedelta(days=2),
                application=make.application(promotion=promotion),
                expected_p=0.75,
                expected_for=slot.starts_at,
            )
            if i:
                make.add(
                    Arrival(
                        session=session,
                        pool=slot.pool,
                        invitation=invitation,
                        application=invitation.application,
                        state=ArrivalState.DONE,
                        due_at=slot.starts_at,
                        arrived_at=slot.starts_at + timedelta(minutes=6 if i == 4 else -i),
                    )
                )
        session.state, session.closed_at = SessionState.CLOSED, slot.starts_at
        slot.pool.forecast_mean, slot.pool.forecast_low, slot.pool.forecast_high = 3.75, 3, 5
        slot.pool.forecast_at = slot.starts_at
    db.session.flush()


def test_the_page_explains_a_rate_in_one_sentence_with_every_n(client, make, sign_in, history):
    sign_in(make.recruiter())
    page = client.get("/interviews/rates?answer=confirmed&channel=Job+fair&before=1-2").text
    assert "of everybody 8 of 10 came" in page
    assert "of those with the answer “Confirmed” 8 of 10 came" in page
    assert "of those among them from “Job fair” 8 of 10" in page
    assert "11:00" in page  # the slot's hour on the site's clock
    assert "default, not measured" in page
    assert "after the start of the slot, of 8 arrivals" in page


def test_the_forecasts_are_held_against_what_happened(client, make, sign_in, history):
    sign_in(make.person(Role.DIRECTOR))
    found = kept_forecasts(NOW)
    assert (found.scores.n, found.expected, found.came) == (10, 7.5, 8)
    assert found.scores.brier == pytest.approx((8 * 0.25**2 + 2 * 0.75**2) / 10)
    assert (found.days_inside, found.days) == (2, 2)
    page = client.get("/interviews/rates/forecasts").text
    assert "100% (2 of 2)" in page or "2 of 2" in page


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("reminder", "confirmed,8,10,0.8000,"),
        ("channel", "Job fair,8,10,0.8000,"),
        ("lead_time", "1-2,8,10,"),
        ("weekday", "0,8,10,"),
        ("hour", "11,8,10,"),
        ("vacancy", ",8,10,"),
        ("bins", "3,0.7500,"),
        ("months", "2026-02,10,7.5,8,"),
    ],
)
def test_every_table_is_a_file_too(client, make, sign_in, history, table, line):
    sign_in(make.recruiter())
    answer = client.get(f"/interviews/rates.csv?table={table}")
    assert answer.mimetype == "text/csv"
    assert line in answer.text


@pytest.mark.parametrize(
    "address",
    ["rates.csv?table=x", "rates?answer=x", "rates?channel=x", "rates?before=x"],
)
def test_an_unknown_table_or_rate_is_not_found(client, make, sign_in, address):
    sign_in(make.recruiter())
    assert client.get(f"/interviews/{address}").status_code == 404


def test_the_answer_before_history_weighs_what_the_recruiter_says(client, make, sign_in):
    sign_in(make.recruiter())
    assert "as nobody was asked" in client.get("/interviews/rates").text
    answer = client.post("/interviews/rates", data={"of_ten": "3", "weight": "8"})
    assert answer.status_code == 303
    table, sources = rates.learned()
    assert (table.prior.p, table.prior.weight, sources.prior_weight) == (0.3, 8, 8)
    assert organization().prior_weight == 8
    assert "your own answer of 3 in ten" in client.get("/interviews/rates").text
    wrong = client.post("/interviews/rates", data={"of_ten": "3", "weight": "80"})
    assert wrong.status_code == 422


def test_a_head_finds_only_the_vacancies_of_their_departments(make, history):
    mine = breakdowns(make.head(make.the_department), NOW)
    theirs = breakdowns(make.head(make.department()), NOW)
    assert [(row.shows, row.n) for row in mine.vacancies] == [(8, 10)]
    assert theirs.vacancies == ()
    assert theirs.weekdays == mine.weekdays  # rates of the company, of no vacancy


def test_the_statements_do_not_grow_with_the_history(
    client, make, sign_in, history, count_queries
):
    sign_in(make.recruiter())
    client.get("/interviews/rates")
    with count_queries() as first:
        client.get("/interviews/rates")
    for _ in range(3):
        make.invitation(
            slot=make.slot(starts_at=MONDAY), state=CAME
        ).slot.pool.session.state = SessionState.CLOSED
    jobs.learn_shock(NOW)
    db.session.flush()
    with count_queries() as second:
        client.get("/interviews/rates")
    assert len(second) <= len(first)


def test_the_forecast_of_a_single_person_is_in_no_table(make):
    slot = make.slot(starts_at=NOW, limit=3)
    slot.pool.session.state = SessionState.CLOSED
    for n, (told, state) in enumerate([(0, "arrived"), (0, "no_show"), (3, "arrived")], 1):
        make.invitation(slot=slot, state=state, expected_p=0.4, closed_at=NOW)
        db.session.flush()
        found = kept_forecasts(NOW + timedelta(days=1))
        assert (found.scores.n, len(found.scores.bins)) == (told, told // 3), n
