"""The pages of marking: the queue, by question, similar answers, remarks, anonymity, 409."""

import pytest
from sqlalchemy import select

from recruit.assessments import operations
from recruit.assessments.models import AnswerGroup, CommentSnippet, GradeEntry
from recruit.assessments.operations import Mark
from recruit.assessments.queries import grading as queries
from recruit.assessments.queries import marking
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.rules import similar_answers
from recruit.rules.grading import EntryKind as K
from recruit.rules.grading import EntryStep
from recruit.rules.sitting import AttemptState as S
from tests.conftest import NOW

LEVELS = [
    {"id": "aa", "points": 2.0, "text": "All of them", "example": "", "group": "Features"},
    {"id": "ab", "points": 1.0, "text": "Some", "example": "", "group": "Features"},
    {"id": "bb", "points": 1.0, "text": "Names a difference", "example": ""},
]


@pytest.fixture
def papers(make):
    """Five papers of one test: three say the same, two do not."""
    question = make.open_question(wording={"rubric": LEVELS})
    version = make.published_version([question])
    said = ["Two days from stock", "two days, from stock!", "2 days from stock", "", "By train"]
    found = []
    for number, text in enumerate(said):
        person = make.person(Role.TRAINEE, name=f"Secret Trainee {number}", site=make.the_site)
        paper = make.sitting(person, version=version)
        make.answer(paper, 1, text)
        operations.submit(paper, actor=person, now=NOW)
        found.append(paper)
    return found


def take(client, paper, kind="final"):
    version = paper.assignment.test_version
    question = paper.items[0].question_version
    page = client.post(
        f"/grading/tests/{version.pubid}/questions/{question.pubid}", data={"kind": kind}
    )
    assert page.status_code == 303
    return page.headers["Location"]


def test_one_question_over_all_papers_by_the_pages(make, sign_in, papers):
    client = sign_in(make.the_trainer)
    queue = client.get("/grading").text
    assert "Mark by question" in queue
    url = take(client, papers[0])
    for number in range(5):
        page = client.get(url)
        assert f"{number} of 5" in page.text
        items = [p.items[0].pubid for p in papers if f"/items/{p.items[0].pubid}" in page.text]
        (item,) = items
        sent = client.post(
            f"{url.split('?')[0]}/items/{item}",
            data={"level.1": "aa", "ticks": "bb", "comment": "Fine.", "seen": ""},
        )
        assert sent.status_code == 303
        url = sent.headers["Location"].replace("http://localhost", "")
    page = client.get(url)
    assert "Every answer of this question is marked" in page.text
    assert "Finish 5 papers" in page.text
    version = papers[0].assignment.test_version
    done = client.post(f"/grading/tests/{version.pubid}/finish", data={"kind": "final"})
    assert done.status_code == 303
    assert {paper.state for paper in papers} == {S.GRADED}
    assert {row.points for row in db.session.scalars(select(GradeEntry))} == {3.0}
    snippet = db.session.scalars(select(CommentSnippet)).one()
    assert (snippet.text, snippet.uses) == ("Fine.", 5)


def test_two_levels_of_one_criterion_are_no_mark(make, sign_in, papers):
    client = sign_in(make.the_trainer)
    url = take(client, papers[0])
    item = papers[0].items[0].pubid
    page = client.post(f"{url}/items/{item}", data={"ticks": ["aa", "ab"], "seen": ""})
    assert page.status_code == 422
    assert "Choose one level" in page.text


def test_the_name_is_nowhere_until_the_release(make, sign_in, papers):
    client = sign_in(make.the_trainer)
    task = make.task(papers[0])
    run = take(client, papers[0])
    first = papers[0].items[0].pubid
    urls = ["/grading", f"/grading/papers/{task.pubid}", run, f"{run}/similar", "/notices"]
    urls += [f"{run}/similar/{first}", f"{run}?at={first}", "/grading/control", "/today"]
    for url in urls:
        page = client.get(url)
        assert "Secret Trainee" not in page.text
        for paper in papers:
            assert paper.assignment.person.pubid not in page.text
            assert paper.pubid not in page.text
    assert not papers[0].code.lower().startswith(papers[0].pubid[:3])


