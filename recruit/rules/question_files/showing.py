"""Questions as plain data, for somebody who wants to see what was understood."""

from typing import Any

from recruit.rules.question_files.form import Answer, Parsed, Part, Text


def _text(text: Text) -> dict[str, str]:
    return {"text": text.text, "format": text.format.value}


def percent(weight: float) -> float:
    """Return a weight in per cent with Moodle's five places."""
    return round(weight * 100, 5)


def _answer(answer: Answer) -> dict[str, Any]:
    shown: dict[str, Any] = {
        **_text(answer.text),
        "weight": percent(answer.weight),
        "feedback": answer.feedback.text,
    }
    if answer.tolerance:
        shown["tolerance"] = answer.tolerance
    if answer.low:
        shown |= {"low": answer.low, "high": answer.high}
    return shown


def _part(part: Part) -> dict[str, Any]:
    return {
        "type": part.kind.value,
        "points": part.points,
        "single": part.single,
        "case_sensitive": part.exact,
        "answers": [_answer(answer) for answer in part.answers],
        "choices": list(part.choices),
    }


def plain(question: Parsed) -> dict[str, Any]:
    """Return everything of a question but the bytes of its files; weights in per cent."""
    return {
        "line": question.line,
        "type": question.kind.value,
        "name": question.name,
        **_text(question.stem),
        "points": question.points,
        "penalty": question.penalty,
        "single": question.single,
        "case_sensitive": question.exact,
        "answers": [_answer(answer) for answer in question.answers],
        "pairs": [{"left": _text(one.left), "right": one.right} for one in question.pairs],
        "gaps": [_part(part) for part in question.parts],
        "units": [{"unit": unit, "factor": factor} for unit, factor in question.units],
        "feedback": _text(question.feedback),
        "category": list(question.category),
        "tags": list(question.tags),
        "id": question.id_number,
        "files": [{"name": one.name, "bytes": len(one.data)} for one in question.files],
    }
