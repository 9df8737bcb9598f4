"""Templates of days: keep a day's shape, plan from it again."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.interviews.operations import day_templates as operations
from recruit.interviews.queries import day_templates
from recruit.interviews.queries import sessions as queries
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.sessions import session_or_404
from recruit.interviews.views.wording import words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.forms import clean_text
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person


@bp.get("/interviews/templates")
@requires(Permission.SESSION_PLAN)
def templates() -> ResponseReturnValue:
    """The days one plans again and again."""
    rows = [
        (found, day_templates.shape_of_template(found)) for found in day_templates.templates()
    ]
    return render_template("interviews/templates.html", rows=rows)


@bp.route("/interviews/<pubid:session>/template", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def save_template(session: str) -> ResponseReturnValue:
    """Keep this day's hours, people, pools and settings under a name."""
    person, now = current_person(), clock.now()
    found = session_or_404(session, person)
    if queries.is_group(found):
        abort(404)
    problem = ""
    name = found.title or found.site.name
    if request.method == "POST":
        name = str(clean_text(request.form.get("name", "")))[:200]
        try:
            with transaction():
                operations.save_template(found, name, actor=person, now=now)
        except Refused as refused:
            problem = words(refused)
            found = session_or_404(session, person)
        else:
            flash(_("The template is saved. Plan a day from it whenever you like."), "success")
            return redirect(url_for(".templates"), 303)
    page = render_template(
        "interviews/save_template.html", session=found, name=name, problem=problem
    )
    return page, 422 if problem else 200


@bp.post("/interviews/templates/<pubid:template>/remove")
@requires(Permission.SESSION_PLAN)
def remove_template(template: str) -> ResponseReturnValue:
    """Forget a template."""
    found = day_templates.template(template) or abort(404)
    with transaction():
        operations.remove_template(found, actor=current_person(), now=clock.now())
    flash(_("The template is removed. Planned days stay as they are."), "success")
    return redirect(url_for(".templates"), 303)
