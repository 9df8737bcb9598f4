"""What is asked for a streaming day: hours, breaks, pools, the scale, automatic top-ups."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectField, TimeField
from wtforms.validators import InputRequired, Optional

from recruit.interviews.forms.planning import SessionForm, clock_time, minutes_of
from recruit.interviews.forms.top_ups import cut_off_field, per_day_field
from recruit.kernel.fields import choices
from recruit.people.models import Person
from recruit.rules.day_shapes import DayShape
from recruit.rules.slots import Hours

MOST_POOLS = 4
Break = tuple[int, int]
_BREAK = re.compile(r"(\d{1,2}):?(\d{2})\s*[-–—]\s*(\d{1,2}):?(\d{2})")


@dataclass(slots=True)
class HoursRow:
    """One interviewer's line: chosen or not, with own hours as typed (empty: the day's)."""

    person: Person
    chosen: bool
    start: str = ""
    end: str = ""
    breaks: str = ""
    pool: int = 1
    problem: str = ""


@dataclass(slots=True)
class PoolFields:
    """A further group of interviewers: its name and its vacancies as ticked."""

    number: int
    name: str = ""
    vacancies: list[str] = field(default_factory=list)
    problem: str = ""


class StreamingForm(SessionForm):
    """A streaming day; read from the address for the preview, from the body to create."""

    end = TimeField(_l("Ends at"), [InputRequired(_l("Write a time such as 17:00."))])
    break_from = TimeField(_l("Break from"), [Optional()])
    break_until = TimeField(_l("Break until"), [Optional()])
    balance = RadioField(
        _l("What matters more?"),
        choices=choices(
            [
                ("0.0", _l("Nobody waits")),
                ("0.25", _l("Little waiting")),
                ("0.5", _l("Balanced")),
                ("0.75", _l("Little idle time")),
                ("1.0", _l("No idle interviewer")),
            ]
        ),
        default="0.5",
    )
    fair = SelectField(
        _l("Waiting"),
        choices=choices(
            [
                ("yes", _l("Shared evenly, also with people who come less often")),
                ("no", _l("As cheap as possible, whoever waits")),
            ]
        ),
        default="yes",
    )
    top_ups = per_day_field()
    cut_off = cut_off_field()

    def rows(self, people: Sequence[Person], given: "MultiDict[str, str]") -> list[HoursRow]:
        """Return a line per interviewer, with what was typed."""
        chosen = set(given.getlist("who"))
        return [
            HoursRow(
                person,
                person.pubid in chosen,
                given.get(f"start-{person.pubid}", "")[:5],
                given.get(f"end-{person.pubid}", "")[:5],
                given.get(f"breaks-{person.pubid}", "")[:80],
                _number(given.get(f"in-{person.pubid}", "1")),
            )
            for person in people
        ]

    def pools(self, given: "MultiDict[str, str]") -> list[PoolFields]:
        """Return the groups asked for, the first one too (its vacancies are the form's own)."""
        count = _number(given.get("pools", "1"))
        if given.get("add") == "pool":
            count = min(MOST_POOLS, count + 1)
        if given.get("drop") == "pool":
            count = max(1, count - 1)
        known = {choice.value for choice in self.vacancies.choices or ()}  # type: ignore[union-attr]
        return [
            PoolFields(
                number,
                given.get(f"pool-{number}", "")[:80].strip(),
                [key for key in given.getlist(f"vacancies-{number}") if key in known],
            )
            for number in range(1, count + 1)
        ]

    def hours(self, rows: Sequence[HoursRow]) -> dict[int, list[tuple[Person, Hours]]] | None:
        """Return the chosen people's hours by pool; None (and a problem on the line) where a
        time cannot be read. The common break counts where it lies in somebody's hours, unless
        they have breaks of their own."""
        pause = self.pause()
        found: dict[int, list[tuple[Person, Hours]]] = {}
        fine = True
        for row in rows:
            if not row.chosen:
                continue
            start = _time(row.start) if row.start else self.start.data
            end = _time(row.end) if row.end else self.end.data
            own = breaks_of(row.breaks)
            if start is None or end is None:
                row.problem = str(_l("Write times such as 10:00."))
            elif own is None:
                row.problem = str(_l("Write breaks such as 13:00-13:30, 16:00-16:15."))
            else:
                first, last = minutes_of(start), minutes_of(end)
                inside = tuple(
                    (max(a, first), min(b, last))
                    for a, b in own or pause
                    if a < last and b > first
                )
                found.setdefault(row.pool, []).append((row.person, Hours(first, last, inside)))
            fine = fine and not row.problem
        return found if fine else None

    def pause(self) -> tuple[Break, ...]:
        """Return the common break in minutes from midnight, if both ends are given."""
        if self.break_from.data is None or self.break_until.data is None:
            return ()
        return ((minutes_of(self.break_from.data), minutes_of(self.break_until.data)),)


def fields_of(shape: DayShape, on: date | None) -> "MultiDict[str, str]":
    """Return what the form would send for a day of this shape."""
    pause = shape.common_break
    plain = {
        "site": shape.site,
        "room": shape.room,
        "title": shape.title,
        "on": on.isoformat() if on else "",
        "start": clock_time(shape.start),
        "end": clock_time(shape.end),
        "break_from": clock_time(pause[0]) if pause else "",
        "break_until": clock_time(pause[1]) if pause else "",
        "minutes": str(shape.minutes),
        "balance": str(shape.position),
        "fair": "yes" if shape.fair else "no",
        "top_ups": str(shape.top_ups_per_day),
        "cut_off": str(shape.top_ups_cut_off),
        "pools": str(len(shape.pools)),
    }
    found = MultiDict(plain)
    for number, pool in enumerate(shape.pools, 1):
        key = "vacancies" if number == 1 else f"vacancies-{number}"
        found.setlist(key, list(pool.vacancies))
        found[f"pool-{number}"] = pool.name
        for one in pool.workers:
            found.add("who", one.person)
            found[f"in-{one.person}"] = str(number)
            if one.hours.start != shape.start:
                found[f"start-{one.person}"] = clock_time(one.hours.start)
            if one.hours.end != shape.end:
                found[f"end-{one.person}"] = clock_time(one.hours.end)
            if not pause and one.hours.breaks:
                found[f"breaks-{one.person}"] = ", ".join(
                    f"{clock_time(a)}-{clock_time(b)}" for a, b in one.hours.breaks
                )
    return found


def breaks_of(text: str) -> tuple[Break, ...] | None:
    """Return breaks typed as "13:00-13:30, 16:00-16:15"; None where they cannot be read."""
    found = []
    for part in re.split(r"[,;]", text):
        if not part.strip():
            continue
        match = _BREAK.fullmatch(part.strip())
        if match is None:
            return None
        a, b, c, d = map(int, match.groups())
        if max(a, c) > 24 or max(b, d) > 59 or a * 60 + b >= c * 60 + d:
            return None
        found.append((a * 60 + b, c * 60 + d))
    return tuple(found)


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text.strip().zfill(5))
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text in {"1", "2", "3", "4"} else 1
