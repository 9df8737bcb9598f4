"""Inviting by the clock, where a session allows it: who is next, into a place below the limits,
because somebody declined or is in doubt. Each one is recorded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, true

from recruit.candidates.models import Application
from recruit.interviews.models import (
    InterviewSession,
    Invitation,
    Pool,
    ReminderAnswer,
    SessionState,
    Slot,
    TopUp,
)
from recruit.interviews.operations.invitations import invite
from recruit.interviews.queries import board, next_in_line
from recruit.interviews.queries.rates import planning_rate, show_rates
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.notifications import outbox
from recruit.people.models import Person
from recruit.rules import booking, top_ups
from recruit.rules.attendance import AWAITED, InvitationState, Reminder
from recruit.rules.pipeline import Stage
from recruit.rules.top_ups import Losses

_DOUBT = (Reminder.UNSURE, Reminder.NO_ANSWER)


def set_top_ups(
    session: InterviewSession, *, per_day: int, cut_off: int, actor: Person, now: datetime
) -> None:
    """Allow so many automatic invitations a day, until so many hours before; 0: none."""
    locked(session)
    if session.state is not SessionState.PLANNED:
        raise Refused(booking.Refusal.SESSION_OVER)
    before = [session.top_ups_per_day, session.top_ups_cut_off]
    if before == [per_day, cut_off]:
        return
    session.top_ups_per_day, session.top_ups_cut_off = per_day, cut_off
    audit.record(
        "interviews.session.top-ups-set",
        session,
        actor=actor,
        at=now,
        per_day=[before[0], per_day],
        cut_off=[before[1], cut_off],
    )


def top_up_due(now: datetime, *, due_at: datetime) -> int:
    """Top up every session that allows it; return how many people were invited.

    Sessions with something to do are locked, all of them first (the order in `locks`), and
    asked again, so two schedulers invite nobody twice. due_at: when the letters leave; until
    then a wave may be taken back.
    """
    statement = (
        select(InterviewSession)
        .where(
            InterviewSession.state == SessionState.PLANNED,
            InterviewSession.top_ups_per_day > 0,
            InterviewSession.ends_at > now,
        )
        .order_by(InterviewSession.id)
    )
    wanting = [one for one in db.session.scalars(statement).all() if _wanted(one, now)[0]]
    for session in wanting:
        locked(session)
    done = 0
    for session in wanting:
        left, lost = _wanted(session, now)
        if left:
            done += _top_up(session, lost, left, now, due_at)
    return done


def _wanted(
    session: InterviewSession, now: datetime
) -> tuple[int, dict[int, tuple[Losses, int]]]:
    """Return how many may be invited now, and per pool (by id) what was lost and replaced."""
    begins_at = db.session.scalar(
        select(func.min(Slot.starts_at)).join(Slot.pool).where(Pool.session_id == session.id)
    )
    if session.state is not SessionState.PLANNED or begins_at is None:
        return 0, {}
    today = now.astimezone(ZoneInfo(session.site.zone)).date()
    left = top_ups.allowed(
        per_day=session.top_ups_per_day,
        cut_off_hours=session.top_ups_cut_off,
        invited_today=_count(TopUp.session_id == session.id, TopUp.counted_on == today),
        begins_at=begins_at,
        now=now,
    )
    lost = {pool.id: _losses(pool) for pool in session.pools} if left else {}
    found = any(losses.gone or losses.doubtful for losses, _since in lost.values())
    return (left if found else 0), lost


def _top_up(
    session: InterviewSession,
    lost: dict[int, tuple[Losses, int]],
    left: int,
    now: datetime,
    due_at: datetime,
) -> int:
    rates = show_rates()
    view = board.board(session, session.created_by, now)
    done = 0
    for pool in view.pools:
        losses, replaced = lost.get(pool.row.id, (Losses(), 0))
        most = top_ups.replacements(losses, planning_rate(rates)) - replaced
        most = min(most, left - done)
        if most <= 0 or pool.live is None:
            continue
        people = [
            one
            for one in next_in_line.people(pool.row.id, true())
            if one.has_mail and not one.again and not one.choosing
        ]
        chances = [next_in_line.chance(rates, one) for one in people]
        steps = view.steps[pool.pubid]
        where = next_in_line.places(session, pool.live, steps, chances, most, now)
        ahead = [slot.pubid for slot in pool.slots if slot.ends_at > now]
        chosen = [(one.id, ahead[at]) for one, at in zip(people, where, strict=False)]
        done += _invite(session, chosen, losses, now, due_at)
    return done


def _invite(
    session: InterviewSession,
    chosen: Sequence[tuple[int, str]],
    losses: Losses,
    now: datetime,
    due_at: datetime,
) -> int:
    if not chosen:
        return 0
    slots = {
        slot.pubid: slot
        for slot in db.session.scalars(
            select(Slot).where(Slot.pubid.in_({where for _, where in chosen}))
        )
    }
    applications = {
        one.id: one
        for one in db.session.scalars(
            select(Application).where(Application.id.in_([who for who, _ in chosen]))
        )
    }
    try:
        with db.session.begin_nested():
            sent = invite(
                [(applications[who], slots[where]) for who, where in chosen],
                actor=None,
                now=now,
                due_at=due_at,
            )
    except Refused:
        return 0  # somebody was faster: what is due is asked again in a minute
    today = now.astimezone(ZoneInfo(session.site.zone)).date()
    for invitation in sent:
        db.session.add(
            TopUp(
                session=session,
                invitation=invitation,
                at=now,
                counted_on=today,
                declined=losses.gone,
                doubtful=losses.doubtful,
            )
        )
        audit.record(
            "interviews.invitation.topped-up",
            invitation,
            actor=None,
            at=now,
            declined=losses.gone,
            doubtful=losses.doubtful,
        )
    db.session.flush()
    outbox.notify(
        session.created_by,
        "interviews.topped-up",
        key=f"interviews.topped-up:{sent[0].batch}",
        now=now,
        path=f"/interviews/waves/{sent[0].batch}",
        n=len(sent),
        held_on=session.held_on.isoformat(),
    )
    return len(sent)


def _losses(pool: Pool) -> tuple[Losses, int]:
    """Return what was lost since somebody last invited, and how many were invited by the clock
    since. Where nobody has invited yet, there is nothing to top up."""
    of_pool = Slot.pool_id == pool.id
    since = db.session.scalar(
        select(func.max(Invitation.created_at))
        .join(Invitation.slot)
        .where(of_pool, Invitation.invited_by_id.is_not(None))
    )
    if since is None:
        return Losses(), 0
    declined = Invitation.state == InvitationState.DECLINED
    withdrew = (Invitation.state == InvitationState.CANCELLED) & (
        Application.stage == Stage.WITHDRAWN
    )
    gone = db.session.scalars(
        select(func.count(Invitation.id))
        .join(Invitation.slot)
        .join(Invitation.application)
        .where(of_pool, declined | withdrew, Invitation.closed_at > since)
    ).one()
    doubtful = db.session.scalars(
        select(func.count(Invitation.id.distinct()))
        .join(Invitation.slot)
        .join(ReminderAnswer, ReminderAnswer.invitation_id == Invitation.id)
        .where(
            of_pool,
            Invitation.state.in_(AWAITED),
            Invitation.reminder.in_(_DOUBT),
            ReminderAnswer.at > since,
        )
    ).one()
    replaced = db.session.scalars(
        select(func.count(TopUp.id))
        .join(TopUp.invitation)
        .join(Invitation.slot)
        .where(of_pool, TopUp.at > since)
    ).one()
    return Losses(gone, doubtful), replaced


def _count(*conditions: Any) -> int:
    return db.session.scalars(select(func.count(TopUp.id)).where(*conditions)).one()
