"""Release by cohort, objections, certificates, and what the gate hears."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from recruit.assessments import operations
from recruit.assessments.models import Appeal, Certificate, Release
from recruit.assessments.operations import Mark
from recruit.assessments.queries import certificates, deciding, results
from recruit.assessments.queries import grading as queries
from recruit.assessments.views.certificates import WRONG
from recruit.kernel.db import db
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.permissions import Role
from recruit.notifications.models import OutboxMessage
from recruit.onboarding import operations as onboarding
from recruit.rules.releasing import written_code
from recruit.rules.sitting import AttemptState as S
from tests.conftest import NOW

DAY = timedelta(days=1)


def trainee(make, **kw):
    return make.person(Role.TRAINEE, site=make.the_site, **kw)


@pytest.fixture
def cohort(make):
    """Two papers to release and one that the director has not controlled."""
    version = make.published_version()
    papers = [
        make.graded(trainee(make, locale="en"), version=version),
        make.graded(trainee(make, locale="ro"), version=version, points=0.0),
        make.graded(trainee(make), control="all"),
    ]
    return [queries.whole(one) for one in papers]


# --- the release ------------------------------------------------------------------------------


def test_a_cohort_is_released_as_previewed_and_nobody_else(make, cohort):
    seen = results.fingerprint(*cohort)
    done = operations.release_many(cohort, seen=seen, actor=make.the_trainer, now=NOW)
    assert [one.passed for one in done] == [True, False]
    assert [one.state for one in cohort] == [S.RELEASED, S.RELEASED, S.GRADED]
    mails = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.template == "assessments/released")
    ).all()
    assert sorted(mail.locale for mail in mails) == ["en", "ro"]


def test_a_preview_with_other_marks_releases_nobody(make, cohort):
    seen = results.fingerprint(*cohort)
    operations.correct(
        cohort[2],
        cohort[2].items[0],
        Mark(points=1.0, comment="Half"),
        actor=make.the_director,
        now=NOW,
    )
    with pytest.raises(Stale):
        operations.release_many(cohort, seen=seen, actor=make.the_trainer, now=NOW)
    assert db.session.scalar(select(func.count(Release.id))) == 0


def test_the_pages_of_a_release(make, cohort, sign_in):
    client = sign_in(make.the_trainer)
    page = client.get("/grading/release").text
    assert page.count(' name="paper"') == 3
    test = cohort[0].assignment.test_version.test
    assert client.get(f"/grading/release?test={test.pubid}").text.count(' name="paper"') == 2
    assert "No result waits here" in client.get("/grading/release?from=2026-03-03").text
    assert client.get("/grading/release?until=nonsense").status_code == 200
    chosen = {"paper": [one.pubid for one in cohort]}
    page = client.get("/grading/release/preview", query_string=chosen).text
    assert "The director has not controlled this paper yet." in page
    assert "The result of" in page  # the mail, once per language
    assert 'lang="ro"' in page
    assert "Nothing was chosen" in client.get("/grading/release/preview?paper=x").text
    seen = page.partition('name="seen" value="')[2][:64]
    stale = client.post("/grading/release/cohort", data=chosen | {"seen": "0" * 64})
    assert stale.status_code == 409
    assert "Nothing was released" in stale.text
    answer = client.post("/grading/release/cohort", data=chosen | {"seen": seen})
    assert answer.status_code == 303
    assert "2 results were released" in client.get(answer.location).text
    chosen["paper"].pop()
    again = client.post("/grading/release/cohort", data=chosen | {"seen": seen})
    assert again.status_code == 303
    assert "released already" in client.get(again.location).text
    assert db.session.scalar(select(func.count(Release.id))) == 2


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "soon"])
def test_a_day_that_no_clock_could_show_filters_nothing(make, cohort, sign_in, day):
    page = sign_in(make.the_trainer).get(f"/grading/release?from={day}&until={day}")
    assert page.status_code == 200
    assert cohort[0].pubid in page.text


def test_a_control_is_confirmed_as_it_was_shown(make, sign_in):
    attempt = make.graded(control="all", points=1.0)
    client, url = sign_in(make.the_director), f"/grading/control/{attempt.pubid}"
    seen = client.get(url).text.partition('name="seen" value="')[2][:64]
    operations.correct(
        attempt,
        attempt.items[0],
        Mark(points=3.0, comment="All of it is there"),
        actor=make.person(Role.DIRECTOR),
        now=NOW,
    )
    db.session.commit()
    stale = client.post(url, data={"seen": seen})
    assert stale.status_code == 409
    assert "All of it is there" in stale.text  # both marks side by side
    assert "What the control changed" in stale.text
    seen = stale.text.partition('name="seen" value="')[2][:64]
    assert client.post(url, data={"seen": seen}).status_code == 303
    decided = client.get("/grading/control?decided=1&reason=all").text
    assert attempt.code in decided
    assert "Corrected" in decided
    assert attempt.code not in client.get("/grading/control?decided=1&reason=sample").text


def test_a_director_with_a_stake_sees_no_control(make, sign_in):
    boss = make.person(Role.DIRECTOR)
    attempt = make.graded(control="all", interests=[(boss, "mentor_bonus")])
    client = sign_in(boss)
    assert attempt.code not in client.get("/grading/control").text
    assert client.get(f"/grading/control/{attempt.pubid}").status_code == 404


# --- objections -------------------------------------------------------------------------------


def objection(make, attempt, position):
    return operations.raise_appeal(
        attempt.items[position], text="Look", actor=attempt.assignment.person, now=NOW
    )


def test_an_objection_never_lowers_a_result(make):
    attempt = make.released(points=2.0)
    appeal = objection(make, attempt, 0)
    director = make.the_director
    for given in (
        Mark(points=1.0, comment="Less"),
        Mark(points=1.99, comment="Less"),
    ):
        with pytest.raises(Refused, match="an_appeal_never_lowers"), db.session.begin_nested():
            operations.decide_appeal(appeal, given=given, reply="So", actor=director, now=NOW)
    operations.decide_appeal(
        appeal, given=Mark(points=2.5, comment="More"), reply="Yes", actor=director, now=NOW
    )
    assert attempt.percent == 90.0


def test_several_objections_are_told_together(make):
    attempt = make.released(points=0.0)  # 40 %: not passed
    first, second = objection(make, attempt, 0), objection(make, attempt, 1)
    director = make.the_director
    assert {one.id for one in deciding.open_appeals(director)} == {first.id, second.id}
    # the trainer marked the first question; the second was marked by its key
    assert [one.id for one in deciding.open_appeals(make.the_trainer)] == [second.id]
    operations.decide_appeal(
        first, given=Mark(points=3.0, comment="Yes"), reply="Yes", actor=director, now=NOW
    )
    assert (attempt.state, attempt.passed) == (S.APPEALED, False)
    assert certificates.valid(attempt) is None
    operations.decide_appeal(second, given=None, reply="No", actor=make.the_trainer, now=NOW)
    assert (attempt.state, attempt.passed) == (S.RELEASED, True)
    assert certificates.valid(attempt) is not None
    assert db.session.scalars(select(Release.why).order_by(Release.id)).all() == [
        "graded",
        "appeal",
    ]


def test_the_decider_does_not_learn_whose_paper_it_is(make, sign_in):
    attempt = make.released(points=0.0)
    appeal = objection(make, attempt, 0)
    client = sign_in(make.the_director)
    for path in ("/grading/appeals", f"/grading/appeals/{appeal.pubid}"):
        page = client.get(path).text
        assert attempt.code in page
        assert attempt.assignment.person.name not in page
    assert db.session.scalar(select(func.count(Appeal.id))) == 1


# --- certificates -----------------------------------------------------------------------------


def test_a_certificate_follows_its_result(make, sign_in):
    WRONG.__init__(WRONG.most, WRONG.within)
    attempt = make.released()
    person = attempt.assignment.person
    found = certificates.valid(attempt)
    assert len(found.code) == 20
    path = f"/tests/papers/{attempt.pubid}/certificate"
    public = f"/verify/{written_code(found.code)}"
    for reader in (person, make.the_trainer, make.the_director):
        page = sign_in(reader).get(path)
        assert page.status_code == 200
        assert person.name in page.text
        assert written_code(found.code) in page.text
    client = sign_in(trainee(make))
    assert client.get(path).status_code == 404
    client.post("/logout")
    page = client.get(public)
    assert page.status_code == 200
    assert person.name in page.text
    assert "100" not in page.text.partition("<main")[2].partition("</main")[0]  # no score
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Cache-Control"] == "no-store"
    typed = f"  {found.code[:10]} {found.code[10:]} "
    assert client.get("/verify", query_string={"code": typed}).location == public
    operations.void(attempt, reason="Wrong room", actor=make.the_trainer, now=NOW + DAY)
    db.session.commit()
    page = client.get(public)
    assert "This certificate was withdrawn" in page.text
    assert person.name not in page.text
    assert sign_in(person).get(path).status_code == 404
    assert db.session.scalar(select(func.count(Certificate.id))) == 1  # never deleted


def test_a_failed_or_untold_paper_has_no_certificate(make, sign_in):
    failed, untold = make.released(points=0.0), make.graded()
    client = sign_in(make.the_trainer)
    for attempt in (failed, untold):
        assert client.get(f"/tests/papers/{attempt.pubid}/certificate").status_code == 404


def test_guessing_codes_is_slowed_down(client, travel):
    WRONG.__init__(WRONG.most, WRONG.within)
    wrong = "/verify/" + written_code("2" * 20)
    assert [client.get(wrong).status_code for _ in range(31)] == [404] * 30 + [429]
    assert client.get("/verify/nonsense").status_code == 429
    travel(NOW + timedelta(minutes=11))
    assert client.get(wrong).status_code == 404
    assert client.get("/verify?code=abc").status_code == 422
    assert client.get("/verify/%00").status_code == 404
    WRONG.__init__(WRONG.most, WRONG.within)


# --- what the gate hears ----------------------------------------------------------------------


def test_the_gate_hears_of_every_result_that_changes(make):
    plan = make.plan()
    version = make.published_version(cooling_off_days=0, attempts=2)
    test = onboarding.assign_test(
        plan, version, due_on=(NOW + 18 * DAY).date(), actor=make.the_head(), now=NOW
    )
    assignment = results.assignments_of(plan.trainee)[0]
    first = make.sit(assignment.attempts[0], points=0.0)
    assert (test.percent, test.passed, test.attempt_ref) == (40, False, first.pubid)
    appeal = objection(make, first, 0)
    operations.decide_appeal(
        appeal,
        given=Mark(points=2.0, comment="Yes"),
        reply="Yes",
        actor=make.the_director,
        now=NOW,
    )
    assert (test.percent, test.passed) == (80, True)
    make.regrade(queries.whole(first), spare=False)
    assert (test.percent, test.passed) == (40, False)
    second = operations.retake(assignment, actor=plan.trainee, now=NOW + DAY)
    make.sit(second, points=3.0, choice="kb")
    assert (test.percent, test.attempt_ref) == (60, second.pubid)
    operations.void(second, reason="Wrong room", actor=make.the_trainer, now=NOW + DAY)
    assert (test.percent, test.passed, test.attempt_ref) == (40, False, first.pubid)
    operations.void(first, reason="Wrong room", actor=make.the_trainer, now=NOW + DAY)
    assert (test.percent, test.passed, test.released_at) == (None, None, None)
