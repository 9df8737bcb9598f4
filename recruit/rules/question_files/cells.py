"""Cells that come back as they went out, although a spreadsheet must not run them.

`csv_cells.safe_cell` puts an apostrophe before what looks like a formula. Reading takes it away;
a text that had an apostrophe there of its own gets a second one on its way out.
"""

from recruit.rules.csv_cells import safe_cell


def _risky(text: str) -> bool:
    return safe_cell(text) != text.replace("\0", "")


def out(text: str) -> str:
    """Return the cell for a text, before `csv_cells.line` makes it safe."""
    bare = text.lstrip("'")
    return "'" + text if bare != text and _risky(bare) else text


def back(cell: str) -> str:
    """Return the text of a cell."""
    bare = cell.lstrip("'")
    return (cell[1:] if bare != cell and _risky(bare) else cell).strip()
