"""The company itself: sites, calendars, departments, people, positions, products' channels."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from recruit.demo.accounts import ACCOUNTS, PASSWORD, Account
from recruit.kernel.db import db
from recruit.organization import operations as organization
from recruit.organization.models import Department, Site, WorkCalendar
from recruit.organization.operations.company import Company as Settings
from recruit.organization.operations.sites import Place
from recruit.people import operations as people
from recruit.people.models import Person
from recruit.people.passwords import hashed
from recruit.positions import operations as positions
from recruit.positions.models import PayBand, Position
from recruit.rules.money import Money
from recruit.vacancies import operations as vacancies
from recruit.vacancies.models import Channel, ChannelKind

PRIVACY = """We use what you send us to fill the vacancy you apply for, and for nothing else.
The people who hire for this vacancy read it. We delete it after the time named beside the
consent, or at once when you ask us to. You can ask what we hold, have it corrected, and
withdraw your application with the link in every mail."""

SECTIONS = {
    "general": """The customer-service manager belongs to the sales department and reports to its
head. The general director appoints and dismisses on the head's proposal. The post asks for
secondary special or higher education; the manager knows the goods, their terms of delivery and
payment, the rules of selling, and how to use the customer base. In absence a named colleague takes
over with all rights and duties.""",
    "duties": """- Speak with customers by phone and in person, politely and to the point.
- Find out what a customer needs, form the order and aim at its full volume.
- Advise on goods, delivery, payment, promotions and discounts.
- Look for new customers and keep the customer base current every day.
- Check that a customer can pay; work with overdue payments.
- Prepare the whole package of documents of a deal.
- Find the causes of complaints and see that they are answered.
- Meet the sales plan and report every week.""",
    "rights": """- Propose improvements of the department's work.
- Be trained at the employer's cost.
- Know the management's decisions that concern the department.
- Sign documents within the power of attorney.
- Refuse work that endangers life or health.""",
    "relations": """- **Warehouse:** availability and shipping, in the order system, two hours.
- **Accounting:** invoices and payments, by mail, on the same working day.
- **Marketing:** materials and campaigns, at the weekly meeting.
- **Service:** complaints, by the ticket system, first answer within one working day.""",
    "responsibility": """For complete and true information to customers, for the sales plan, for
