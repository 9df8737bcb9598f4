"""Pages of accounts: signing in, one's own account, accounts for the admin, the audit trail."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from recruit.people import passwords
from recruit.people.operations import Refusal

bp = Blueprint("people", __name__)

REFUSALS = {
    Refusal.EMAIL_TAKEN: _l("There is an account with this address already."),
    Refusal.NO_ROLE: _l("Choose at least one role."),
    Refusal.HEAD_TAKEN: _l("One of these departments has a head. Take it from them first."),
    Refusal.LAST_ADMIN: _l("This is the only admin. Make somebody else an admin first."),
    Refusal.ALREADY_JOINED: _l("This person has chosen a password, or may not sign in."),
    Refusal.NOT_THE_FIRST: _l("There is an account already. Sign in, or ask its owner."),
    Refusal.UNKNOWN_ZONE: _l("Choose a time zone from the list."),
    Refusal.TOO_MANY_TRIES: _l("Too many tries. Wait 15 minutes, then try again."),
    Refusal.WRONG_PASSWORD: _l("That is not your present password."),
    Refusal.LINK_IS_OVER: _l("This link has been used or is too old."),
    Refusal.TOO_SHORT: _l("Use at least %(count)s characters.", count=passwords.SHORTEST),
    Refusal.TOO_LONG: _l("Use at most %(count)s characters.", count=passwords.LONGEST),
    Refusal.COMMON: _l(
        "This is among the first passwords a guesser tries. Choose another one."
    ),
    Refusal.ABOUT_YOU: _l("It is mostly your name or address. Choose another one."),
}

from recruit.people.views import (  # noqa: E402
    accounts,
    audit,
    first,
    links,
    profile,
    signing_in,
)

__all__ = ["accounts", "audit", "bp", "first", "links", "profile", "signing_in"]
