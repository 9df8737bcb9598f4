"""Weights and numbers as question files write them."""

import re
from decimal import Decimal, InvalidOperation

from recruit.rules.question_files.form import Wrong
from recruit.rules.question_files.troubles import Trouble

_NUMBER = re.compile(r"[+-]?(\d{1,30}([.,]\d{0,30})?|[.,]\d{1,30})([eE][+-]?\d{1,3})?")
_GRADES = (100, 90, 250 / 3, 80, 75, 70, 200 / 3, 60, 50, 40, 100 / 3, 30, 25, 20, 50 / 3)
_SMALL = (100 / 7, 12.5, 100 / 9, 10, 5, 0)
MOODLE_GRADES = (*_GRADES, *_SMALL)
"""The only weights that Moodle takes from a file, in per cent; negative ones too."""


def decimal(text: str) -> Decimal | None:
    """Read a number with point or comma and an exponent; None when it is none."""
    plain = text.strip().replace("\u2212", "-")
    if not _NUMBER.fullmatch(plain):
        return None
    try:
        value = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None
    return value if abs(value) < Decimal(10) ** 15 else None


def written(value: Decimal) -> str:
    """Return a number without needless zeros, never with an exponent."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def weight(text: str) -> float:
    """Return a weight in per cent as a share, or raise Wrong."""
    value = decimal(text)
    if value is None or abs(value) > 100:
        raise Wrong(Trouble.WEIGHT, weight=text[:20])
    return float(value) / 100


def moodle_weight(text: str) -> float:
    """Return a weight as `weight` does, brought to the exact one of Moodle that it means."""
    share = weight(text)
    for grade in MOODLE_GRADES:
        if abs(abs(share) - grade / 100) < 0.00001:
            return grade / 100 if share >= 0 else -grade / 100
    raise Wrong(Trouble.MOODLE_WEIGHT, weight=text[:20])
