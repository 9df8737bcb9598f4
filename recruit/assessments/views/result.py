"""What a trainee reads after a test: the result by topic, what to study, what comes next."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from recruit.assessments.models import Attempt
from recruit.assessments.operations.papers import local_date
from recruit.assessments.queries import learning
from recruit.rules.question_frame import Frame

KINDS = {
    Frame.FEATURES: _l("Features and competitors"),
    Frame.PACKAGING: _l("Packaging"),
    Frame.OUT_OF_STOCK: _l("When it is out of stock"),
    Frame.EQUIPMENT: _l("Equipment that fits"),
    Frame.CONDITIONS: _l("Conditions of use"),
    Frame.DELIVERY_IN_STOCK: _l("Delivery from stock"),
    Frame.DELIVERY_OUT_OF_STOCK: _l("Delivery when out of stock"),
}


def context(attempt: Attempt, now: datetime) -> dict[str, Any]:
    """Return what `_result.html` shows. attempt: whole, and its result was told."""
    learned = learning.learned(attempt, local_date(attempt, now))
    newest = attempt.id == max(one.id for one in attempt.assignment.attempts)
    return {
        "learned": learned,
        "next_one": learning.next_attempt(attempt.assignment, now) if newest else None,
        "KINDS": KINDS,
    }
