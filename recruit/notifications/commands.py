"""`recruit outbox ...` on the command line."""

import click
from flask.cli import with_appcontext

from recruit.kernel import clock
from recruit.kernel.db import by_pubid, transaction
from recruit.kernel.errors import Refused
from recruit.notifications import operations, queries
from recruit.notifications.delivery import deliver_due
from recruit.notifications.models import MessageState, OutboxMessage


@click.group("outbox")
def outbox() -> None:
    """Mail waiting, sent and failed."""


@outbox.command("list")
@click.option("--state", type=click.Choice([state.value for state in MessageState]))
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@with_appcontext
def list_messages(state: str | None, limit: int) -> None:
    """Print the latest: id, state, due, attempts, template, masked recipient, error."""
    for row in queries.all_messages(MessageState(state) if state else None, limit):
        due = row.due_at.isoformat(timespec="seconds")
        click.echo(
            f"{row.pubid}  {row.state:<9}  {due}  {row.attempts:>2}  {row.template}  "
            f"{queries.masked(row.recipient)}  {row.last_error}".rstrip()
        )


@outbox.command()
@click.argument("message")
@with_appcontext
def retry(message: str) -> None:
    """Let a failed message start over; MESSAGE is its id, or "all"."""
    if message == "all":
        chosen = queries.all_messages(MessageState.FAILED, 10_000)
    else:
        found = by_pubid(OutboxMessage, message)
        if found is None:
            raise click.ClickException("There is no such message.")
        chosen = [found]
    try:
        with transaction():
            for row in chosen:
                operations.retry(row, actor=None, now=clock.now())
    except Refused as refused:
        raise click.ClickException("This message has not failed.") from refused
    click.echo(f"{len(chosen)} to be sent again.")


@outbox.command("send-now")
@with_appcontext
def send_now() -> None:
    """Deliver what is due, without waiting for the scheduler."""
    click.echo(f"{deliver_due(clock.now())} sent.")


COMMANDS = [outbox]
