"""What is asked for any session, and for a group session."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from recruit.interviews.queries.sessions import VacancyChoice
from recruit.kernel.fields import CheckList, choices
from recruit.kernel.forms import Form
from recruit.organization.models import Site
from recruit.people.models import Person
from recruit.rules.slots import LONGEST, SHORTEST

MOST_SEATS = 200


def minutes_of(value: time) -> int:
    """Return minutes from midnight."""
    return value.hour * 60 + value.minute


def clock_time(minutes: int) -> str:
    """Return minutes from midnight as a time field writes them."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


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
            (
                row.vacancy.pubid,
                _l(
                    "%(vacancy)s, %(site)s: %(n)s to invite",
                    vacancy=row.vacancy.title,
                    site=row.vacancy.site.name,
                    n=row.to_invite,
                ),
            )
            for row in vacancies
        )


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


def limits_of(given: "MultiDict[str, str]", keys: Sequence[str]) -> dict[str, int] | None:
    """Return the limits typed as limit-KEY; None where one is no whole number 0..1000."""
    found: dict[str, int] = {}
    for key in keys:
        text: Any = given.get(f"limit-{key}", "").strip()
        if not text.isdecimal() or len(text) > 4 or int(text) > 1000:
            return None
        found[key] = int(text)
    return found
