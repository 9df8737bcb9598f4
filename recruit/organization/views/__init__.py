"""Pages of the company's settings, places and calendars."""

from typing import cast

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from recruit.kernel.db import Record
from recruit.organization.operations import Refusal

bp = Blueprint("organization", __name__, url_prefix="/organization")

REFUSALS = {
    Refusal.NAME_TAKEN: _l("There is one of this name already. Choose another name."),
    Refusal.IN_USE: _l("It is in use and stays. Move what belongs to it first."),
    Refusal.HOLIDAY_TAKEN: _l("This day is in the calendar already."),
    Refusal.NO_WORKDAY: _l("Choose at least one worked day."),
    Refusal.UNKNOWN_ZONE: _l("Choose a time zone from the list."),
    Refusal.UNKNOWN_COUNTRY: _l(
        "No public holidays are known for this country. Add them by hand."
    ),
    Refusal.LAST_SITE: _l("This is the only site in use. Add another one first."),
}


def actor() -> Record:
    """Return the signed-in account; this layer knows no more of it than that it is a record."""
    return cast(Record, current_user._get_current_object())


from recruit.organization.views import calendars, company, departments, sites  # noqa: E402, F401
