"""Grading in the wrong order: twice, too late, from an old page, while somebody else holds it."""

import pytest
from sqlalchemy import func, select, text

from recruit.assessments import operations
from recruit.assessments.models import (
    AnswerGroup,
    Appeal,
    Control,
    GradeEntry,
    GradingTask,
)
from recruit.assessments.operations import Mark
from recruit.assessments.queries import deciding, marking
from recruit.assessments.queries import grading as queries
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.rules import similar_answers
from recruit.rules.grading import EntryKind as K
from tests.conftest import NOW
from tests.integration.assessments.test_second_marks import give, task_of


def entries(item):
    return db.session.scalar(
        select(func.count(GradeEntry.id)).where(GradeEntry.item_id == item.id)
    )


@pytest.fixture
def papers(make):
    """Three papers of one test that say the same."""
    version = make.published_version([make.open_question()])
    return [make.submitted(make.person(Role.TRAINEE), version=version) for _ in range(3)]


def test_an_objection_to_a_void_paper_waits_for_nobody(make, sign_in):
    paper = make.released(second_mark="none")
    operations.raise_appeal(paper.items[0], text="Why?", actor=make.the_trainee, now=NOW)
    decider = make.person(Role.TRAINER)
    assert len(deciding.open_appeals(decider)) == 1
    assert deciding.waiting_elsewhere(make.the_trainer) == 1
    operations.void(paper, reason="Copied.", actor=make.the_trainer, now=NOW)
    assert deciding.open_appeals(decider) == []
    assert deciding.waiting_elsewhere(make.the_trainer) == 0
    appeal = db.session.scalars(select(Appeal)).one()
    page = sign_in(decider).get(f"/grading/appeals/{appeal.pubid}")
    assert page.status_code == 200
    assert 'name="outcome"' not in page.text


def lease_of(make, paper, actor):
    wording = paper.items[0].question_version
    return operations.take_question(
        paper.assignment.test_version, wording, K.FINAL, actor=actor, now=NOW
    )


def test_a_group_is_not_undone_on_a_paper_that_somebody_holds(make, papers):
    lease = lease_of(make, papers[0], make.the_trainer)
    items = [paper.items[0] for paper in papers]
    (proposal,) = similar_answers.groups({item.pubid: "It is fast." for item in items})
    group = operations.accept_group(
        lease,
        proposal,
        proposal.members,
        Mark(points=1.0),
        seen={},
        actor=make.the_trainer,
        now=NOW,
    )
    holder = make.person(Role.TRAINER)
    operations.take(make.task(papers[0]), actor=holder, now=NOW)
    assert operations.undo_group(group, actor=make.the_trainer, now=NOW) == 2
    assert [queries.item_value(item).standing for item in items] == [
        "marked",
        "ungraded",
        "ungraded",
    ]


@pytest.mark.parametrize("way", ["paper", "question"])
def test_the_same_mark_sent_twice_is_written_once(make, sign_in, papers, way):
    client, item = sign_in(make.the_trainer), papers[0].items[0]
    task = make.task(papers[0])
    url = f"/grading/papers/{task.pubid}/items/{item.pubid}"
    if way == "question":
        lease = lease_of(make, papers[0], make.the_trainer)
        url = f"/grading/questions/{lease.pubid}/items/{item.pubid}"
    else:
        operations.take(task, actor=make.the_trainer, now=NOW)
    sent = {"seen": "", "ticks": ["aa"], "comment": "Well said."}
    assert client.post(url, data=sent).status_code == 303
    assert client.post(url, data=sent).status_code == 303
    assert entries(item) == 1
    other = client.post(url, data=sent | {"comment": "Not so."})
    assert other.status_code == 409
    assert entries(item) == 1


def test_finishing_twice_is_no_error(make, sign_in, papers):
    client, task = sign_in(make.the_trainer), make.task(papers[0])
    operations.take(task, actor=make.the_trainer, now=NOW)
    operations.mark(task, papers[0].items[0], Mark(points=1.0), actor=make.the_trainer, now=NOW)
    for _ in range(2):
        assert client.post(f"/grading/papers/{task.pubid}/finish").status_code == 303
    assert papers[0].state == "graded"


def test_a_group_sent_twice_leads_back_to_the_answers(make, sign_in, papers):
    client = sign_in(make.the_trainer)
    lease = lease_of(make, papers[0], make.the_trainer)
    items = [paper.items[0] for paper in papers]
    url = f"/grading/questions/{lease.pubid}/similar/{items[0].pubid}"
    sent = {"members": [item.pubid for item in items], "points": "1", "seen": []}
    assert client.post(url, data=sent).status_code == 303
    again = client.post(url, data=sent)
    assert again.status_code == 303
    assert again.headers["Location"] == f"/grading/questions/{lease.pubid}/similar"
    assert client.get(url).headers["Location"] == again.headers["Location"]
    assert [entries(item) for item in items] == [1, 1, 1]
    assert db.session.scalar(select(func.count(AnswerGroup.id))) == 1
    assert client.get(url[:-3] + "zzz").status_code == 404


def test_the_director_confirms_and_corrects_twice_without_an_error(make, sign_in):
    paper = make.graded(control="all")
    client, url = sign_in(make.the_director), f"/grading/control/{paper.pubid}"
    item, sent = paper.items[0], {"points": "1", "comment": "Two are missing."}
    before = entries(item)
    for _ in range(2):
        assert client.post(f"{url}/items/{item.pubid}", data=sent).status_code == 303
    assert entries(item) == before + 1
    for _ in range(2):
        assert client.post(url, data={"comment": ""}).status_code == 303
    assert db.session.scalars(select(Control)).one().decided_by_id == make.the_director.id


def test_questions_apart_cost_no_statement_per_paper(make, count_queries):
    spent = []
    for size in (2, 5):
        version = make.published_version([make.open_question()], second_mark="all")
        for _ in range(size):
            paper = make.submitted(make.person(Role.TRAINEE), version=version)
            give(paper, K.FIRST, make.person(Role.TRAINER), [3.0])
            give(paper, K.SECOND, make.person(Role.TRAINER), [0.0])
            assert task_of(paper, K.THIRD)
        third = make.person(Role.TRAINER)
        db.session.commit()
        db.session.expire_all()
        with count_queries() as statements:
            (row,) = marking.questions_waiting(third, version)
        assert (row.kind, row.answers) == (K.THIRD, size)
        spent.append(len(statements))
    assert spent[0] == spent[1]


def test_the_queue_reads_a_graders_marks_once_and_not_once_per_paper(make):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan is read as SQLite writes it")
    query = queries.waiting_tasks(make.the_trainer).with_only_columns(GradingTask.id)
    words = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))
    steps = db.session.execute(text(f"EXPLAIN QUERY PLAN {words.replace(':', chr(92) + ':')}"))
    plan = {row.id: row for row in steps}
    above = [plan[row.parent].detail for row in plan.values() if "grade_entry" in row.detail]
    assert above
    assert not any(detail.startswith("CORRELATED") for detail in above)
