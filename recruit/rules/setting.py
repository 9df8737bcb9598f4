"""Setting a test: what must be true before people may sit it."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LONGEST_STEM = 8000
MOST_POINTS = 1000.0
LONGEST_BANK = 200
LONGEST_TAG = 40
MOST_TAGS = 20
LONGEST_NAME = 120
MOST_DRAWS = 200
LARGEST_FILE = 5 * 1024 * 1024
MOST_FILES = 5


class Refusal(StrEnum):
    NAME_TAKEN = "name_taken"
    PERIOD = "ends_before_it_begins"
    NOT_DRAFT = "published_versions_never_change"
    DRAFT_OPEN = "a_draft_is_open_already"
    NOT_PUBLISHED = "not_published"
    NO_QUESTIONS = "no_questions"
    QUESTION_NOT_READY = "question_not_ready"
    ALREADY_THERE = "question_already_in_the_test"
    RETIRED = "question_retired"
    KEY_BROKEN = "key_cannot_mark"
    RUBRIC_TOO_HIGH = "rubric_gives_more_than_the_points"
    POINTS = "points_out_of_range"
    STEM = "stem_missing_or_too_long"
    RUBRIC_BROKEN = "rubric_cannot_mark"
    BANK_NAME = "not_a_name_for_a_bank"
    TAG = "not_a_tag"
    DRAWS = "draws_out_of_range"
    POOL_TOO_FEW = "pool_has_too_few_questions"
    POOL_UNEQUAL = "questions_of_a_pool_differ_in_points"
    SECTION_FULL = "section_is_not_empty"
    LAST_SECTION = "a_test_has_a_section"
    FILE_TYPE = "not_a_picture_or_pdf"
    FILE_TOO_LARGE = "file_too_large"
    ALT_MISSING = "picture_without_words"
    TOO_MANY_FILES = "too_many_files"
    FRAME_EMPTY = "frame_has_no_question"
    NOBODY = "nobody_chosen"
    ALREADY_GIVEN = "given_to_this_person_already"


@dataclass(frozen=True, slots=True)
class Draft:
    """What publishing looks at."""

    is_draft: bool
    ready: Sequence[bool]
    """Per question: may it be asked?"""
    pools: int = 0
    """How many draws there are beside."""


def publish_refusal(draft: Draft) -> Refusal | None:
    """Return why a version may not be published, or None."""
    if not draft.is_draft:
        return Refusal.NOT_DRAFT
    if not draft.ready and not draft.pools:
        return Refusal.NO_QUESTIONS
    return None if all(draft.ready) else Refusal.QUESTION_NOT_READY


def pool_refusal(draws: int, points: Sequence[float], ready: Sequence[bool]) -> Refusal | None:
    """Return why a pool cannot be published, or None. Every paper must be worth the same."""
    if not all(ready):
        return Refusal.QUESTION_NOT_READY
    if len(points) < draws:
        return Refusal.POOL_TOO_FEW
    return Refusal.POOL_UNEQUAL if len(set(points)) > 1 else None


def period_refusal(first: date, last: date | None) -> Refusal | None:
    """Return PERIOD when a fact would end before it begins, else None."""
    return Refusal.PERIOD if last is not None and last < first else None


def wording_refusal(stem: str, points: float, rubric_total: float) -> Refusal | None:
    """Return what is wrong with a question apart from its key, or None."""
    if not stem.strip() or len(stem) > LONGEST_STEM:
        return Refusal.STEM
    if not 0 < points <= MOST_POINTS:
        return Refusal.POINTS
    return Refusal.RUBRIC_TOO_HIGH if round(rubric_total - points, 2) > 0 else None


def bank_name(path: Sequence[str]) -> str | None:
    """Return a bank's name from its path, or None when there is no such name.

    Parts are cut at their ends; empty parts are left out; a slash inside a part cannot be told
    from a border and becomes a broad one.
    """
    parts = [" ".join(part.replace("/", "\uff0f").split()) for part in path]
    name = "/".join(part for part in parts if part)
    fine = 0 < len(name) <= LONGEST_BANK and not any(map(_is_control, name))
    return name if fine else None


def tags_of(words: Iterable[str]) -> frozenset[str] | None:
    """Return tags as they are kept: lower case, single spaces; None when one is too long, has
    a comma, or there are too many."""
    tags = frozenset(" ".join(word.split()).casefold() for word in words) - {""}
    fine = all(
        len(t) <= LONGEST_TAG and "," not in t and not any(map(_is_control, t)) for t in tags
    )
    return tags if fine and len(tags) <= MOST_TAGS else None


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs")
