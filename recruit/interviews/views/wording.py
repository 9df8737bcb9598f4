"""Refusals in words."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from recruit.interviews.operations.attendance_import import Refusal as ImportRefusal
from recruit.interviews.operations.day_templates import Refusal as TemplateRefusal
from recruit.kernel.errors import Refused
from recruit.notifications import kinds
from recruit.rules import booking, pipeline, rescheduling, self_booking, slots
from recruit.rules.attendance_csv import BadFile

kinds.KINDS |= {
    "interviews.topped-up": _l("%(n)s invited automatically to the day of %(held_on)s."),
}
kinds.LETTERS |= {
    "interviews/invited": _l("Invitation to an interview"),
    "interviews/moved": _l("A new time for an interview"),
    "interviews/reminder": _l("Reminder of an interview"),
    "interviews/declined": _l("Confirmation that somebody cannot come"),
    "interviews/cancelled": _l("An interview is cancelled"),
    "interviews/choose_time": _l("Choose the time of an interview"),
    "interviews/booked": _l("A time that the candidate booked"),
    "interviews/second_chance": _l("A second chance for who did not come"),
}

_B, _R, _S, _I, _P = (
    booking.Refusal,
    rescheduling.Refusal,
    slots.Refusal,
    ImportRefusal,
    pipeline.Refusal,
)

REFUSALS: Mapping[str, Any] = {
    TemplateRefusal.NAME_TAKEN: _l("There is a template of this name already."),
    TemplateRefusal.NO_NAME: _l("Write a name for the template."),
    TemplateRefusal.NOTHING_TO_KEEP: _l("Nobody interviews on this day: nothing to keep."),
    TemplateRefusal.TOO_MANY: _l("There are 100 templates already: remove one first."),
    _B.SLOT_FULL: _l("This slot has just been filled. Choose another one."),
    _B.JUST_TAKEN: _l("Somebody has just been invited by somebody else. Look again."),
    _B.NOBODY: _l("Choose at least one person."),
    _B.TWICE: _l("One person is chosen twice."),
    _B.ALREADY_INVITED: _l("Somebody in the list is already invited. Look again."),
    _B.NOT_TO_INVITE: _l("Somebody in the list is not waiting for an invitation any more."),
    _B.APPLICATION_CLOSED: _l("One of the applications is closed."),
    _B.OTHER_VACANCY: _l("These interviewers do not see candidates of this vacancy."),
    _B.SAME_SLOT: _l("This is the present time already. Choose another one."),
    _B.SLOT_NOT_OPEN: _l("This slot cannot be chosen. Choose another one."),
    _B.STARTED: _l("This slot has already begun."),
    _B.SESSION_OVER: _l("This session is over."),
    _B.NOT_HOLDING: _l("This invitation is over already."),
    _B.ALREADY_HERE: _l("This person is already here."),
    _B.ANSWER_UNKNOWN: _l("Choose what the person said."),
    _B.UNDO_OVER: _l(
        "Too late to take back: the invitations have left. Cancel them one by one."
    ),
    _B.TOO_LATE_TO_CORRECT: _l("Attendance can be corrected for seven days after the session."),
    _B.ALREADY_INTERVIEWED: _l("There is an interview on record, so this person came."),
    _B.CALL_BACK_TIME: _l("Choose a time to call back before the interview begins."),
    _B.NOT_THE_DAY: _l("Being late is noted on the day of the interview itself."),
    _R.TOO_LATE: _l("It is too close to the interview to move it by the link."),
    _R.TOO_MANY_MOVES: _l("The time was changed by the link as often as is allowed."),
    _R.TOO_LATE_TO_DECLINE: _l("It is too close to the interview to cancel by the link."),
    self_booking.Refusal.NOT_ASKED: _l("This person was not asked to choose a time."),
    self_booking.Refusal.NOT_WAITING: _l(
        "Somebody in the list is not waiting for an invitation any more. Look again."
    ),
    self_booking.Refusal.NO_TIMES: _l(
        "No time is open to candidates now: plan a day or raise a limit first."
    ),
    self_booking.Refusal.TOO_SOON: _l("This time begins too soon."),
    _S.NO_VACANCY: _l("Choose at least one vacancy."),
    _S.NO_INTERVIEWERS: _l("Choose at least one interviewer."),
    _S.TOO_MANY_INTERVIEWERS: _l("At most 30 interviewers fit into one day."),
    _S.TWICE: _l("An interviewer is chosen twice."),
    _S.ENDS_BEFORE_START: _l("An interviewer's day ends before it begins."),
    _S.BREAK_OUTSIDE: _l("A break must lie inside the working hours."),
    _S.SLOT_LENGTH: _l("An interview takes between 5 and 480 minutes."),
    _S.SLOT_TOO_LONG: _l(
        "No interview of this length fits into the day: make it shorter or the day longer."
    ),
    _S.TOO_MANY_SLOTS: _l("More than 48 start times: make the interviews longer."),
    _S.PAST: _l("This time has passed: choose a later day."),
    _S.TOO_FAR: _l("This is more than a year away: choose an earlier day."),
    _S.NOT_AN_INTERVIEWER: _l("Somebody chosen does not interview any more."),
    _S.ROOM_ELSEWHERE: _l("This room is at another site."),
    _S.SEATS: _l("A group has between 1 and 200 seats."),
    _I.SAME_FILE: _l("This very file was read before: nothing was read twice."),
    _I.NO_SHOWED: _l("Say which column tells whether somebody came."),
    _I.COLUMN_TWICE: _l("One column is chosen for two things."),
    _I.PROTECTED: _l("This column describes the person and is never read."),
    _I.RUNNING: _l("This file is being read."),
    _I.ALREADY_DONE: _l("This file was read already."),
    _I.FILE_GONE: _l("The file is not kept any more: upload it again."),
    _P.CLOSED: _l("One of the applications is closed."),
}


def words(refused: Refused) -> str:
    """Return a refusal as a sentence that says what to do."""
    reason, facts = refused.reason.value, refused.facts
    if reason == _B.BELOW_TAKEN:
        return str(_("%(taken)s places are taken: the limit cannot be lower.", **facts))
    if reason == _S.HOLIDAY:
        return str(_("This is a holiday (%(name)s): choose another day.", **facts))
    if reason == _S.PERSON_BUSY:
        return str(_("%(who)s already interviews at %(at)s on this day.", **facts))
    if reason == _S.ROOM_BUSY:
        return str(_("%(room)s is taken by a session that begins at %(at)s.", **facts))
    if reason == _S.ROOM_TOO_SMALL:
        return str(_("This room has %(seats)s seats.", **facts))
    known = REFUSALS.get(reason)
    return str(known or _("This is not possible any more: somebody was faster. Look again."))


COLUMNS: Mapping[str, Any] = {
    "scheduled_on": _l("Day of the interview"),
    "channel": _l("Channel"),
    "lead_days": _l("Days between invitation and interview"),
    "reminder": _l("Answer to the reminder"),
    "showed": _l("Did they come?"),
}
REMINDERS: Mapping[str, Any] = {
    "not_called": _l("Not called"),
    "no_answer": _l("No answer"),
    "unsure": _l("Unsure"),
    "confirmed": _l("Confirmed"),
    "declined": _l("Declined"),
}
BANDS: Mapping[str, Any] = {
    "same_day": _l("the same day"),
    "1-2": _l("1–2 days"),
    "3-7": _l("3–7 days"),
    "8-14": _l("8–14 days"),
    "15+": _l("15 days or more"),
}
DROPPED: Mapping[str, Any] = {
    "header": _l("The heading again"),
    "showed": _l("Not clear whether they came"),
    "reminder": _l("The answer to the reminder is not understood"),
    "lead_days": _l("The number of days is not understood"),
    "scheduled_on": _l("The date is not understood"),
}
FAILED: Mapping[str, Any] = {
    "empty": _l("The file is empty."),
    "binary": _l("This is not a text table. Save it as CSV and upload that."),
    "encoding": _l("The characters of this file cannot be read. Save it as CSV in UTF-8."),
    "malformed": _l("The rows of this file do not make a table. Save it as CSV again."),
    "protected": _l("A chosen column describes the person and is never read."),
    "mapping": _l("A value is not understood: say what each value means."),
    "file_gone": _l("The file is not kept any more: upload it again."),
    "forgotten": _l("Nobody confirmed this file within two days: it was deleted unread."),
}


def bad_file(error: BadFile) -> str:
    """Return why a file cannot be read, naming what is missing and what was found."""
    if error.missing:
        missing = ", ".join(str(COLUMNS.get(name, name)) for name in error.missing)
        found = ", ".join(error.found[:30])
        return str(
            _(
                "A column is missing: %(missing)s. The file has: %(found)s.",
                missing=missing,
                found=found,
            )
        )
    return str(FAILED.get(error.code) or _("This file cannot be read."))
