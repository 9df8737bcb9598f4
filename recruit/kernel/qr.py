"""Picture codes that a phone opens, drawn as one SVG path."""

from dataclasses import dataclass

import segno

BORDER = 4
"""Modules of white around the code, as its standard asks for."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A square of `size` modules; `path` draws the dark ones."""

    size: int
    path: str


def drawing(address: str) -> Drawing:
    """Return the picture code of an address."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    parts = []
    for y, row in enumerate(rows, BORDER):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            start = x
            while x < len(row) and row[x]:
                x += 1
            parts.append(f"M{start + BORDER} {y}h{x - start}v1h-{x - start}z")
    return Drawing(len(rows) + 2 * BORDER, "".join(parts))
