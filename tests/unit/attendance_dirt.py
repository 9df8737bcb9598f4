"""Writes tests/data/attendance_dirty.csv: an invented table with every kind of dirt.

Run as `python -m tests.unit.attendance_dirt` after changing it; nothing in it is real.
"""

import csv
import random
from pathlib import Path

TARGET = Path(__file__).parent.parent / "data" / "attendance_dirty.csv"
HEADERS = [
    "Interview day",
    "Branch",
    "Post",
    "Interview Type",
    "Name(Cand ID)",
    "Gender",
    "Native place",
    "Clear about the venue",
    "Expected Attendance",
    "Observed Attendance",
    "Marital Status",
    "",
    "",
    "",
    "",
    "",
]
CAME = ("Yes", "yes", "yes ", "Yes", "YES", " Yes", "Yes ", "Yes")
STAYED_AWAY = ("No", "NO", "no", "No ", "no ", "NO ", " no", "No")
DATES = (
    "13.05.2019",
    "25.06.19",
    "25-6-2019",
    "07/09/19",
    "15 Jul 19",
    "22 -Jul -19",
    "25 – Jul-19",
    "28.08.2019 & 10.30 AM",
    "13/08/2019",
    "2019-09-02",
)
ANSWERS = (
    ("Yes", 0.75),
    ("yes ", 0.75),
    ("No", 0.02),
    ("NO", 0.02),
    ("NA", 0.5),
    ("Na", 0.5),
    ("Uncertain", 0.5),
    ("Not Sure", 0.45),
    ("11:00 AM", 0.8),
    ("10.30 Am", 0.8),
)
CALLS = ("Yes", "yes", "NA", "Na", "No", "No Dont", "Not yet", "Need To Check")
TYPES = ("Scheduled Walkin", "Scheduled Walkin ", "Walkin", "walkin", "Scheduled", "scheduled ")
POSTS = ("Clerk", "Caller", "Seller")


def rows() -> list[list[str]]:
    """160 rows: five with swapped columns, one misspelt type, eight filled-down years."""
    chance = random.Random(2019)
    table = []
    for i in range(160):
        asked, rate = chance.choice(ANSWERS)
        observed = chance.choice(CAME if chance.random() < rate else STAYED_AWAY)
        day = f"12.04.{2019 + i - 60}" if 60 <= i < 68 else DATES[i // 8 % len(DATES)]
        kind, post = chance.choice(TYPES), chance.choice(POSTS)
        if i < 5:
            kind, post = chance.choice(POSTS), "Scheduled Walkin"
        elif i == 40:
            kind = "Sceduled walkin"
        table.append(
            [
                day,
                chance.choice(("Northam", "northam ", "Northamm")),
                post,
                kind,
                f"Person {i}",
                chance.choice(("F", "M")),
                "Eastville",
                chance.choice(CALLS),
                asked,
                observed,
                chance.choice(("Single", "Married")),
                *["NA" if i == 3 else ""] * 5,
            ]
        )
    return table


def write(target: Path = TARGET) -> None:
    """Blank lines, a repeated header, an unreadable row, a quoted line break, a total."""
    table = rows()
    table.insert(20, list(HEADERS))
    table.insert(30, [""] * len(HEADERS))
    table.insert(
        35,
        [
            "13.05.2019",
            "Northam",
            "Clerk",
            "Walkin",
            "Person\nX",
            "F",
            "",
            "",
            "Yes",
            "cancelled by us",
            "",
            "",
            "",
            "",
            "",
            "",
        ],
    )
    table.append(["Total", "", "", "", "160"])
    with target.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([HEADERS, *table])


if __name__ == "__main__":
    write()
