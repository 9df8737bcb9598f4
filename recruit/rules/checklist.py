"""Is a test fair and finished? What somebody should look at before publishing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from recruit.rules.marking import OPEN_TYPES, QuestionType

MINUTES: Mapping[QuestionType, float] = {
    QuestionType.OPEN_SHORT: 3,
    QuestionType.OPEN_LONG: 6,
    QuestionType.ONE_OF_MANY: 1,
    QuestionType.SEVERAL_OF_MANY: 1.5,
    QuestionType.TRUE_FALSE: 0.75,
    QuestionType.MATCHING: 2,
    QuestionType.ORDERING: 2,
    QuestionType.NUMERIC: 2,
    QuestionType.GAP_TEXT: 2,
}
"""How long somebody who knows the answer takes for a question: our suggestion."""


class Point(StrEnum):
    """What the list speaks about."""

    NO_QUESTIONS = "no_questions"
    DRAFTS = "questions_are_drafts"
    RETIRED = "questions_are_retired"
    POOL_TOO_FEW = "pool_has_too_few"
    POOL_UNEQUAL = "pool_points_differ"
    POOL_REPEATS = "pool_repeats"
    EMPTY_SECTION = "section_is_empty"
    NO_RUBRIC = "open_without_rubric"
    RUBRIC_SHORT = "rubric_gives_less"
    NO_MODEL_ANSWER = "open_without_model_answer"
    OUT_OF_REACH = "pass_mark_out_of_reach"
    TOO_LITTLE_TIME = "too_little_time"


BLOCKING = frozenset(
    {Point.NO_QUESTIONS, Point.DRAFTS, Point.RETIRED, Point.POOL_TOO_FEW, Point.POOL_UNEQUAL}
)
"""What publishing refuses."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that everybody is asked, or that a pool can draw."""

    type: QuestionType
    points: float
    ready: bool = True
    retired: bool = False
    rubric_most: float = 0.0
    """0: there is no rubric."""
    model_answer: bool = True

    @property
    def best(self) -> float:
        """The points that the best answer gets by the rubric."""
        return min(self.points, self.rubric_most) if self.rubric_most else self.points


@dataclass(frozen=True, slots=True)
class Draw:
    """A pool and what it can draw."""

    draws: int
    found: Sequence[Asked]


@dataclass(frozen=True, slots=True)
class Section:
    asked: Sequence[Asked]
    draws: Sequence[Draw] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A version of a test, as far as the list looks at it."""

    sections: Sequence[Section]
    pass_percent: float
    attempts: int = 1
    minutes: int | None = None
    """The time limit."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at. count: how many questions, pools or sections."""

    point: Point
    count: int = 1

    @property
    def blocks(self) -> bool:
        """Does publishing refuse it?"""
        return self.point in BLOCKING


@dataclass(frozen=True, slots=True)
class Summary:
    """What one paper is worth. minutes: how long it takes, by our suggestion."""

    questions: int
    points: float
    section_points: tuple[float, ...]
    needed: float
    """Points from which it is passed, in hundredths, rounded up."""
    minutes: int


def summary(paper: Paper) -> Summary:
    """Count one paper. A pool counts with its draws, of the average of what it can draw."""
    sections = [
        sum(one.points for one in section.asked)
        + sum(_mean([one.points for one in draw.found]) * draw.draws for draw in section.draws)
        for section in paper.sections
    ]
    minutes = sum(
        sum(MINUTES[one.type] for one in section.asked)
        + sum(_mean([MINUTES[one.type] for one in d.found]) * d.draws for d in section.draws)
        for section in paper.sections
    )
    total = round(sum(sections), 2)
    return Summary(
        questions=sum(
            len(section.asked) + sum(draw.draws for draw in section.draws)
            for section in paper.sections
        ),
        points=total,
        section_points=tuple(round(one, 2) for one in sections),
        needed=ceil(round(total * paper.pass_percent, 6)) / 100,
        minutes=ceil(minutes),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def findings(paper: Paper) -> list[Finding]:
    """Return what to look at, what stops the publishing first."""
    counts: dict[Point, int] = {}

    def note(point: Point, count: int) -> None:
        if count:
            counts[point] = counts.get(point, 0) + count

    whole = summary(paper)
    draws = [draw for section in paper.sections for draw in section.draws]
    fixed = [one for section in paper.sections for one in section.asked]
    everything = fixed + [one for draw in draws for one in draw.found]
    open_ones = [one for one in everything if one.type in OPEN_TYPES]
    note(Point.NO_QUESTIONS, int(not whole.questions))
    note(Point.DRAFTS, sum(not one.ready and not one.retired for one in everything))
    note(Point.RETIRED, sum(one.retired for one in everything))
    note(Point.POOL_TOO_FEW, sum(len(draw.found) < draw.draws for draw in draws))
    note(Point.POOL_UNEQUAL, sum(len({one.points for one in d.found}) > 1 for d in draws))
    if whole.questions:
        note(
            Point.EMPTY_SECTION,
            sum(not section.asked and not section.draws for section in paper.sections),
        )
    note(Point.NO_RUBRIC, sum(not one.rubric_most for one in open_ones))
    short = [one for one in open_ones if 0 < one.rubric_most < round(one.points, 2)]
    note(Point.RUBRIC_SHORT, len(short))
    note(Point.NO_MODEL_ANSWER, sum(not one.model_answer for one in open_ones))
    note(
        Point.TOO_LITTLE_TIME,
        int(paper.minutes is not None and paper.minutes < whole.minutes),
    )
    enough = [draw for draw in draws if draw.draws <= len(draw.found)]
    if len(enough) == len(draws):
        note(Point.OUT_OF_REACH, int(_best(paper) < whole.needed))
    note(
        Point.POOL_REPEATS,
        sum(len(draw.found) < draw.draws * paper.attempts for draw in enough),
    )
    order = list(Point)
    return [Finding(point, counts[point]) for point in sorted(counts, key=order.index)]


def _best(paper: Paper) -> float:
    """Return the points of the best possible answers to the unluckiest draw."""
    total = 0.0
    for section in paper.sections:
        total += sum(one.best for one in section.asked)
        for draw in section.draws:
            total += sum(sorted(one.best for one in draw.found)[: draw.draws])
    return round(total, 2)
