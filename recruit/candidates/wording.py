"""The words of refusals and choices, for our pages and for the careers site."""

from flask_babel import lazy_gettext as _l

from recruit.candidates.models import ContactKind, ContactOutcome
from recruit.kernel.documents import UploadRefusal
from recruit.notifications import kinds
from recruit.rules import offers, pipeline
from recruit.rules.pipeline import RejectReason

UPLOAD_REFUSALS = {
    UploadRefusal.EMPTY: _l("This file is empty. Choose another one."),
    UploadRefusal.TOO_LARGE: _l(
        "This file is too large. Save it with smaller pictures, or send it as PDF."
    ),
    UploadRefusal.UNKNOWN_TYPE: _l("Send the file as PDF, DOCX, ODT or TXT."),
    UploadRefusal.WRONG_EXTENSION: _l(
        "The name of this file does not fit what is in it. Open it, save it as PDF, send that."
    ),
    UploadRefusal.BAD_NAME: _l(
        "Give the file a simple name, such as “cv.pdf”, and send it again."
    ),
    UploadRefusal.DAMAGED: _l(
        "This file is damaged or incomplete. Open it, save it again and send the new copy."
    ),
    UploadRefusal.TWO_IN_ONE: _l(
        "This file contains a second one. Open it, save it as PDF and send that."
    ),
    UploadRefusal.MACROS: _l(
        "This document contains macros. Save it without them, or as PDF, and send it again."
    ),
    UploadRefusal.ACTIVE: _l(
        "This file contains scripts or embedded files. Print it to a PDF and send that."
    ),
    UploadRefusal.PROTECTED: _l(
        "This file is protected by a password. Send a copy without the password."
    ),
    UploadRefusal.EXTERNAL: _l(
        "This document loads parts of itself from elsewhere. Save it as PDF and send that."
    ),
    UploadRefusal.BOMB: _l(
        "This file unpacks to far more than it seems to be. Save it as PDF and send that."
    ),
    UploadRefusal.TOO_MANY: _l("There are ten files already, and that is the most we keep."),
    UploadRefusal.QUOTA: _l("Together your files are too large. Send a smaller one."),
}

PIPELINE_REFUSALS = {
    pipeline.Refusal.CLOSED: _l("This application is closed."),
    pipeline.Refusal.SAME_STAGE: _l("The card is there already."),
    pipeline.Refusal.FOLLOWS_FROM_EVENTS: _l(
        "This stage follows from what happens: an invitation, an interview, an offer. "
        "Nobody is moved there by hand."
    ),
    pipeline.Refusal.INVITATION_OPEN: _l(
        "This person is invited. Cancel the invitation first: the card then comes back."
    ),
    pipeline.Refusal.REASON_MISSING: _l("Choose a reason."),
    pipeline.Refusal.AFTER_INTERVIEW: _l(
        "After the interview the head of the department decides. Propose a decision instead."
    ),
    pipeline.Refusal.NOTHING_TO_UNDO: _l(
        "This can no longer be undone: something else has happened since."
    ),
    pipeline.Refusal.NAMED_HUMAN: _l("A named person has to decide this."),
    pipeline.Refusal.NOT_IN_THIS_COLUMN: _l("This card is no longer in that column."),
    pipeline.Refusal.VACANCY_CLOSED: _l("This vacancy takes no applications at the moment."),
    pipeline.Refusal.NAME_MISSING: _l("Write the name."),
    pipeline.Refusal.CONTACT_MISSING: _l("Give a mail address or a phone number."),
    pipeline.Refusal.TOO_MANY_TAGS: _l("Twenty tags are the most. Remove one first."),
}

LETTER_LEFT = _l("The letter to the candidate has left already, so this cannot be undone.")

OFFER_REFUSALS = {
    offers.Refusal.ONE_PERSON: _l("The person who proposed the hire cannot also agree to it."),
    offers.Refusal.ALREADY_OPEN: _l("There is an open offer already. Withdraw it first."),
    offers.Refusal.NOT_INTERVIEWED: _l("An offer needs an interview first."),
    offers.Refusal.CLOSED: _l("This application is closed."),
    offers.Refusal.PAY: _l("Write the monthly pay as an amount above zero."),
    offers.Refusal.LEVEL: _l("Choose a level from 1 to 4."),
    offers.Refusal.STARTS_IN_PAST: _l("The first day must be in the future."),
    offers.Refusal.STARTS_TOO_LATE: _l("The first day must be within a year."),
    offers.Refusal.EXPIRES_IN_PAST: _l("The last day to answer must not be in the past."),
    offers.Refusal.EXPIRES_AFTER_START: _l(
        "The last day to answer must not be after the first day of work."
    ),
    offers.Refusal.NOT_DRAFT: _l("This offer is no longer a draft."),
    offers.Refusal.NOT_SENT: _l("This offer has not been sent yet."),
    offers.Refusal.EXPIRED: _l("This offer has expired. Ask us for a new one."),
    offers.Refusal.OVER: _l("This offer is already closed."),
}

REJECT_REASONS = {
    RejectReason.NOT_QUALIFIED: _l("Not qualified for this position"),
    RejectReason.NOT_REACHED: _l("Could not be reached"),
    RejectReason.PAY: _l("Pay expectations differ"),
    RejectReason.SCHEDULE: _l("Working hours do not suit"),
    RejectReason.OTHER_CANDIDATE: _l("Another candidate was chosen"),
    RejectReason.NO_SHOW: _l("Did not come to the interview"),
    RejectReason.AFTER_INTERVIEW: _l("Decided after the interview"),
    RejectReason.VACANCY_CLOSED: _l("The vacancy was closed"),
    RejectReason.OTHER: _l("Another reason"),
}
EARLY_REASONS = tuple(r for r in RejectReason if r is not RejectReason.AFTER_INTERVIEW)

CONTACT_KINDS = {
    ContactKind.PHONE: _l("Phone"),
    ContactKind.EMAIL: _l("Mail"),
    ContactKind.MESSAGE: _l("Message"),
}
CONTACT_OUTCOMES = {
    ContactOutcome.REACHED: _l("Reached"),
    ContactOutcome.NO_ANSWER: _l("No answer"),
    ContactOutcome.CALL_BACK: _l("Will call back"),
    ContactOutcome.WRONG_NUMBER: _l("Wrong number or address"),
}

kinds.KINDS |= {
    "candidates.offer-declined": _l("An offer for “%(vacancy)s” was declined."),
    "candidates.offer-expired": _l("An offer for “%(vacancy)s” expired without an answer."),
}
kinds.LETTERS |= {
    "candidates/applied": _l("Confirmation of an application"),
    "candidates/applied_again": _l("Application received twice"),
    "candidates/rejected": _l("Rejection"),
    "candidates/offer": _l("Offer"),
    "candidates/offer_withdrawn": _l("Withdrawn offer"),
    "candidates/hired": _l("Accepted offer"),
}
