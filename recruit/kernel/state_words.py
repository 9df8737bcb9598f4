"""The words, colour and icon of every state, so that a state looks the same on every page.

Never colour alone: a tag always carries its word. Tones: good, warn, bad, info, plain, brand.
"""

from dataclasses import dataclass
from enum import Enum

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class StateWord:
    """How a state is shown."""

    label: object
    tone: str = "plain"
    icon: str | None = None


# A key is the state's code, or "kind:code" where a word means something else for that kind.
WORDS: dict[str, StateWord] = {
    # vacancies, positions, programs
    "draft": StateWord(_l("Draft"), "plain", "pencil"),
    "agreed": StateWord(_l("Agreed"), "info"),
    "approved": StateWord(_l("Approved"), "info", "check"),
    "published": StateWord(_l("Published"), "good", "world"),
    "paused": StateWord(_l("Paused"), "warn", "player-pause"),
    "closed": StateWord(_l("Closed"), "plain", "lock"),
    "filled": StateWord(_l("Filled"), "good", "check"),
    "in_force": StateWord(_l("In force"), "good", "check"),
    "superseded": StateWord(_l("Superseded"), "plain"),
    "archived": StateWord(_l("Archived"), "plain", "archive"),
    # applications
    "applied": StateWord(_l("Applied"), "plain"),
    "screening": StateWord(_l("Screening"), "info"),
    "to_invite": StateWord(_l("To invite"), "warn"),
    "invited": StateWord(_l("Invited"), "info"),
    "interviewed": StateWord(_l("Interviewed"), "brand"),
    "offered": StateWord(_l("Offered"), "brand"),
    "hired": StateWord(_l("Hired"), "good", "check"),
    "rejected": StateWord(_l("Rejected"), "plain", "x"),
    "withdrawn": StateWord(_l("Withdrawn"), "plain", "arrow-back-up"),
    # invitations and the day
    "proposed": StateWord(_l("Proposed"), "plain"),
    "sent": StateWord(_l("Sent"), "info", "send"),
    "confirmed": StateWord(_l("Confirmed"), "good", "check"),
    "unsure": StateWord(_l("Unsure"), "warn", "question-mark"),
    "declined": StateWord(_l("Declined"), "plain", "x"),
    "moved": StateWord(_l("Moved"), "plain", "arrows-exchange"),
    "cancelled": StateWord(_l("Cancelled"), "plain", "ban"),
    "no_answer": StateWord(_l("No answer"), "warn", "phone-off"),
    "no_reply": StateWord(_l("No reply"), "warn", "clock"),
    "not_called": StateWord(_l("Not called"), "plain", "phone"),
    "arrived": StateWord(_l("Arrived"), "good", "user-check"),
    "called": StateWord(_l("Called"), "info", "speakerphone"),
    "in_interview": StateWord(_l("In the interview"), "brand", "messages"),
    "done": StateWord(_l("Done"), "good", "check"),
    "no_show": StateWord(_l("Did not come"), "bad", "user-x"),
    "turned_away": StateWord(_l("Given another time"), "warn", "calendar-time"),
    "left": StateWord(_l("Left"), "warn", "door"),
    "late": StateWord(_l("Late"), "warn", "clock"),
    "walk_in": StateWord(_l("Walk-in"), "info", "user-plus"),
    # interview sessions
    "planned": StateWord(_l("Planned"), "info", "calendar-event"),
    "running": StateWord(_l("Running"), "brand", "player-play"),
    # offers
    "accepted": StateWord(_l("Accepted"), "good", "check"),
    "expired": StateWord(_l("Expired"), "plain", "hourglass"),
    # plans, stages, tasks, mentors, incentives
    "preboarding": StateWord(_l("Before the first day"), "info"),
    "active": StateWord(_l("Active"), "good", "player-play"),
    "completed": StateWord(_l("Completed"), "good", "check"),
    "exited": StateWord(_l("Left"), "bad", "door"),
    "locked": StateWord(_l("Locked"), "plain", "lock"),
    "open": StateWord(_l("Open"), "brand", "circle-dashed"),
    "awaiting_gate": StateWord(_l("Waiting for the gate"), "warn", "hourglass"),
    "passed": StateWord(_l("Passed"), "good", "check"),
    "waived": StateWord(_l("Waived"), "info", "hand-stop"),
    "failed": StateWord(_l("Failed"), "bad", "x"),
    "blocked": StateWord(_l("Blocked"), "plain", "lock"),
    "submitted": StateWord(_l("Submitted"), "info", "send"),
    "returned": StateWord(_l("Returned"), "warn", "arrow-back-up"),
    "ended": StateWord(_l("Ended"), "plain"),
    "eligible": StateWord(_l("Eligible"), "good", "coin"),
    "missed": StateWord(_l("Missed"), "plain"),
    "paid": StateWord(_l("Paid"), "good", "coins"),
    "forfeited": StateWord(_l("Forfeited"), "plain", "ban"),
    # attempts
    "assigned": StateWord(_l("Assigned"), "plain"),
    "in_progress": StateWord(_l("In progress"), "brand", "writing"),
    "grading": StateWord(_l("Being graded"), "warn", "pencil"),
    "graded": StateWord(_l("Graded"), "info", "check"),
    "controlled": StateWord(_l("Controlled"), "info", "checks"),
    "released": StateWord(_l("Released"), "good", "send"),
    "voided": StateWord(_l("Void"), "plain", "ban"),
    "appealed": StateWord(_l("Appealed"), "warn", "gavel"),
    "held": StateWord(_l("Held"), "info"),
    "retired": StateWord(_l("Retired"), "plain", "archive"),
    "corrected": StateWord(_l("Corrected"), "warn", "pencil"),
    "upheld": StateWord(_l("Upheld"), "good", "check"),
    "dismissed": StateWord(_l("Dismissed"), "plain", "x"),
    "marked": StateWord(_l("Marked"), "good", "check"),
    "ungraded": StateWord(_l("Not marked yet"), "warn", "clock"),
    "excused": StateWord(_l("Excused"), "info"),
    # scorecards and decisions
    "waiting": StateWord(_l("Waiting"), "warn", "hourglass"),
    "streaming": StateWord(_l("Streaming day"), "info", "clock"),
    "group": StateWord(_l("Group session"), "info", "users-group"),
    "strong_yes": StateWord(_l("Strong yes"), "good", "checks"),
    "yes": StateWord(_l("Yes"), "good", "check"),
    "no": StateWord(_l("No"), "bad", "x"),
    "strong_no": StateWord(_l("Strong no"), "bad", "ban"),
    "hire": StateWord(_l("Hire"), "good", "check"),
    "reject": StateWord(_l("Reject"), "bad", "x"),
    "hold": StateWord(_l("Hold"), "warn", "player-pause"),
    "not_yet": StateWord(_l("Not yet"), "warn", "hourglass"),
    "uploaded": StateWord(_l("Uploaded"), "info", "file-upload"),
    # acknowledgements, accounts, mail
    "pending": StateWord(_l("Pending"), "warn", "clock"),
    "signed": StateWord(_l("Signed"), "good", "writing-sign"),
    "refused": StateWord(_l("Refused"), "bad", "hand-stop"),
    "inactive": StateWord(_l("Switched off"), "plain", "lock"),
    "queued": StateWord(_l("Waiting to leave"), "info", "clock"),
    "sending": StateWord(_l("Sending"), "info", "send"),
    "delivered": StateWord(_l("Delivered"), "good", "mail-check"),
    "overdue": StateWord(_l("Overdue"), "bad", "alert-triangle"),
    "due": StateWord(_l("Due"), "warn", "clock"),
    "ready": StateWord(_l("Ready"), "good", "check"),
    # roles
    "role:admin": StateWord(_l("Administrator")),
    "role:recruiter": StateWord(_l("Recruiter")),
    "role:hiring_manager": StateWord(_l("Head of department")),
    "role:interviewer": StateWord(_l("Interviewer")),
    "role:receptionist": StateWord(_l("Reception")),
    "role:mentor": StateWord(_l("Mentor")),
    "role:trainer": StateWord(_l("Trainer")),
    "role:director": StateWord(_l("Director")),
    "role:trainee": StateWord(_l("Trainee")),
    # the same code, another meaning
    "account:invited": StateWord(_l("Invited"), "warn", "mail"),
    "session:open": StateWord(_l("Open"), "brand", "player-play"),
    "mail:failed": StateWord(_l("Not delivered"), "bad", "mail-off"),
    "mail:sent": StateWord(_l("Sent"), "good", "mail-check"),
}


def state_word(state: object, kind: str | None = None) -> StateWord:
    """Return how a state (its code, or an enum member) is shown; unknown codes show as text."""
    code = str(state.value if isinstance(state, Enum) else state)
    known = WORDS.get(f"{kind}:{code}") or WORDS.get(code)
    return known or StateWord(code.replace("_", " ").capitalize())
