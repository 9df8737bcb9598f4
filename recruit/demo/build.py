"""Fill an empty database with the demo."""

from datetime import UTC, datetime, timedelta
from random import Random

import click
from sqlalchemy import select, update

from recruit.demo import cohort, knowledge, scale, trainees
from recruit.demo import company as companies
from recruit.demo import hiring as hirings
from recruit.interviews.operations import learning
from recruit.kernel import clock
from recruit.kernel.db import db, transaction
from recruit.notifications.models import MessageState, Notification, OutboxMessage
from recruit.people.models import Person

SEED = 20_26


def is_empty() -> bool:
    """Tell whether nobody has an account here yet."""
    return db.session.scalar(select(Person.id).limit(1)) is None


def fill(
    candidates: int | None = None,
    *,
    now: datetime | None = None,
    weeks: int = hirings.WEEKS,
    people: int = hirings.PEOPLE,
) -> bool:
    """Fill an empty database; return False, and change nothing, when it holds data.

    candidates: how many people in all; more than the demo's own are inserted in bulk.
    weeks, people: how long the company has been hiring, and how many applied in that time.
    """
    if not is_empty():
        return False
    now = now or clock.now()
    random = Random(SEED)
    with click.progressbar(length=100, label="Making the demo company") as bar:
        shown = 0

        def say(share: float) -> None:
            nonlocal shown
            bar.update(int(share * 100) - shown)
            shown = int(share * 100)

        with transaction():
            founded = datetime.combine(
                (now - timedelta(days=240)).date(), datetime.min.time(), UTC
            )
            company = companies.build(now.astimezone(UTC).date(), founded)
            version = trainees.install(company, founded + timedelta(days=5))
            learned = knowledge.build(company, founded + timedelta(days=20))
            hirings.build(company, random, now, lambda share: say(share * 0.7), weeks, people)
            learning.count_sessions()
            learning.learn_shock(now)
            trainees.build(
                company, learned, version, random, now, lambda share: say(0.7 + share * 0.25)
            )
            cohort.build(company, learned.entrance, random, now)
            _mail_has_left(now)
            if candidates:
                scale.add(candidates, random, now, lambda share: say(0.95 + share * 0.05))
            say(1.0)
    return True


def _mail_has_left(now: datetime) -> None:
    """Everything written before today was sent and read; nothing of a demo is ever mailed."""
    db.session.flush()
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == MessageState.PENDING)
        .values(state=MessageState.SENT, sent_at=OutboxMessage.due_at, attempts=1)
    )
    db.session.execute(
        update(Notification)
        .where(Notification.created_at < now - timedelta(days=2))
        .values(read_at=Notification.created_at)
    )
