"""Every page as every role: who may read, who gets 404, and what the buttons do."""

from datetime import date, timedelta

import pytest

from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.onboarding import operations
from recruit.onboarding.models import OnboardingPlan
from recruit.rules.onboarding.states import (
    ActivityKind,
    Outcome,
    PlanState,
    RolePlayKind,
    StageState,
    TaskState,
)
from tests.conftest import NOW


@pytest.fixture
def plan(make):
    plan = make.plan()
    make.mentoring(plan)
    return plan


def people(make, plan):
    """Everybody who could knock at the door, by name."""
    other = make.department()
    return {
        "trainee": plan.trainee,
        "mentor": _mentor_of(plan),
        "head": make.the_head(),
        "recruiter": make.recruiter(),
        "director": make.person(Role.DIRECTOR),
        "admin": make.person(Role.ADMIN),
        "receptionist": make.person(Role.RECEPTIONIST),
        "trainer": make.person(Role.TRAINER),
        "other_head": make.head(other),
        "other_mentor": make.mentor(),
        "other_trainee": make.plan(state=PlanState.PREBOARDING).trainee,
    }


def _mentor_of(plan):
    from recruit.onboarding.queries import plans

    return plans.around(plan).mentor


AROUND = {"trainee", "mentor", "head", "recruiter", "director"}


@pytest.mark.parametrize(
    ("tail", "allowed"),
    [
        ("", AROUND),
        ("/log", AROUND),
        ("/training", AROUND),
        ("/talks", AROUND),
        ("/prospects.csv", AROUND),
        ("/manage", {"head", "recruiter", "director"}),
        ("/mentor", {"head", "recruiter", "director"}),
        ("/test", {"head", "recruiter", "director"}),
        ("/role-plays/new", {"mentor", "head", "recruiter"}),
    ],
)
def test_only_those_around_a_plan_read_it(client, make, plan, sign_in, tail, allowed):
    pubid = plan.pubid
    for name, person in people(make, plan).items():
        answer = sign_in(person).get(f"/onboarding/plans/{pubid}{tail}")
        assert answer.status_code == (200 if name in allowed else 404), (name, tail)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/onboarding/my-day", {"trainee", "other_trainee"}),
        ("/onboarding/trainees", {"mentor", "other_mentor"}),
        ("/onboarding/gates", {"head", "director", "other_head"}),
        ("/onboarding/plans", {"head", "recruiter", "director", "other_head"}),
        ("/onboarding/plans/new", {"head", "recruiter", "director", "other_head"}),
        (
            "/onboarding/bonuses",
            {"head", "recruiter", "director", "other_head", "mentor", "other_mentor"},
        ),
        ("/programs", {"head", "recruiter", "director", "other_head"}),
    ],
)
def test_each_role_has_its_own_pages(client, make, plan, sign_in, path, allowed):
    for name, person in people(make, plan).items():
        assert sign_in(person).get(path).status_code == (200 if name in allowed else 404), name


def test_everybody_signed_in_sees_their_own_tasks_and_nobody_elses(client, make, plan, sign_in):
    task = make.plan_task(plan, "Meet the team")
    path = f"/onboarding/tasks/{task.pubid}"
    for name, person in people(make, plan).items():
        visitor = sign_in(person)
        assert visitor.get("/onboarding/tasks").status_code == 200
        assert visitor.get(path).status_code == (200 if name in AROUND else 404), name


def test_the_gate_page_is_read_by_those_around_the_plan(client, make, plan, sign_in):
    path = f"/onboarding/stages/{plan.stages[0].pubid}"
    for name, person in people(make, plan).items():
        assert sign_in(person).get(path).status_code == (200 if name in AROUND else 404), name


def test_strangers_are_sent_to_the_login(client, make, plan):
    db.session.commit()
    assert client.get(f"/onboarding/plans/{plan.pubid}").status_code in (302, 303)


def test_a_trainee_hands_in_and_the_mentor_accepts(client, make, plan, sign_in):
    task = make.plan_task(plan, "Meet the team")
    url, mentor = f"/onboarding/tasks/{task.pubid}", _mentor_of(plan)
    empty = sign_in(plan.trainee).post(f"{url}/submit", data={"version": task.version})
    assert empty.status_code == 422
    assert "Write down what is asked for" in empty.text
    client.post(f"{url}/submit", data={"content": "Ana: prices"})
    assert task.state is TaskState.SUBMITTED
    returned = sign_in(mentor).post(f"{url}/give_back", data={"reason": ""})
    assert returned.status_code == 422
    client.post(f"{url}/accept", data={"version": task.version})
    assert task.state is TaskState.ACCEPTED


