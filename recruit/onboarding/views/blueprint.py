"""What the pages of onboarding share: the blueprint, the loader, refusals in words."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_precision
from flask import Blueprint, abort, flash
from flask.typing import ResponseReturnValue

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.onboarding import words
from recruit.onboarding.models import OnboardingPlan
from recruit.onboarding.queries import evidence, plans
from recruit.people.login import current_person
from recruit.rules import incentive
from recruit.rules.onboarding.gates import Finding
from recruit.rules.onboarding.states import Refusal

bp = Blueprint("onboarding", __name__)


def in_words(refused: Refused) -> str:
    """Return a refusal in words; one of a lower feature (a test, an account) in its code."""
    code = refused.reason.value
    for kind in (Refusal, incentive.Refusal):
        if code in {member.value for member in kind}:
            return str(words.REFUSALS[kind(code)])
    return code.replace("_", " ").capitalize() + "."


def tried(change: Callable[[], object]) -> str | None:
    """Run one operation in its transaction; return the refusal in words, or None."""
    try:
        with transaction():
            change()
    except Refused as refused:
        return in_words(refused)
    return None


def refused_on(message: str, page: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Answer a button's refusal: the page it stands on, with the reason, as 422."""
    flash(message, "error")
    return page(), 422  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Frame:
    """A plan's page: the plan, its summary, and what the reader is to it."""

    plan: OnboardingPlan
    summary: evidence.Summary
    rights: plans.Rights


def frame(pubid: str) -> Frame:
    """Load a plan for the signed-in person, or answer 404."""
    person = current_person()
    plan = plans.plan_for(person, pubid) or abort(404)
    summary = evidence.summary(plan, clock.now())
    return Frame(plan, summary, plans.rights(person, plan, summary.people))


def to_minor(amount: Decimal | None, currency: str) -> int:
    """Return typed money in minor units."""
    return int(
        (amount or Decimal()).scaleb(get_currency_precision(currency)).to_integral_value()
    )


def from_minor(minor: int, currency: str) -> Decimal:
    """Return minor units as money is typed."""
    return Decimal(minor).scaleb(-get_currency_precision(currency))


@bp.app_template_filter("finding_words")
def finding_words(finding: Finding) -> str:
    """Return what a criterion asks for, in plain words."""
    one = finding.criterion
    if one.kind is not None:
        return str(words.ACTIVITIES[one.kind])
    return str(words.SOURCES[one.source])


@bp.context_processor
def _words() -> dict[str, object]:
    return {"W": words}
