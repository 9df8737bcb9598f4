"""What the pages of vacancies share: the blueprint, the words of refusals, the loader."""

from flask import Blueprint, abort
from flask_babel import lazy_gettext as _l

from recruit.kernel.errors import Refused
from recruit.notifications import kinds
from recruit.people.login import current_person
from recruit.rules.vacancies import Refusal
from recruit.vacancies import queries
from recruit.vacancies.models import Vacancy

bp = Blueprint("vacancies", __name__, url_prefix="/vacancies")

REFUSALS = {
    Refusal.NOT_FROM_HERE: _l("The vacancy has moved on since you opened the page."),
    Refusal.NOT_HEAD: _l("Only the head of the vacancy's department may approve it."),
    Refusal.NO_TEXT: _l("Write the text first."),
    Refusal.CLOSING_DATE_PAST: _l("The last day to apply has passed: choose a later one."),
    Refusal.HIRE_BY_PAST: _l("This day has passed: choose a later one."),
    Refusal.REASON_MISSING: _l("Say whether it was filled or cancelled."),
    Refusal.CLOSED: _l("The vacancy is closed: it is history and stays as it is."),
    Refusal.NOT_APPROVED: _l("The head of the department approves it before it is promoted."),
    Refusal.BAND_OF_OTHER_POSITION: _l("Choose a pay band of this position."),
    Refusal.CHANNEL_INACTIVE: _l("This channel is no longer in use: choose another."),
    Refusal.PERIOD: _l("The last day must not come before the first."),
    Refusal.NAME_TAKEN: _l("There is a channel of this name already."),
}


def words(refused: Refused) -> str:
    """Return a refusal in words."""
    return str(REFUSALS[Refusal(refused.reason.value)])


def vacancy_or_404(pubid: str) -> Vacancy:
    """Return a vacancy this person may see; anything else is not there."""
    return queries.vacancy_for(current_person(), pubid) or abort(404)


kinds.KINDS |= {
    "vacancies.to_approve": _l("The vacancy “%(title)s” waits for your approval."),
    "vacancies.approved": _l("The vacancy “%(title)s” is approved: publish it."),
    "vacancies.changed": _l("The vacancy “%(title)s” was changed after you approved it."),
    "vacancies.expired": _l("The last day to apply for “%(title)s” has passed: it is paused."),
}
