"""The list of candidates, and its export."""

import logging
from collections.abc import Iterator

from flask import Response, abort, render_template, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.candidates import queries
from recruit.candidates.queries import Filters, Sort
from recruit.candidates.queries.listing import COUNTED
from recruit.candidates.views import bp
from recruit.kernel import clock
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.state_words import state_word
from recruit.kernel.web import argument
from recruit.people.login import current_person
from recruit.rules import csv_cells
from recruit.rules.pipeline import Stage

logger = logging.getLogger("recruit.candidates")


@bp.get("/candidates")
@requires(Permission.APPLICATION_READ)
def index() -> ResponseReturnValue:
    """Search, filter and page through the applications the person may read."""
    person, filters = current_person(), _filters()
    after = _pubid("after")
    lines, more = queries.listed(person, filters, after=after or None)
    return render_template(
        "candidates/index.html",
        lines=lines,
        more=lines[-1].pubid if more else None,
        paged=bool(after),
        choices=queries.choices(person, filters),
        counted=COUNTED,
        filters=filters,
        wanted=_wanted(filters),
        stages=list(Stage),
        now=clock.now(),
    )


@bp.get("/candidates/export.csv")
@requires(Permission.EXPORT)
def export() -> ResponseReturnValue:
    """The filtered list as CSV, written while it is read."""
    person, filters = current_person(), _filters()
    heads = (
        _("Name"), _("Mail"), _("Phone"), _("Vacancy"), _("Stage"), _("In this stage since"),
        _("Applied"), _("Channel"), _("Tags"),
    )  # fmt: skip

    def lines() -> Iterator[str]:
        yield csv_cells.BYTE_ORDER_MARK + csv_cells.line(heads)
        for row in queries.every(person, filters):
            yield csv_cells.line(
                (
                    row.name,
                    row.email,
                    row.phone,
                    row.vacancy,
                    state_word(row.stage).label,
                    row.since.date().isoformat(),
                    row.applied_at.date().isoformat(),
                    row.channel,
                    ", ".join(row.tags),
                )
            )

    logger.info("candidates exported by person:%s", person.pubid)
    return Response(
        stream_with_context(lines()),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="candidates.csv"'},
    )


def _filters() -> Filters:
    """Return the filters asked for; 400 for what no filter offers."""
    stage, sort = argument("stage"), argument("sort", Sort.RECENT.value) or Sort.RECENT.value
    if (stage and stage not in set(Stage)) or sort not in set(Sort):
        abort(400)
    return Filters(
        q=argument("q"),
        vacancy=_pubid("vacancy"),
        stage=Stage(stage) if stage else None,
        channel=_pubid("channel"),
        tag=_pubid("tag"),
        sort=Sort(sort),
    )


def _pubid(name: str) -> str:
    value = argument(name)
    if value and not is_pubid(value):
        abort(400)
    return value


def _wanted(filters: Filters) -> dict[str, str]:
    """Return the filters as query arguments, for links that keep them."""
    given = {
        "q": filters.q,
        "vacancy": filters.vacancy,
        "stage": filters.stage.value if filters.stage else "",
        "channel": filters.channel,
        "tag": filters.tag,
        "sort": filters.sort.value if filters.sort is not Sort.RECENT else "",
    }
    return {name: value for name, value in given.items() if value}
