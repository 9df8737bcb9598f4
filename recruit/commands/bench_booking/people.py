"""The company that the crowd meets: one vacancy, two days, people invited and people asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from recruit.candidates.models import Application, Candidate
from recruit.interviews.models import (
    InterviewSession,
    InterviewSettings,
    Invitation,
    PanelMember,
    Pool,
    SessionKind,
    Slot,
    SlotHold,
    TimeOffer,
)
from recruit.kernel.db import db
from recruit.kernel.ids import new_code, new_pubid
from recruit.kernel.permissions import Role
from recruit.kernel.security import link_token
from recruit.organization.models import Department, Site, WorkCalendar
from recruit.people.models import Person, PersonRole
from recruit.positions.models import Position
from recruit.rules.attendance import InvitationState
from recruit.rules.pipeline import Stage
from recruit.vacancies.models import Vacancy, VacancyState

SLOTS = 10
"""Per day."""
SPARE = 1.06
"""Places for each person: few enough that the wanted times are always full."""
EXPIRED = 12
"""People who chose a time before the start and never booked: their places are to be freed."""


@dataclass(frozen=True, slots=True)
class Start:
    """Somebody at the beginning: their link, and the slot they are invited to ("" asked)."""

    pubid: str
    token: str
    slot: str


def fill(people: int, now: datetime) -> tuple[Person, list[Start]]:
    """Write the company; half of the people are invited, the others asked to choose."""
    recruiter = Person(name="Recruiter", email="r@example.org", created_at=now)
    recruiter.role_rows = [PersonRole(role=Role.RECRUITER)]
    calendar = WorkCalendar(name="Bench", weekdays=127)
    site = Site(name="Bench", city="Chisinau", zone="Europe/Chisinau", calendar=calendar)
    department = Department(name="Sales")
    position = Position(title="Sales manager", department=department)
    vacancy = Vacancy(
        title="Sales manager",
        summary="Sell.",
        description="Sell.",
        position=position,
        department=department,
        openings=5,
        state=VacancyState.PUBLISHED,
        published_at=now,
        created_at=now,
        site=site,
        recruiter=recruiter,
    )
    settings = InterviewSettings(
        id=1, reminder_hours=[24], most_moves=20, move_notice_hours=1, call_scripts={}
    )
    db.session.add_all([recruiter, vacancy, settings])
    db.session.flush()
    slots = _days(people, site, vacancy, recruiter, now)
    applications = [
        Application(
            candidate=Candidate(
                name=f"Person {n}", email=f"p{n}@example.org", created_at=now, locale="en"
            ),
            vacancy=vacancy,
            stage=Stage.INVITED if n % 2 else Stage.TO_INVITE,
            stage_since=now,
            applied_at=now,
        )
        for n in range(people)
    ]
    db.session.add_all(applications)
    db.session.flush()
    starts = []
    for number, application in enumerate(applications):
        place = ""
        if number % 2:
            slot = slots[number // 2 % len(slots)]
            _invited(application, slot, recruiter, now)
            place = slot.pubid
        else:
            _asked(application, recruiter, now)
            if number < 2 * EXPIRED:
                _expired(application, slots[number // 2 % len(slots)], now)
        token = link_token("application", application.pubid, 1)
        starts.append(Start(application.pubid, token, place))
    return recruiter, starts


def _days(
    people: int, site: Site, vacancy: Vacancy, recruiter: Person, now: datetime
) -> list[Slot]:
    slots = []
    limit = max(2, round(people * SPARE / (2 * SLOTS)) + 1)
    for day in (3, 4):
        begins = now + timedelta(days=day)
        session = InterviewSession(
            kind=SessionKind.STREAMING,
            site=site,
            held_on=begins.date(),
            ends_at=begins + timedelta(hours=8),
            check_in_code=new_code(),
            created_by=recruiter,
            created_at=now,
        )
        pool = Pool(session=session, vacancies=[vacancy])
        for number in range(SLOTS):
            slot = Slot(
                pool=pool,
                starts_at=begins + timedelta(minutes=30 * number),
                minutes=30,
                capacity=max(1, limit // 2),
                limit=limit,
                taken=0,
            )
            slot.panel = [PanelMember(person=recruiter)]
            slots.append(slot)
        db.session.add(session)
    db.session.flush()
    return slots


def _invited(application: Application, slot: Slot, recruiter: Person, now: datetime) -> None:
    slot.taken += 1
    db.session.add(
        Invitation(
            application=application,
            slot=slot,
            state=InvitationState.SENT,
            invited_by=recruiter,
            created_at=now,
            sent_at=now,
        )
    )


def _asked(application: Application, recruiter: Person, now: datetime) -> None:
    db.session.add(
        TimeOffer(
            application=application, batch=new_pubid(), offered_by=recruiter, offered_at=now
        )
    )


def _expired(application: Application, slot: Slot, now: datetime) -> None:
    if slot.taken < slot.limit:
        slot.taken += 1
        db.session.add(
            SlotHold(
                application_id=application.id,
                slot=slot,
                created_at=now - timedelta(minutes=11),
                expires_at=now - timedelta(minutes=1),
            )
        )
