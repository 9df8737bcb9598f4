"""The audit trail, for the admin."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel.audit import AuditEvent
from recruit.kernel.fields import choices as options
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import argument
from recruit.people import queries
from recruit.people.forms import TrailForm
from recruit.people.login import current_person
from recruit.people.trail_words import FEATURES, in_words
from recruit.people.views import bp


@bp.get("/people/audit")
@requires(Permission.AUDIT_READ)
def audit() -> ResponseReturnValue:
    """Who did what, newest first; days are the reader's own."""
    form = TrailForm(request.args)
    areas = [("", _("Everything")), *((f"{code}.", name) for code, name in FEATURES.items())]
    form.action.choices = options(areas)
    people = ((f"person:{pubid}", name) for pubid, name in queries.everybody())
    actors = [("", _("Everybody")), ("system", _("The clock")), *people]
    form.actor.choices = options(actors)
    if not form.validate():
        abort(400)
    zone = ZoneInfo(current_person().zone)
    until = form.until.data
    events, following = queries.trail(
        actor=form.actor.data or "",
        action=form.action.data or "",
        subject=form.subject.data or "",
        since=_midnight(form.since.data, zone),
        until=_midnight(until + timedelta(days=1) if until else None, zone),
        after=_mark(argument("after")),
    )
    return render_template(
        "people/audit.html",
        form=form,
        actors=actors,
        areas=areas,
        events=events,
        names=queries.names(_named(events)),
        in_words=in_words,
        features=FEATURES,
        following=f"{following.at.isoformat()}~{following.seen}" if following else None,
        paged=bool(argument("after")),
    )


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time.min, zone).astimezone(UTC) if day else None


def _mark(text: str) -> queries.Mark | None:
    """Read where the last page ended; anything else in the address is a bad request."""
    if not text:
        return None
    at, _tilde, seen = text.partition("~")
    try:
        moment = datetime.fromisoformat(at.replace(" ", "+"))
    except ValueError:
        abort(400)
    if moment.tzinfo is None or not seen.isdecimal() or len(seen) > 6:
        abort(400)
    return queries.Mark(moment, int(seen))


def _named(events: Iterable[AuditEvent]) -> set[str]:
    """Return what looks like the public id of something that has a name."""
    found: set[str] = set()
    for event in events:
        found |= {name.partition(":")[2] for name in (event.actor, event.subject)}
        for value in event.changes.values():
            found |= {item for item in (value if isinstance(value, list) else [value])
                      if is_pubid(item)}  # fmt: skip
    return found
