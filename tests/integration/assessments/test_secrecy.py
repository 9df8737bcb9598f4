"""What a trainee gets, page by page and answer by answer: never a key, a rubric or a pending mark.

Every secret field holds a word that stands nowhere else; every address of the feature is asked
for, with everything that the trainee could put into it, at every step of a paper's way.
"""

import json

import pytest
from flask.testing import FlaskClient

from recruit.assessments import operations
from recruit.assessments.models import Attempt, GradingTask
from recruit.assessments.operations import Mark, Wording
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.rules.marking import QuestionType as T

KEYS = {
    T.ONE_OF_MANY: {
        "options": [
            {"id": "ka", "text": "Red", "credit": 1.0, "feedback": "SECRET-OPTION-WORDS"},
            {"id": "kb", "text": "Blue", "credit": -0.48211},
        ]
    },
    T.SEVERAL_OF_MANY: {
        "options": [
            {"id": "sa", "text": "One", "credit": 0.51733, "feedback": "SECRET-SEVERAL-WORDS"},
            {"id": "sb", "text": "Two", "credit": 0.48267},
            {"id": "sc", "text": "Three", "credit": -0.93111},
        ],
        "weighted": True,
    },
    T.TRUE_FALSE: {
        "right": True,
        "feedback_right": "SECRET-RIGHT-WORDS",
        "feedback_wrong": "SECRET-WRONG-WORDS",
    },
    T.NUMERIC: {"value": "918273.5", "tolerance": "77.125", "unit": "mm"},
    T.GAP_TEXT: {"gaps": [{"answers": ["SECRET-GAP"]}]},
}
ALWAYS = (
    "SECRET-OPTION", "SECRET-SEVERAL", "SECRET-RIGHT", "SECRET-WRONG", "SECRET-GAP",
    "918273", "77.125", "48211", "51733", "48267", "93111",
    "SECRET-RUBRIC", "SECRET-EXAMPLE", "SECRET-MODEL", "SECRET-NAME", "SECRET-NOTE",
    "SECRET-ORAL", "SECRET-FIRST", "Gwendolyn", "credit", "tolerance\"",
)  # fmt: skip
OF_CHOICE = ("SECRET-SEVERAL-WORDS", "SECRET-WRONG-WORDS")
"""What the author says to who chose this option: told with the result, the others' never."""
PENDING = ("SECRET-FEEDBACK", "SECRET-COMMENT", "SECRET-BACK", "2.71")
"""Not before the result is told; the mark taken back never."""


def written(make, kind, **more):
    key = KEYS.get(kind, {})
    return operations.write_question(
        Wording(
            type=kind,
            stem="Fill [[1]]." if kind is T.GAP_TEXT else f"A question: {kind}?",
            points=4.0,
            key=key,
            model_answer="SECRET-MODEL",
            feedback="SECRET-FEEDBACK",
            name="SECRET-NAME",
            **more,
        ),
        actor=make.the_trainer,
        now=make.now,
    )


@pytest.fixture
def paper(make) -> Attempt:
    """A paper with a question of every kind whose key can be looked for, and open ones."""
    rubric = [{"id": "ra", "points": 2.0, "text": "SECRET-RUBRIC", "example": "SECRET-EXAMPLE"}]
    questions = [written(make, kind) for kind in KEYS]
    questions += [written(make, T.OPEN_LONG, rubric=rubric) for _ in range(2)]
    return make.attempt(questions=questions, pass_percent=1.0)


class Reader:
    """The trainee, who asks for everything."""

    def __init__(self, app, client: FlaskClient, attempt: Attempt) -> None:
        self.client, self.attempt = client, attempt
        self.rules = [
            rule
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith("assessments.")
        ]

    def words(self, *, deep: bool = True) -> str:
        """Everything that the trainee is answered now."""
        attempt = self.attempt
        pubids = [attempt.pubid, attempt.assignment.pubid]
        pubids += [item.pubid for item in attempt.items[-1:]]
        pubids += [task.pubid for task in attempt.tasks]
        found = [self.ask("GET", path) for path in ("/", "/tests/mine", "/notices", "/me")]
        found.append(self.ask("GET", f"/tests/attempts/{attempt.pubid}"))
        found.append(self.ask("GET", f"/tests/attempts/{attempt.pubid}/finish"))
        found.append(self.ask("GET", f"/tests/attempts/{attempt.pubid}/news"))
        for number, item in enumerate(attempt.items, start=1):
            found.append(self.ask("GET", f"/tests/attempts/{attempt.pubid}/{number}"))
            found.append(self.ask("GET", f"/tests/answers/{item.pubid}"))
            found.append(self.ask("GET", f"/tests/answers/{item.pubid}/appeal"))
        if deep:
            for rule in self.rules:
                for pubid in pubids if len(rule.arguments) == 1 else pubids[:1]:
                    values = dict.fromkeys(rule.arguments, pubid) | (
                        {"position": 1} if "position" in rule.arguments else {}
                    )
                    path = self.client.application.url_map.bind("localhost").build(
                        rule.endpoint, values
                    )
                    if "GET" in rule.methods:
                        found.append(self.ask("GET", path))
                        continue
                    if rule.endpoint.rpartition(".")[2] in ("start", "submit", "retake"):
                        continue  # they move the paper on
                    found.append(self.ask("POST", path))
        return "\n".join(found)

    def ask(self, method: str, path: str, **more) -> str:
        answer = self.client.open(path, method=method, **more)
        assert answer.status_code < 500, path
        return answer.get_data(as_text=True)

    def save(self, position: int, *fields, seq: int = 1) -> str:
        message = {"client": "tab", "seq": seq, "base": "", "fields": list(fields)}
        item = self.attempt.items[position - 1]
        return self.ask("PUT", f"/tests/answers/{item.pubid}", json=message)


