"""Reading a version of a test as the check list looks at it."""

from collections.abc import Mapping, Sequence

from recruit.assessments.models import QuestionState, TestVersion
from recruit.assessments.queries.pools import Found
from recruit.rules import rubric
from recruit.rules.checklist import Asked, Draw, Paper, Section


def paper_of(version: TestVersion, found: Mapping[int, Sequence[Found]]) -> Paper:
    """Return a version in the rule's words. found: per pool (internal id) what it can draw."""
    return Paper(
        sections=[
            Section(
                asked=[
                    Asked(
                        type=item.wording.type,
                        points=item.wording.points,
                        # What is published was ready; what became of it since does not matter.
                        ready=item.question_version is not None
                        or item.question.state is QuestionState.READY,
                        retired=item.question_version is None
                        and item.question.state is QuestionState.RETIRED,
                        rubric_most=rubric.most(item.wording.rubric),
                        model_answer=bool(item.wording.model_answer),
                    )
                    for item in section.items
                ],
                draws=[
                    Draw(pool.draws, [_asked(row) for row in found[pool.id]])
                    for pool in section.pools
                ],
            )
            for section in version.sections
        ],
        pass_percent=version.pass_percent,
        attempts=version.attempts,
        minutes=version.time_limit_minutes,
    )


def _asked(row: Found) -> Asked:
    return Asked(
        type=row.type,
        points=row.points,
        ready=row.state is QuestionState.READY,
        retired=row.state is QuestionState.RETIRED,
        rubric_most=rubric.most(row.rubric),
        model_answer=row.has_model_answer,
    )
