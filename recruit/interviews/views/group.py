"""A group session as it is run: who leads and observes, the agenda, seats, what is printed."""

from dataclasses import dataclass
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.interviews.models import InterviewSession, SessionKind
from recruit.interviews.operations import groups as operations
from recruit.interviews.operations import kits as kit_operations
from recruit.interviews.queries import groups, kits
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.kits import words as kit_words
from recruit.interviews.views.scorecards import REFUSALS, session_or_404
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, may, requires
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules import kits as rules
from recruit.rules import scoring


def _group_or_404(pubid: str, person: Person, now: datetime) -> InterviewSession:
    held = session_or_404(pubid, person, now)
    return held if held.kind is SessionKind.GROUP else abort(404)


def _words(refused: Refused) -> str:
    if isinstance(refused.reason, scoring.Refusal):
        return str(REFUSALS[refused.reason])
    return kit_words(refused)


def _timetable(held: InterviewSession) -> list[rules.Planned]:
    plan, slot = groups.plan_of(held), groups.slot_of(held)
    if slot is None:
        return []
    starts_at = plan.begun_at if plan and plan.begun_at else slot.starts_at
    return rules.timetable(kits.content_of(kits.version_for(held)).steps, starts_at)


@bp.get("/interviews/<pubid:session>/group")
@requires(Permission.DAY_READ)
def group(session: str) -> ResponseReturnValue:
    """Everything about running a group session on one page."""
    person, now = current_person(), clock.now()
    held = _group_or_404(session, person, now)
    plan = groups.plan_of(held)
    progress = groups.progress(held)
    people = {one.person.id for one in progress}
    prepares = may(person, Permission.SESSION_PLAN)
    able = groups.possible_facilitators(held) if prepares else []
    people |= {one.id for one in able}
    if plan and plan.facilitator_id:
        people.add(plan.facilitator_id)
    version = kits.version_for(held)
    slot = groups.slot_of(held)
    everybody = kits.all_kits() if prepares else []
    return render_template(
        "interviews/group.html",
        session=held,
        slot=slot,
        plan=plan,
        progress=progress,
        led=groups.sessions_led(people, held),
        able=able,
        leads=groups.leads(held, person, plan),
        rows=groups.participants(held, person, now),
        timetable=_timetable(held),
        version=version,
        kit_name=version.kit.name if version else kits.shipped()["name"],
        content=kits.content_of(version),
        kits=[one for one in everybody if not one.retired_at],
        observes=person.id in {one.person.id for one in progress},
        now=now,
    )


@bp.post("/interviews/<pubid:session>/group")
@requires(Permission.SESSION_PLAN)
def prepare_group(session: str) -> ResponseReturnValue:
    """Name the facilitator, choose the kit."""
    person, now = current_person(), clock.now()
    held = _group_or_404(session, person, now)
    able = {one.pubid: one for one in groups.possible_facilitators(held)}
    who, wanted = request.form.get("facilitator", ""), request.form.get("kit", "")
    kit = kits.kit_named(wanted)
    if (who and who not in able) or (wanted and kit is None):
        flash(_("Choose from the lists."), "error")
        return redirect(url_for(".group", session=session), 303)
    current = kits.version_for(held)
    try:
        with transaction():
            operations.name_facilitator(held, able.get(who), actor=person, now=now)
            if kit is not None and (current is None or kit.id != current.kit_id):
                kit_operations.choose(held, kit, actor=person, now=now)
    except Refused as refused:
        flash(_words(refused), "error")
    else:
        flash(_("Saved."), "success")
    return redirect(url_for(".group", session=session), 303)


@bp.post("/interviews/<pubid:session>/group/begin")
@requires(Permission.SCORECARD_READ)
def begin_group(session: str) -> ResponseReturnValue:
    """The agenda begins now."""
    person, now = current_person(), clock.now()
    held = _group_or_404(session, person, now)
    try:
        with transaction():
            operations.begin(held, actor=person, now=now)
    except Refused as refused:
        flash(_words(refused), "error")
    return redirect(url_for(".group", session=session), 303)


