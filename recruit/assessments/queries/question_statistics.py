"""Figures of a test's questions: how hard, how telling, what was chosen, how long it took."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from recruit.assessments.models import AnswerRevision, AttemptItem, Question, QuestionVersion
from recruit.assessments.queries import sitting
from recruit.assessments.queries.statistics import Papers
from recruit.kernel.db import db
from recruit.rules import item_statistics, learning
from recruit.rules.item_statistics import ItemFigures
from recruit.rules.learning import Flag, OptionCount
from recruit.rules.marking import QuestionType

CHOICES = (QuestionType.ONE_OF_MANY, QuestionType.SEVERAL_OF_MANY, QuestionType.TRUE_FALSE)


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question version over all the papers that hold it. figures: None while hidden.

    spread: papers with no points, some, all. minutes: the median spent on it, over `timed`.
    asked_in: numbers of the test's versions, of the papers looked at.
    """

    wording: QuestionVersion
    papers: int
    missing: int
    asked_in: tuple[int, ...]
    figures: ItemFigures | None = None
    flags: tuple[Flag, ...] = ()
    options: tuple[OptionCount, ...] = ()
    tempting: tuple[OptionCount, ...] = ()
    unanswered: int = 0
    spread: tuple[int, int, int] = (0, 0, 0)
    minutes: float | None = None
    timed: int = 0


def question_lines(
    found: Papers, numbers: Mapping[int, int], *, timed: bool
) -> list[QuestionLine]:
    """Return every question of the papers. numbers: a test version's number by internal id."""
    wordings = _wordings(found)
    order = list(wordings)
    rows = [[given.get(one) for one in order] for given in found.values.values()]
    most = [wordings[one].points for one in order]
    figures = item_statistics.item_statistics(rows, most)
    best, worst = learning.thirds(found.percents)
    picked = _picked(found)
    minutes = _minutes(found) if timed else {}
    lines = []
    for one, figure in zip(order, figures, strict=True):
        wording = wordings[one]
        held = [paper for paper, given in found.values.items() if one in given]
        asked_in = tuple(sorted({numbers[found.versions[paper]] for paper in held}))
        missing = learning.missing(len(held))
        if missing:
            lines.append(QuestionLine(wording, len(held), missing, asked_in))
            continue
        options = _options(wording, picked.get(one, {}), best, worst)
        points = [found.values[paper][one] for paper in held]
        spent = minutes.get(one, [])
        lines.append(
            QuestionLine(
                wording,
                len(held),
                0,
                asked_in,
                figure,
                tuple(learning.flags(figure)),
                options,
                tuple(learning.tempting(options, len(held))),
                len(held) - len(picked.get(one, {})) if wording.type in CHOICES else 0,
                (
                    sum(1 for p in points if p is not None and p <= 0),
                    sum(1 for p in points if p is not None and 0 < p < wording.points),
                    sum(1 for p in points if p is not None and p >= wording.points),
                ),
                learning.middle(spent) if len(spent) >= learning.ENOUGH else None,
                len(spent),
            )
        )
    return lines


def _wordings(found: Papers) -> dict[int, QuestionVersion]:
    """The question versions of the papers, in the order in which papers ask them."""
    place = (
        select(
            AttemptItem.question_version_id.label("id"),
            func.avg(AttemptItem.position).label("at"),
        )
        .where(AttemptItem.attempt_id.in_(found.chosen))
        .group_by(AttemptItem.question_version_id)
        .subquery()
    )
    query = (
        select(QuestionVersion)
        .join(place, place.c.id == QuestionVersion.id)
        .options(joinedload(QuestionVersion.question).joinedload(Question.product))
        .order_by(place.c.at, QuestionVersion.id)
    )
    return {row.id: row for row in db.session.scalars(query)}


def _picked(found: Papers) -> dict[int, dict[int, frozenset[str]]]:
    """Question version -> paper -> the options that its counted answer chose."""
    ids = (
        select(AttemptItem.id)
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.question_version_id)
        .where(AttemptItem.attempt_id.in_(found.chosen), QuestionVersion.type.in_(CHOICES))
    )
    place = {mark.item: (mark.question, mark.attempt) for mark in found.marks}
    picked: dict[int, dict[int, frozenset[str]]] = defaultdict(dict)
    for item, answer in sitting.counted_among(ids).items():
        chosen = answer.data.get("choices") or [answer.data.get("choice")]
        named = frozenset(one for one in chosen if one)
        if named and item in place:
            question, paper = place[item]
            picked[question][paper] = named
    return picked


def _options(
    wording: QuestionVersion,
    picked: Mapping[int, frozenset[str]],
    best: frozenset[int],
    worst: frozenset[int],
) -> tuple[OptionCount, ...]:
    if wording.type is QuestionType.TRUE_FALSE:
        known = [
            (code, code, wording.key.get("right") is (code == "true"))
            for code in ("true", "false")
        ]
    else:
        known = [
            (one["id"], one["text"], one["credit"] > 0)
            for one in wording.key.get("options", ())
        ]
    return tuple(
        OptionCount(
            text,
            right,
            sum(1 for chosen in picked.values() if code in chosen),
            sum(1 for paper, chosen in picked.items() if code in chosen and paper in best),
            sum(1 for paper, chosen in picked.items() if code in chosen and paper in worst),
        )
        for code, text, right in known
    )


def _minutes(found: Papers) -> dict[int, list[float]]:
    """Minutes spent per question version, a number per paper that saved anything on it."""
    query = (
        select(
            AttemptItem.attempt_id,
            AttemptItem.question_version_id,
            func.max(AnswerRevision.received_at),
        )
        .join(AnswerRevision, AnswerRevision.item_id == AttemptItem.id)
        .where(AttemptItem.attempt_id.in_(found.chosen), ~AnswerRevision.late)
        .group_by(AttemptItem.attempt_id, AttemptItem.question_version_id)
    )
    saved: dict[int, dict[int, datetime]] = defaultdict(dict)
    for paper, question, at in db.session.execute(query):
        saved[paper][question] = at
    spent: dict[int, list[float]] = defaultdict(list)
    for paper, last in saved.items():
        if paper in found.started:
            for one, taken in learning.minutes_spent(found.started[paper], last).items():
                spent[one].append(taken)
    return spent
