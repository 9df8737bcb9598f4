"""What happens after the interview: proposed by one named person, answered by another."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from recruit.candidates import operations as candidates
from recruit.candidates.models import Application, Offer
from recruit.interviews.models import Decision, DecisionState, Verdict
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.organization.models import Site
from recruit.people.models import Person
from recruit.rules import hiring
from recruit.rules.hiring import Standing
from recruit.rules.money import Money
from recruit.rules.pipeline import RejectReason, Stage


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered to somebody who shall be hired."""

    level: int
    pay: Money
    site: Site
    starts_on: date
    expires_on: date


def standing(person: Person, application: Application) -> Standing:
    """Return what the person is, seen from the application's vacancy."""
    department = application.vacancy.department_id
    return Standing(
        heads=Role.HIRING_MANAGER in person.roles and department in person.department_ids,
        recruiter=Role.RECRUITER in person.roles,
        director=Role.DIRECTOR in person.roles,
    )


def propose(
    application: Application, verdict: Verdict, reason: str, *, actor: Person, now: datetime
) -> Decision:
    """Propose to hire, reject or hold. A head's own rejection, and any hold, needs no second."""
    locked(application)
    who = standing(actor, application)
    open_one = select(Decision.id).where(
        Decision.application_id == application.id, Decision.state == DecisionState.PROPOSED
    )
    refused = hiring.proposal_refusal(
        application.stage,
        who,
        reason,
        open_one=db.session.scalars(open_one).first() is not None,
    )
    if refused:
        raise Refused(refused)
    decision = Decision(
        application=application,
        verdict=verdict,
        reason=reason.strip(),
        proposed_by=actor,
        proposed_at=now,
    )
    db.session.add(decision)
    audit.record("interviews.decision.proposed", decision, actor=actor, at=now, verdict=verdict)
    if verdict is Verdict.HOLD or not hiring.needs_second(verdict is Verdict.HIRE, who):
        decision.state = DecisionState.AGREED
        decision.answered_by, decision.answered_at = actor, now
        _carry_out_rejection(decision, actor=actor, now=now)
    return decision


def agree(
    decision: Decision,
    *,
    actor: Person,
    now: datetime,
    terms: Terms | None = None,
    note: str = "",
) -> Offer | None:
    """Agree to a proposal. A hire needs the terms and returns the drafted offer."""
    _answer(decision, DecisionState.AGREED, actor=actor, now=now, note=note)
    if decision.verdict is not Verdict.HIRE:
        _carry_out_rejection(decision, actor=actor, now=now)
        return None
    if terms is None:
        raise Refused(hiring.Refusal.BAD_TERMS)
    return candidates.draft_offer(
        decision.application,
        level=terms.level,
        pay=terms.pay,
        site=terms.site,
        starts_on=terms.starts_on,
        expires_on=terms.expires_on,
        proposed_by=decision.proposed_by,
        agreed_by=actor,
        now=now,
    )


def refuse(decision: Decision, note: str, *, actor: Person, now: datetime) -> None:
    """Refuse a proposal, with a reason: the application stays interviewed, a new one may come."""
    if not note.strip():
        raise Refused(hiring.Refusal.REASON_MISSING)
    _answer(decision, DecisionState.REFUSED, actor=actor, now=now, note=note)


def _answer(
    decision: Decision, state: DecisionState, *, actor: Person, now: datetime, note: str
) -> None:
    locked(decision.application)
    locked(decision)
    application = decision.application
    if refused := hiring.answer_refusal(
        decision.verdict is Verdict.HIRE,
        standing(decision.proposed_by, application),
        standing(actor, application),
        same_person=decision.proposed_by_id == actor.id,
        answered=decision.state is not DecisionState.PROPOSED,
    ):
        raise Refused(refused)
    decision.state = state
    decision.answered_by, decision.answered_at = actor, now
    decision.answer_note = note.strip()
    audit.record(f"interviews.decision.{state.value}", decision, actor=actor, at=now)


def _carry_out_rejection(decision: Decision, *, actor: Person, now: datetime) -> None:
    if decision.verdict is Verdict.REJECT:
        candidates.advance(
            decision.application,
            Stage.REJECTED,
            actor=actor,
            now=now,
            reason=RejectReason.AFTER_INTERVIEW,
        )
