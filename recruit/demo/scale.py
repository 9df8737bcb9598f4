"""History in bulk: tens of thousands of past applications, for measurements.

The only place of the demo that inserts rows itself instead of calling operations: each person
gets what an application that ended would have left behind.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from recruit.candidates import contacts
from recruit.candidates.models import (
    Application,
    Candidate,
    CandidateWord,
    Consent,
    StageChange,
)
from recruit.demo import names
from recruit.kernel.db import db
from recruit.kernel.ids import new_pubid
from recruit.rules.pipeline import CLOSED, RejectReason, Stage
from recruit.vacancies.models import Vacancy, VacancyState

BATCH = 2_000
_ENDS = (Stage.REJECTED, Stage.WITHDRAWN, Stage.APPLIED, Stage.SCREENING, Stage.TO_INVITE)
_WEIGHTS = (62, 18, 8, 6, 6)


def add(wanted: int, random: Random, now: datetime, say: Callable[[float], object]) -> None:
    """Add people until there are `wanted` candidates in all."""
    there = int(db.session.scalar(select(func.count(Candidate.id))) or 0)
    published = select(Vacancy.id).where(Vacancy.state == VacancyState.PUBLISHED)
    vacancies = list(db.session.scalars(published.order_by(Vacancy.id)))
    everybody = names.people(random, max(wanted - there, 0))
    for start in range(0, len(everybody), BATCH):
        batch = everybody[start : start + BATCH]
        _insert(batch, there + start, vacancies, random, now)
        say((start + len(batch)) / len(everybody))


def _insert(
    batch: list[str], offset: int, vacancies: list[int], random: Random, now: datetime
) -> None:
    people: list[dict[str, Any]] = []
    for number, name in enumerate(batch, offset + 1):
        phone = f"+79{number:09}"
        people.append(
            {
                "pubid": new_pubid(), "name": name, "email": f"person{number}@mail.example",
                "phone": phone, "phone_e164": phone, "locale": "en", "version": 1,
                "created_at": now - timedelta(days=random.randrange(70, 700)),
            }
        )  # fmt: skip
    ids = list(
        db.session.scalars(
            insert(Candidate).returning(Candidate.id, sort_by_parameter_order=True), people
        )
    )
    applications, words, consents = [], [], []
    for candidate_id, person in zip(ids, people, strict=True):
        stage = random.choices(_ENDS, _WEIGHTS)[0]
        at = person["created_at"]
        applications.append(
            {
                "pubid": new_pubid(), "candidate_id": candidate_id,
                "vacancy_id": random.choice(vacancies), "stage": stage, "stage_since": at,
                "priority": 0, "message": "", "applied_at": at, "link_generation": 1,
                "closed_at": at if stage in CLOSED else None, "version": 1, "also_gave": "",
                "reject_reason": RejectReason.NOT_QUALIFIED if stage is Stage.REJECTED else None,
            }
        )  # fmt: skip
        consents.append(
            {
                "pubid": new_pubid(), "candidate_id": candidate_id, "text_version": 1,
                "given_at": at, "keep_until_on": (now + timedelta(days=90)).date(),
            }
        )  # fmt: skip
        found = contacts.search_words(person["name"], person["email"], person["phone_e164"])
        words += [{"word": word, "candidate_id": candidate_id} for word in sorted(found)]
    application_ids = db.session.scalars(
        insert(Application).returning(Application.id, sort_by_parameter_order=True),
        applications,
    )
    changes = [
        {
            "pubid": new_pubid(), "application_id": application_id, "from_stage": None,
            "to_stage": row["stage"], "at": row["applied_at"],
        }
        for application_id, row in zip(application_ids, applications, strict=True)
    ]  # fmt: skip
    db.session.execute(insert(StageChange), changes)
    db.session.execute(insert(Consent), consents)
    db.session.execute(insert(CandidateWord), words)
