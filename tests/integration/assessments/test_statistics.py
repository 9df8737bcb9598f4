"""A test's statistics: right, hidden under ten papers, read in a fixed number of statements."""

import csv
import io
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from recruit.assessments import operations
from recruit.assessments.models import GradeEntry
from recruit.assessments.operations import Mark
from recruit.assessments.queries import grader_statistics, statistics
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.rules.grading import EntryKind
from recruit.rules.item_statistics import item_statistics
from tests.conftest import NOW

POINTS = [3.0, 2.5, 2.0, 1.0, 3.0, 0.0, 1.5, 2.0, 2.5, 0.5, 3.0, 1.0]
CHOICES = ["ka", "ka", "kb", "kb", "ka", "kb", "ka", "kb", "ka", "kb", "ka", "ka"]


def sat(make, version, number, *, person=None, told=True):
    """One paper: the open question's marks and the closed one's choice go by `number`."""
    person = person or make.person(Role.TRAINEE, site=make.the_site)
    attempt = make.sitting(person, version=version)
    choice = CHOICES[number % len(CHOICES)]
    for item in attempt.items:
        if item.question_version.is_open:
            make.answer(attempt, item.position, "It is fast.")
        else:
            make.answer(attempt, item.position, choice=choice)
    operations.submit(attempt, actor=person, now=NOW + timedelta(minutes=30))
    task, trainer, marked = make.task(attempt), make.the_trainer, NOW + timedelta(days=2)
    operations.take(task, actor=trainer, now=marked)
    for item in attempt.items:
        if item.question_version.is_open:
            mark = Mark(points=POINTS[number % len(POINTS)], comment="")
            operations.mark(task, item, mark, actor=trainer, now=marked)
    operations.finish(task, actor=trainer, now=marked)
    if told:
        operations.release(attempt, actor=trainer, now=marked)
    return attempt


@pytest.fixture
def cohort(make):
    version = make.published_version()
    for number in range(12):
        sat(make, version, number)
    db.session.flush()
    return version.test


