"""What the pages of positions share: the blueprint, the words of refusals, the loaders."""

from flask import Blueprint, abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from recruit.kernel import richtext
from recruit.kernel.errors import Refused
from recruit.notifications import kinds
from recruit.people.login import current_person
from recruit.positions import queries
from recruit.positions.models import JobDescription, Position
from recruit.rules.positions import Refusal

bp = Blueprint("positions", __name__, url_prefix="/positions")
bp.add_app_template_filter(richtext.render, "richtext")

REFUSALS = {
    Refusal.NOT_FROM_HERE: _l("This version has moved on since you opened the page."),
    Refusal.NOT_HEAD: _l("Only the head of the department may agree to this description."),
    Refusal.OWN_WORK: _l("You wrote or agreed to this version: another director approves it."),
    Refusal.EMPTY: _l("Fill in all five sections first."),
    Refusal.REVIEW_TOO_LATE: _l("Choose a date at most five years from today."),
    Refusal.REVIEW_PAST: _l("Choose a date after today."),
    Refusal.DRAFT_EXISTS: _l("There is a draft already: go on with that one."),
    Refusal.ALREADY_ANSWERED: _l("This was signed or refused already."),
    Refusal.NOT_IN_FORCE: _l("Only the version in force is signed."),
    Refusal.WITNESSES: _l("Choose three different people."),
    Refusal.WITNESS_IS_EMPLOYEE: _l("The employee cannot witness their own refusal."),
    Refusal.TITLE_TAKEN: _l("This department has a position of this title already."),
    Refusal.BAND_IN_USE: _l("A vacancy stands on this pay band: change its numbers instead."),
    Refusal.BAND_RANGE: _l("“From” must be more than nothing and not more than “to”."),
}


def words(refused: Refused) -> str:
    """Return a refusal in words."""
    return str(REFUSALS[Refusal(refused.reason.value)])


def section_labels() -> list[tuple[str, str]]:
    """Return the five sections with their headings, in order."""
    return [
        ("general", _("General provisions")),
        ("duties", _("Duties")),
        ("rights", _("Rights")),
        ("relations", _("Relations with other departments")),
        ("responsibility", _("Responsibility")),
    ]


def position_or_404(pubid: str) -> Position:
    """Return a position this person may see; anything else is not there."""
    return queries.position_for(current_person(), pubid) or abort(404)


def description_or_404(pubid: str) -> JobDescription:
    """Return a version this person may see; anything else is not there."""
    return queries.description_for(current_person(), pubid) or abort(404)


kinds.KINDS |= {"positions.sign": _l("Please read and sign the description of %(position)s.")}
