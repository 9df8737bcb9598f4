"""What interviews store: sessions, invitations, scorecards and decisions, past attendance."""

from recruit.interviews.models.attendance import (
    AttendanceImport,
    AttendanceRecord,
    ImportState,
)
from recruit.interviews.models.day import DeskAction, DeskStep, InterviewerBreak, SessionPulse
from recruit.interviews.models.invitations import (
    Arrival,
    Invitation,
    ReminderAnswer,
)
from recruit.interviews.models.kits import (
    GroupPlan,
    GroupSeat,
    Kit,
    KitVersion,
    SessionKit,
    VacancyKit,
)
from recruit.interviews.models.learning import (
    CountedSession,
    LearnedShock,
    SessionCount,
    ShockKind,
)
from recruit.interviews.models.planning import DayTemplate, TopUp
from recruit.interviews.models.scorecards import (
    Decision,
    DecisionState,
    Recommendation,
    Scorecard,
    ScorecardAmendment,
    ScorecardChange,
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
    "CountedSession",
    "DayTemplate",
    "Decision",
    "DecisionState",
    "DeskAction",
    "DeskStep",
    "GroupPlan",
    "GroupSeat",
    "ImportState",
    "InterviewSession",
    "InterviewSettings",
    "InterviewerBreak",
    "Invitation",
    "Kit",
    "KitVersion",
    "LearnedShock",
    "PanelMember",
    "Pool",
    "PoolVacancy",
    "Recommendation",
    "ReminderAnswer",
    "Scorecard",
    "ScorecardAmendment",
    "ScorecardChange",
    "ScorecardRating",
    "SessionCount",
    "SessionKind",
    "SessionKit",
    "SessionPulse",
    "SessionState",
    "ShockKind",
    "Slot",
    "SlotHold",
    "TimeOffer",
    "TopUp",
    "VacancyKit",
    "Verdict",
]
