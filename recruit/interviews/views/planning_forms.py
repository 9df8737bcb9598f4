"""What the forms of both kinds of session share."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import request

from recruit.interviews.forms.planning import SessionForm
from recruit.interviews.queries import sessions as queries
from recruit.interviews.views.wording import words
from recruit.kernel.errors import Refused
from recruit.organization import queries as organization
from recruit.organization.models import Room, Site
from recruit.rules import day_shapes, slots
from recruit.vacancies.models import Vacancy

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

Choices = tuple[dict[str, Site], dict[str, Room], dict[str, Vacancy]]

_FIELDS = {
    slots.Refusal.NO_VACANCY: "vacancies",
    slots.Refusal.SLOT_LENGTH: "minutes",
    slots.Refusal.SLOT_TOO_LONG: "minutes",
    slots.Refusal.TOO_MANY_SLOTS: "minutes",
    slots.Refusal.ENDS_BEFORE_START: "end",
    slots.Refusal.BREAK_OUTSIDE: "break_from",
    slots.Refusal.PAST: "on",
    slots.Refusal.TOO_FAR: "on",
    slots.Refusal.HOLIDAY: "on",
    slots.Refusal.ROOM_BUSY: "room",
    slots.Refusal.ROOM_ELSEWHERE: "room",
    slots.Refusal.ROOM_TOO_SMALL: "room",
    slots.Refusal.SEATS: "seats",
}


def meta() -> dict[str, bool]:
    """A preview is a GET and carries no token; a POST is checked for all forms by the app."""
    return {} if request.method == "POST" else {"csrf": False}


def offer(form: SessionForm) -> Choices:
    """Fill the form's lists; return what the values in them stand for."""
    sites = organization.sites()
    vacancies = queries.vacancies_to_plan()
    form.offer(sites, vacancies)
    return (
        {site.pubid: site for site in sites},
        {room.pubid: room for site in sites for room in site.rooms},
        {row.vacancy.pubid: row.vacancy for row in vacancies},
    )


def wishes(form: SessionForm, choices: Choices) -> dict[str, Any]:
    """Return what both kinds of session are asked for."""
    sites, rooms, vacancies = choices
    return {
        "site": sites[form.site.data],
        "room": rooms.get(form.room.data or ""),
        "on": form.on.data,
        "title": form.title.data or "",
        "vacancies": [vacancies[key] for key in form.vacancies.data or ()],
    }


def refuse(form: SessionForm, refused: Refused) -> None:
    """Put a refusal beside the field it is about."""
    name = _FIELDS.get(refused.reason, "")  # type: ignore[call-overload]
    if name and name in form:
        form.refuse(form[name], words(refused))
    else:
        form.form_errors.append(words(refused))


def kept(given: "MultiDict[str, str]", leave_out: Collection[str]) -> list[tuple[str, str]]:
    """What was asked, to be sent again with the creation."""
    return [
        (name, value)
        for name in given
        if name not in leave_out and not name.startswith("limit-")
        for value in given.getlist(name)[:100]
        if value
    ]


def zone(form: SessionForm, choices: Choices) -> str:
    """Return the time zone of the chosen site."""
    site = choices[0].get(form.site.data or "")
    return site.zone if site else "UTC"


def next_open_day(site: str | None, now: datetime) -> date:
    """Return the first day after today on which the site's calendar works."""
    found = organization.site(site)
    if found is None:
        return day_shapes.next_open_day(now.date(), 31, ())
    today = now.astimezone(ZoneInfo(found.zone)).date()
    holidays = [holiday.on for holiday in found.calendar.holidays]
    return day_shapes.next_open_day(today, found.calendar.weekdays, holidays)