def test_a_stale_form_is_a_409(client, make, plan, sign_in):
    task = make.plan_task(plan, "Sign in everywhere")
    db.session.commit()
    answer = sign_in(plan.trainee).post(
        f"/onboarding/tasks/{task.pubid}/submit", data={"version": task.version + 7}
    )
    assert answer.status_code == 409


def test_a_tap_on_my_day_counts_and_can_be_taken_back(client, make, plan, sign_in):
    url = f"/onboarding/plans/{plan.pubid}/log"
    visitor = sign_in(plan.trainee)
    for _ in range(3):
        assert visitor.post(url, data={"kind": "call", "from": "my-day"}).status_code == 303
    page = visitor.get("/onboarding/my-day").text
    assert "<b>3</b>" in page
    from recruit.onboarding.queries import records

    entry = records.entries(plan)[0]
    visitor.post(f"/onboarding/entries/{entry.pubid}/take-back?count=1")
    assert records.counted_on(plan, date(2026, 3, 2)) == {ActivityKind.CALL: 2}


def test_a_mentor_may_not_tap_for_the_trainee(client, make, plan, sign_in):
    url = f"/onboarding/plans/{plan.pubid}/log"
    assert sign_in(_mentor_of(plan)).post(url, data={"kind": "call"}).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "x"},
        {"kind": "call", "count": "-1"},
        {"kind": "call", "count": "9" * 30},
        {"kind": "call", "on": "1066-10-14"},
        {"kind": "call", "on": "9999-12-31"},
        {"kind": "call", "on": "rubbish"},
        {"kind": "contract", "amount": "1e99"},
        {"kind": "contract", "amount": "NaN"},
        {"kind": "contract", "amount": "-Infinity"},
        {"kind": "call\x00"},
    ],
)
def test_nonsense_in_the_log_is_refused_with_a_reason(client, plan, sign_in, data):
    answer = sign_in(plan.trainee).post(f"/onboarding/plans/{plan.pubid}/log", data=data)
    assert answer.status_code == 422


def test_the_gate_page_explains_why_a_pass_is_refused(client, make, plan, sign_in):
    make.finish_tasks(plan, 1)
    operations.decide(plan.stages[0], Outcome.PASS, actor=make.the_head(), now=NOW)
    make.finish_tasks(plan, 2)
    stage = plan.stages[1]
    url = f"/onboarding/stages/{stage.pubid}/decide"
    answer = sign_in(make.the_head()).post(url, data={"outcome": "pass", "reason": "kept"})
    assert answer.status_code == 422
    assert "Not every criterion is met" in answer.text
    assert "kept" in answer.text
    answer = client.post(url, data={"outcome": "retake", "reason": "calls", "days": "2"})
    assert answer.status_code == 303
    assert stage.attempts == 2


def test_a_mentor_accepts_on_the_page_and_hears_when_full(client, make, plan, sign_in):
    mentor = make.mentor(capacity=1)
    first = make.plan(state=PlanState.PREBOARDING)
    second = make.plan(state=PlanState.PREBOARDING)
    one = operations.propose(first, mentor, "why", actor=make.the_head(), now=NOW)
    two = operations.propose(second, mentor, "why", actor=make.the_head(), now=NOW)
    visitor = sign_in(mentor)
    assert "Will you be the mentor?" in visitor.get("/onboarding/trainees").text
    assert visitor.post(f"/onboarding/mentoring/{one.pubid}/accept").status_code == 303
    full = visitor.post(f"/onboarding/mentoring/{two.pubid}/accept")
    assert full.status_code == 422
    assert "All places of this mentor are taken" in full.text


def test_nobody_answers_for_another_mentor(client, make, plan, sign_in):
    mentor = make.mentor()
    other = make.plan(state=PlanState.PREBOARDING)
    proposal = operations.propose(other, mentor, "why", actor=make.the_head(), now=NOW)
    for person in (make.mentor(), make.the_head(), make.recruiter()):
        answer = sign_in(person).post(f"/onboarding/mentoring/{proposal.pubid}/accept")
        assert answer.status_code == 404


