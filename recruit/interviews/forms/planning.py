"""What is asked for a streaming day and a group session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from recruit.interviews.queries.sessions import VacancyChoice
from recruit.kernel.fields import CheckList, choices
from recruit.kernel.forms import Form
from recruit.organization.models import Site
from recruit.people.models import Person
from recruit.rules.slots import LONGEST, SHORTEST, Hours

MOST_SEATS = 200


def minutes_of(value: time) -> int:
    """Return minutes from midnight."""
    return value.hour * 60 + value.minute


@dataclass(slots=True)
class HoursRow:
    """One interviewer's line: chosen or not, with own hours as typed (empty: the day's)."""

    person: Person
    chosen: bool
    start: str = ""
    end: str = ""
    problem: str = ""


class SessionForm(Form):
    """What both kinds of session share."""

    site = SelectField(_l("Site"))
    on = DateField(_l("Day"), [InputRequired(_l("Choose a day."))])
    room = SelectField(_l("Room"), default="")
    vacancies = CheckList(_l("Vacancies"), [InputRequired(_l("Choose at least one vacancy."))])
    start = TimeField(_l("Begins at"), [InputRequired(_l("Write a time such as 10:00."))])
    minutes = IntegerField(
        _l("Minutes per interview"),
        [
            InputRequired(_l("Write how many minutes.")),
            NumberRange(SHORTEST, LONGEST, _l("Between 5 and 480 minutes.")),
        ],
    )
    title = StringField(_l("Name"), [Optional(), Length(max=120)])

    def offer(self, sites: Sequence[Site], vacancies: Sequence[VacancyChoice]) -> None:
        """Fill the lists to choose from."""
        self.site.choices = choices((site.pubid, site.name) for site in sites)
        self.room.choices = choices(
            (
                (room.pubid, f"{site.name}: {room.name} ({room.seats})")
                for site in sites
                for room in site.rooms
            ),
            first=_l("No room named"),
        )
        self.vacancies.choices = choices(
            (row.vacancy.pubid, f"{row.vacancy.title}, {row.vacancy.site.name}")
            for row in vacancies
        )


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

    def rows(self, people: Sequence[Person], given: "MultiDict[str, str]") -> list[HoursRow]:
        """Return a line per interviewer, with what was typed."""
        chosen = set(given.getlist("who"))
        return [
            HoursRow(
                person,
                person.pubid in chosen,
                given.get(f"start-{person.pubid}", "")[:5],
                given.get(f"end-{person.pubid}", "")[:5],
            )
            for person in people
        ]

    def hours(self, rows: Sequence[HoursRow]) -> list[tuple[Person, Hours]] | None:
        """Return the chosen people's hours; None (and a problem on the line) where a time
        cannot be read. The common break counts where it lies in somebody's hours."""
        pause = self.pause()
        found: list[tuple[Person, Hours]] = []
        fine = True
        for row in rows:
            if not row.chosen:
                continue
            start = _time(row.start) if row.start else self.start.data
            end = _time(row.end) if row.end else self.end.data
            if start is None or end is None:
                row.problem = str(_l("Write times such as 10:00."))
                fine = False
                continue
            first, last = minutes_of(start), minutes_of(end)
            inside = tuple(
                (max(a, first), min(b, last)) for a, b in pause if a < last and b > first
            )
            found.append((row.person, Hours(first, last, inside)))
        return found if fine else None

    def pause(self) -> tuple[tuple[int, int], ...]:
        """Return the common break in minutes from midnight, if both ends are given."""
        if self.break_from.data is None or self.break_until.data is None:
            return ()
        return ((minutes_of(self.break_from.data), minutes_of(self.break_until.data)),)


class GroupForm(SessionForm):
    """A group session."""

    seats = IntegerField(
        _l("Seats"),
        [
            InputRequired(_l("Write how many people can take part.")),
            NumberRange(1, MOST_SEATS, _l("Between 1 and 200 seats.")),
        ],
    )
    observers = CheckList(_l("Observers"), [InputRequired(_l("Choose at least one observer."))])

    def offer_observers(self, people: Sequence[Person]) -> None:
        """Fill the list of observers."""
        self.observers.choices = choices((person.pubid, person.name) for person in people)


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text.strip().zfill(5))
    except ValueError:
        return None


def limits_of(given: "MultiDict[str, str]", keys: Sequence[str]) -> dict[str, int] | None:
    """Return the limits typed as limit-KEY; None where one is no whole number 0..1000."""
    found: dict[str, int] = {}
    for key in keys:
        text: Any = given.get(f"limit-{key}", "").strip()
        if not text.isdecimal() or len(text) > 4 or int(text) > 1000:
            return None
        found[key] = int(text)
    return found
