"""What the desk says: refusals, and what has been done."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from recruit.interviews.models import DeskStep
from recruit.kernel.errors import Refused
from recruit.rules import booking
from recruit.rules.desk import Refusal

REFUSALS: Mapping[str, Any] = {
    Refusal.NOT_TODAY: _l("This session is not today."),
    Refusal.TOO_EARLY: _l("It is too early to check in."),
    Refusal.SESSION_OVER: _l("This session is closed."),
    Refusal.ALREADY_HERE: _l("This person is already checked in."),
    Refusal.INVITATION_OVER: _l(
        "This invitation is over. Add the person as a walk-in instead."
    ),
    Refusal.WRONG_CODE: _l("This is not the code of today's desk."),
    Refusal.NOT_FREE: _l("This interviewer is talking to somebody. Choose another."),
    Refusal.NOT_ON_PANEL: _l("This interviewer does not see these candidates."),
    Refusal.NOT_WAITING: _l("This person is not waiting any more."),
    Refusal.NOT_CALLED: _l("Call the person first."),
    Refusal.ALREADY_OVER: _l("This visit is already over."),
    Refusal.APPLICATION_CLOSED: _l("This application is closed."),
    Refusal.OTHER_VACANCY: _l("Today's interviewers do not see candidates of this vacancy."),
    Refusal.PROMISE_MISSING: _l("Promise a new time in the future: nobody goes without one."),
    Refusal.SLOT_FULL: _l("This slot is full."),
    Refusal.ON_BREAK: _l("This interviewer is on a break. Choose another."),
    Refusal.NOT_INSIDE: _l("This interview is over already."),
    Refusal.LONG_ENOUGH: _l("This interview was extended by an hour already."),
    Refusal.NO_SEAT: _l("There is no free seat in this group session."),
    Refusal.NOT_SPARE: _l("This interviewer is not free now. Choose another."),
    Refusal.UNKNOWN: _l("This person is not known at this desk any more."),
    Refusal.TOO_MANY_TRIES: _l("Too many wrong codes. Please go to the desk."),
    booking.Refusal.SLOT_FULL: _l("Somebody was quicker: this time is full. Choose another."),
}

DONE: Mapping[DeskStep, Any] = {
    DeskStep.CHECK_IN: _l("%(name)s is here."),
    DeskStep.WALK_IN: _l("%(name)s is here, without an invitation."),
    DeskStep.CALL: _l("%(name)s is called."),
    DeskStep.BACK: _l("%(name)s waits again."),
    DeskStep.START: _l("The interview with %(name)s has begun."),
    DeskStep.DONE: _l("The interview with %(name)s is over."),
    DeskStep.LEAVE: _l("%(name)s has left and can be invited again."),
    DeskStep.UNDO: _l("The check-in of %(name)s was taken back."),
}
"""A step -> its sentence, to be filled with the person's name."""


def words(refused: Refused) -> str:
    """Return the sentence of a refusal at the desk; other features' refusals stay general."""
    return outcome(refused.reason.value)


def outcome(code: str) -> str:
    """Return the sentence of a refusal by its code."""
    known = REFUSALS.get(code)
    return str(known or _("This is not possible any more: somebody was faster. Look again."))


def done(step: DeskStep, name: str) -> str:
    """Return what was done, in a sentence."""
    return str(DONE[step]) % {"name": name}
