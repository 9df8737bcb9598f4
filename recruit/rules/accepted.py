"""What a typed word or number earns: accepted answers with weights, in the order of the author;
the first one that fits decides."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

Json = Mapping[str, Any]
ANYTHING = "*"


def number(text: object) -> Decimal | None:
    """Read a number as people type it ("2,5", " 1 000 "); None when it is none."""
    plain = "".join(str(text).split()).replace("\u2212", "-").replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < Decimal(10) ** 15 else None


def plain(text: str) -> str:
    """Return a text without what does not matter: capitals, spaces, forms of one character."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def fits(pattern: str, text: str) -> bool:
    """Does a text fit a pattern whose * stands for any characters? Linear in both."""
    pieces = pattern.split(ANYTHING)
    if len(pieces) == 1:
        return text == pattern
    first, last = pieces[0], pieces[-1]
    if len(text) < len(first) + len(last):
        return False
    if not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in pieces[1:-1]:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def credits_of(gap: Json) -> Sequence[float]:
    """The share that each accepted answer of a gap earns; all of it where nothing is said."""
    given = gap.get("credits")
    return given if given else [1.0] * len(gap["answers"])


def choices_of(gap: Json) -> list[str]:
    """What a gap offers to choose from, in an order that says nothing; [] when one types."""
    return sorted(dict.fromkeys(gap["answers"])) if gap.get("choose") else []


def place_of_text(gap: Json, text: str) -> int | None:
    """Return which accepted answer of a gap a text is, or None."""
    if "tolerances" in gap:
        return _place(_numbers(gap), number(text))
    typed = text.strip() if gap.get("exact") else plain(text)
    if not typed:
        return None
    for at, answer in enumerate(gap["answers"]):
        wanted = answer.strip() if gap.get("exact") else plain(answer)
        if fits(wanted, typed) if gap.get("wildcards") else wanted == typed:
            return at
    return None


def _numbers(gap: Json) -> Iterator[tuple[str, str]]:
    return zip(gap["answers"], gap["tolerances"], strict=True)


def _place(answers: Iterator[tuple[str, str]], value: Decimal | None) -> int | None:
    if value is None:
        return None
    for at, (text, off) in enumerate(answers):
        if text == ANYTHING:
            return at
        right = number(text)
        if right is not None and abs(value - right) <= (number(off) or 0):
            return at
    return None


def gap_credit(gap: Json, text: str) -> float:
    """Return the share of a gap that a text earns, never below 0."""
    at = place_of_text(gap, text)
    return 0.0 if at is None else max(0.0, float(credits_of(gap)[at]))


def worth_of(gap: Json) -> float:
    """How much a gap counts beside the others."""
    return float(gap.get("worth", 1.0))


def number_answers(key: Json) -> list[Json]:
    """The right numbers of a number question with tolerance and credit."""
    given = key.get("answers")
    if given:
        return list(given)
    return [{"value": key["value"], "tolerance": key.get("tolerance", 0), "credit": 1.0}]


def place_of_number(key: Json, text: str) -> int | None:
    """Return which answer of a number question a text is, or None. Known units are read."""
    answers = ((str(a["value"]), str(a.get("tolerance", 0))) for a in number_answers(key))
    return _place(answers, _in_first_unit(key, text))


def number_credit(key: Json, text: str) -> float:
    """Return the share that a number earns, never below 0."""
    at = place_of_number(key, text)
    return 0.0 if at is None else max(0.0, float(number_answers(key)[at].get("credit", 1.0)))


def _in_first_unit(key: Json, text: str) -> Decimal | None:
    value = number(text)
    if value is not None:
        return value
    typed = plain(text)
    units = [(str(one["unit"]), one["factor"]) for one in key.get("units", ())]
    if not units and key.get("unit"):
        units = [(str(key["unit"]), 1)]
    for unit, factor in sorted(units, key=lambda both: -len(both[0])):
        ending = plain(unit)
        if ending and typed.endswith(ending):
            value = number(typed[: -len(ending)])
            return None if value is None or not factor else value / Decimal(str(factor))
    return None
