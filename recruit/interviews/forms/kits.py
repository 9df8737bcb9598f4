"""The form of a kit: as many criteria and steps as wanted, added and moved without script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from recruit.kernel.forms import clean_text
from recruit.rules import kits
from recruit.rules.kits import Content, Criterion, Step

BLANK_CRITERION = {"key": "", "name": "", "about": "", "questions": ""} | {
    f"point{mark}": "" for mark in range(1, 6)
}
BLANK_STEP = {"title": "", "minutes": "", "exercise": "", "task": "", "watch": ""}
_LENGTHS = {"name": 80, "title": 120, "about": 400, "note": 300, "summary": 500, "minutes": 4}
_LONG = 2000


@dataclass
class KitWords:
    """What stands in the form, row by row, all of it text as typed."""

    name: str = ""
    summary: str = ""
    note: str = ""
    criteria: list[dict[str, str]] = field(default_factory=list)
    steps: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, name: str, summary: str, content: Content) -> "KitWords":
        """Return the words of a kit as it stands."""
        return cls(
            name=name,
            summary=summary,
            criteria=[
                {
                    "key": one.key,
                    "name": one.name,
                    "about": one.about,
                    "questions": "\n".join(one.questions),
                }
                | {f"point{mark}": words for mark, words in enumerate(one.points, 1)}
                for one in content.criteria
            ],
            steps=[
                {
                    "title": one.title,
                    "minutes": str(one.minutes),
                    "exercise": "1" if one.exercise else "",
                    "task": one.task,
                    "watch": one.watch,
                }
                for one in content.steps
            ],
        )

    @classmethod
    def sent(cls, given: Mapping[str, str]) -> "KitWords":
        """Return the words of a posted form."""
        return cls(
            name=_word(given, "name", "name", 120),
            summary=_word(given, "summary", "summary"),
            note=_word(given, "note", "note"),
            criteria=list(_rows(given, "c", BLANK_CRITERION, kits.MOST_CRITERIA)),
            steps=list(_rows(given, "s", BLANK_STEP, kits.MOST_STEPS)),
        )

    def change(self, what: str) -> bool:
        """Add, remove or move a row, as the button says ("add-c", "up-c-2", "remove-s-1"); tell
        whether it was one of these buttons."""
        word, _, where = what.partition("-")
        kind, _, number = where.partition("-")
        rows = {"c": self.criteria, "s": self.steps}.get(kind)
        if rows is None:
            return False
        if word == "add":
            rows.append(dict(BLANK_CRITERION if kind == "c" else BLANK_STEP))
            return True
        at = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else -1
        if not 0 <= at < len(rows):
            return False
        if word == "remove":
            del rows[at]
        elif word == "up" and at:
            rows[at - 1 : at + 1] = rows[at], rows[at - 1]
        elif word == "down" and at + 1 < len(rows):
            rows[at : at + 2] = rows[at + 1], rows[at]
        return word in ("remove", "up", "down")

    def content(self) -> Content:
        """Return what the form says; rows without a word are left out."""
        return Content(
            criteria=tuple(
                Criterion(
                    key=row["key"],
                    name=row["name"],
                    about=row["about"],
                    points=tuple(row[f"point{mark}"] for mark in range(1, 6)),
                    questions=tuple(
                        line.strip() for line in row["questions"].splitlines() if line.strip()
                    )[: kits.MOST_QUESTIONS],
                )
                for row in self.criteria
                if any(row.values())
            ),
            steps=tuple(
                Step(
                    title=row["title"],
                    minutes=int(row["minutes"]) if row["minutes"].isdecimal() else 0,
                    exercise=bool(row["exercise"]),
                    task=row["task"],
                    watch=row["watch"],
                )
                for row in self.steps
                if any(row.values())
            ),
        )


def _word(given: Mapping[str, str], name: str, kind: str, most: int | None = None) -> str:
    text = str(clean_text(given.get(name, "")))
    return text[: most or _LENGTHS.get(kind, _LONG)]


def _rows(
    given: Mapping[str, str], kind: str, blank: Mapping[str, Any], most: int
) -> Iterator[dict[str, str]]:
    """Rows are named c-0-name, c-1-name ...; the first missing number ends them."""
    first = next(iter(name for name in blank if name not in ("key", "exercise")))
    for number in range(most + 1):
        if f"{kind}-{number}-{first}" not in given:
            return
        yield {name: _word(given, f"{kind}-{number}-{name}", name) for name in blank}
