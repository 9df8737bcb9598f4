"""Two to four candidates of a vacancy side by side."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.interviews.forms.scorecards import RECOMMENDATIONS
from recruit.interviews.queries import comparing
from recruit.interviews.views.blueprint import bp
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person


@bp.get("/interviews/compare")
@requires(Permission.SCORECARD_READ)
def compare() -> ResponseReturnValue:
    """Compare candidates on the same criteria: ?application=... two to four times."""
    chosen = list(dict.fromkeys(request.args.getlist("application")))
    if not all(is_pubid(one) for one in chosen):
        abort(404)
    if not comparing.FEWEST <= len(chosen) <= comparing.MOST:
        problem = _("Choose two to four people to compare.")
        return render_template("interviews/compare.html", columns=[], problem=problem)
    columns = comparing.columns(current_person(), chosen)
    if columns is None:
        abort(404)
    return render_template(
        "interviews/compare.html",
        columns=columns,
        rows=comparing.rows(columns),
        problem="",
        recommendations=RECOMMENDATIONS,
    )
