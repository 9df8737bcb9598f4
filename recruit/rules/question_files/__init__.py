"""Question files of other systems: Moodle GIFT, Moodle XML, Aiken, and our own CSV.

`read(data, format)` returns what a file holds, with every error on its line; `detect` tells the
format. Nothing here touches the database, and no reader raises anything but Unreadable.
"""

from recruit.rules.question_files import aiken, gift, moodle_xml, table
from recruit.rules.question_files.detecting import detect
from recruit.rules.question_files.form import (
    MOST_BYTES,
    MOST_QUESTIONS,
    FileFormat,
    Found,
    Kind,
    Parsed,
    Problem,
    Unreadable,
)

__all__ = [
    "MOST_BYTES",
    "MOST_QUESTIONS",
    "FileFormat",
    "Found",
    "Kind",
    "Parsed",
    "Problem",
    "Unreadable",
    "detect",
    "read",
]

_READERS = {
    FileFormat.GIFT: gift.read,
    FileFormat.MOODLE_XML: moodle_xml.read,
    FileFormat.AIKEN: aiken.read,
    FileFormat.CSV: table.read,
}


def read(data: bytes, file_format: FileFormat) -> Found:
    """Read a file of a known format; raise Unreadable when it cannot be read at all."""
    return _READERS[file_format](data)
