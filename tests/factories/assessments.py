"""Builders for assessments."""

from tests.factories.base import BaseMake


class AssessmentsMake(BaseMake):
    """Builders for assessments."""
