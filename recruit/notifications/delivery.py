"""Deliver what is due: claim one message with a lease, commit, send, mark, commit.

At least once: a process killed between the server's yes and our mark sends the same mail again
after the lease, under the same Message-ID, so that a mail reader shows it once.
"""

import logging
import threading
import traceback
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, or_, select, update
from sqlalchemy.exc import DBAPIError

from recruit.kernel import clock
from recruit.kernel.db import db, transaction
from recruit.notifications import transports
from recruit.notifications.addresses import BadAddress
from recruit.notifications.letters import letter
from recruit.notifications.models import MessageState, OutboxMessage
from recruit.notifications.transports import Kind, NotDelivered, Transport

logger = logging.getLogger("recruit.delivery")

LEASE = timedelta(minutes=3)
MOST_ATTEMPTS = 10
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=2)

stopping = threading.Event()
"""Set when the process is asked to end: the message in hand is finished, no other is begun."""


class Outcome(StrEnum):
    SENT = "sent"
    LATER = "later"
    FAILED = "failed"


def delay(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 30 s, 1 min, 2 min, ... 2 h."""
    doubled: timedelta = FIRST_DELAY * 2 ** (attempts - 1)
    return min(doubled, LONGEST_DELAY)


def deliver_due(now: datetime) -> int:
    """Send every message that is due; return how many were sent.

    Its transactions are its own. `now` says what is due at the start; leases and marks read the
    clock anew, since a slow server may take its time.
    """
    sent = 0
    with transports.configured() as transport:
        while not stopping.is_set() and (claimed := claim(max(now, clock.now()))) is not None:
            sent += deliver(claimed, transport) is Outcome.SENT
    return sent


def claim(now: datetime) -> int | None:
    """Lease the next due message to this process and return its id, or None.

    The conditional UPDATE decides between processes: one of them changes the row.
    """
    waiting = and_(OutboxMessage.state == MessageState.PENDING, OutboxMessage.due_at <= now)
    abandoned = and_(
        OutboxMessage.state == MessageState.SENDING, OutboxMessage.leased_until < now
    )
    with transaction():
        while True:
            found = db.session.execute(
                select(OutboxMessage.id, OutboxMessage.attempts)
                .where(or_(waiting, abandoned))
                .order_by(OutboxMessage.due_at, OutboxMessage.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            ).one_or_none()
            if found is None:
                return None
            id_, attempts = found
            spent = attempts >= MOST_ATTEMPTS  # every one of them ended in a crash
            won = db.session.scalar(
                update(OutboxMessage)
                .where(OutboxMessage.id == id_, or_(waiting, abandoned))
                .values(
                    state=MessageState.FAILED if spent else MessageState.SENDING,
                    leased_until=None if spent else now + LEASE,
                    attempts=OutboxMessage.attempts + (0 if spent else 1),
                )
                .returning(OutboxMessage.id)
                .execution_options(synchronize_session=False)
            )
            if won is not None and not spent:
                return int(id_)


def deliver(id_: int, transport: Transport) -> Outcome:
    """Send a claimed message and mark it."""
    message = _detached(id_)
    now = clock.now()
    try:
        transport.send(letter(message, now), message.recipient, message.pubid)
    except NotDelivered as error:
        kind, reason = error.kind, error.reason
    except BadAddress:
        kind, reason = Kind.NEVER, "BadAddress"
    except DBAPIError:
        raise  # the lease runs out and somebody tries again
    except Exception as error:  # a template's bug must not stop the mails behind it
        where = traceback.extract_tb(error.__traceback__)[-1]  # its text may name the reader
        detail = f"{message.template}: {type(error).__name__}, {where.filename}:{where.lineno}"
        logger.error("a mail could not be written", extra={"detail": detail})  # noqa: TRY400
        kind, reason = Kind.LATER, type(error).__name__
    else:
        _mark(message, state=MessageState.SENT, sent_at=clock.now(), last_error="")
        return Outcome.SENT
    if kind is Kind.NEVER or message.attempts >= MOST_ATTEMPTS:
        _mark(message, state=MessageState.FAILED, last_error=reason[:200])
        logger.warning("a mail failed for good", extra={"detail": reason})
        return Outcome.FAILED
    _mark(
        message, state=MessageState.PENDING, last_error=reason[:200],
        due_at=clock.now() + delay(message.attempts),
    )  # fmt: skip
    logger.info("a mail will be tried again", extra={"detail": reason})
    return Outcome.LATER


def _detached(id_: int) -> OutboxMessage:
    """Return the claimed row outside any transaction: none may stay open while we send."""
    with transaction():
        message = db.session.get_one(OutboxMessage, id_, populate_existing=True)
        db.session.expunge(message)
    return message


def _mark(message: OutboxMessage, **values: object) -> None:
    """Note the outcome, unless the lease ran out and somebody else has the message now."""
    with transaction():
        db.session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.id == message.id,
                OutboxMessage.state == MessageState.SENDING,
                OutboxMessage.leased_until == message.leased_until,
            )
            .values(leased_until=None, **values)
            .execution_options(synchronize_session=False)
        )
