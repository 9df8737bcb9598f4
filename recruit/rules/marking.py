"""Marking the closed question types: what share of its points an answer earns.

Keys and answers are plain JSON; every part of a key has an id of its own that says nothing
about its place or its partner, because pages show ids to the person being tested. Credit is a
share between 0 and 1, never below 0:

- one_of_many: the `credit` of the chosen option, which may be below 0.
- several_of_many: (right chosen - wrong chosen) / right ones; a `weighted` key adds up the credits
  of what was chosen instead.
- true_false: all or nothing.
- matching: right pairs / pairs; `distractors` are right sides without a partner.
- ordering: neighbours kept in the right order / (items - 1).
- numeric: all when |value - right| <= tolerance, else nothing; comma or point as decimal mark.
  `answers` may name several numbers with a tolerance and a credit each, `units` what a number may
  be followed by, each with its factor to the first one.
- gap_text: right gaps / gaps; case and spaces do not matter unless the gap is `exact`. A gap may
  have `credits` beside its answers, `wildcards` (* is any text), `tolerances` (its answers are
  numbers), `choose` (its answers are shown to choose from) and a `worth` beside the other gaps.

An option, an answer of a number question and (as a list beside its answers) a gap may have
`feedback`; a true or false key `feedback_right` and `feedback_wrong`.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any

from recruit.rules import accepted
from recruit.rules.accepted import number as number
from recruit.rules.accepted import plain as _plain

Json = Mapping[str, Any]
LONGEST_FIELD = 500


class QuestionType(StrEnum):
    OPEN_SHORT = "open_short"
    OPEN_LONG = "open_long"
    ONE_OF_MANY = "one_of_many"
    SEVERAL_OF_MANY = "several_of_many"
    TRUE_FALSE = "true_false"
    MATCHING = "matching"
    ORDERING = "ordering"
    NUMERIC = "numeric"
    GAP_TEXT = "gap_text"


OPEN_TYPES = frozenset({QuestionType.OPEN_SHORT, QuestionType.OPEN_LONG})


class KeyProblem(StrEnum):
    """Why a key cannot mark anything."""

    TOO_FEW = "too_few_options"
    NONE_RIGHT = "no_right_option"
    NO_FULL_CREDIT = "no_option_with_full_credit"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE_TOLERANCE = "negative_tolerance"
    GAPS_DIFFER = "gaps_and_answers_differ"
    EMPTY_TEXT = "empty_text"
    TWICE = "the_same_text_twice"


def gaps_of(stem: str) -> int:
    """Count the gaps of a stem: [[1]], [[2]], ... without a hole in the numbers."""
    count = 0
    while f"[[{count + 1}]]" in stem:
        count += 1
    return count


def key_problem(kind: QuestionType, key: Json, stem: str) -> KeyProblem | None:
    """Return what is wrong with a key, or None when it can mark every answer."""
    if kind in OPEN_TYPES:
        return None
    if kind in (QuestionType.ONE_OF_MANY, QuestionType.SEVERAL_OF_MANY):
        return _options_problem(kind, key)
    if kind is QuestionType.TRUE_FALSE:
        return None if isinstance(key.get("right"), bool) else KeyProblem.NONE_RIGHT
    if kind is QuestionType.MATCHING:
        pairs = list(key.get("pairs", ()))
        if not pairs or len(rights_of(key)) < 2:
            return KeyProblem.TOO_FEW
        rights = [one["right"] for one in (*pairs, *key.get("distractors", ()))]
        return _texts_problem([pair["left"] for pair in pairs]) or _empty(rights)
    if kind is QuestionType.ORDERING:
        items = list(key.get("items", ()))
        return (
            KeyProblem.TOO_FEW if len(items) < 2 else _texts_problem([i["text"] for i in items])
        )
    if kind is QuestionType.NUMERIC:
        return _numbers_problem(key)
    gaps = list(key.get("gaps", ()))
    if not gaps or len(gaps) != gaps_of(stem):
        return KeyProblem.GAPS_DIFFER
    for gap in gaps:
        if not any(credit > 0 for credit in accepted.credits_of(gap)):
            return KeyProblem.EMPTY_TEXT if not gap["answers"] else KeyProblem.NONE_RIGHT
    return _empty([" ".join(gap["answers"]) for gap in gaps])


def _numbers_problem(key: Json) -> KeyProblem | None:
    if "value" not in key:
        return KeyProblem.NOT_A_NUMBER
    right = False
    for answer in accepted.number_answers(key):
        right = right or answer.get("credit", 1) > 0
        if answer["value"] == accepted.ANYTHING:
            continue
        value, tolerance = number(answer["value"]), number(answer.get("tolerance", 0))
        if value is None or tolerance is None:
            return KeyProblem.NOT_A_NUMBER
        if tolerance < 0:
            return KeyProblem.NEGATIVE_TOLERANCE
    return None if right else KeyProblem.NONE_RIGHT


def _empty(texts: Sequence[str]) -> KeyProblem | None:
    return None if all(text.strip() for text in texts) else KeyProblem.EMPTY_TEXT


def _texts_problem(texts: Sequence[str]) -> KeyProblem | None:
    if len({_plain(text) for text in texts}) < len(texts):
        return KeyProblem.TWICE
    return _empty(texts)


def _options_problem(kind: QuestionType, key: Json) -> KeyProblem | None:
    options = list(key.get("options", ()))
    if len(options) < 2:
        return KeyProblem.TOO_FEW
    if kind is QuestionType.ONE_OF_MANY:
        if not any(option["credit"] == 1 for option in options):
            return KeyProblem.NO_FULL_CREDIT
    elif not any(option["credit"] > 0 for option in options):
        return KeyProblem.NONE_RIGHT
    return _texts_problem([option["text"] for option in options])


def clean_answer(kind: QuestionType, key: Json, data: Any) -> dict[str, Any]:
    """Return the answer's structure with only what the question asks; anything else is dropped.

    What a browser sends is not to be trusted: unknown options, wrong types and endless texts
    disappear here, so that every later step may read the structure without looking.
    """
    given: Json = data if isinstance(data, Mapping) else {}
    if kind in OPEN_TYPES:
        return {}
    if kind is QuestionType.TRUE_FALSE:
        return _one(given, {"true", "false"})
    if kind is QuestionType.ONE_OF_MANY:
        return _one(given, {option["id"] for option in key["options"]})
    if kind is QuestionType.SEVERAL_OF_MANY:
        known = [option["id"] for option in key["options"]]
        chosen = given.get("choices")
        wanted = (
            {c for c in chosen if isinstance(c, str)} if isinstance(chosen, list) else set()
        )
        return {"choices": [one for one in known if one in wanted]}
    if kind is QuestionType.MATCHING:
        rights = {one["right_id"] for one in rights_of(key)}
        got = given.get("pairs")
        got = got if isinstance(got, Mapping) else {}
        return {
            "pairs": {
                pair["id"]: got[pair["id"]]
                for pair in key["pairs"]
                if isinstance(got.get(pair["id"]), str) and got[pair["id"]] in rights
            }
        }
    if kind is QuestionType.ORDERING:
        return _ordered([item["id"] for item in key["items"]], given.get("places"))
    if kind is QuestionType.NUMERIC:
        return {"value": _field(given.get("value"))}
    gaps = given.get("gaps")
    gaps = gaps if isinstance(gaps, list) else []
    wide = [*gaps, *([""] * len(key["gaps"]))][: len(key["gaps"])]
    return {"gaps": [_gap(*both) for both in zip(key["gaps"], wide, strict=True)]}


def _gap(gap: Json, value: Any) -> str:
    text = _field(value)
    return text if not gap.get("choose") or text in gap["answers"] else ""


def rights_of(key: Json) -> list[Json]:
    """The right sides of a matching question: the partners, then those without one."""
    return [*key["pairs"], *key.get("distractors", ())]


def _one(given: Json, known: set[str]) -> dict[str, Any]:
    choice = given.get("choice")
    return {"choice": choice if isinstance(choice, str) and choice in known else ""}


def _ordered(ids: Sequence[str], given: Any) -> dict[str, Any]:
    """Keep the places that were given, and the order when they make one."""
    given = given if isinstance(given, Mapping) else {}
    allowed = {str(place) for place in range(1, len(ids) + 1)}
    places = {one: str(given[one]) for one in ids if str(given.get(one)) in allowed}
    whole = len(set(places.values())) == len(ids)
    order = sorted(places, key=lambda one: int(places[one])) if whole else []
    return {"places": places, "order": order}


def _field(value: Any) -> str:
    return value[:LONGEST_FIELD] if isinstance(value, str) else ""


def share(kind: QuestionType, key: Json, data: Json) -> float:
    """Return the share (0 to 1) of its points that a cleaned, closed answer earns."""
    if kind is QuestionType.ONE_OF_MANY:
        earned = [o["credit"] for o in key["options"] if o["id"] == data.get("choice")]
        return max(0.0, float(sum(earned)))
    if kind is QuestionType.SEVERAL_OF_MANY:
        chosen = set(data.get("choices", ()))
        if key.get("weighted"):
            credits_ = (o["credit"] for o in key["options"] if o["id"] in chosen)
            return min(1.0, max(0.0, round(float(sum(credits_)), 4)))
        right = {o["id"] for o in key["options"] if o["credit"] > 0}
        return max(0.0, (len(chosen & right) - len(chosen - right)) / len(right))
    if kind is QuestionType.TRUE_FALSE:
        return float(data.get("choice") == ("true" if key["right"] else "false"))
    if kind is QuestionType.MATCHING:
        given_pairs = data.get("pairs", {})
        texts = {one["right_id"]: _plain(one["right"]) for one in rights_of(key)}
        # Two lefts may share a right text: any of the equal ones is right.
        hits = sum(
            texts.get(given_pairs.get(pair["id"], "")) == _plain(pair["right"])
            for pair in key["pairs"]
        )
        return hits / len(key["pairs"])
    if kind is QuestionType.ORDERING:
        wanted = [item["id"] for item in key["items"]]
        given = list(data.get("order", ()))
        kept = set(pairwise(given)) & set(pairwise(wanted))
        return len(kept) / (len(wanted) - 1)
    if kind is QuestionType.NUMERIC:
        return accepted.number_credit(key, str(data.get("value", "")))
    if kind is QuestionType.GAP_TEXT:
        worth = [accepted.worth_of(gap) for gap in key["gaps"]]
        shares = map(accepted.gap_credit, key["gaps"], data.get("gaps", ()))
        return float(sum(w * one for w, one in zip(worth, shares, strict=False)) / sum(worth))
    raise ValueError(f"{kind} is marked by a person")


def said(kind: QuestionType, key: Json, data: Json) -> list[str]:
    """Return the author's feedback for what was answered, in the order of the key."""
    if kind in (QuestionType.ONE_OF_MANY, QuestionType.SEVERAL_OF_MANY):
        chosen = {data.get("choice"), *data.get("choices", ())}
        found = [o.get("feedback", "") for o in key["options"] if o["id"] in chosen]
    elif kind is QuestionType.TRUE_FALSE and data.get("choice"):
        right = data["choice"] == ("true" if key["right"] else "false")
        found = [key.get("feedback_right" if right else "feedback_wrong", "")]
    elif kind is QuestionType.NUMERIC:
        at = accepted.place_of_number(key, str(data.get("value", "")))
        answers = accepted.number_answers(key)
        found = [] if at is None else [answers[at].get("feedback", "")]
    elif kind is QuestionType.GAP_TEXT:
        found = []
        for gap, text in zip(key["gaps"], data.get("gaps", ()), strict=False):
            at = accepted.place_of_text(gap, text)
            found.append(gap["feedback"][at] if at is not None and gap.get("feedback") else "")
    else:
        found = []
    return [text for text in found if text]


def points_for(share_earned: float, points: float) -> float:
    """Return the points of a share, in hundredths."""
    return round(share_earned * points, 2)
