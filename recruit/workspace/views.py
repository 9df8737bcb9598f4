"""Pages across features: where somebody starts, and what waits for them."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from recruit.kernel import clock
from recruit.kernel.permissions import Role, public, signed_in
from recruit.notifications import kinds
from recruit.people.login import current_person
from recruit.workspace import queries

bp = Blueprint("workspace", __name__)

WAITING = {
    "new_applications": (_l("New applications to read"), "inbox"),
    "to_invite": (_l("People waiting for an invitation"), "send"),
    "to_propose": (_l("Interviewed, and nothing proposed yet"), "scale"),
    "to_answer": (_l("Proposals waiting for an answer"), "gavel"),
    "to_grade": (_l("Papers to grade"), "pencil"),
    "to_control": (_l("Papers to control"), "shield-check"),
    "appeals": (_l("Appeals to decide"), "message-2"),
    "mentor_proposals": (_l("Asked to be a mentor"), "heart-handshake"),
    "exits_to_sign": (_l("Exits waiting for your signature"), "door"),
    "failed_mail": (_l("Mail that could not be delivered"), "mail-off"),
}
HOMES = {
    Role.RECEPTIONIST: "interviews.desk_today",
    Role.TRAINEE: "onboarding.my_day",
    Role.INTERVIEWER: "interviews.mine",
}
"""Somebody with this one role only starts at their work, not at a summary of it."""


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Staff go to their day, everybody else to the open vacancies."""
    if not current_user.is_authenticated:
        return redirect(url_for("careers.index"), 303)
    roles = current_person().roles
    only = next(iter(roles)) if len(roles) == 1 else None
    return redirect(
        url_for(HOMES.get(only, "workspace.today") if only else "workspace.today"), 303
    )


@bp.get("/today")
@signed_in
def today() -> ResponseReturnValue:
    """Today and next: sessions, what waits, vacancies, notices."""
    person, now = current_person(), clock.now()
    vacancies = queries.vacancies_at_work(person)
    return render_template(
        "workspace/today.html",
        now=now,
        boards=queries.sessions_today(person, now),
        next_days=queries.next_days(person, now),
        vacancies=vacancies,
        waiting=[(*WAITING[one.code], one) for one in queries.waiting(person, vacancies)],
        notices=[(kinds.sentence(row.kind, row.facts), row) for row in queries.notices(person)],
    )
