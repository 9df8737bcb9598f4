"""What interviews store: sessions, invitations, scorecards and decisions, past attendance."""

from recruit.interviews.models.attendance import (
    AttendanceImport,
    AttendanceRecord,
    ImportState,
)
from recruit.interviews.models.invitations import (
    Arrival,
    Invitation,
    ReminderAnswer,
)
from recruit.interviews.models.scorecards import (
    Decision,
    DecisionState,
    Recommendation,
    Scorecard,
    ScorecardAmendment,
    ScorecardRating,
    Verdict,
)
from recruit.interviews.models.self_booking import SlotHold, TimeOffer
from recruit.interviews.models.sessions import (
    InterviewSession,
    PanelMember,
    Pool,
    PoolVacancy,
    SessionKind,
    SessionState,
    Slot,
)
from recruit.interviews.models.settings import InterviewSettings

__all__ = [
    "Arrival",
    "AttendanceImport",
    "AttendanceRecord",
    "Decision",
    "DecisionState",
    "ImportState",
    "InterviewSession",
    "InterviewSettings",
    "Invitation",
    "PanelMember",
    "Pool",
    "PoolVacancy",
    "Recommendation",
    "ReminderAnswer",
    "Scorecard",
    "ScorecardAmendment",
    "ScorecardRating",
    "SessionKind",
    "SessionState",
    "Slot",
    "SlotHold",
    "TimeOffer",
    "Verdict",
]