the correctness of the base and of reports, for the protection of personal data, for one's own
decisions, within the limits of the law.""",
}

# Thousand roubles a month by level: (from, to).
BANDS = {
    "Moscow": ((25, 30), (30, 40), (40, 60), (60, 120)),
    "Saint Petersburg": ((20, 23), (23, 30), (30, 47), (47, 95)),
    "Yekaterinburg": ((15, 20), (20, 25), (25, 38), (38, 75)),
    "Nizhny Novgorod": ((12, 15), (15, 20), (20, 28), (28, 55)),
}
CHANNELS = (
    ("Own site", ChannelKind.OWN_SITE),
    ("HeadHunter", ChannelKind.JOB_BOARD),
    ("SuperJob", ChannelKind.JOB_BOARD),
    ("Referral", ChannelKind.REFERRAL),
    ("Job fair", ChannelKind.FAIR),
)


@dataclass(slots=True)
class Company:
    """Everything the later parts of the demo refer to, by short keys."""

    people: dict[str, Person] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    bands: dict[tuple[str, str, int], PayBand] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)


def build(today: date, founded: datetime) -> Company:
    """Found the company at `founded`. No holiday falls on `today`, so that a session can run."""
    company = Company()
    admin = _account(company, next(a for a in ACCOUNTS if a.key == "admin"), founded)
    organization.edit_company(
        Settings(
            name="Northern Light Trade",
            legal_name="Northern Light Trade Ltd.",
            website="https://northernlight.example",
            phone="+7 495 000 00 00",
            country="RU",
            currency="RUB",
            privacy_text=PRIVACY,
            retention_months=12,
            interviewer_hour_minor=900_00,
            prior_shows_of_ten=4,
        ),
        version=None,
        actor=admin,
        now=founded,
    )
    calendar = _calendar(admin, today, founded)
    for name, city, address, zone in (
        ("Moscow", "Moscow", "Lesnaya 7, 3rd floor", "Europe/Moscow"),
        ("Saint Petersburg", "Saint Petersburg", "Nevsky 112, office 5", "Europe/Moscow"),
    ):
        site = organization.add_site(
            Place(
                name=name,
                zone=zone,
                city=city,
                country="RU",
                address=address,
                postal_code="125047" if name == "Moscow" else "191025",
                region=city,
                directions="Five minutes from the metro; say your name at the desk downstairs.",
                parking="Guests park in the yard behind the house, two hours free.",
                bring="An identity document for the gate.",
                phone="+7 495 000 00 00",
            ),
            calendar,
            actor=admin,
            now=founded,
        )
        company.sites[name] = site
        db.session.flush()
        db.session.expire(site)
        for room, seats in (("Blue room", 12), ("Small room", 4)):
            organization.add_room(site, room, seats, actor=admin, now=founded)
    for name in ("Sales", "Service", "People"):
        company.departments[name] = organization.add_department(name, actor=admin, now=founded)
    for account in ACCOUNTS:
        if account.key != "admin":
            _account(company, account, founded)
    db.session.flush()
    _positions(company, founded)
    recruiter = company.people["recruiter"]
    for name, kind in CHANNELS:
        company.channels[name] = vacancies.add_channel(name, kind, actor=recruiter, now=founded)
    return company


def _calendar(admin: Person, today: date, now: datetime) -> WorkCalendar:
    calendar = organization.add_calendar("Russia, five days", 31, "RU", actor=admin, now=now)
    for year in (today.year - 1, today.year, today.year + 1):
        organization.fill_year(calendar, "RU", year, actor=admin, now=now)
    db.session.flush()
    db.session.refresh(calendar)
    for holiday in [one for one in calendar.holidays if abs((one.on - today).days) <= 3]:
        organization.remove_holiday(holiday, actor=admin, now=now)
    db.session.flush()
    db.session.refresh(calendar)
    return calendar


_HASH: list[str] = []


def sign_in_with_demo_password(person: Person) -> None:
    """Let somebody sign in at once, without the mail that a real account waits for."""
    if not _HASH:
        _HASH.append(hashed(PASSWORD))
    person.password_hash = _HASH[0]


def _account(company: Company, account: Account, now: datetime) -> Person:
    department = company.departments.get(account.department)
    belongs = [department] if department else []
    person = people.invite(
        name=account.name,
        email=account.email,
        roles=account.roles,
        actor=company.people.get("admin"),
        now=now,
        departments=[] if account.head else belongs,
        head_of=belongs if account.head else [],
        site=company.sites.get(account.site),
        locale="en",
        zone="Europe/Moscow",
    )
    sign_in_with_demo_password(person)
    company.people[account.key] = person
    return person


def _positions(company: Company, now: datetime) -> None:
    recruiter, director = company.people["recruiter"], company.people["director"]
    for key, department, title in (
        ("sales", "Sales", "Customer-service manager"),
        ("key", "Sales", "Key account manager"),
        ("service", "Service", "Service consultant"),
    ):
        position = positions.create(
            company.departments[department], title, actor=recruiter, now=now
        )
        company.positions[key] = position
        text = positions.draft(position, SECTIONS, actor=recruiter, now=now)
        head = company.people["head" if department == "Sales" else "service.head"]
        positions.agree(text, actor=head, now=now + timedelta(days=1))
        approved = now + timedelta(days=2)
        review = approved.date() + timedelta(days=5 * 365)
        positions.approve(text, review_on=review, actor=director, now=approved)
        positions.put_in_force(text, actor=recruiter, now=approved)
        for city, levels in BANDS.items():
            for level, (low, high) in enumerate(levels, 1):
                company.bands[key, city, level] = positions.set_band(
                    position,
                    level=level,
                    city=city,
                    lowest=Money(low * 100_000, "RUB"),
                    highest=Money(high * 100_000, "RUB"),
                    actor=recruiter,
                    now=now,
                )
