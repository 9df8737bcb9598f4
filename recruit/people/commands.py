"""`recruit people ...` on the command line."""

import click
from flask import current_app
from flask.cli import with_appcontext

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.i18n import LOCALES
from recruit.kernel.permissions import Role
from recruit.organization import queries as organization
from recruit.people import links, operations, queries
from recruit.people.forms import clean_email
from recruit.people.operations import Refusal

_REFUSALS = {
    Refusal.EMAIL_TAKEN: "There is an account with this address already.",
    Refusal.UNKNOWN_ZONE: "That is no time zone; write one such as Europe/Chisinau.",
    Refusal.HEAD_TAKEN: "The department has a head already.",
}


@click.group("people")
def people() -> None:
    """Accounts."""


@people.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role", "roles", required=True, multiple=True, type=click.Choice([r.value for r in Role]),
    help="May be given several times.",
)  # fmt: skip
@click.option("--department", default="", help="The name of a department they work in.")
@click.option("--head", is_flag=True, help="They head that department.")
@click.option("--locale", type=click.Choice(list(LOCALES)), default=None)
@click.option("--zone", default=None, help="An IANA time zone, such as Europe/Chisinau.")
@with_appcontext
def invite(
    email: str,
    name: str,
    roles: tuple[str, ...],
    department: str,
    head: bool,
    locale: str | None,
    zone: str | None,
) -> None:
    """Make an account, mail its owner an invitation, and print the link too."""
    email = clean_email(email)
    if "@" not in email:
        raise click.ClickException("Write an address such as ana@example.org.")
    belongs = [row for row in organization.departments() if row.name == department]
    if department and not belongs:
        raise click.ClickException(f"There is no department {department!r}.")
    now = clock.now()
    try:
        with transaction():
            person = operations.invite(
                name=name, email=email, roles=set(map(Role, roles)), actor=None, now=now,
                departments=belongs, head_of=belongs if head else [],
                locale=locale or current_app.config["BABEL_DEFAULT_LOCALE"],
                zone=zone or current_app.config["BABEL_DEFAULT_TIMEZONE"],
            )  # fmt: skip
            path = links.path(links.Purpose.JOIN, person.pubid, person.epoch, now)
    except Refused as refused:
        words = _REFUSALS.get(Refusal(refused.reason), refused.reason.value)
        raise click.ClickException(words) from refused
    click.echo(
        f"Invited {email}. The link works once, for {links.LIFE[links.Purpose.JOIN].days} days:"
    )
    click.echo(current_app.config["BASE_URL"] + path)


@people.command("list")
@with_appcontext
def list_people() -> None:
    """Print every account."""
    page = queries.accounts()
    while True:
        for person in page.rows:
            roles = ",".join(sorted(row.role.value for row in person.role_rows))
            state = "active" if person.password_hash else "invited"
            click.echo(f"{person.email}\t{roles}\t{state if person.active else 'inactive'}")
        if not page.following:
            return
        page = queries.accounts(after=page.following)


COMMANDS = [people]
