"""Nine weeks of hiring: applications, screening, interview days, decisions, offers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.candidates import operations as candidates
from recruit.candidates.models import Application
from recruit.demo import names, sessions
from recruit.demo.company import Company
from recruit.demo.day import Day, hold
from recruit.interviews.models import InterviewSession, Verdict
from recruit.interviews.operations import decisions
from recruit.interviews.operations.decisions import Terms as OfferTerms
from recruit.kernel.db import db
from recruit.rules.money import Money
from recruit.rules.pipeline import RejectReason, Stage
from recruit.vacancies import operations as vacancies
from recruit.vacancies.models import EmploymentType, Promotion, Vacancy

WEEKS = 9
PEOPLE = 400
HIRES = 8
READ, SCREENED = timedelta(days=1, hours=12), timedelta(days=1)
"""How long an application waits to be read, and then to be decided."""
_SHARES = (("sales", 0.62), ("service", 0.24), ("key", 0.14))
_CV = """{name}
Customer service and sales. Languages: Romanian, Russian, English.

2023 - today   Adviser in a call centre: orders, complaints, 60 calls a day.
2020 - 2023    Sales assistant: stock, display, cash.
Education: secondary special, commerce. Computer: office suite, CRM.
"""


@dataclass(slots=True)
class Hiring:
    """The state of the simulation, for the steps of one day."""

    company: Company
    random: Random
    now: datetime
    weeks: int
    count: int
    """How many people apply."""
    vacancies: dict[str, Vacancy] = field(default_factory=dict)
    promotions: dict[str, list[Promotion]] = field(default_factory=dict)
    sessions: list[InterviewSession] = field(default_factory=list)
    hired: list[Application] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo("Europe/Moscow")

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return the moment of a wall-clock time in Moscow."""
        return datetime.combine(day, time(hour, minute), self.zone)


def build(
    company: Company,
    random: Random,
    now: datetime,
    say: Callable[[float], object],
    weeks: int = WEEKS,
    people: int = PEOPLE,
) -> Hiring:
    """Let the weeks pass, day by day, up to `now`; `say` hears the share that is done."""
    hiring = Hiring(company, random, now, weeks, people)
    today = now.astimezone(hiring.zone).date()
    first = today - timedelta(weeks=weeks)
    _publish(hiring, first)
    coming = _applicants(hiring, first, today)
    for number in range((today - first).days + 1):
        day = first + timedelta(days=number)
        _take_in(hiring, day, coming.get(day, []))
        if day.weekday() < 5 or day == today:
            _screen(hiring, day)
            _decide(hiring, day)
        for ahead in (2, 3):
            sessions.plan(hiring, day, day + timedelta(days=ahead), today)
        for session in hiring.sessions:
            hold(Day(company, random, session, hiring.zone), day, now)
        db.session.flush()
        say((number + 1) / (7 * weeks + 1))
    return hiring


def _publish(hiring: Hiring, first: date) -> None:
    company = hiring.company
    for key, position, city, head, openings in (
        ("sales", "sales", "Moscow", "head", 9),
        ("service", "service", "Moscow", "service.head", 4),
        ("key", "key", "Saint Petersburg", "head", 2),
    ):
        written = hiring.at(first - timedelta(days=4), 10)
        recruiter = company.people["recruiter"]
        chosen = company.positions[position]
        title, text = vacancies.prefill(chosen)
        vacancy = vacancies.create(
            chosen,
            vacancies.Terms(
                title=title,
                summary="Help our customers choose, order and stay with us.",
                description=text,
                site=company.sites[city],
                band=company.bands[position, city, 2],
                employment_type=EmploymentType.FULL_TIME,
                remote=False,
                openings=openings,
                hire_by_on=first + timedelta(weeks=hiring.weeks + 6),
                closes_on=None,
            ),
            actor=recruiter,
            now=written,
        )
        vacancies.approve(vacancy, actor=company.people[head], now=written + timedelta(days=1))
        vacancies.publish(vacancy, actor=recruiter, now=written + timedelta(days=2))
        hiring.vacancies[key] = vacancy
        hiring.promotions[key] = [
            vacancies.promote(
                vacancy,
                company.channels[name],
                from_on=first - timedelta(days=1),
                until_on=None,
                cost=Money(cost * 100, "RUB"),
                actor=recruiter,
                now=written + timedelta(days=2),
            )
            for name, cost in (
                ("HeadHunter", 42_000),
                ("SuperJob", 18_000),
                ("Referral", 9_000),
            )
        ]


