"""More people than can be seen: a spare interviewer, a group session, a promised time."""

from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.interviews.forms.desk import TurnAway
from recruit.interviews.operations import desk as operations
from recruit.interviews.operations import overflow
from recruit.interviews.queries import desk as desk_queries
from recruit.interviews.queries import overflow as queries
from recruit.interviews.queries.self_booking import slots_to_choose
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.desk import arrival_or_404
from recruit.interviews.views.desk_words import outcome, words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.notifications import undo
from recruit.people.login import current_person
from recruit.rules.desk import Refusal


@bp.post("/desk/<pubid:session>/spare")
@requires(Permission.CAPACITY_SET)
def spare(session: str) -> ResponseReturnValue:
    """Add a free interviewer of the site to the panel, from the running slot on. It is one more
    interview at a time, and it opens these people's papers to the interviewer: a recruiter's."""
    person, now = current_person(), clock.now()
    held = desk_queries.session_for(person, session, now) or abort(404)
    able = {one.pubid: one for one in queries.spare_interviewers(held, now)}
    chosen = able.get(request.form.get("interviewer", ""))
    pools = {pool.pubid: pool for pool in held.pools}
    pool = pools.get(request.form.get("pool", ""), held.pools[0])
    back = redirect(url_for(".desk", session=session), 303)
    if chosen is None:
        flash(outcome(Refusal.NOT_SPARE), "error")
        return back
    name = chosen.name
    try:
        with transaction():
            overflow.add_spare(pool, chosen, actor=person, now=now)
    except Refused as refused:
        flash(words(refused), "error")
    else:
        flash(_("%(name)s interviews from now on.", name=name), "success")
    return back


@bp.post("/desk/arrivals/<pubid:arrival>/to-group")
@requires(Permission.CHECK_IN)
def to_group(arrival: str) -> ResponseReturnValue:
    """Move a waiting person to today's group session."""
    person, now = current_person(), clock.now()
    row = arrival_or_404(arrival, person, now)
    session, name = row.session.pubid, row.application.candidate.name
    slot = queries.group_slot(row.session, request.form.get("slot")) or abort(404)
    try:
        with transaction():
            overflow.to_group(row, slot, actor=person, now=now)
    except Refused as refused:
        flash(words(refused), "error")
    else:
        flash(_("%(name)s takes part in the group session.", name=name), "success")
    return redirect(url_for(".desk", session=session), 303)


@bp.route("/desk/arrivals/<pubid:arrival>/turn-away", methods=["GET", "POST"])
@requires(Permission.CHECK_IN)
def turn_away(arrival: str) -> ResponseReturnValue:
    """Nobody can see them today: promise a place at another time, or at least a time."""
    person, now = current_person(), clock.now()
    row = arrival_or_404(arrival, person, now)
    form = TurnAway()
    slots = {slot.pubid: slot for slot in slots_to_choose(row.application, now)}
    chosen = slots.get(request.form.get("slot", ""))
    back = url_for(".desk", session=row.session.pubid)
    problem = ""
    if request.method == "POST" and (chosen or form.validate_on_submit()):
        try:
            with transaction():
                if chosen is not None:
                    overflow.promise(
                        row, chosen, actor=person, now=now, due_at=undo.leaves_at(now)
                    )
                elif form.promised_at.data is not None:
                    zone = ZoneInfo(row.session.site.zone)
                    operations.turn_away(
                        row,
                        promised_at=form.promised_at.data.replace(tzinfo=zone),
                        actor=person,
                        now=now,
                    )
        except Refused as refused:
            problem = words(refused)
            form.refuse(form.promised_at, problem)
            row = arrival_or_404(arrival, person, now)
        else:
            flash(
                _("The place is theirs, and the invitation leaves now. Thank them for coming.")
                if chosen
                else _("The new time is noted. Thank them for coming."),
                "success",
            )
            return redirect(back, 303)
    page = render_template(
        "interviews/turn_away.html",
        form=form,
        arrival=row,
        slots=list(slots.values()),
        groups=[
            (slot, seats)
            for slot, seats, vacancies in queries.group_slots(row.session, now)
            if row.application.vacancy_id in vacancies
        ],
    )
    return page, 422 if problem or form.errors else 200
