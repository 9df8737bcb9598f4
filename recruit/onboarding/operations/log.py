"""The activity log, the client base and the topics: what is written and who confirms it."""

import unicodedata
from datetime import date, datetime, timedelta

from recruit.kernel import audit
from recruit.kernel.db import db, locked, refused_by_constraint, unchanged
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.onboarding.models import (
    ActivityEntry,
    OnboardingPlan,
    ProspectEntry,
    TopicConfirmation,
    TopicDef,
)
from recruit.onboarding.operations import stages
from recruit.onboarding.queries import plans as queries
from recruit.onboarding.queries import records
from recruit.people.models import Person
from recruit.rules.onboarding import conflicts, gates
from recruit.rules.onboarding.conflicts import Confirmation
from recruit.rules.onboarding.states import ActivityKind, PlanState, Refusal, Side

MOST_A_DAY = 1000
OLDEST = timedelta(days=31)


def enter(
    plan: OnboardingPlan,
    kind: ActivityKind,
    count: int,
    *,
    on: date,
    amount_minor: int = 0,
    note: str = "",
    actor: Person,
    now: datetime,
) -> ActivityEntry:
    """Write down so many calls, requests, ... of a day; it counts once it is confirmed.

    Taps on the counter of the same day add to one line as long as nobody has confirmed it.
    """
    if actor.id != plan.employment.person_id:
        raise Refused(Refusal.NOT_YOURS)
    locked(plan)
    if plan.state is not PlanState.ACTIVE:
        raise Refused(Refusal.PLAN_NOT_RUNNING)
    today = queries.today_of(plan, now)
    if on > today:
        raise Refused(Refusal.IN_FUTURE)
    if on < plan.starts_on or today - on > OLDEST:
        raise Refused(Refusal.OUTSIDE_PLAN)
    if not 1 <= count <= MOST_A_DAY or amount_minor < 0:
        raise Refused(Refusal.NOTHING_COUNTED)
    work = queries.work_days(plan)
    late = gates.is_late(on, today, work)
    entry = None if late or note or amount_minor else records.open_line(plan, kind, on)
    if entry is not None and entry.count + count <= MOST_A_DAY:
        locked(entry)
        entry.count += count
        entry.entered_at = now
    else:
        entry = ActivityEntry(
            plan=plan,
            kind=kind,
            count=count,
            amount_minor=amount_minor,
            on=on,
            note=note,
            entered_at=now,
            entered_by_id=actor.id,
            late=late,
        )
        db.session.add(entry)
    audit.record(
        "onboarding.activity.entered", entry, actor=actor, at=now,
        plan=plan, kind=kind, count=count, on=on, late=late,
    )  # fmt: skip
    return entry


def take_back(
    entry: ActivityEntry, count: int | None = None, *, actor: Person, now: datetime
) -> None:
    """Undo an own entry, or the last taps of it, as long as nobody has confirmed it."""
    locked(entry)
    if actor.id != entry.entered_by_id:
        raise Refused(Refusal.NOT_YOURS)
    if entry.confirmed_by_id is not None:
        raise Refused(Refusal.ALREADY_CONFIRMED)
    audit.record(
        "onboarding.activity.taken-back", entry, actor=actor, at=now,
        plan=entry.plan, count=count or entry.count,
    )  # fmt: skip
    if count is None or count >= entry.count:
        db.session.delete(entry)
    else:
        entry.count -= count


def confirm(entry: ActivityEntry, *, actor: Person, now: datetime) -> Confirmation:
    """Confirm a line of the log. A mentor paid for the result is only one of two."""
    locked(entry)
    plan = entry.plan
    answer = conflicts.confirmation(
        queries.around(plan).parties,
        actor=actor.id,
        corrects=Role.RECRUITER in actor.roles,
        confirmed_by=entry.confirmed_by_id,
        verified=entry.verified_at is not None,
    )
    if isinstance(answer, Refusal):
        raise Refused(answer)
    if entry.confirmed_by_id is None:
        entry.confirmed_by, entry.confirmed_at = actor, now
    else:
        entry.seconded_by, entry.seconded_at = actor, now
    if answer is Confirmation.VERIFIES:
        entry.verified_at = now
    audit.record("onboarding.activity.confirmed", entry, actor=actor, at=now, answer=answer)
    return answer