def test_a_version_may_show_names(make, sign_in):
    person = make.person(Role.TRAINEE, name="Known Trainee", site=make.the_site)
    paper = make.submitted(person, anonymous=False)
    page = sign_in(make.the_trainer).get(f"/grading/papers/{make.task(paper).pubid}")
    assert "Known Trainee" in page.text


def test_a_mark_upon_a_stale_view_shows_both(make, sign_in, papers):
    """Somebody marks the answer between opening and saving: 409, nothing is written over."""
    other = make.person(Role.TRAINER, name="Other Trainer")
    client = sign_in(make.the_trainer)
    task, item = make.task(papers[0]), papers[0].items[0]
    operations.take(task, actor=other, now=NOW)
    operations.mark(
        task, item, Mark(points=1.0, comment="Theirs."), actor=other, now=NOW, seen=""
    )
    operations.give_back(task, actor=other, now=NOW)
    url = f"/grading/papers/{task.pubid}"
    client.post(f"{url}/take")
    page = client.post(
        f"{url}/items/{item.pubid}", data={"points": "3", "comment": "Mine.", "seen": ""}
    )
    assert page.status_code == 409
    assert "Theirs." in page.text
    assert "Mine." in page.text
    assert len(db.session.scalars(select(GradeEntry)).all()) == 1
    seen = db.session.scalars(select(GradeEntry.pubid)).one()
    assert f'name="seen" value="{seen}"' in page.text
    again = client.post(f"{url}/items/{item.pubid}", data={"points": "3", "seen": seen})
    assert again.status_code == 303
    assert queries.item_value(item).points == 3.0


def test_a_blind_marker_learns_nothing_of_the_other_mark(make, sign_in):
    paper = make.submitted(questions=[make.open_question()], second_mark="all")
    one, two = make.person(Role.TRAINER, name="First Marker"), make.person(Role.TRAINER)
    tasks = {task.kind: task for task in paper.tasks}
    operations.take(tasks[K.FIRST], actor=one, now=NOW)
    given = Mark(points=0.37, ticks=["bb"], comment="SECRET-C", note="SECRET-N")
    operations.mark(tasks[K.FIRST], paper.items[0], given, actor=one, now=NOW)
    operations.finish(tasks[K.FIRST], actor=one, now=NOW)
    client = sign_in(two)
    client.post(f"/grading/papers/{tasks[K.SECOND].pubid}/take")
    run = take(client, paper, "second")
    urls = [f"/grading/papers/{tasks[K.SECOND].pubid}", run, "/grading", "/grading/remarks"]
    for url in [
        *urls,
        f"/grading/papers/{tasks[K.FIRST].pubid}",
        f"/tests/papers/{paper.pubid}",
    ]:
        text = client.get(url).text
        assert "0.37" not in text, url
        assert "SECRET" not in text, url
        assert url.startswith("/tests/") or " checked>" not in text, url
    assert "0 of 1" in client.get(run).text
    assert "mark so far" not in client.get(run).text


def similar(client, papers):
    run = take(client, papers[0])
    page = client.get(f"{run}/similar")
    assert page.status_code == 200
    return run