def test_an_exit_is_signed_on_the_gate_page(client, make, plan, sign_in):
    stage, recruiter = plan.stages[0], make.recruiter()
    url = f"/onboarding/stages/{stage.pubid}"
    data = {"outcome": "exit", "reason": "the work does not suit"}
    assert sign_in(make.the_head()).post(f"{url}/decide", data=data).status_code == 303
    assert client.post(f"{url}/cosign", data={"agreed": "yes"}).status_code == 404
    assert "does not suit" in sign_in(recruiter).get(url).text
    assert "does not suit" not in sign_in(plan.trainee).get(url).text
    sign_in(recruiter).post(f"{url}/cosign", data={"agreed": "yes"})
    assert plan.state is PlanState.EXITED
    assert stage.state is StageState.FAILED


def test_a_role_play_is_recorded_with_marks(client, make, plan, sign_in):
    url = f"/onboarding/plans/{plan.pubid}/role-plays/new"
    data = {"kind": "practice", "held_on": "2026-03-02", "scenario": "A baker", "passed": "yes"}
    visitor = sign_in(_mentor_of(plan))
    assert visitor.post(url, data=data).status_code == 422
    marks = dict.fromkeys(("contact", "need", "offer", "objections", "closing"), "4")
    assert visitor.post(url, data=data | marks).status_code == 303
    assert "A baker" in visitor.get(f"/onboarding/plans/{plan.pubid}/training").text


def test_the_first_assessors_comment_stays_hidden_from_the_second(client, make, plan, sign_in):
    marks = dict.fromkeys(("contact", "need", "offer", "objections", "closing"), 4)
    role_play = operations.hold(
        plan, RolePlayKind.FINAL, scenario="x", held_on=date(2026, 3, 2), ratings=marks,
        passed=True, comment="splendid close", actor=_mentor_of(plan), now=NOW,
    )  # fmt: skip
    page = sign_in(make.the_head()).get(f"/onboarding/plans/{plan.pubid}/training").text
    assert "splendid close" not in page
    data = dict.fromkeys(marks, "3") | {"passed": "yes"}
    client.post(f"/onboarding/role-plays/{role_play.pubid}/mark", data=data)
    page = client.get(f"/onboarding/plans/{plan.pubid}/training").text
    assert "splendid close" in page


def test_private_notes_are_seen_by_their_writer_only(client, make, plan, sign_in):
    from recruit.onboarding.queries import records

    talk = records.check_ins(plan)[0]
    url = f"/onboarding/check-ins/{talk.pubid}"
    data = {"notes": "shared words", "private_notes": "hush", "action": "Call Ana again"}
    assert sign_in(plan.trainee).post(url, data=data).status_code == 404
    assert sign_in(make.the_head()).post(url, data=data).status_code == 303
    talks = f"/onboarding/plans/{plan.pubid}/talks"
    assert "hush" in client.get(talks).text
    for person in (plan.trainee, _mentor_of(plan), make.recruiter()):
        page = sign_in(person).get(talks).text
        assert "shared words" in page
        assert "hush" not in page
    assert any(task.title == "Call Ana again" for task in plan.tasks)


def test_the_manage_page_pauses_and_goes_on(client, make, plan, sign_in, travel):
    url = f"/onboarding/plans/{plan.pubid}"
    visitor = sign_in(make.the_head())
    future = visitor.post(f"{url}/pause", data={"from_on": "2026-03-09"})
    assert future.status_code == 422
    assert visitor.post(f"{url}/pause", data={"from_on": "2026-03-02"}).status_code == 303
    assert "paused" in visitor.get(url).text
    travel(NOW + timedelta(days=7))
    assert visitor.post(f"{url}/resume").status_code == 303
    assert plan.state is PlanState.ACTIVE
    assert visitor.post(f"{url}/resume").status_code == 422


def test_a_plan_is_opened_for_an_employee(client, make, plan, sign_in):
    person, recruiter = make.person(Role.INTERVIEWER), make.recruiter()
    position = make.position()
    data = {
        "person": person.pubid, "position": position.pubid, "site": make.the_site.pubid,
        "program": make.program_version().pubid, "starts_on": "2026-03-09",
    }  # fmt: skip
    visitor = sign_in(recruiter)
    assert (
        visitor.post(
            "/onboarding/plans/new", data=data | {"starts_on": "2026-03-01"}
        ).status_code
        == 422
    )
    answer = visitor.post("/onboarding/plans/new", data=data)
    assert answer.status_code == 303
    assert visitor.get(answer.location).status_code == 200
    again = visitor.post("/onboarding/plans/new", data=data)
    assert again.status_code == 422
    assert "open plan already" in again.text
    opened = db.session.query(OnboardingPlan).order_by(OnboardingPlan.id.desc()).first()
    assert opened.state is PlanState.DRAFT
    assert visitor.post(f"/onboarding/plans/{opened.pubid}/begin").status_code == 303


