"""The check list before publishing, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.rules.checklist import Finding, Point


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list. tone: "bad" stops publishing, "warn" does not."""

    point: Point
    tone: str
    text: str
    advice: str


def in_words(findings: Sequence[Finding]) -> list[Line]:
    """Return what was found, in words."""
    return [
        Line(one.point, "bad" if one.blocks else "warn", _text(one), _ADVICE[one.point]())
        for one in findings
    ]


def _text(one: Finding) -> str:
    n = one.count
    counted = {
        Point.DRAFTS: lambda: ngettext(
            "%(num)s question is still a draft.", "%(num)s questions are still drafts.", n
        ),
        Point.RETIRED: lambda: ngettext(
            "%(num)s question was retired.", "%(num)s questions were retired.", n
        ),
        Point.POOL_TOO_FEW: lambda: ngettext(
            "%(num)s draw finds too few questions.",
            "%(num)s draws find too few questions.",
            n,
        ),
        Point.POOL_UNEQUAL: lambda: ngettext(
            "%(num)s draw has questions of different points.",
            "%(num)s draws have questions of different points.",
            n,
        ),
        Point.POOL_REPEATS: lambda: ngettext(
            "%(num)s draw has too few questions for every attempt.",
            "%(num)s draws have too few questions for every attempt.",
            n,
        ),
        Point.EMPTY_SECTION: lambda: ngettext(
            "%(num)s section is empty.", "%(num)s sections are empty.", n
        ),
        Point.NO_RUBRIC: lambda: ngettext(
            "%(num)s open question has no rubric.", "%(num)s open questions have no rubric.", n
        ),
        Point.RUBRIC_SHORT: lambda: ngettext(
            "The rubric of %(num)s question gives fewer points than it is worth.",
            "The rubrics of %(num)s questions give fewer points than they are worth.",
            n,
        ),
        Point.NO_MODEL_ANSWER: lambda: ngettext(
            "%(num)s open question has no model answer.",
            "%(num)s open questions have no model answer.",
            n,
        ),
        Point.NO_QUESTIONS: lambda: _("There is no question yet."),
        Point.OUT_OF_REACH: lambda: _("Even the best answers stay below the pass mark."),
        Point.TOO_LITTLE_TIME: lambda: _("The time limit is shorter than the questions need."),
    }
    return str(counted[one.point]())


_ADVICE = {
    Point.NO_QUESTIONS: lambda: _("Add questions to a section, or a draw."),
    Point.DRAFTS: lambda: _("Read them, then mark them as ready."),
    Point.RETIRED: lambda: _("Take them out, or bring them back in the bank."),
    Point.POOL_TOO_FEW: lambda: _("Draw fewer, or widen what it draws from."),
    Point.POOL_UNEQUAL: lambda: _("Papers would not be worth the same."),
    Point.POOL_REPEATS: lambda: _("Who sits it again is asked some of the same questions."),
    Point.EMPTY_SECTION: lambda: _("Trainees do not see it; take it out."),
    Point.NO_RUBRIC: lambda: _("Graders agree better when they tick the same lines."),
    Point.RUBRIC_SHORT: lambda: _("No answer reaches all its points by ticks alone."),
    Point.NO_MODEL_ANSWER: lambda: _("Graders would mark from memory."),
    Point.OUT_OF_REACH: lambda: _("Complete the rubrics, or lower the pass mark."),
    Point.TOO_LITTLE_TIME: lambda: _("Give more time, or ask less."),
}
