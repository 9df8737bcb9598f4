"""Reading tables of past interviews as they are found, dirt and all; never who somebody is."""

from recruit.rules.attendance_csv.mapping import (
    CANONICAL,
    REQUIRED,
    Mapping,
    Proposal,
    propose,
    understood,
)
from recruit.rules.attendance_csv.rows import Dropped, Result, Row, read
from recruit.rules.attendance_csv.text import ENCODINGS, BadFile, Text, decode
from recruit.rules.attendance_csv.words import protected

__all__ = [
    "CANONICAL",
    "ENCODINGS",
    "REQUIRED",
    "BadFile",
    "Dropped",
    "Mapping",
    "Proposal",
    "Result",
    "Row",
    "Text",
    "decode",
    "propose",
    "protected",
    "read",
    "understood",
]