def assert_none(text: str, *secrets: str) -> None:
    for secret in secrets:
        at = text.find(secret)
        assert at < 0, f"{secret}: ...{text[max(0, at - 200) : at + 80]}..."


def test_no_page_json_or_error_tells_what_a_trainee_must_not_know(
    app, make, sign_in, paper, travel
):
    trainee, trainer = paper.assignment.person, make.person(Role.TRAINER, name="Gwendolyn M")
    db.session.commit()
    reader = Reader(app, sign_in(trainee), paper)
    assert_none(reader.words(deep=False), *ALWAYS, *PENDING)

    reader.ask("POST", f"/tests/attempts/{paper.pubid}/start")
    answers = [
        reader.save(1, ["choice", "kb"]),
        reader.save(2, ["choices", "sa"], ["choices", "sc"]),
        reader.save(3, ["choice", "false"]),
        reader.save(4, ["value", "12"]),
        reader.save(5, ["gaps.1", "something"]),
        reader.save(6, ["text", "Mine"]),
        reader.save(6, ["text", "Another tab"]),
        reader.save(7, ["text", "x" * 20_001]),
        reader.save(7, ["text", "Mine"], seq=2),
        reader.ask("PUT", f"/tests/answers/{paper.items[0].pubid}", data="{"),
    ]
    assert json.loads(answers[0])["saved"]
    assert_none("\n".join(answers) + reader.words(), *ALWAYS, *PENDING)

    reader.ask("POST", f"/tests/attempts/{paper.pubid}/finish")
    assert_none(reader.words(deep=False), *ALWAYS, *PENDING)

    task: GradingTask = make.task(paper)
    operations.take(task, actor=trainer, now=make.now)
    first, second = paper.items[5:7]
    for item in (first, second):
        operations.mark(
            task, item, Mark(points=2.71, comment="SECRET-BACK"), actor=trainer, now=make.now
        )
        operations.mark(
            task, item, Mark(retract=True, comment="SECRET-BACK"), actor=trainer, now=make.now
        )
        given = Mark(points=3.14, comment="SECRET-COMMENT", note="SECRET-NOTE")
        operations.mark(task, item, given, actor=trainer, now=make.now)
    db.session.commit()
    assert_none(reader.words(), *ALWAYS, *PENDING, "3.14")
    operations.finish(task, actor=trainer, now=make.now)
    db.session.commit()
    assert_none(reader.words(deep=False), *ALWAYS, *PENDING, "3.14")

    operations.release(paper, actor=make.the_trainer, now=make.now)
    db.session.commit()
    text = reader.words(deep=False)
    for told in ("SECRET-COMMENT", "SECRET-FEEDBACK", *OF_CHOICE):
        assert told in text
        text = text.replace(told, "")
    assert_none(text, *ALWAYS, "SECRET-BACK", "2.71")


def test_an_oral_record_is_the_examiners(app, make, sign_in):
    rubric = [{"id": "ra", "points": 2.0, "text": "SECRET-RUBRIC", "example": ""}]
    paper = make.attempt(questions=[written(make, T.OPEN_LONG, rubric=rubric)], form="oral")
    examiner = make.person(Role.TRAINER, name="Gwendolyn M")
    operations.hold(paper, examiner=examiner, now=make.now)
    operations.note_oral(paper, "SECRET-ORAL", actor=examiner)
    reader = Reader(app, sign_in(paper.assignment.person), paper)
    assert_none(reader.words(deep=False), *ALWAYS, *PENDING)
    operations.end_oral(paper, actor=examiner, now=make.now)
    db.session.commit()
    assert_none(reader.words(), *ALWAYS, *PENDING)


def test_a_draw_shows_nothing_of_the_questions_it_did_not_ask(app, make, sign_in):
    stems = ("SECRET-STEM-A", "SECRET-STEM-B", "SECRET-STEM-C")
    questions = [
        operations.write_question(
            Wording(type=T.OPEN_LONG, stem=stem, points=3.0, model_answer="SECRET-MODEL"),
            actor=make.the_trainer,
            now=make.now,
        )
        for stem in stems
    ]
    version = make.draft_version([make.open_question()])
    operations.add_pool(
        version.sections[0],
        operations.Draw(draws=1, questions=questions),
        actor=make.the_trainer,
        now=make.now,
    )
    operations.publish(version, actor=make.the_trainer, now=make.now)
    paper = make.sitting(version=version)
    asked = {item.question_version.stem for item in paper.items}
    text = Reader(app, sign_in(paper.assignment.person), paper).words()
    assert len(asked & set(stems)) == 1
    assert_none(text, *(set(stems) - asked), "SECRET-MODEL")
