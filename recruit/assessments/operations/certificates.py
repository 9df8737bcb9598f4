"""Certificates follow the result: issued when a passed one is told, withdrawn when it no longer
holds, never deleted."""

from datetime import datetime

from recruit.assessments.models import Attempt, Certificate, WithdrawnWhy
from recruit.assessments.queries import certificates as queries
from recruit.kernel import audit
from recruit.kernel.db import db
from recruit.kernel.ids import new_code
from recruit.rules.releasing import CODE_LENGTH


def follow(attempt: Attempt, *, now: datetime) -> Certificate | None:
    """Issue or withdraw a paper's certificate after its result was told; return the valid one.

    The caller has locked the paper. A result that holds again gets a certificate of its own:
    whoever was told that the old code does not hold is not told otherwise later.
    """
    present = queries.valid(attempt)
    if not attempt.passed:
        withdraw(attempt, WithdrawnWhy.RESULT_CHANGED, now=now)
        return None
    if present is not None:
        return present
    issued = Certificate(attempt=attempt, code=new_code(CODE_LENGTH), issued_at=now)
    db.session.add(issued)
    db.session.flush()
    audit.record("assessments.certificate.issued", issued, actor=None, at=now, attempt=attempt)
    return issued


def withdraw(attempt: Attempt, why: WithdrawnWhy, *, now: datetime) -> None:
    """Withdraw a paper's certificate, if it has one; it stays readable as withdrawn."""
    present = queries.valid(attempt)
    if present is None:
        return
    present.withdrawn_at, present.withdrawn_why = now, why
    db.session.flush()
    audit.record(
        "assessments.certificate.withdrawn",
        present,
        actor=None,
        at=now,
        attempt=attempt,
        why=why,
    )
