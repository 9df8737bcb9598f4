"""What the desk's browser sends: every step under its own id, whether it was kept or not."""

from datetime import datetime

from flask import abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.interviews.forms.desk import WalkIn
from recruit.interviews.models import DeskAction, DeskStep, InterviewSession
from recruit.interviews.operations import kept
from recruit.interviews.queries import at_desk
from recruit.interviews.queries import desk as desk_queries
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.desk import panel_of
from recruit.interviews.views.desk_words import done, outcome
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.vacancies.models import Vacancy


@bp.post("/desk/<pubid:session>/steps")
@requires(Permission.CHECK_IN)
def desk_step(session: str) -> ResponseReturnValue:
    """Carry out one step once. Answers {"outcome", "text", "undo"}; sent again, the same."""
    person, now = current_person(), clock.now()
    held = desk_queries.session_for(person, session, now) or abort(404)
    client_id, ago = request.form.get("client_id", ""), request.form.get("ago", "0")
    wanted = request.form.get("step", "")
    if not kept.is_client_id(client_id) or wanted not in set(DeskStep):
        return jsonify(outcome="malformed"), 400
    ago = ago if ago.isdecimal() and len(ago) < 8 else "0"
    new = None
    if wanted == DeskStep.WALK_IN and not request.form.get("application"):
        form = WalkIn(held)
        if not form.validate_on_submit():
            told = " ".join(str(one) for errors in form.errors.values() for one in errors)
            return jsonify(outcome="incomplete", text=told), 422
        new = kept.NewPerson(
            form.name.data or "",
            form.email.data or "",
            form.phone.data or "",
            _vacancy(held, form.vacancy.data),
        )
    step = _step(held, DeskStep(wanted), client_id, int(ago), new, person, now)
    with transaction():
        action = kept.carry_out(held, step, actor=person, now=now)
        answer = _answer(action, step)
    return jsonify(answer)


def _vacancy(held: InterviewSession, pubid: str) -> Vacancy:
    return next(
        vacancy for pool in held.pools for vacancy in pool.vacancies if vacancy.pubid == pubid
    )


def _step(
    held: InterviewSession,
    step: DeskStep,
    client_id: str,
    ago: int,
    new: kept.NewPerson | None,
    person: Person,
    now: datetime,
) -> kept.Step:
    sent = request.form
    return kept.Step(
        client_id,
        step,
        ago,
        invitation=at_desk.invitation_at_desk(held, sent.get("invitation")),
        arrival=at_desk.arrival_for(person, sent.get("arrival"), now),
        application=at_desk.application_for_walk_in(held, sent.get("application")),
        person=new,
        of=sent.get("of", "")[:36],
        interviewer=panel_of(held).get(sent.get("interviewer", "")),
    )


def _answer(action: DeskAction, step: kept.Step) -> dict[str, str]:
    arrival = action.arrival
    if action.outcome != kept.DONE:
        return {"outcome": action.outcome, "text": outcome(action.outcome)}
    row = arrival or step.arrival or step.invitation
    name = row.application.candidate.name if row is not None else _("This person")
    answer = {"outcome": kept.DONE, "text": done(action.step, name)}
    if arrival is not None and action.step in (DeskStep.CHECK_IN, DeskStep.WALK_IN):
        answer["undo"] = url_for(".desk_undo", arrival=arrival.pubid)
    return answer
