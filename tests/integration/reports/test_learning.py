"""Test results beside later performance: right, hidden under ten, within reach, no person."""

import csv
import io
from datetime import date, timedelta

import pytest

from recruit.assessments import operations as assessments
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.onboarding.models import PlanTest, ReadinessReview
from recruit.reports.learning import Measure, results_and_later
from recruit.rules.learning import link
from recruit.rules.onboarding.states import ActivityKind, Readiness
from recruit.rules.sitting import AttemptState
from tests.conftest import NOW

PERCENTS = [40, 55, 58, 60, 64, 70, 71, 75, 80, 84, 90, 97]
CALLS = [10, 14, 9, 20, 15, 22, 18, 26, 20, 30, 25, 33]


@pytest.fixture
def grow(make):
    version = make.published_version()

    def add(numbers):
        for number in numbers:
            plan = make.plan()
            given = assessments.assign(
                version,
                plan.employment.person,
                due_on=date(2026, 3, 20),
                interests=(),
                assigned_by=make.the_trainer,
                now=NOW,
            )
            attempt = given.attempts[0]
            attempt.state, attempt.percent = AttemptState.RELEASED, float(PERCENTS[number])
            make.add(
                PlanTest(
                    plan=plan,
                    assignment_ref=given.pubid,
                    title="T",
                    due_on=date(2026, 3, 20),
                    assigned_at=NOW,
                )
            )
            stage = plan.stages[3]
            stage.opened_at, stage.starts_on = NOW, NOW.date()
            for kind, n, on, known in (
                (ActivityKind.CALL, CALLS[number], 0, NOW),
                (ActivityKind.MEETING, 2, 0, NOW),
                (ActivityKind.CALL, CALLS[number] + 2, 1, NOW),
                (ActivityKind.CALL, 500, 2, None),  # nobody confirmed these
                (ActivityKind.CALL, 500, -1, NOW),  # before the stage
            ):
                on = NOW.date() + timedelta(days=on)
                by = make.the_head() if known else None
                make.entry(
                    plan,
                    kind=kind,
                    count=n,
                    on=on,
                    verified_at=known,
                    confirmed_by=by,
                    confirmed_at=known,
                )
            review = NOW + timedelta(days=150 - PERCENTS[number])
            make.add(
                ReadinessReview(
                    plan=plan, result=Readiness.READY, figures={}, by=make.the_head(), at=review
                )
            )
        db.session.flush()
        return version.test

    return add


def test_results_are_set_beside_what_came_later(make, grow, client, sign_in):
    test = grow(range(12))
    director = make.person(Role.DIRECTOR)
    (line,) = results_and_later(director)
    found = {one.measure: one for one in line.measures}
    assert (line.test, line.people, line.missing) == (test, 12, 0)
    activity = found[Measure.ACTIVITY]
    expected = link([(p, c + 2.0) for p, c in zip(PERCENTS, CALLS, strict=True)])
    assert activity.link.r == pytest.approx(expected.r) and not activity.link.says_nothing
    assert [group.n for group in activity.groups] == [6, 6]
    assert found[Measure.READINESS].link.r == pytest.approx(-1, abs=0.01)
    assert (found[Measure.BONUS].n, found[Measure.BONUS].missing) == (0, 10)
    sign_in(director)
    page = client.get("/reports/learning").get_data(as_text=True)
    assert "People with better results are more active." in page
    assert "n = 12" in page
    rows = csv.DictReader(
        io.StringIO(client.get("/reports/learning.csv").get_data(as_text=True).lstrip("\ufeff"))
    )
    assert {row["measure"] for row in rows} == {"activity", "readiness"}


def test_nine_people_are_hidden_on_the_page_and_in_the_file(make, grow, client, sign_in):
    grow(range(9))
    sign_in(make.person(Role.DIRECTOR))
    page = client.get("/reports/learning").get_data(as_text=True)
    assert "1 more person is needed" in page and "Correlation" not in page
    assert len(client.get("/reports/learning.csv").get_data(as_text=True).splitlines()) == 1


def test_a_head_counts_the_own_department_only(make, grow):
    grow(range(2))
    assert [line.people for line in results_and_later(make.the_head())] == [2]
    stranger = make.person(Role.HIRING_MANAGER, department=make.department())
    assert results_and_later(stranger) == []