def confirm_all(
    plan: OnboardingPlan, entries: list[ActivityEntry], *, actor: Person, now: datetime
) -> tuple[int, int]:
    """Confirm several lines; returns how many count now and how many need a second person.

    Lines that somebody confirmed in the meantime are passed over; any other no stops all.
    """
    verified = first = 0
    for entry in entries:
        try:
            answer = confirm(entry, actor=actor, now=now)
        except Refused as refused:
            if refused.reason is not Refusal.ALREADY_CONFIRMED:
                raise
            continue
        verified += answer is Confirmation.VERIFIES
        first += answer is Confirmation.FIRST_OF_TWO
    db.session.flush()
    stages.settle(plan, now=now)
    return verified, first


def correct(
    entry: ActivityEntry,
    *,
    count: int,
    amount_minor: int,
    reason: str,
    version: int | None = None,
    actor: Person,
    now: datetime,
) -> None:
    """Set a line right; the recruiter who does it vouches for it."""
    locked(entry)
    unchanged(entry, version)
    plan = entry.plan
    parties = queries.around(plan).parties
    if Role.RECRUITER not in actor.roles or parties.has_stake(actor.id):
        raise Refused(Refusal.NOT_YOURS)
    if actor.id == parties.trainee:
        raise Refused(Refusal.SELF)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    if not 1 <= count <= MOST_A_DAY or amount_minor < 0:
        raise Refused(Refusal.NOTHING_COUNTED)
    audit.record(
        "onboarding.activity.corrected", entry, actor=actor, at=now,
        plan=plan, count=[entry.count, count], amount=[entry.amount_minor, amount_minor],
    )  # fmt: skip
    entry.count, entry.amount_minor, entry.note = count, amount_minor, reason
    entry.confirmed_by, entry.confirmed_at = actor, now
    entry.seconded_by, entry.seconded_at = None, None
    entry.verified_at = now


def add_prospect(
    plan: OnboardingPlan,
    *,
    company: str,
    contact: str,
    phone: str,
    note: str,
    actor: Person,
    now: datetime,
) -> ProspectEntry:
    """Add a possible customer to the trainee's client base; the same company once."""
    if actor.id != plan.employment.person_id:
        raise Refused(Refusal.NOT_YOURS)
    if plan.state not in (PlanState.ACTIVE, PlanState.PAUSED):
        raise Refused(Refusal.PLAN_NOT_RUNNING)
    prospect = ProspectEntry(
        plan=plan,
        company=company,
        company_key=company_key(company),
        contact=contact,
        phone=phone,
        note=note,
        on=queries.today_of(plan, now),
        entered_at=now,
    )
    with refused_by_constraint(Refusal.DUPLICATE):
        db.session.add(prospect)
    audit.record("onboarding.prospect.added", prospect, actor=actor, at=now, plan=plan)
    return prospect


def company_key(company: str) -> str:
    """Return a company's name without case, accents, punctuation and legal form."""
    plain = unicodedata.normalize("NFKD", company.casefold())
    words = "".join(
        " " if not (char.isalnum() or unicodedata.combining(char)) else char
        for char in plain
        if not unicodedata.combining(char)
    ).split()
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)[:160]


_LEGAL_FORMS = frozenset(
    {"ltd", "llc", "inc", "gmbh", "ag", "srl", "sa", "sas", "bv", "oy", "ab",
     "ооо", "оао", "зао", "пао", "ао", "ип"}
)  # fmt: skip


def confirm_topic(
    plan: OnboardingPlan, topic: TopicDef, side: Side, *, actor: Person, now: datetime
) -> TopicConfirmation:
    """Say that a topic is understood, for the trainee's side or the mentor's."""
    if plan.state not in (PlanState.ACTIVE, PlanState.PAUSED):
        raise Refused(Refusal.PLAN_NOT_RUNNING)
    refusal = conflicts.topic_refusal(
        queries.around(plan).parties,
        side,
        actor=actor.id,
        confirmed=records.confirmed(plan, topic, side),
    )
    if refusal:
        raise Refused(refusal)
    row = TopicConfirmation(plan=plan, topic=topic, side=side, person=actor, at=now)
    with refused_by_constraint(Refusal.ALREADY_CONFIRMED):
        db.session.add(row)
    audit.record("onboarding.topic.confirmed", row, actor=actor, at=now, plan=plan, side=side)
    stages.settle(plan, now=now)
    return row
