"""Builders for everything up to an application."""

from datetime import date, datetime
from itertools import count
from typing import Any, TypeVar

from recruit.candidates.models import Application, Candidate
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.organization.models import Department, Room, Site, WorkCalendar
from recruit.people.models import Membership, Person, PersonRole
from recruit.positions.models import PayBand, Position
from recruit.vacancies.models import Channel, ChannelKind, Promotion, Vacancy, VacancyState

T = TypeVar("T")


class BaseMake:
    """Rows are added and flushed, so that they have ids; the first department and site are
    shared by everything that does not name another."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._numbers = count(1)
        self._shared: dict[str, Any] = {}

    def add(self, row: T) -> T:
        db.session.add(row)
        db.session.flush()
        return row

    def number(self) -> int:
        return next(self._numbers)

    def _once(self, name: str, build: Any) -> Any:
        if name not in self._shared:
            self._shared[name] = build()
        return self._shared[name]

    def calendar(self, **kw: Any) -> WorkCalendar:
        return self.add(
            WorkCalendar(**{"name": f"Calendar {self.number()}", "weekdays": 31} | kw)
        )

    def department(self, **kw: Any) -> Department:
        return self.add(Department(**{"name": f"Sales {self.number()}"} | kw))

    def site(self, **kw: Any) -> Site:
        defaults = {
            "name": f"Chisinau {self.number()}",
            "city": "Chisinau",
            "country": "MD",
            "address": "Strada Mare 1",
            "zone": "Europe/Chisinau",
        }
        if "calendar" not in kw:
            kw["calendar"] = self.calendar()
        return self.add(Site(**defaults | kw))

    def room(self, **kw: Any) -> Room:
        return self.add(
            Room(
                **{
                    "name": f"Room {self.number()}",
                    "seats": 10,
                    "site": kw.get("site") or self.the_site,
                }
                | kw
            )
        )

    @property
    def the_department(self) -> Department:
        return self._once("department", self.department)

    @property
    def the_site(self) -> Site:
        return self._once("site", self.site)

    def person(
        self,
        *roles: Role | str,
        department: Department | None = None,
        head: bool = False,
        **kw: Any,
    ) -> Person:
        n = self.number()
        person = Person(
            **{
                "name": f"Person {n}",
                "email": f"person{n}@example.org",
                "password_hash": None,
                "created_at": self.now,
            }
            | kw
        )
        person.role_rows = [PersonRole(role=Role(role)) for role in roles]
        if department is not None or head:
            person.memberships = [
                Membership(department=department or self.the_department, is_head=head)
            ]
        return self.add(person)

    def recruiter(self, **kw: Any) -> Person:
        return self.person(Role.RECRUITER, **kw)

    def head(self, department: Department | None = None, **kw: Any) -> Person:
        return self.person(
            Role.HIRING_MANAGER, department=department or self.the_department, head=True, **kw
        )

    def position(self, **kw: Any) -> Position:
        return self.add(
            Position(
                **{
                    "title": f"Sales manager {self.number()}",
                    "department": kw.get("department") or self.the_department,
                }
                | kw
            )
        )

    def band(self, **kw: Any) -> PayBand:
        defaults = {
            "level": 1,
            "city": "Chisinau",
            "from_minor": 1_000_000,
            "to_minor": 1_500_000,
            "currency": "MDL",
        }
        if "position" not in kw:
            kw["position"] = self.position()
        return self.add(PayBand(**defaults | kw))

    def vacancy(self, **kw: Any) -> Vacancy:
        position = kw.pop("position", None) or self.position()
        defaults = {
            "title": "Customer service manager",
            "summary": "Help our customers.",
            "description": "You **help** customers.",
            "position": position,
            "department": position.department,
            "openings": 2,
            "state": VacancyState.PUBLISHED,
            "published_at": self.now,
            "created_at": self.now,
        }
        if "site" not in kw:
            kw["site"] = self.the_site
        if "recruiter" not in kw:
            kw["recruiter"] = self._once("recruiter", self.recruiter)
        return self.add(Vacancy(**defaults | kw))

    def channel(self, **kw: Any) -> Channel:
        return self.add(
            Channel(**{"name": f"Board {self.number()}", "kind": ChannelKind.JOB_BOARD} | kw)
        )

    def promotion(self, **kw: Any) -> Promotion:
        defaults = {
            "from_on": date(2026, 2, 1),
            "until_on": None,
            "cost_minor": 50_000,
            "currency": "MDL",
            "code": f"code-{self.number()}",
        }
        if "vacancy" not in kw:
            kw["vacancy"] = self.vacancy()
        if "channel" not in kw:
            kw["channel"] = self.channel()
        return self.add(Promotion(**defaults | kw))

    def candidate(self, **kw: Any) -> Candidate:
        n = self.number()
        return self.add(
            Candidate(
                **{
                    "name": f"Candidate {n}",
                    "email": f"c{n}@example.org",
                    "phone": "",
                    "created_at": self.now,
                }
                | kw
            )
        )

    def application(self, **kw: Any) -> Application:
        defaults = {"stage_since": self.now, "applied_at": self.now}
        if "candidate" not in kw:
            kw["candidate"] = self.candidate()
        if "vacancy" not in kw:
            kw["vacancy"] = self._once("vacancy", self.vacancy)
        return self.add(Application(**defaults | kw))
