"""Promotions: where a vacancy is shown, when, for how much; and the channels themselves."""

import re
import unicodedata
from datetime import date, datetime

from sqlalchemy import select

from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.kernel.ids import new_code
from recruit.people.models import Person
from recruit.rules import vacancies as rule
from recruit.rules.money import Money
from recruit.rules.vacancies import Refusal
from recruit.vacancies.models import Channel, ChannelKind, Promotion, Vacancy

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def promote(
    vacancy: Vacancy,
    channel: Channel,
    *,
    from_on: date,
    until_on: date | None,
    cost: Money,
    actor: Person,
    now: datetime,
) -> Promotion:
    """Promote a vacancy on a channel; its links carry a fresh code."""
    _check(vacancy, channel, from_on, until_on)
    promotion = Promotion(
        vacancy=vacancy,
        channel=channel,
        from_on=from_on,
        until_on=until_on,
        cost_minor=cost.minor,
        currency=cost.currency,
        code=_new_code(vacancy.title, channel.name),
    )
    db.session.add(promotion)
    audit.record(
        "vacancies.promotion.added",
        promotion,
        actor=actor,
        at=now,
        vacancy=vacancy,
        channel=channel,
        cost=[cost.minor, cost.currency],
    )
    return promotion


def change_promotion(
    promotion: Promotion,
    *,
    from_on: date,
    until_on: date | None,
    cost: Money,
    actor: Person,
    now: datetime,
) -> None:
    """Correct the period or the cost; channel and code stay, because links carry the code."""
    locked(promotion)
    if until_on is not None and until_on < from_on:
        raise Refused(Refusal.PERIOD)
    before = [promotion.cost_minor, promotion.currency]
    promotion.from_on, promotion.until_on = from_on, until_on
    promotion.cost_minor, promotion.currency = cost.minor, cost.currency
    audit.record(
        "vacancies.promotion.changed",
        promotion,
        actor=actor,
        at=now,
        cost=[before, [cost.minor, cost.currency]],
    )


def _check(vacancy: Vacancy, channel: Channel, from_on: date, until_on: date | None) -> None:
    locked(vacancy)
    if reason := rule.promotion_refusal(
        vacancy.state, channel_active=channel.active, from_on=from_on, until_on=until_on
    ):
        raise Refused(reason)


def _slug(text: str, longest: int) -> str:
    """Return the plain Latin letters and digits of a text, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_WORD.sub("-", plain)[:longest].strip("-")


def _new_code(title: str, channel: str) -> str:
    """Return a code that people can read and that no other promotion carries."""
    words = "-".join(part for part in (_slug(channel, 14), _slug(title, 18)) if part)
    while True:
        code = f"{words or 'job'}-{new_code(4)}"
        if db.session.scalar(select(Promotion.id).where(Promotion.code == code)) is None:
            return code


def add_channel(name: str, kind: ChannelKind, *, actor: Person, now: datetime) -> Channel:
    """Add a channel, or raise Refused when its name is taken."""
    _refuse_taken(name, None)
    channel = Channel(name=name, kind=kind)
    db.session.add(channel)
    audit.record("vacancies.channel.added", channel, actor=actor, at=now, kind=kind)
    return channel


def change_channel(
    channel: Channel,
    *,
    name: str,
    kind: ChannelKind,
    active: bool,
    actor: Person,
    now: datetime,
) -> None:
    """Rename a channel or take it out of use; its promotions stay."""
    _refuse_taken(name, channel)
    channel.name, channel.kind, channel.active = name, kind, active
    audit.record(
        "vacancies.channel.changed", channel, actor=actor, at=now, kind=kind, active=active
    )


def _refuse_taken(name: str, but: Channel | None) -> None:
    query = select(Channel.id).where(Channel.name == name)
    if but is not None:
        query = query.where(Channel.id != but.id)
    if db.session.scalar(query) is not None:
        raise Refused(Refusal.NAME_TAKEN)
