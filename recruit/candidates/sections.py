"""What higher features add to the page of an application, without this one knowing them.

A feature above calls `add_section` or `add_moments` in the `connect()` of its receivers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from recruit.candidates.models import Application
from recruit.people.models import Person


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline, in words; `icon` and `tone` as the macro `moment` takes them."""

    at: datetime
    text: Any
    icon: str = "point"
    tone: str = "plain"
    who: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: a template, and what it shows; None shows nothing."""

    template: str
    load: Callable[[Application, Person, datetime], Mapping[str, Any] | None]


SECTIONS: list[Section] = []
MOMENTS: list[Callable[[Application, Person], list[Moment]]] = []


def add_section(section: Section) -> None:
    """Show a section on every application's page; adding it twice shows it once."""
    if section not in SECTIONS:
        SECTIONS.append(section)


def add_moments(load: Callable[[Application, Person], list[Moment]]) -> None:
    """Add lines to every application's timeline."""
    if load not in MOMENTS:
        MOMENTS.append(load)
