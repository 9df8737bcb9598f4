"""After the day: one page of what became of it, and a second chance for who did not come."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.interviews import operations
from recruit.interviews.mails import Letter
from recruit.interviews.queries import summary as queries
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.sessions import session_or_404
from recruit.interviews.views.wording import words
from recruit.kernel import clock, web
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, Role, may, requires
from recruit.notifications import undo
from recruit.people.login import current_person
from recruit.people.models import Person


@bp.get("/interviews/<pubid:session>/summary")
@requires(Permission.DAY_READ)
def summary(session: str) -> ResponseReturnValue:
    """Planned, expected, came, waited, idle, cost: one page, to be printed."""
    return _page(session, "")


@bp.post("/interviews/<pubid:session>/second-chance")
@requires(Permission.INVITATION_MANAGE)
def second_chance(session: str) -> ResponseReturnValue:
    """Ask the chosen of those who did not come to choose another time."""
    person, now = current_person(), clock.now()
    found = session_or_404(session, person)
    chosen = set(request.form.getlist("invitation")[:100])
    people = [
        one.invitation.application
        for one in queries.missed(found, person, now)
        if one.may_ask and one.invitation.pubid in chosen
    ]
    if not _asks(person) or not people:
        return _page(session, _("Choose whom to give a second chance."))
    try:
        with transaction():
            offers = operations.offer_times(
                people,
                actor=person,
                now=now,
                due_at=undo.leaves_at(now),
                letter=Letter.SECOND_CHANCE,
            )
    except Refused as refused:
        return _page(session, words(refused))
    told = ngettext(
        "%(num)s person is asked to choose another time.",
        "%(num)s people are asked to choose another time.",
        len(offers),
    )
    web.flash_undo(told, url_for(".undo_offers", batch=offers[0].batch))
    return redirect(url_for(".summary", session=session), 303)


def _asks(person: Person) -> bool:
    return may(person, Permission.INVITATION_MANAGE) and bool(
        person.roles & {Role.RECRUITER, Role.HIRING_MANAGER}
    )


def _page(session: str, problem: str) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    found = session_or_404(session, person)
    page = render_template(
        "interviews/summary.html",
        session=found,
        back=queries.look_back(found, now),
        missed=queries.missed(found, person, now),
        asking=_asks(person),
        problem=problem,
        now=now,
    )
    return page, 422 if problem else 200