def test_a_group_is_marked_taken_apart_and_taken_back(make, sign_in, papers):
    trainer = make.the_trainer
    client = sign_in(trainer)
    items = [paper.items[0] for paper in papers]
    task = make.task(papers[1])
    operations.take(task, actor=trainer, now=NOW)
    earlier = operations.mark(task, items[1], Mark(points=0.5), actor=trainer, now=NOW)
    operations.mark(task, items[1], Mark(retract=True, comment="Again"), actor=trainer, now=NOW)
    operations.give_back(task, actor=trainer, now=NOW)
    run = similar(client, papers)
    url = f"{run}/similar/{items[0].pubid}"
    page = client.get(url)
    assert page.text.count('name="members"') == 3
    last = db.session.scalars(select(GradeEntry).order_by(GradeEntry.id.desc())).first()
    seen = [f"{items[0].pubid}:", f"{items[1].pubid}:{last.pubid}", f"{items[2].pubid}:"]
    members = [item.pubid for item in items[:3]]
    alone = client.post(url, data={"members": members[:1], "points": "2", "seen": seen})
    assert alone.status_code == 422
    stale = client.post(
        url, data={"members": members, "points": "2", "seen": [f"{items[1].pubid}:x"]}
    )
    assert stale.status_code == 409
    assert not db.session.scalars(select(AnswerGroup)).all()
    foreign = client.post(
        url, data={"members": [*members, items[4].pubid], "points": "2", "seen": seen}
    )
    assert foreign.status_code == 422
    done = client.post(url, data={"members": members, "points": "2", "seen": seen})
    assert done.status_code == 303
    where = done.headers["Location"]
    group = db.session.scalars(select(AnswerGroup)).one()
    assert [one.entry.step for one in group.members] == [EntryStep.GROUP] * 3
    assert [queries.item_value(item).points for item in items[:3]] == [2.0, 2.0, 2.0]
    assert client.get(where).status_code == 200
    member = next(one for one in group.members if one.item is items[2])
    assert client.post(f"{where}/members/{member.pubid}").status_code == 303
    assert queries.item_value(items[2]).standing == "ungraded"
    assert client.post(f"{where}/members/{member.pubid}").status_code == 422
    whole = make.task(papers[0])
    operations.take(whole, actor=trainer, now=NOW)
    operations.finish(whole, actor=trainer, now=NOW)  # this one keeps its mark
    assert client.post(f"{where}/undo").status_code == 303
    for item in items:
        db.session.refresh(item)
    values = [queries.item_value(item) for item in items[:3]]
    assert [value.standing for value in values] == ["marked", "ungraded", "ungraded"]
    assert earlier.points == 0.5  # every entry is there still
    assert client.post(f"{where}/undo").status_code == 422


def test_a_mark_given_since_survives_the_undo_of_its_group(make, papers):
    trainer = make.the_trainer
    paper = papers[0]
    lease = operations.take_question(
        paper.assignment.test_version,
        paper.items[0].question_version,
        K.FINAL,
        actor=trainer,
        now=NOW,
    )
    pubids = {p.items[0].pubid: "same" for p in papers[:2]}
    (proposal,) = similar_answers.groups(pubids)
    group = operations.accept_group(
        lease, proposal, list(pubids), Mark(points=0.0), seen={}, actor=trainer, now=NOW
    )
    answers = {a.item.pubid: a for a in marking.answers_of(trainer, lease, NOW)}
    mine = answers[paper.items[0].pubid]
    operations.mark(mine.task, mine.item, Mark(points=1.0), actor=trainer, now=NOW, lease=lease)
    assert operations.undo_group(group, actor=trainer, now=NOW) == 1
    assert queries.item_value(paper.items[0]).points == 1.0
    assert queries.item_value(papers[1].items[0]).standing == "ungraded"


def test_remarks_are_kept_shared_and_forgotten(make, sign_in):
    one, two = make.person(Role.TRAINER), make.person(Role.TRAINER)
    client = sign_in(one)
    assert client.post("/grading/remarks", data={"text": " "}).status_code == 422
    assert client.post("/grading/remarks", data={"text": "Name the unit."}).status_code == 303
    snippet = db.session.scalars(select(CommentSnippet)).one()
    paper = make.submitted()
    url = f"/grading/papers/{make.task(paper).pubid}"
    client.post(f"{url}/take")
    assert "Name the unit." in client.get(url).text
    client.post(f"{url}/leave")
    other = sign_in(two)
    other.post(f"{url}/take")
    assert "Name the unit." not in other.get(url).text
    assert other.post(f"/grading/remarks/{snippet.pubid}/share").status_code == 404
    operations.share(snippet, True, actor=one, now=NOW)
    assert "Name the unit." in other.get(url).text
    again = sign_in(one)
    assert again.post(f"/grading/remarks/{snippet.pubid}/forget").status_code == 303
    assert not db.session.scalars(select(CommentSnippet)).all()


