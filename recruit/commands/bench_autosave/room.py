"""The room: one written test, a paper for each trainee, all of them begun."""

from datetime import datetime, timedelta

from flask import Flask

from recruit.assessments import operations
from recruit.assessments.operations import Settings, Wording
from recruit.commands.bench_autosave.crowd import Seat
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.people.models import Person, PersonRole
from recruit.rules.marking import QuestionType

QUESTIONS = 4


def fill(app: Flask, people: int, now: datetime) -> list[Seat]:
    """Write the room; every sitting has begun and lasts longer than any run."""
    trainer = _account("Trainer", "t@example.org", Role.TRAINER, now)
    trainees = [
        _account(f"Trainee {n}", f"n{n}@example.org", Role.TRAINEE, now) for n in range(people)
    ]
    db.session.add_all([trainer, *trainees])
    db.session.flush()
    questions = [
        operations.write_question(
            Wording(type=QuestionType.OPEN_LONG, stem=f"Question {n}?", points=5.0),
            actor=trainer,
            now=now,
        )
        for n in range(QUESTIONS)
    ]
    version = operations.create_test(
        title="Bench", settings=Settings(time_limit_minutes=1440), actor=trainer, now=now
    )
    operations.add_questions(version, questions, actor=trainer, now=now)
    operations.publish(version, actor=trainer, now=now)
    seats = []
    for person in trainees:
        assignment = operations.assign(
            version,
            person,
            due_on=now.date() + timedelta(days=3),
            assigned_by=trainer,
            now=now,
        )
        attempt = assignment.attempts[0]
        operations.start(attempt, actor=person, now=now)
        db.session.flush()
        seats.append(Seat(cookie(app, person), tuple(item.pubid for item in attempt.items)))
    return seats


def _account(name: str, email: str, role: Role, now: datetime) -> Person:
    person = Person(name=name, email=email, created_at=now)
    person.role_rows = [PersonRole(role=role)]
    return person


def cookie(app: Flask, person: Person) -> str:
    """Return a signed-in session as the login page makes it."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"_user_id": person.get_id(), "_fresh": True}))