@bp.post("/interviews/<pubid:session>/group/seats")
@requires(Permission.DAY_READ)
def give_seats(session: str) -> ResponseReturnValue:
    """Give everybody who has come a numbered seat."""
    person, now = current_person(), clock.now()
    held = _group_or_404(session, person, now)
    try:
        with transaction():
            count = operations.give_seats(held, actor=person, now=now)
    except Refused as refused:
        flash(_words(refused), "error")
    else:
        text = ngettext("%(num)s seat is given.", "%(num)s seats are given.", count)
        flash(text, "success")
    return redirect(url_for(".group", session=session), 303)


@bp.get("/interviews/<pubid:session>/agenda")
@requires(Permission.DAY_READ)
def agenda(session: str) -> ResponseReturnValue:
    """The agenda with its times, on one sheet."""
    person, now = current_person(), clock.now()
    held = _group_or_404(session, person, now)
    return render_template(
        "interviews/agenda.html",
        session=held,
        slot=groups.slot_of(held),
        timetable=_timetable(held),
        plan=groups.plan_of(held),
    )


@bp.get("/interviews/<pubid:session>/tags")
@requires(Permission.DAY_READ)
def name_tags(session: str) -> ResponseReturnValue:
    """Name tags to cut out: everybody invited, and empty ones for who comes unannounced."""
    person, now = current_person(), clock.now()
    held = _group_or_404(session, person, now)
    rows = groups.participants(held, person, now)
    staff = groups.observers_of(held)
    plan = groups.plan_of(held)
    if plan and plan.facilitator and plan.facilitator.id not in {one.id for one in staff}:
        staff.append(plan.facilitator)
    return render_template(
        "interviews/tags.html", session=held, rows=rows, staff=staff, plan=plan
    )


IN_A_ROW = 6
MOST_AROUND = 18


@dataclass(frozen=True, slots=True)
class Place:
    """A seat on the drawing, in units of the picture; lines: the name in at most two lines."""

    number: int
    x: int
    y: int
    lines: list[str]


@bp.get("/interviews/<pubid:session>/seats")
@requires(Permission.DAY_READ)
def seat_plan(session: str) -> ResponseReturnValue:
    """Who sits where, on one sheet."""
    person, now = current_person(), clock.now()
    held = _group_or_404(session, person, now)
    slot = groups.slot_of(held) or abort(404)
    rows = groups.participants(held, person, now)
    names = {row.seat: row.application.candidate.name for row in rows if row.seat}
    places = _places(min(slot.capacity, 60), names)
    return render_template(
        "interviews/seats.html",
        session=held,
        slot=slot,
        places=places,
        height=max((place.y for place in places), default=0) + 70,
        seated=sorted((row for row in rows if row.seat), key=lambda row: row.seat or 0),
        waiting=[row for row in rows if row.arrival and not row.seat],
        plan=groups.plan_of(held),
    )


def _spots(count: int) -> list[tuple[int, int]]:
    """Where the seats stand: around three sides of the room, clockwise from the front left; more
    than fit there, in rows."""
    if count > MOST_AROUND:
        return [(100 + 160 * (n % IN_A_ROW), 150 + 100 * (n // IN_A_ROW)) for n in range(count)]
    foot = min(IN_A_ROW, count - 2 * (count // 3))
    left = (count - foot + 1) // 2
    right = count - foot - left
    bottom = 150 + max(left, 1) * 100
    spots = [(90, 150 + 100 * n) for n in range(left)]
    spots += [(1000 * (2 * n + 1) // (2 * foot), bottom) for n in range(foot)]
    return spots + [(910, 150 + 100 * (right - 1 - n)) for n in range(right)]


def _places(count: int, names: dict[int, str]) -> list[Place]:
    return [
        Place(number, x, y, _two_lines(names.get(number, "")))
        for number, (x, y) in enumerate(_spots(count), 1)
    ]


def _two_lines(name: str) -> list[str]:
    first, _space, rest = name.partition(" ")
    return [part if len(part) <= 14 else f"{part[:13]}…" for part in (first, rest) if part]