def test_the_queue_filters_pages_and_counts(make, sign_in, papers, count_queries):
    other = make.submitted()
    client = sign_in(make.the_trainer)
    test = papers[0].assignment.test_version.test
    page = client.get(f"/grading?test={test.pubid}").text
    assert papers[0].code in page
    assert other.code not in page
    assert "5 of 5 shown" in page
    assert "Nothing of that kind waits" in client.get("/grading?mine=1").text
    operations.take(make.task(other), actor=make.the_trainer, now=NOW)
    mine = client.get("/grading?mine=1").text
    assert other.code in mine
    assert papers[0].code not in mine
    rows = client.get("/grading").text
    assert rows.index(other.code) < rows.index(papers[0].code)
    for odd in ("page=0", "page=x", "page=99999", "test=%00", "product=zz", "page=²"):
        assert client.get(f"/grading?{odd}").status_code == 200
    db.session.flush()
    with count_queries() as few:
        client.get("/grading")
    for _ in range(3):
        make.submitted(version=papers[0].assignment.test_version)
    db.session.flush()
    with count_queries() as many:
        client.get("/grading")
    assert len(few) == len(many)


def test_a_paper_is_handed_over(make, sign_in):
    paper = make.submitted()
    task = make.task(paper)
    recruiter, other = make.recruiter(), make.person(Role.TRAINER)
    operations.ask(paper, recruiter, K.FINAL, actor=make.the_trainer, now=NOW)
    client = sign_in(recruiter)
    url = f"/grading/papers/{task.pubid}"
    assert client.get(url).status_code == 200
    wrong = client.post(f"{url}/hand-over", data={"person": paper.assignment.person.pubid})
    assert wrong.status_code == 422
    assert client.post(f"{url}/hand-over", data={"person": other.pubid}).status_code == 303
    assert client.get(url).status_code == 404
    assert sign_in(make.the_trainer).get(url).status_code == 404
    assert sign_in(other).post(f"{url}/hand-over", data={"person": ""}).status_code == 303
    assert sign_in(make.the_trainer).get(url).status_code == 200


def test_zero_ungraded_and_left_out_look_different(make, sign_in):
    questions = [make.open_question() for _ in range(3)]
    paper = make.submitted(questions=questions)
    client, task = sign_in(make.the_trainer), make.task(paper)
    url = f"/grading/papers/{task.pubid}"
    client.post(f"{url}/take")
    zero, out, _none = paper.items
    assert client.post(f"{url}/items/{zero.pubid}", data={"points": "0"}).status_code == 303
    sent = {"excused": "y", "comment": "Misprint"}
    assert client.post(f"{url}/items/{out.pubid}", data=sent).status_code == 303
    page = client.get(url).text
    for words in ("0 of 3 points", "Left out", "Not marked"):
        assert words in page
    assert client.post(f"{url}/finish").status_code == 422


@pytest.mark.parametrize("place", ["paper", "run", "questions", "similar"])
def test_more_answers_cost_no_more_statements(make, sign_in, count_queries, place):
    client, spent = sign_in(make.the_trainer), []
    for size in (2, 5):
        many = size if place in ("paper", "questions") else 1
        questions = [make.open_question() for _ in range(many)]
        version = make.published_version(questions)
        papers = [
            make.submitted(make.person(Role.TRAINEE), version=version) for _ in range(size)
        ]
        task = make.task(papers[0])
        urls = {
            "paper": f"/grading/papers/{task.pubid}",
            "questions": f"/grading/tests/{version.pubid}",
        }
        if place in ("run", "similar"):
            url = take(client, papers[0])
            urls |= {"run": url, "similar": f"{url}/similar/{papers[0].items[0].pubid}"}
        db.session.commit()
        db.session.expire_all()
        with count_queries() as statements:
            assert client.get(urls[place]).status_code == 200
        spent.append(len(statements))
    assert spent[0] == spent[1]
