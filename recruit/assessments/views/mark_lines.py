"""One answer with everything that its marker may see beside it."""

from collections.abc import Sequence
from typing import Any

from recruit.assessments import forms
from recruit.assessments.models import Attempt, AttemptItem, GradeEntry, GradingTask
from recruit.assessments.queries import entries as entry_queries
from recruit.assessments.queries import grading as queries
from recruit.assessments.queries import second_marks, snippets
from recruit.assessments.queries import sitting as sitting_queries
from recruit.assessments.views import presenting
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import rubric
from recruit.rules.grading import BLIND, EntryKind, ItemValue, Standing
from recruit.rules.second_marks import Outcome
from recruit.rules.sitting import AttemptState

NAMED = (AttemptState.RELEASED, AttemptState.APPEALED, AttemptState.CLOSED)

Failed = tuple[str, Any, GradeEntry | None]
"""Public id of an item, the form that was refused for it, the mark that stands there now."""


def mark_of(refused: Refused) -> GradeEntry | None:
    """Return the mark that somebody wrote meanwhile, which a refusal tells of."""
    entry = refused.facts.get("entry")
    return entry if isinstance(entry, GradeEntry) else None


def name_of(attempt: Attempt) -> str | None:
    """Return whose paper it is, or None while its graders mark without the name."""
    if attempt.assignment.test_version.anonymous and attempt.state not in NAMED:
        return None
    return attempt.assignment.person.name


def lines_of(
    items: Sequence[AttemptItem],
    *,
    task: GradingTask | None = None,
    person: Person | None = None,
    form_class: Any = forms.MarkForm,
    failed: Failed | None = None,
) -> list[dict[str, Any]]:
    """Return questions with answers, the marks that may be seen, and a form each.

    task: the marks that `person` is to give; None: everything may be seen (the director).
    """
    answers = sitting_queries.counted_answers(items)
    beside = sitting_queries.beside(items)
    offered: dict[int | None, list[Any]] = {}
    if person is not None:
        questions = sorted({item.question_version.question_id for item in items})
        offered = snippets.offered(person, questions)
    lines = []
    for item in items:
        wording = item.question_version
        form: Any = form_class(formdata=None, prefix="")
        conflict = None
        if failed and failed[0] == item.pubid:
            form, conflict = failed[1], failed[2]
        lines.append(
            {
                "item": item,
                "wording": wording,
                "criteria": rubric.criteria(wording.rubric),
                "question": presenting.asked(item),
                "answer": presenting.in_words(item, answers.get(item.id)),
                "beside": [
                    (row, presenting.in_words(item, row)) for row in beside.get(item.id, ())
                ],
                "form": form,
                "conflict": conflict,
                "snippets": offered.get(wording.question_id, []) + offered.get(None, []),
                **_marks(item, task, person),
            }
        )
    return lines


def _marks(
    item: AttemptItem, task: GradingTask | None, person: Person | None
) -> dict[str, Any]:
    """Return the marks of an item as the marker may see them, and whether it takes one."""
    if task is None or person is None:
        rows = list(item.entries)
        return {"value": queries.item_value(item), "entries": rows, "markable": True} | _last(
            rows, EntryKind.FINAL
        )
    kind, rows = task.kind, list(item.entries)
    found: dict[str, Any] = {"markable": True, "value": queries.item_value(item)}
    newest = next((row for row in reversed(rows) if row.kind is kind), None)
    if kind in BLIND:
        theirs = entry_queries.stands(newest) and newest and newest.grader_id != person.id
        own = [row for row in rows if row.kind is kind and row.grader_id == person.id]
        auto = [row for row in rows if row.kind is EntryKind.AUTO]
        rows = own + auto
        found["value"] = _value((own or auto)[-1:])
        found["colleague"] = bool(theirs)
        found["markable"] = item.question_version.is_open and not theirs
    elif kind is EntryKind.THIRD:
        compared = second_marks.compared(item, task.attempt)
        found["compared"] = compared if item.question_version.is_open else None
        apart = compared.outcome is not Outcome.AGREED
        found["markable"] = item.question_version.is_open and apart
    decided = found["value"].entry
    found["stake"] = bool(
        kind not in BLIND and decided and decided.grader in queries.interested(task.attempt)
    )
    seen = newest if kind is not EntryKind.FINAL else None
    return found | {"entries": rows} | _last(rows, kind) | ({"seen": seen} if seen else {})


def _value(rows: Sequence[GradeEntry]) -> ItemValue:
    for row in rows:
        if row.excused:
            return ItemValue(Standing.EXCUSED)
        if row.points is not None:
            return ItemValue(Standing.MARKED, row.points)
    return ItemValue(Standing.UNGRADED)


def _last(rows: Sequence[GradeEntry], kind: EntryKind) -> dict[str, Any]:
    """Return the mark that the form starts from, and the one that a new mark replaces."""
    beside = entry_queries.kinds_beside(kind)
    last = next((row for row in reversed(rows) if row.kind in beside), None)
    return {"last": last, "seen": last}
