"""Everybody who has sat the entrance test: enough papers that its statistics mean something.

Marked by two people without seeing each other's marks, one answer decided by a third; a
certificate, an objection, a paper nearly overdue, a text that came too late, answers alike.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from recruit.assessments import operations
from recruit.assessments.models import Attempt, AttemptItem, GradingTask, TestVersion
from recruit.assessments.operations import Draft, Mark
from recruit.assessments.queries import grading as grading_queries
from recruit.assessments.queries import second_marks, sitting
from recruit.demo.answers import PEOPLE, WAITING, answer
from recruit.demo.company import Company, sign_in_with_demo_password
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.people import operations as people
from recruit.people.models import Person
from recruit.rules.grading import EntryKind
from recruit.rules.marking import QuestionType

CLIENT = "demo-page"
REMARKS = ("Everything is there.", "Right, but not all of it.", "Look at the sheet again.")


@dataclass(frozen=True, slots=True)
class Sat:
    """A paper with what each open answer deserves, as a share, by the item's position."""

    attempt: Attempt
    deserved: dict[int, float]


def build(company: Company, version: TestVersion, random: Random, now: datetime) -> None:
    """Let everybody sit the test, the first ones weeks ago, and mark what was marked."""
    for number, (name, knows) in enumerate(PEOPLE):
        handed = now - timedelta(days=40 - 2 * number, hours=number % 5)
        sat = _sit(company, version, name, knows, random, handed)
        _mark(company, sat, random, handed, disputed=number == 6)
        released = handed + timedelta(days=6)
        operations.release(sat.attempt, actor=company.people["trainer"], now=released)
        if number == len(PEOPLE) - 4:
            operations.raise_appeal(
                _open(sat.attempt)[0],
                text="I named the speed and the width; that is more than half.",
                actor=sat.attempt.assignment.person,
                now=released + timedelta(hours=5),
            )
    for number, (name, knows) in enumerate(WAITING):
        age = (
            timedelta(days=27, hours=3) if number == 0 else timedelta(days=5 - number, hours=2)
        )
        _sit(company, version, name, knows, random, now - age, late=number == 1)


def _sit(
    company: Company,
    version: TestVersion,
    name: str,
    knows: float,
    random: Random,
    handed: datetime,
    *,
    late: bool = False,
) -> Sat:
    began = handed - timedelta(minutes=52 if late else random.randrange(30, 55))
    trainer, person = company.people["trainer"], _person(company, name, began)
    given = operations.assign(
        version,
        person,
        due_on=(handed + timedelta(days=3)).date(),
        assigned_by=trainer,
        now=began - timedelta(days=3),
    )
    attempt = given.attempts[0]
    db.session.flush()
    operations.start(attempt, actor=person, now=began)
    db.session.flush()
    deserved: dict[int, float] = {}
    minutes = (handed - began).total_seconds() / 60 / (len(attempt.items) + 1)
    for number, item in enumerate(attempt.items):
        share, text, data = _answer(item, knows, random)
        deserved[item.position] = share
        received = began + timedelta(minutes=minutes * (number + random.random() * 0.8 + 0.1))
        _save(person, item, 1, text, data, received)
    if late:
        handed = began + timedelta(minutes=60, seconds=5)
        operations.submit_overdue([attempt], now=handed)
        last = _open(attempt)[-1]
        text = "Twelve working days; I ask the warehouse for the date."
        _save(person, last, 2, text, {}, handed + timedelta(seconds=40))
    else:
        operations.submit(attempt, actor=person, now=handed)
    db.session.flush()
    return Sat(attempt, deserved)


def _person(company: Company, name: str, now: datetime) -> Person:
    person = people.invite(
        name=name,
        email=f"{name.lower().replace(' ', '.')}@demo.example",
        roles=[Role.TRAINEE],
        actor=company.people["recruiter"],
        now=now - timedelta(days=5),
        departments=[company.departments["Sales"]],
        site=company.sites["Moscow"],
        zone="Europe/Moscow",
    )
    sign_in_with_demo_password(person)
    return person


