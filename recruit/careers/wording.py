"""The words candidates read when something cannot be done, and what they can do instead."""

from flask_babel import lazy_gettext as _l

from recruit.kernel.errors import Refused

_CHANGED = _l("This has changed since you opened the page. Here is how it stands now.")

WORDS = {
    "too_late": _l("It is too close to the interview to change the time here. Please call us."),
    "too_many_moves": _l("The time can be changed here no more. Please call us."),
    "too_late_to_decline": _l(
        "It is too close to the interview to cancel here. Please call us."
    ),
    "not_the_day": _l("Tell us on the day of the interview that you will be late."),
    "not_asked_to_choose": _CHANGED,
    "not_waiting_for_a_time": _CHANGED,
    "slot_too_soon": _l("This time begins too soon. Choose another one."),
    "other_vacancy": _l("This time is no longer open. Choose another one."),
    "started": _l("The time of this interview has come. Please call us."),
    "slot_started": _l("This time is over. Choose another one."),
    "slot_full": _l("Somebody was quicker: this time is taken. Choose another one."),
    "just_taken": _l("Somebody was quicker: this time is taken. Choose another one."),
    "slot_not_open": _l("This time is no longer open. Choose another one."),
    "session_over": _l("This interview day is over. Please call us."),
    "already_here": _l("You are already checked in. Please take a seat."),
    "invitation_over": _CHANGED,
    "same_slot": _l("This is the time you have already."),
    "not_today": _l("Your interview is not today."),
    "too_early": _l("It is a little early: come back two hours before your interview."),
    "wrong_code": _l("This is not the code at the reception desk. Look again, or ask there."),
    "too_many_tries": _l("Too many wrong codes. Please go to the desk."),
    "offer_expired": _l("The last day to answer this offer has passed. Please call us."),
    "offer_not_sent": _CHANGED,
    "offer_over": _CHANGED,
    "application_closed": _l("This application is closed."),
}


def words(refused: Refused) -> str:
    """Return a refusal in the candidate's words."""
    return str(WORDS.get(refused.reason.value, _CHANGED))


CHANGED = _CHANGED