def _applicants(hiring: Hiring, first: date, today: date) -> dict[date, list[tuple[str, str]]]:
    """Spread the people over the weeks: (name, key of the vacancy) by day."""
    random = hiring.random
    keys = random.choices(
        [key for key, _ in _SHARES], [share for _, share in _SHARES], k=hiring.count
    )
    coming: dict[date, list[tuple[str, str]]] = {}
    for name, key in zip(names.people(random, hiring.count), keys, strict=True):
        day = first + timedelta(
            days=int(((today - first).days + 0.99) * random.random() ** 0.7)
        )
        coming.setdefault(day, []).append((name, key))
    return coming


def _take_in(hiring: Hiring, day: date, people: list[tuple[str, str]]) -> None:
    random = hiring.random
    for number, (name, key) in enumerate(people):
        first, last = name.lower().split(" ")[:2]
        slug = f"{first}.{last}{''.join(ch for ch in name if ch.isdigit())}"
        promotion = random.choice([*hiring.promotions[key], None])
        when = min(
            hiring.now - timedelta(minutes=30),
            hiring.at(day, 8) + timedelta(minutes=random.randrange(600)),
        )
        application = candidates.apply(
            hiring.vacancies[key],
            name=name,
            email=f"{slug}@mail.example",
            phone=f"+7 9{random.randrange(10, 100)} {random.randrange(1_000_000, 9_999_999)}",
            locale=random.choice(("en", "ru", "ro")),
            promotion=promotion,
            message=""
            if number % 3
            else "I like talking with people and can begin in two weeks.",
            now=when,
        )
        if random.random() < 0.12:
            candidates.attach(
                application,
                filename="cv.txt",
                data=_CV.format(name=name).encode(),
                actor=None,
                now=when,
            )


def _screen(hiring: Hiring, day: date) -> None:
    """The recruiter reads what has waited long enough, and decides what was read before."""
    random, recruiter = hiring.random, hiring.company.people["recruiter"]
    when = min(hiring.at(day, 9, 30), hiring.now)
    for stage, age in ((Stage.SCREENING, SCREENED), (Stage.APPLIED, READ)):
        query = (
            select(Application)
            .where(
                Application.stage == stage,
                Application.stage_since < when - age,
            )
            .order_by(Application.id)
        )
        for application in db.session.scalars(query).all():
            if random.random() < 0.13:
                candidates.reject(
                    application, RejectReason.NOT_QUALIFIED, actor=recruiter, now=when
                )
            elif stage is Stage.APPLIED:
                candidates.move(application, Stage.SCREENING, actor=recruiter, now=when)
            else:
                candidates.move(application, Stage.TO_INVITE, actor=recruiter, now=when)


def _decide(hiring: Hiring, day: date) -> None:
    """The recruiter proposes a day after the interview, the head answers the next day; the last
    days' people are still undecided."""
    company, random = hiring.company, hiring.random
    recruiter = company.people["recruiter"]
    when = min(hiring.at(day, 15), hiring.now)
    if hiring.now - when < timedelta(days=3):
        return
    query = (
        select(Application)
        .where(
            Application.stage == Stage.INTERVIEWED,
            Application.stage_since < when - timedelta(days=1),
        )
        .order_by(Application.id)
        .options(joinedload(Application.vacancy))
    )
    for application in db.session.scalars(query).all():
        head = company.people[
            "service.head" if application.vacancy is hiring.vacancies["service"] else "head"
        ]
        wanted = len(hiring.hired) < HIRES and random.random() < 0.12
        verdict = Verdict.HIRE if wanted else Verdict.REJECT
        reason = "Calm, clear, wants to learn." if wanted else "Others fit better."
        decision = decisions.propose(application, verdict, reason, actor=recruiter, now=when)
        later = when + timedelta(hours=4)
        if not wanted:
            decisions.agree(decision, actor=head, now=later)
            continue
        offer = decisions.agree(
            decision,
            actor=head,
            now=later,
            terms=OfferTerms(
                level=1,
                pay=Money(3_000_000, "RUB"),
                site=application.vacancy.site,
                starts_on=_monday(day + timedelta(days=8)),
                expires_on=day + timedelta(days=7),
            ),
        )
        if offer is None:
            continue
        candidates.send_offer(offer, actor=recruiter, now=later, due_at=later)
        if random.random() < 0.85:
            candidates.accept_offer(offer, now=later + timedelta(hours=20))
            hiring.hired.append(application)
        else:
            candidates.decline_offer(offer, now=later + timedelta(hours=20))


def _monday(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7)
