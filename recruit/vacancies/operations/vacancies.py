"""A vacancy from its draft to its end."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from recruit.kernel import audit
from recruit.kernel.db import db, locked, unchanged
from recruit.kernel.errors import Refused
from recruit.organization.models import Site
from recruit.people.models import Person
from recruit.positions import queries as positions
from recruit.positions.models import PayBand, Position
from recruit.rules import vacancies as rule
from recruit.rules.vacancies import CloseReason, Refusal, Standing, Step
from recruit.vacancies import mails, queries, signals
from recruit.vacancies.models import EmploymentType, Vacancy, VacancyState


@dataclass(frozen=True, slots=True)
class Terms:
    """What is written about a vacancy; `description` is Markdown."""

    title: str
    summary: str
    description: str
    site: Site
    band: PayBand | None
    employment_type: EmploymentType
    remote: bool
    openings: int
    hire_by_on: date | None
    closes_on: date | None


def prefill(position: Position) -> tuple[str, str]:
    """Return a title and a text to begin with: what the job description says of the work."""
    description = positions.newest(position)
    if description is None:
        return position.title, ""
    parts = (description.general, description.duties)
    return position.title, "\n\n".join(part.strip() for part in parts if part.strip())


def create(position: Position, terms: Terms, *, actor: Person, now: datetime) -> Vacancy:
    """Write the draft of a vacancy; its recruiter is who writes it."""
    _check(position.id, terms, None, now)
    vacancy = Vacancy(
        position=position,
        department=position.department,
        recruiter=actor,
        created_at=now,
        **_values(terms),
    )
    db.session.add(vacancy)
    audit.record("vacancies.vacancy.created", vacancy, actor=actor, at=now, position=position)
    mails.to_approve(vacancy, now=now)
    return vacancy


def edit(
    vacancy: Vacancy, terms: Terms, *, version: int | None, actor: Person, now: datetime
) -> None:
    """Change a vacancy, or raise Refused or Stale. Who approved it hears of a later change."""
    locked(vacancy)
    unchanged(vacancy, version)
    if reason := rule.edit_refusal(vacancy.state):
        raise Refused(reason)
    _check(vacancy.position_id, terms, vacancy, now)
    changed = [
        name for name, value in _values(terms).items() if getattr(vacancy, name) != value
    ]
    if not changed:
        return
    for name in changed:
        setattr(vacancy, name, getattr(terms, name))
    audit.record("vacancies.vacancy.edited", vacancy, actor=actor, at=now, fields=changed)
    db.session.flush()  # the notice's key names the new version
    mails.changed(vacancy, by=actor, now=now)


def _values(terms: Terms) -> dict[str, object]:
    return {f.name: getattr(terms, f.name) for f in fields(terms)}


def _check(position_id: int, terms: Terms, old: Vacancy | None, now: datetime) -> None:
    if terms.band is not None and terms.band.position_id != position_id:
        raise Refused(Refusal.BAND_OF_OTHER_POSITION)
    if reason := rule.dates_refusal(  # a date that stays may have passed meanwhile
        closes_on=None if old and old.closes_on == terms.closes_on else terms.closes_on,
        hire_by_on=None if old and old.hire_by_on == terms.hire_by_on else terms.hire_by_on,
        today=now.astimezone(ZoneInfo(terms.site.zone)).date(),
    ):
        raise Refused(reason)


def approve(vacancy: Vacancy, *, actor: Person, now: datetime) -> None:
    """The head of the vacancy's department approves the draft."""
    _step(Step.APPROVE, vacancy, actor=actor, now=now)
    vacancy.approved_by = actor
    mails.approved(vacancy, now=now)


def publish(vacancy: Vacancy, *, actor: Person, now: datetime) -> None:
    """Show it to the public, for the first time or again after a pause."""
    _step(Step.PUBLISH, vacancy, actor=actor, now=now)
    vacancy.published_at = vacancy.published_at or now


def pause(vacancy: Vacancy, *, actor: Person | None, now: datetime) -> None:
    """Take it from the public for a while; actor None: its closing date has passed."""
    _step(Step.PAUSE, vacancy, actor=actor, now=now)


def close(
    vacancy: Vacancy, reason: CloseReason | None, *, actor: Person, now: datetime
) -> None:
    """End it for good, and let the features above act on its open applications."""
    _step(Step.CLOSE, vacancy, actor=actor, now=now, reason=reason)
    vacancy.close_reason, vacancy.closed_at = reason, now
    signals.closed.send(vacancy, now=now)


def _step(
    step: Step,
    vacancy: Vacancy,
    *,
    actor: Person | None,
    now: datetime,
    reason: CloseReason | None = None,
) -> None:
    locked(vacancy)
    standing = Standing(
        state=vacancy.state,
        has_text=bool(vacancy.description.strip()),
        closes_on=vacancy.closes_on,
        today=today_at(vacancy, now),
    )
    heads = actor is not None and actor.heads(vacancy.department_id)
    if refused := rule.refusal(step, standing, heads_department=heads, reason=reason):
        raise Refused(refused)
    source, vacancy.state = vacancy.state, rule.TARGET[step]
    audit.record(
        f"vacancies.vacancy.{vacancy.state}",
        vacancy,
        actor=actor,
        at=now,
        state=[source, vacancy.state],
        reason=reason,
    )


def today_at(vacancy: Vacancy, now: datetime) -> date:
    """Return the local date at the vacancy's site."""
    return now.astimezone(ZoneInfo(vacancy.site.zone)).date()


def pause_expired(now: datetime) -> int:
    """Pause what is past its closing date where it is; return how many."""
    count = 0
    for vacancy in queries.past_their_day((now + timedelta(days=1)).date()):
        locked(vacancy)
        over = rule.is_over(vacancy.closes_on, today_at(vacancy, now))
        if over and vacancy.state is VacancyState.PUBLISHED:
            pause(vacancy, actor=None, now=now)
            mails.expired(vacancy, now=now)
            count += 1
    return count
