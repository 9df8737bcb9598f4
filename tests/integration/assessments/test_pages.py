"""Every page, as everybody: who finds it, who does not, and the ways through."""

import pytest
from sqlalchemy import select

from recruit.assessments import operations
from recruit.assessments.models import FactKind, GradingTask, Product, Question, Test
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.rules.grading import EntryKind
from recruit.rules.sitting import AttemptState as S
from tests.conftest import NOW


@pytest.fixture
def world(make):
    """Papers in every state, and the addresses of their pages."""
    product = make.product()
    operations.generate_frame(product, actor=make.the_trainer, now=NOW)
    fact = operations.record_fact(
        product,
        kind="packaging",
        text="Ten to a box",
        valid_from_on=NOW.date(),
        actor=make.the_trainer,
        now=NOW,
    )
    waiting, running = make.attempt(), make.sitting()
    submitted, released = make.submitted(), make.released(points=0.0)
    controlled = make.graded(control="all")
    draft = make.draft_version()
    appeal = operations.raise_appeal(
        released.items[0], text="Please look again", actor=released.assignment.person, now=NOW
    )
    oral = make.attempt(form="oral")
    operations.hold(oral, examiner=make.the_trainer, now=NOW)
    question = draft.items[0].question
    return {
        "/products": "RTX",
        "/products/new": "RT",
        f"/products/{product.pubid}": "RTX",
        f"/products/{product.pubid}/edit": "RT",
        f"/products/facts/{fact.pubid}/end": "RT",
        "/tests/questions": "TX",
        f"/tests/questions?product={product.pubid}&type=open_long&state=draft&q=pack": "TX",
        "/tests/questions/new": "T",
        "/tests/questions/new?type=gap_text": "T",
        f"/tests/questions/{question.pubid}": "TX",
        f"/tests/questions/{question.pubid}/edit": "T",
        "/tests": "TX",
        "/tests/new": "T",
        f"/tests/{draft.test.pubid}": "TX",
        f"/tests/versions/{draft.pubid}": "TX",
        f"/tests/versions/{running.assignment.test_version.pubid}": "TX",
        f"/tests/versions/{running.assignment.test_version.pubid}/assign": "T",
        f"/tests/papers/{submitted.pubid}": "TX",
        f"/tests/papers/{released.pubid}": "TX",
        f"/tests/papers/{oral.pubid}/oral": "T",
        "/tests/mine": "N",
        f"/tests/attempts/{waiting.pubid}": "N",
        f"/tests/attempts/{running.pubid}": "N",
        f"/tests/attempts/{running.pubid}/1": "N",
        f"/tests/attempts/{running.pubid}/2": "N",
        f"/tests/attempts/{running.pubid}/finish": "N",
        f"/tests/attempts/{submitted.pubid}": "N",
        f"/tests/attempts/{released.pubid}": "N",
        f"/tests/answers/{released.items[1].pubid}/appeal": "N",
        "/grading": "RMT",
        f"/grading/papers/{make.task(submitted).pubid}": "T",
        "/grading/control": "X",
        f"/grading/control/{controlled.pubid}": "X",
        "/grading/release": "TX",
        "/grading/appeals": "TX",
        f"/grading/appeals/{appeal.pubid}": "TX",
    }


LETTERS = {
    "A": Role.ADMIN,
    "R": Role.RECRUITER,
    "H": Role.HIRING_MANAGER,
    "I": Role.INTERVIEWER,
    "D": Role.RECEPTIONIST,
    "M": Role.MENTOR,
    "T": Role.TRAINER,
    "X": Role.DIRECTOR,
    "N": Role.TRAINEE,
}


@pytest.mark.parametrize("letter", list(LETTERS))
def test_every_page_as_every_role(world, make, sign_in, letter):
    people = {"T": make.the_trainer, "N": make.the_trainee, "X": make.the_director}
    client = sign_in(people.get(letter) or make.person(LETTERS[letter]))
    for url, letters in world.items():
        answer = client.get(url)
        assert answer.status_code == (200 if letter in letters else 404), (letter, url)


def test_another_trainee_finds_none_of_it(world, make, sign_in):
    client = sign_in(make.person(Role.TRAINEE))
    for url in world:
        expected = 200 if url == "/tests/mine" else 404
        assert client.get(url).status_code == expected, url


def test_a_visitor_is_sent_to_sign_in(world, client):
    for url in world:
        assert client.get(url).status_code == 303, url