def _answer(
    item: AttemptItem, knows: float, random: Random
) -> tuple[float, str, dict[str, str]]:
    wording = item.question_version
    luck = random.uniform(-1, 1)
    right = random.random() < 0.25 + 0.75 * knows
    frame = wording.question.frame
    if wording.is_open and frame is not None:
        share, text = answer(frame, knows, luck)
        return share, text, {}
    if wording.type is QuestionType.ONE_OF_MANY:
        options = [one["id"] for one in wording.key["options"]]  # the right one is the first
        return 1.0, "", {"choice": options[0 if right else 2 if luck > -0.6 else 1]}
    if wording.type is QuestionType.TRUE_FALSE:
        return 1.0, "", {"choice": "true" if random.random() < 0.9 else "false"}
    if wording.type is QuestionType.NUMERIC:
        wrong = random.choice(("8", "100", "150"))
        return 1.0, "", {"value": str(wording.key["value"]) if right else wrong}
    return 0.5, "It depends on the customer.", {}


def _save(
    person: Person,
    item: AttemptItem,
    seq: int,
    text: str,
    data: dict[str, str],
    received: datetime,
) -> None:
    slot = sitting.answering(person, item.pubid)
    assert slot is not None
    base = slot.head.ref if slot.head else ""
    operations.save_answer(slot, Draft(CLIENT, seq, base, text, data), received_at=received)


def _open(attempt: Attempt) -> list[AttemptItem]:
    return [item for item in attempt.items if item.question_version.is_open]


def _mark(
    company: Company, sat: Sat, random: Random, handed: datetime, *, disputed: bool
) -> None:
    """Two people mark blind, the second a little harsher; a third decides where they differ."""
    trainer, second = company.people["trainer"], company.people["trainer2"]
    first_at = handed + timedelta(days=random.randrange(1, 3), hours=2)
    _marks(sat, EntryKind.FIRST, trainer, random, first_at, disputed=False)
    second_at = first_at + timedelta(days=1, hours=random.randrange(1, 8))
    _marks(sat, EntryKind.SECOND, second, random, second_at, disputed=disputed)
    third = _task(sat.attempt, EntryKind.THIRD)
    if third is not None:
        recruiter = company.people["recruiter"]
        asked_at = second_at + timedelta(hours=2)
        operations.ask(sat.attempt, recruiter, EntryKind.THIRD, actor=trainer, now=asked_at)
        _marks(
            sat, EntryKind.THIRD, recruiter, random, asked_at + timedelta(hours=5), disputed=False,
        )  # fmt: skip


def _task(attempt: Attempt, kind: EntryKind) -> GradingTask | None:
    db.session.flush()
    db.session.expire(attempt, ["tasks"])
    return next((one for one in attempt.tasks if one.kind is kind), None)


def _marks(
    sat: Sat,
    kind: EntryKind,
    grader: Person,
    random: Random,
    at: datetime,
    *,
    disputed: bool,
) -> None:
    task = _task(sat.attempt, kind)
    assert task is not None
    operations.take(task, actor=grader, now=at)
    apart = None
    if kind is EntryKind.THIRD:
        apart = set(second_marks.apart(grading_queries.whole(sat.attempt)))
    for number, item in enumerate(_open(sat.attempt)):
        if apart is not None and item not in apart:
            continue
        most = item.question_version.points
        share = sat.deserved[item.position]
        if disputed and number == 0:
            share = 0.1 if share > 0.5 else 0.9
        points = round(share * most * 2) / 2
        if kind is EntryKind.SECOND:  # another pair of eyes, a little harsher
            points += random.choice((-0.5, -0.5, 0.5, 0.0, 0.0, 0.0, 0.0))
        points = min(most, max(0.0, points))
        comment = REMARKS[0 if points >= most else 1 if points else 2]
        operations.mark(task, item, Mark(points=points, comment=comment), actor=grader, now=at)
    operations.finish(task, actor=grader, now=at + timedelta(minutes=25))
