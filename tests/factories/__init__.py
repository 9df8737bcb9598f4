"""Builders with sensible defaults: a test names only what matters to it."""

from tests.factories.assessments import AssessmentsMake
from tests.factories.base import BaseMake
from tests.factories.candidates import CandidatesMake
from tests.factories.interviews import InterviewsMake
from tests.factories.onboarding import OnboardingMake


class Make(InterviewsMake, AssessmentsMake, OnboardingMake, CandidatesMake, BaseMake):
    """Everything a test can ask for; each feature's owner adds to its own mixin."""


__all__ = ["Make"]
