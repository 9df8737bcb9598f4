"""Which format a file has, by its content first and its name second."""

import re

from recruit.rules.question_files.form import FileFormat, Unreadable
from recruit.rules.question_files.troubles import Trouble

_LOOK = 200_000
_AIKEN = re.compile(r"^ANSWER:[ \t]{0,20}[A-Z]\b", re.MULTILINE)
_CHOICE = re.compile(r"^[ \t]{0,20}[A-Z][).]", re.MULTILINE)
_GIFT = re.compile(r"(?<!\\)\{|^[ \t]{0,20}(?:::|\$CATEGORY:|//)", re.MULTILINE)
_NAMES = {
    ".xml": FileFormat.MOODLE_XML,
    ".gift": FileFormat.GIFT,
    ".aiken": FileFormat.AIKEN,
    ".csv": FileFormat.CSV,
    ".tsv": FileFormat.CSV,
}


def detect(data: bytes, filename: str = "") -> FileFormat:
    """Return the format, or raise Unreadable. An extension that names one format is believed;
    .txt may be GIFT or Aiken, and the content tells."""
    lower = filename.lower()
    for ending, named in _NAMES.items():
        if lower.endswith(ending):
            return named
    head = data[:_LOOK].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"<?", b"<quiz", b"<question", b"<!--")) or head[:4] in (
        b"<\0?\0",
        b"\0<\0?",
    ):
        return FileFormat.MOODLE_XML
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(Trouble.NOT_UTF8)
    text = head.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if _AIKEN.search(text) and _CHOICE.search(text):
        return FileFormat.AIKEN
    first = text.partition("\n")[0].lower()
    columns = {cell.strip(" \"'") for cell in re.split(r"[,;\t|]", first)}
    if {"type", "question"} <= columns:
        return FileFormat.CSV
    if _GIFT.search(text):
        return FileFormat.GIFT
    if _AIKEN.search(text):
        return FileFormat.AIKEN
    if "�" in text:
        raise Unreadable(Trouble.NOT_UTF8)
    return FileFormat.GIFT  # a text of bare descriptions is GIFT, too
