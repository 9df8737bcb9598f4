"""From bytes to text and lines."""

from recruit.rules.question_files.form import MOST_BYTES, Unreadable
from recruit.rules.question_files.troubles import Trouble

_CONTROL = {code: None for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)} | {0x7F: None}
_MEANINGLESS = dict.fromkeys([*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF]) | _CONTROL


def check_size(data: bytes) -> None:
    """Refuse files that are too large or empty."""
    if len(data) > MOST_BYTES:
        raise Unreadable(Trouble.TOO_LARGE, most=MOST_BYTES // 1_000_000)


def utf8(data: bytes) -> str:
    """Return UTF-8 text with plain line ends and without a byte order mark, or raise
    Unreadable. Nothing is guessed: a file in another encoding would come in garbled."""
    check_size(data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(Trouble.NOT_UTF8)
    if b"\0" in data:
        raise Unreadable(Trouble.BINARY)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(Trouble.NOT_UTF8) from None
    return clean(plain_ends(text))


def clean(text: str) -> str:
    """Drop control characters, which no page shows, and noncharacters, which the readers use as
    marks of their own."""
    return text.translate(_MEANINGLESS)


def plain_ends(text: str) -> str:
    """Return a text whose lines end in one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