@contextmanager
def counting():
    seen = []

    def note(*args):
        seen.append(args[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def table(client, test, name, **more):
    more = "".join(f"&{key}={value}" for key, value in more.items())
    answer = client.get(f"/tests/{test.pubid}/statistics.csv?table={name}{more}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))


def test_the_page_shows_what_the_rule_computes(make, client, sign_in, cohort):
    sign_in(make.the_trainer)
    rows = table(client, cohort, "questions")
    scores = [[POINTS[n], 2.0 if CHOICES[n] == "ka" else 0.0] for n in range(12)]
    for row, figures in zip(rows, item_statistics(scores, [3.0, 2.0]), strict=True):
        assert row["n"] == "12"
        assert float(row["facility_percent"]) == pytest.approx(figures.facility, abs=1e-4)
        assert float(row["discrimination_index_percent"]) == pytest.approx(
            figures.discrimination_index, abs=1e-4
        )
        assert float(row["effective_weight_percent"]) == pytest.approx(
            figures.effective_weight, abs=1e-4
        )
    page = client.get(f"/tests/{cohort.pubid}/statistics").get_data(as_text=True)
    assert "n = 12" in page
    assert make.the_trainee.name not in page
    right, wrong = table(client, cohort, "options")
    assert (right["chosen"], wrong["chosen"]) == ("7", "5")
    assert (right["right"], wrong["right"]) == ("1", "0")
    assert int(right["upper_third"]) > int(right["lower_third"])
    assert int(wrong["lower_third"]) > int(wrong["upper_third"])
    address = f"/tests/{cohort.pubid}/statistics"
    assert client.get(f"{address}?version=nope").status_code == 400
    assert client.get(f"{address}.csv?table=names").status_code == 400


def test_nine_papers_show_nothing_on_the_page_or_in_a_file(make, client, sign_in):
    version = make.published_version()
    for number in range(9):
        sat(make, version, number)
    sat(make, version, 9, told=False)  # no result was told: it does not count
    sign_in(make.the_trainer)
    page = client.get(f"/tests/{version.test.pubid}/statistics")
    assert "1 more paper" in page.get_data(as_text=True)
    assert "Cronbach" not in page.get_data(as_text=True)
    for name in ("questions", "options", "test", "graders"):
        assert table(client, version.test, name) == []
        assert table(client, version.test, name, version=version.pubid) == []


def test_a_small_version_cannot_be_worked_out_from_the_sum(make, client, sign_in, cohort):
    old = cohort.versions[0]
    draft = operations.new_draft(cohort, actor=make.the_trainer, now=NOW)
    operations.publish(draft, actor=make.the_trainer, now=NOW)
    for number in range(3):
        sat(make, draft, number)
    db.session.expire_all()
    sign_in(make.the_trainer)
    together = table(client, cohort, "questions")
    assert together == table(client, cohort, "questions", version=old.pubid)
    assert {row["n"] for row in together} == {"12"}
    assert table(client, cohort, "questions", version=draft.pubid) == []
    page = client.get(f"/tests/{cohort.pubid}/statistics").get_data(as_text=True)
    assert "Without version 2" in page
    for number in range(7):
        sat(make, draft, number)
    db.session.expire_all()
    assert {row["n"] for row in table(client, cohort, "questions")} == {"22"}
    assert table(client, cohort, "questions")[0]["asked_in_versions"] == "1 2"


def test_each_person_counts_once_with_the_first_sitting(make, client, sign_in, cohort):
    person = make.person(Role.TRAINEE, site=make.the_site)
    version = cohort.versions[0]
    first = sat(make, version, 5, person=person)
    again = operations.retake(
        first.assignment, actor=make.the_trainer, now=NOW + timedelta(days=9)
    )
    operations.start(again, actor=person, now=NOW + timedelta(days=9))
    operations.submit(again, actor=person, now=NOW + timedelta(days=9, minutes=5))
    db.session.flush()
    assert sum(statistics.paper_counts(cohort).values()) == 13
    operations.void(first, reason="Fire alarm", actor=make.the_trainer, now=NOW)
    db.session.flush()
    assert sum(statistics.paper_counts(cohort).values()) == 12


def test_a_grader_is_compared_with_others_on_the_same_questions(make, sign_in, client, cohort):
    found = statistics.papers(cohort, [cohort.versions[0].id])
    (line,) = grader_statistics.grader_lines(found, [])
    assert (line.person, line.papers, line.severity) == (make.the_trainer, 12, None)
    assert line.days == pytest.approx(2, abs=0.05)
    harsh = make.person(Role.TRAINER, name="Harsh Harry")
    opens = [mark for mark in found.marks if mark.most == 3.0]
    for mark in opens:
        for kind, by, points in (
            (EntryKind.FIRST, make.the_trainer, mark.entry.points),
            (EntryKind.SECOND, harsh, max(0.0, mark.entry.points - 0.6)),
        ):
            db.session.add(
                GradeEntry(
                    item_id=mark.item, kind=kind, grader=by, points=points, ticks=[], at=NOW
                )
            )
    db.session.flush()
    found = statistics.papers(cohort, [cohort.versions[0].id])
    pairs = grader_statistics.double_marks(found)
    both = grader_statistics.agreed(pairs)
    assert (both.papers, both.answers, both.missing) == (12, 12, 0)
    assert both.kappa < both.weighted < 1 and 0 < both.icc < 1
    lines = {line.person: line for line in grader_statistics.grader_lines(found, pairs)}
    gap = sum(max(-0.6, -p) for p in POINTS) / 12 / 3 * 100
    assert lines[harsh].severity == pytest.approx(gap)
    assert lines[make.the_trainer].severity == pytest.approx(-gap)
    sign_in(make.the_director)
    assert "Harsh Harry" in client.get(f"/tests/{cohort.pubid}/statistics").get_data(True)


def test_the_number_of_statements_does_not_grow(make, client, sign_in, cohort):
    sign_in(make.the_trainer)
    address = f"/tests/{cohort.pubid}/statistics"
    client.get(address)
    db.session.expire_all()
    with counting() as before:
        client.get(address)
    for number in range(4):
        sat(make, cohort.versions[0], number)
    db.session.expire_all()
    with counting() as after:
        client.get(address)
    assert len(after) == len(before) <= 25
