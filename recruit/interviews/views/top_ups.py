"""Whether the clock may invite to a day, how many, and until when."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.interviews.forms.top_ups import TopUpForm
from recruit.interviews.operations import top_ups as operations
from recruit.interviews.queries import sending
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.sessions import session_or_404
from recruit.interviews.views.wording import words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person


@bp.route("/interviews/<pubid:session>/top-ups", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def top_ups(session: str) -> ResponseReturnValue:
    """The rule of one day, and everybody it has invited."""
    person, now = current_person(), clock.now()
    found = session_or_404(session, person)
    form = TopUpForm()
    if request.method == "GET":
        form.show(found.top_ups_per_day, found.top_ups_cut_off)
    elif form.validate():
        try:
            with transaction():
                operations.set_top_ups(
                    found,
                    per_day=int(form.top_ups.data),
                    cut_off=int(form.cut_off.data),
                    actor=person,
                    now=now,
                )
        except Refused as refused:
            form.form_errors.append(words(refused))
            found = session_or_404(session, person)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".top_ups", session=session), 303)
    page = render_template(
        "interviews/top_ups.html",
        session=found,
        form=form,
        automatic=sending.automatic(found, person, now),
        now=now,
    )
    return page, 422 if form.errors else 200
