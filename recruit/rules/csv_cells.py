"""Lines of a CSV file that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"
"""First in the file: tells spreadsheets that it is UTF-8."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "|", "%", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> str:
    """Return a cell's text; what a spreadsheet would take for a formula gets an apostrophe
    before it (also behind blanks). Numbers stay numbers. NUL goes."""
    if value is None:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    text = str(value)
    risky = text.startswith(_FORMULA) or text.lstrip(" \u00a0").startswith(_FORMULA)
    return ("'" if risky else "") + text.replace("\0", "")


def line(cells: Iterable[object]) -> str:
    """Return one line of RFC 4180 CSV, every cell safe."""
    out = io.StringIO()
    csv.writer(out).writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()