def test_a_trainer_sets_a_test_through_the_pages(make, sign_in):
    client, trainee = sign_in(make.the_trainer), make.the_trainee
    client.post("/products/new", data={"name": "Scanner", "summary": ""})
    product = db.session.scalars(select(Product)).one().pubid
    page = client.post(
        f"/products/{product}/facts",
        data={
            "kind": "packaging",
            "text": "Boxed",
            "valid_from_on": "2026-03-01",
            "replaces": "y",
        },
    )
    assert page.status_code == 303
    page = client.post(
        f"/products/{product}/profit", data={"as_of_on": "2026-03-01", "profit": "12 500,50"}
    )
    assert page.status_code == 303
    assert client.post(f"/products/{product}/questions").status_code == 303
    page = client.post(
        "/tests/questions/new?type=one_of_many",
        data={
            "product": product,
            "stem": "How soon?",
            "points": "2",
            "lines": "* Two days\nA month",
            "ready": "y",
        },
    )
    assert page.status_code == 303
    question = db.session.scalars(select(Question).where(Question.frame.is_(None))).one()
    client.post("/tests/new", data={"title": "Products"})
    test = db.session.scalars(select(Test)).one()
    version = test.versions[0].pubid
    refused = client.post(f"/tests/versions/{version}/publish")
    assert refused.status_code == 422
    assert "Add at least one question" in refused.text
    client.post(f"/tests/versions/{version}/questions", data={"question": question.pubid})
    settings = {
        "form": "written",
        "conducted_by": "trainer",
        "time_limit_minutes": "45",
        "pass_percent": "70",
        "attempts": "2",
        "cooling_off_days": "3",
        "check_days": "28",
        "appeal_days": "14",
        "control": "sample",
        "control_margin": "5",
        "sample_percent": "20",
        "version": str(test.versions[0].version),
    }
    page = client.post(f"/tests/versions/{version}/settings", data=settings)
    assert page.status_code == 303
    stale = client.post(
        f"/tests/versions/{version}/settings", data=settings | {"version": "9" * 400}
    )
    assert stale.status_code == 409
    assert 'value="70"' in client.get(f"/tests/versions/{version}/settings").text
    assert client.post(f"/tests/versions/{version}/publish").status_code == 303
    for due, status in (("2026-03-01", 422), ("2026-03-20", 303), ("9999-12-31", 422)):
        page = client.post(
            f"/tests/versions/{version}/assign", data={"person": trainee.pubid, "due_on": due}
        )
        assert page.status_code == status


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"lines": "Two days\nA month"}, "Mark the right answer"),
        ({"lines": "* Two days"}, "at least two lines"),
        ({"points": "sNaN"}, "Write a number"),
        ({"points": "Infinity"}, "Write a number"),
        ({"stem": " "}, "Write the question"),
    ],
)
def test_a_question_that_cannot_be_marked_is_explained_and_kept(make, sign_in, data, words):
    client = sign_in(make.the_trainer)
    given = {"stem": "How soon?", "points": "2", "lines": "* Two days\nA month"}
    page = client.post("/tests/questions/new?type=one_of_many", data=given | data)
    assert page.status_code == 422
    assert words in page.text
    assert (given | data)["lines"].split("\n")[0] in page.text


def test_a_trainee_sits_a_test_through_the_pages(make, sign_in):
    attempt = make.attempt()
    client = sign_in(attempt.assignment.person)
    url = f"/tests/attempts/{attempt.pubid}"
    assert "Begin the test" in client.get(url).text
    for _ in range(2):  # a second click
        assert client.post(f"{url}/start").status_code == 303
    page = client.get(f"{url}/1")
    assert "List the features." in page.text
    assert 'data-left="3600.0"' in page.text
    client.post(f"{url}/1", data={"client": "abdegjkmnpqr", "text": "Fast"})
    assert "1 question has no answer yet" in client.get(f"{url}/finish").text
    for _ in range(2):
        assert client.post(f"{url}/finish").status_code == 303
    db.session.refresh(attempt)
    assert attempt.state is S.SUBMITTED
    assert client.get(f"{url}/1").status_code == 303
    assert "It is to be graded by" in client.get(url).text


