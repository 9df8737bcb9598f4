"""Builders for onboarding."""

from tests.factories.base import BaseMake


class OnboardingMake(BaseMake):
    """Builders for onboarding."""
