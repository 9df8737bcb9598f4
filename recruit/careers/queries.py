"""Reading for the public site, and what it counts for the pages of vacancies."""

from collections.abc import Sequence

from sqlalchemy import func, select

from recruit.candidates.models import Application, Offer
from recruit.careers.models import Submission
from recruit.kernel.db import db
from recruit.rules.offers import State as OfferState
from recruit.vacancies.models import Vacancy
from recruit.vacancies.signals import Figures


def submission(key: str) -> Submission | None:
    """Return what this form has made already, or None."""
    return db.session.scalars(select(Submission).where(Submission.key == key)).one_or_none()


def only_application(application: Application) -> bool:
    """Tell whether the candidate has no other application."""
    query = select(func.count()).where(Application.candidate_id == application.candidate_id)
    return db.session.scalars(query).one() == 1


def accepted_offer(application: Application) -> Offer | None:
    """Return the offer the candidate accepted, or None."""
    return db.session.scalars(
        select(Offer).where(
            Offer.application_id == application.id, Offer.state == OfferState.ACCEPTED
        )
    ).one_or_none()


def figures(vacancies: Sequence[Vacancy]) -> Figures:
    """Count the applications of vacancies and of their promotions, in one query."""
    counted = db.session.execute(
        select(
            Application.vacancy_id,
            Application.promotion_id,
            func.count(),
            func.count().filter(Application.closed_at.is_(None)),
        )
        .where(Application.vacancy_id.in_([vacancy.id for vacancy in vacancies]))
        .group_by(Application.vacancy_id, Application.promotion_id)
    )
    total: dict[int, int] = {}
    still_open: dict[int, int] = {}
    by_promotion: dict[int, int] = {}
    unpromoted: dict[int, int] = {}
    for vacancy, promotion, number, number_open in counted:
        total[vacancy] = total.get(vacancy, 0) + number
        still_open[vacancy] = still_open.get(vacancy, 0) + number_open
        if promotion is None:
            unpromoted[vacancy] = number
        else:
            by_promotion[promotion] = by_promotion.get(promotion, 0) + number
    return Figures(still_open, total, by_promotion, unpromoted)