def test_a_grader_marks_through_the_pages(make, sign_in):
    attempt = make.submitted()
    task, item = make.task(attempt), attempt.items[0]
    client = sign_in(make.the_trainer)
    url = f"/grading/papers/{task.pubid}"
    page = client.get(url).text
    assert "MODEL-ANSWER" in page
    assert attempt.assignment.person.name not in page
    early = client.post(f"{url}/items/{item.pubid}", data={"points": "2"})
    assert early.status_code == 422
    assert client.post(f"{url}/take").status_code == 303
    for data, words in (
        ({"points": "9", "comment": "So much"}, "Points go from 0"),
        ({}, "Tick the rubric"),
        ({"excused": "y"}, "Write the reason"),
        ({"points": "many"}, "Write a number"),
    ):
        page = client.post(f"{url}/items/{item.pubid}", data=data)
        assert page.status_code == 422
        assert words in page.text
        assert data.get("comment", "") in page.text
    assert client.post(f"{url}/finish").status_code == 422
    page = client.post(f"{url}/items/{item.pubid}", data={"ticks": ["aa"], "comment": "Good"})
    assert page.status_code == 303
    assert client.post(f"{url}/finish").status_code == 303
    db.session.refresh(attempt)
    assert attempt.state is S.GRADED
    assert release(client, attempt).status_code == 303
    db.session.refresh(attempt)
    assert (attempt.state, attempt.percent) == (S.RELEASED, 80.0)
    client = sign_in(attempt.assignment.person)
    page = client.get(f"/tests/attempts/{attempt.pubid}").text
    assert "Good" in page
    assert "Read the sheet." in page
    assert "MODEL-ANSWER" not in page


def release(client, *papers):
    """Release papers from the preview, as its page does."""
    chosen = [paper.pubid for paper in papers]
    page = client.get("/grading/release/preview", query_string={"paper": chosen}).text
    seen = page.partition('name="seen" value="')[2][:64]
    return client.post("/grading/release/cohort", data={"paper": chosen, "seen": seen})


def test_a_trainee_sees_no_mark_before_the_release(make, sign_in):
    attempt = make.graded(points=1.0)
    client = sign_in(attempt.assignment.person)
    page = client.get(f"/tests/attempts/{attempt.pubid}").text
    assert "Good." not in page
    assert "points" not in page.lower().split("<main")[1]
    assert client.get(f"/tests/answers/{attempt.items[0].pubid}/appeal").status_code == 404


def test_a_mentor_sees_only_the_paper_they_were_asked_for_and_not_the_others_marks(
    make, sign_in
):
    mentor = make.person(Role.MENTOR)
    attempt = make.submitted(interests=[(mentor, "mentor_bonus")])
    final, trainer = make.task(attempt), make.the_trainer
    operations.take(final, actor=trainer, now=NOW)
    operations.mark(
        final,
        attempt.items[0],
        operations.Mark(points=1.0, comment="SECRET"),
        actor=trainer,
        now=NOW,
    )
    first = operations.ask(attempt, mentor, EntryKind.FIRST, actor=trainer, now=NOW)
    client = sign_in(mentor)
    assert client.get(f"/grading/papers/{final.pubid}").status_code == 404
    assert client.post(f"/grading/papers/{final.pubid}/take").status_code == 404
    page = client.get(f"/grading/papers/{first.pubid}")
    assert page.status_code == 200
    assert "SECRET" not in page.text
    assert client.post(f"/grading/papers/{first.pubid}/take").status_code == 303
    assert client.post(f"/grading/papers/{first.pubid}/finish").status_code == 303


def test_the_director_controls_through_the_pages(make, sign_in):
    attempt = make.graded(control="all", points=1.0)
    item = attempt.items[0]
    client = sign_in(make.the_director)
    url = f"/grading/control/{attempt.pubid}"
    page = client.post(f"{url}/items/{item.pubid}", data={"points": "2"})
    assert page.status_code == 422
    assert "Write the reason" in page.text
    page = client.post(
        f"{url}/items/{item.pubid}", data={"points": "2", "comment": "It is there"}
    )
    assert page.status_code == 303
    assert client.post(url, data={"comment": ""}).status_code == 303
    assert client.post(url, data={"comment": ""}).status_code == 303  # the button twice
    assert release(client, attempt).status_code == 303


def test_an_appeal_through_the_pages(make, sign_in):
    attempt = make.released(points=0.0)
    item = attempt.items[0]
    client = sign_in(attempt.assignment.person)
    url = f"/tests/answers/{item.pubid}/appeal"
    assert client.post(url, data={"text": ""}).status_code == 422
    assert client.post(url, data={"text": "It is there"}).status_code == 303
    appeal = item.appeal or db.session.get_one(type(item), item.id).appeal
    url = f"/grading/appeals/{appeal.pubid}"
    client = sign_in(make.the_trainer)
    page = client.post(url, data={"outcome": "dismiss", "comment": "No"})
    assert page.status_code == 422
    assert "Somebody else decides this one" in page.text
    assert "1 more objection waits for somebody else" in client.get("/grading/appeals").text
    client = sign_in(make.the_director)
    page = client.post(
        url, data={"outcome": "uphold", "points": "3", "comment": "Yes, it is there"}
    )
    assert page.status_code == 303
    db.session.refresh(attempt)
    assert attempt.passed is True


