"""Changing accounts: inviting, editing, signing in, choosing passwords."""

from recruit.people.operations.accounts import (
    edit,
    end_sessions,
    invite,
    make_first_admin,
    resend_invitation,
)
from recruit.people.operations.own_account import (
    ask_reset,
    change_password,
    choose_password,
    edit_profile,
    note_guess,
    note_wrong_password,
)
from recruit.people.operations.refusals import Refusal
from recruit.people.operations.signing_in import Candidacy, begin_sign_in, finish_sign_in

__all__ = [
    "Candidacy",
    "Refusal",
    "ask_reset",
    "begin_sign_in",
    "change_password",
    "choose_password",
    "edit",
    "edit_profile",
    "end_sessions",
    "finish_sign_in",
    "invite",
    "make_first_admin",
    "note_guess",
    "note_wrong_password",
    "resend_invitation",
]
