"""Builders for assessments. Everything is made by the operations that people use."""

from base64 import b64decode
from datetime import date, timedelta
from typing import Any

from recruit.assessments import operations
from recruit.assessments.models import (
    Attempt,
    GradingTask,
    Product,
    Question,
    QuestionVersion,
    Regrade,
    TestVersion,
)
from recruit.assessments.operations import Draft, Mark, Settings, Wording
from recruit.assessments.queries import grading as grading_queries
from recruit.assessments.queries import regrading as regrading_queries
from recruit.assessments.queries import sitting as sitting_queries
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules.marking import QuestionType
from tests.factories.base import BaseMake

RUBRIC = [
    {"id": "aa", "points": 2.0, "text": "Names the features", "example": ""},
    {"id": "bb", "points": 1.0, "text": "Names a difference", "example": ""},
]
OPTIONS = [
    {"id": "ka", "text": "Two days", "credit": 1.0},
    {"id": "kb", "text": "A month", "credit": 0.0},
]


class AssessmentsMake(BaseMake):
    """Builders for assessments."""

    @property
    def the_trainer(self) -> Person:
        return self._once("trainer", lambda: self.person(Role.TRAINER))

    @property
    def the_trainee(self) -> Person:
        return self._once("trainee", lambda: self.person(Role.TRAINEE, site=self.the_site))

    @property
    def the_director(self) -> Person:
        return self._once("director", lambda: self.person(Role.DIRECTOR))

    def png(self) -> bytes:
        """A picture of one grey point."""
        return b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCB"
            "d81ytgAAAABJRU5ErkJggg=="
        )

    def product(self, **kw: Any) -> Product:
        return self.add(
            Product(**{"name": f"Label printer {self.number()}", "created_at": self.now} | kw)
        )

    def open_question(self, **kw: Any) -> Question:
        wording = Wording(
            **{
                "type": QuestionType.OPEN_LONG,
                "stem": "List the features.",
                "points": 3.0,
                "rubric": RUBRIC,
                "model_answer": "MODEL-ANSWER",
                "feedback": "Read the sheet.",
            }
            | kw.pop("wording", {})
        )
        return operations.write_question(wording, actor=self.the_trainer, now=self.now, **kw)

    def closed_question(self, **kw: Any) -> Question:
        wording = Wording(
            **{
                "type": QuestionType.ONE_OF_MANY,
                "stem": "How soon from stock?",
                "points": 2.0,
                "key": {"options": OPTIONS},
            }
            | kw.pop("wording", {})
        )
        return operations.write_question(wording, actor=self.the_trainer, now=self.now, **kw)

    def draft_version(self, questions: list[Question] | None = None, **kw: Any) -> TestVersion:
        version = operations.create_test(
            title=f"Products {self.number()}",
            settings=Settings(**kw),
            actor=self.the_trainer,
            now=self.now,
        )
        chosen = questions or [self.open_question(), self.closed_question()]
        operations.add_questions(version, chosen, actor=self.the_trainer, now=self.now)
        return version

    def published_version(
        self, questions: list[Question] | None = None, **kw: Any
    ) -> TestVersion:
        version = self.draft_version(questions, **kw)
        operations.publish(version, actor=self.the_trainer, now=self.now)
        return version

    def attempt(self, person: Person | None = None, **kw: Any) -> Attempt:
        """A paper that waits for its trainee. Settings of the version go through `**kw`."""
        given = {
            "due_on": kw.pop("due_on", date(2026, 3, 20)),
            "gate_on": kw.pop("gate_on", None),
            "interests": kw.pop("interests", ()),
        }
        version = kw.pop("version", None) or self.published_version(**kw)
        assignment = operations.assign(
            version,
            person or self.the_trainee,
            assigned_by=self.the_trainer,
            now=self.now,
            **given,
        )
        return assignment.attempts[0]

    def sitting(self, person: Person | None = None, **kw: Any) -> Attempt:
        """A paper that is being written."""
        attempt = self.attempt(person, **kw)
        operations.start(attempt, actor=attempt.assignment.person, now=self.now)
        return attempt

    def answer(self, attempt: Attempt, position: int, text: str = "", **data: Any) -> Any:
        """Save an answer from a page of its own."""
        person = attempt.assignment.person
        slot = sitting_queries.answering(person, attempt.items[position - 1].pubid)
        base = slot.head.ref if slot.head else ""
        draft = Draft(f"tab{self.number()}", 1, base, text, data)
        return operations.save_answer(slot, draft, received_at=self.now + timedelta(minutes=5))

    def submitted(self, person: Person | None = None, **kw: Any) -> Attempt:
        """A paper with answers, handed in, waiting for its marks."""
        return self._hand_in(self.sitting(person, **kw))

    def _hand_in(self, attempt: Attempt, choice: str = "ka") -> Attempt:
        for item in attempt.items:
            if item.question_version.is_open:
                self.answer(attempt, item.position, "It is fast.")
            else:
                self.answer(attempt, item.position, choice=choice)
        operations.submit(
            attempt, actor=attempt.assignment.person, now=self.now + timedelta(minutes=30)
        )
        return attempt

    def task(self, attempt: Attempt) -> GradingTask:
        """The paper's task for final marks."""
        return next(task for task in attempt.tasks if task.kind == "final")

    def graded(self, person: Person | None = None, points: float = 3.0, **kw: Any) -> Attempt:
        """A paper with final marks by the trainer; control as its version wants."""
        return self._mark(self.submitted(person, **kw), points)

    def _mark(self, attempt: Attempt, points: float) -> Attempt:
        task, trainer = self.task(attempt), self.the_trainer
        operations.take(task, actor=trainer, now=self.now)
        for item in attempt.items:
            if item.question_version.is_open:
                operations.mark(
                    task,
                    item,
                    Mark(points=points, comment="Good."),
                    actor=trainer,
                    now=self.now,
                )
        operations.finish(task, actor=trainer, now=self.now)
        return grading_queries.whole(attempt)

    def sit(self, attempt: Attempt, points: float = 3.0, choice: str = "ka") -> Attempt:
        """An assigned paper from its beginning to the result that its trainee is told."""
        operations.start(attempt, actor=attempt.assignment.person, now=self.now)
        marked = self._mark(self._hand_in(attempt, choice), points)
        operations.release(marked, actor=self.the_trainer, now=self.now)
        return marked

    def released(self, person: Person | None = None, points: float = 3.0, **kw: Any) -> Attempt:
        """A paper whose result the trainee knows."""
        attempt = self.graded(person, points, **kw)
        operations.release(attempt, actor=self.the_trainer, now=self.now)
        return attempt

    def new_key(self, question: Question, **key: Any) -> QuestionVersion:
        """Another key for a closed question, as a new version with the same texts."""
        wording = Wording(
            type=question.current.type,
            stem=question.current.stem,
            points=question.current.points,
            key=key,
        )
        operations.reword(question, wording, version=None, actor=self.the_trainer, now=self.now)
        db.session.expire(question)
        return question.current

    def regrade(self, attempt: Attempt, actor: Person | None = None, **kw: Any) -> Regrade:
        """The paper's closed question gets another key, and the regrade is confirmed."""
        item = next(one for one in attempt.items if not one.question_version.is_open)
        question = item.question_version.question
        options = [
            {"id": "na", "text": "Two days", "credit": 0.0},
            {"id": "nb", "text": "A month", "credit": 1.0},
        ]
        self.new_key(question, options=options)
        actor = actor or self.the_trainer
        shown = regrading_queries.preview(question, actor, spare=kw.get("spare", False))
        return operations.regrade(
            question,
            digest=shown.digest,
            spare=shown.spare,
            reason="The key named the wrong time.",
            actor=actor,
            now=self.now,
        )