def test_late_texts_extra_time_void_and_asking_through_the_pages(make, sign_in):
    attempt = make.submitted()
    from tests.integration.assessments.test_sitting import save

    save(attempt, "late", 1, "from the train", minutes=45)
    late = attempt.items[0].revisions[-1]
    running = make.sitting()
    mentor = make.person(Role.MENTOR)
    client = sign_in(make.the_trainer)
    url = f"/tests/papers/{attempt.pubid}"
    assert f"{url}/late" in client.get(url).text
    assert "from the train" in client.get(f"{url}/late").text
    where = f"{url}/items/{attempt.items[0].pubid}/late"
    assert client.post(where, data={"revision": "x", "reason": "y"}).status_code == 404
    assert client.post(where, data={"revision": late.pubid, "reason": ""}).status_code == 422
    page = client.post(where, data={"revision": late.pubid, "reason": "Tunnel"})
    assert page.status_code == 303
    assert "Tunnel" in client.get(f"{url}/late").text
    assert f"{url}/late" not in client.get(url).text
    for kind, status in (("final", 422), ("first", 303), ("first", 422)):
        page = client.post(f"{url}/ask", data={"person": mentor.pubid, "kind": kind})
        assert page.status_code == status
    extra = f"/tests/papers/{running.pubid}/extend"
    assert client.post(extra, data={"minutes": "10", "reason": ""}).status_code == 422
    assert client.post(extra, data={"minutes": "10", "reason": "Ill"}).status_code == 303
    void = f"/tests/papers/{running.pubid}/void"
    assert client.post(void, data={"void-reason": ""}).status_code == 422
    assert client.post(void, data={"void-reason": "Fire alarm"}).status_code == 303
    assert client.post(void, data={"void-reason": "Fire alarm"}).status_code == 422


def test_a_stale_form_keeps_what_was_typed_and_saves_it_the_next_time(make, sign_in):
    client = sign_in(make.the_trainer)
    question = make.open_question()
    product = make.product()
    db.session.commit()
    url = f"/tests/questions/{question.pubid}/edit"
    typed = {"stem": "Typed at length", "points": "3", "version": "77"}
    stale = client.post(url, data=typed)
    assert stale.status_code == 409
    assert "Typed at length" in stale.text
    again = f'name="version" type="hidden" value="{question.version}"'
    assert again in stale.text
    assert client.post(url, data=typed | {"version": question.version}).status_code == 303
    assert question.current.stem == "Typed at length"
    url = f"/products/{product.pubid}/edit"
    stale = client.post(url, data={"name": "Typed", "active": "y", "version": "77"})
    assert stale.status_code == 409
    assert 'value="Typed"' in stale.text


def test_the_next_fact_is_about_what_nothing_is_written_down_about(make, sign_in):
    client = sign_in(make.the_trainer)
    product = make.product()
    url = f"/products/{product.pubid}"
    first, second = list(FactKind)[:2]
    assert f'<option selected value="{first.value}">' in client.get(url).text
    fact = {"kind": first.value, "text": "Fast", "valid_from_on": f"{NOW:%Y-%m-%d}"}
    assert client.post(f"{url}/facts", data=fact).status_code == 303
    assert f'<option selected value="{second.value}">' in client.get(url).text


def test_an_oral_test_through_the_pages(make, sign_in):
    attempt = make.attempt(form="oral")
    client = sign_in(make.the_trainer)
    url = f"/tests/papers/{attempt.pubid}"
    assert client.get(f"{url}/oral").status_code == 404
    assert client.post(f"{url}/hold").status_code == 303
    item = attempt.items[0]
    page = client.post(f"{url}/oral/{item.pubid}", data={"text": "Said aloud", "base": ""})
    assert page.status_code == 303
    assert "Said aloud" in client.get(f"{url}/oral").text
    notes = {"notes": "Looked it up <in> the leaflet"}
    assert client.post(f"{url}/notes", data=notes).status_code == 303
    assert client.post(f"{url}/oral").status_code == 303
    db.session.refresh(attempt)
    assert attempt.state is S.GRADING
    task = db.session.scalars(select(GradingTask).filter_by(attempt_id=attempt.id)).first()
    page = sign_in(make.person(Role.TRAINER)).get(f"/grading/papers/{task.pubid}").text
    assert "Looked it up &lt;in&gt; the leaflet" in page


@pytest.mark.parametrize(
    "url",
    [
        "/tests/questions?type=essay",
        "/tests/questions?state=x",
        "/tests/questions?page=0",
        "/tests/questions?page=x",
    ],
)
def test_filters_outside_of_their_list_are_a_bad_request(make, sign_in, url):
    assert sign_in(make.the_trainer).get(url).status_code == 400