def test_a_head_opens_plans_for_the_own_people_only(client, make, plan, sign_in):
    stranger = make.person(Role.INTERVIEWER, department=make.department())
    page = sign_in(make.the_head()).get("/onboarding/plans/new").text
    assert stranger.pubid not in page


def test_a_recruiter_drafts_changes_and_publishes_a_program(client, make, plan, sign_in):
    version = make.program_version()
    visitor = sign_in(make.recruiter())
    assert visitor.get(f"/programs/versions/{version.pubid}").status_code == 200
    draft_url = visitor.post(f"/programs/versions/{version.pubid}/draft").location
    from recruit.onboarding.queries import programs

    draft = programs.draft_of(version.program)
    stage = draft.stages[1]
    base = f"/programs/versions/{draft.pubid}"
    assert visitor.get(draft_url).status_code == 200
    edit = f"{base}/stages/{stage.pubid}/edit"
    assert visitor.get(edit).status_code == 200
    both = visitor.post(edit, data={"title": "Base", "days": "3", "months": "2"})
    assert both.status_code == 422
    assert visitor.post(edit, data={"title": "Base", "days": "3"}).status_code == 303
    criterion = stage.gate.criteria[1]
    visitor.post(
        f"{base}/criteria/{criterion.pubid}/edit", data={"threshold": "40", "window_days": "2"}
    )
    task = {"title": "New", "owner": "trainee", "checker": "head", "anchor": "stage",
            "offset_days": "1", "evidence": "note", "required": "y"}  # fmt: skip
    assert visitor.post(f"{base}/stages/{stage.pubid}/tasks/new", data=task).status_code == 303
    assert visitor.get(f"{base}/edit").status_code == 200
    assert visitor.post(f"{base}/publish").status_code == 303
    assert visitor.post(edit, data={"title": "Base", "days": "9"}).status_code == 422
    assert plan.program_version is version, "a running plan keeps its version"


def test_a_head_drafts_only_programs_of_the_own_department(client, make, plan, sign_in):
    version = make.program_version()
    url = f"/programs/versions/{version.pubid}/draft"
    assert sign_in(make.the_head()).post(url).status_code == 404
    version.program.department = make.the_department
    db.session.flush()
    assert sign_in(make.the_head()).post(url).status_code == 303
    assert sign_in(make.person(Role.DIRECTOR)).post(url).status_code == 404


@pytest.mark.parametrize("path", ["/onboarding/plans", "/onboarding/gates"])
def test_a_list_does_not_ask_once_per_plan(client, make, sign_in, count_queries, path):
    for _ in range(12):
        make.mentoring(make.plan(), make.mentor())
    visitor = sign_in(make.the_head())
    db.session.expunge_all()
    with count_queries() as statements:
        assert visitor.get(path).status_code == 200
    assert len(statements) <= 40, "\n".join(statements)


def test_my_trainees_does_not_ask_once_per_plan(client, make, sign_in, count_queries):
    mentor = make.mentor(capacity=12)
    for _ in range(12):
        make.mentoring(make.plan(), mentor)
    visitor = sign_in(mentor)
    db.session.expunge_all()
    with count_queries() as statements:
        assert visitor.get("/onboarding/trainees").status_code == 200
    assert len(statements) <= 40, "\n".join(statements)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "\x00"])
def test_days_out_of_this_world_are_refused(client, make, sign_in, day):
    draft = make.plan(state=PlanState.PREBOARDING)
    person, position = make.person(Role.INTERVIEWER), make.position()
    visitor = sign_in(make.recruiter())
    url = f"/onboarding/plans/{draft.pubid}"
    assert visitor.post(f"{url}/start-date", data={"starts_on": day}).status_code == 422
    data = {
        "person": person.pubid, "position": position.pubid, "site": make.the_site.pubid,
        "program": make.program_version().pubid, "starts_on": day,
    }  # fmt: skip
    assert visitor.post("/onboarding/plans/new", data=data).status_code == 422
    running, version = make.plan(), make.published_version()
    db.session.commit()
    url = f"/onboarding/plans/{running.pubid}"
    assert visitor.post(f"{url}/pause", data={"from_on": day}).status_code == 422
    answer = visitor.post(f"{url}/test", data={"test": version.pubid, "due_on": day})
    assert answer.status_code == 422
