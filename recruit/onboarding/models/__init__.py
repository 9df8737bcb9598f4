"""What onboarding stores: programs, plans, mentors, evidence and decisions."""

from recruit.onboarding.models.decisions import (
    GateAdvice,
    GateDecision,
    GateSignature,
    ReadinessReview,
)
from recruit.onboarding.models.evidence import (
    ActivityEntry,
    CheckIn,
    PlanTest,
    ProspectEntry,
    RolePlay,
    RolePlayException,
    RolePlayMark,
    TopicConfirmation,
)
from recruit.onboarding.models.mentoring import Incentive, MentorAssignment, MentorProfile
from recruit.onboarding.models.plans import (
    Employment,
    Evidence,
    OnboardingPlan,
    Pause,
    PlanStage,
    Task,
)
from recruit.onboarding.models.programs import (
    GateCriterion,
    GateDef,
    Program,
    ProgramVersion,
    StageDef,
    TaskDef,
    TopicDef,
)

__all__ = [
    "ActivityEntry",
    "CheckIn",
    "Employment",
    "Evidence",
    "GateAdvice",
    "GateCriterion",
    "GateDecision",
    "GateDef",
    "GateSignature",
    "Incentive",
    "MentorAssignment",
    "MentorProfile",
    "OnboardingPlan",
    "Pause",
    "PlanStage",
    "PlanTest",
    "Program",
    "ProgramVersion",
    "ProspectEntry",
    "ReadinessReview",
    "RolePlay",
    "RolePlayException",
    "RolePlayMark",
    "StageDef",
    "Task",
    "TaskDef",
    "TopicConfirmation",
    "TopicDef",
]
