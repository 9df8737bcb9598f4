"""Kits: the list, one kit with its versions and users, the editor, a vacancy's choice."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from recruit.interviews.forms.kits import BLANK_CRITERION, BLANK_STEP, KitWords
from recruit.interviews.models import Kit, KitVersion
from recruit.interviews.operations import kits as operations
from recruit.interviews.queries import kits as queries
from recruit.interviews.views.blueprint import bp
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.fields import version_of
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import argument
from recruit.people.login import current_person
from recruit.rules import kits
from recruit.rules.kits import Refusal
from recruit.vacancies import queries as vacancies

REFUSALS = {
    Refusal.NAME_MISSING: _l("Give the kit a name."),
    Refusal.NAME_TAKEN: _l("Another kit has this name already. Choose another one."),
    Refusal.NO_CRITERIA: _l("A kit needs at least one criterion."),
    Refusal.TOO_MUCH: _l("At most 8 criteria and 20 parts of the agenda."),
    Refusal.CRITERION_NAME: _l("Give criterion %(row)s a name."),
    Refusal.SAME_NAME: _l("Criterion %(row)s has the name of another one."),
    Refusal.POINTS: _l("Describe all five marks of criterion %(row)s."),
    Refusal.STEP_TITLE: _l("Give part %(row)s of the agenda a title."),
    Refusal.STEP_MINUTES: _l("Say how many minutes part %(row)s of the agenda takes."),
    Refusal.STARTED: _l("Somebody has marked in this session: it keeps its kit."),
    Refusal.RETIRED: _l("This kit is not offered any more. Choose another one."),
    Refusal.IN_USE: _l("A vacancy still names this kit. Name another one there first."),
}


def words(refused: Refused) -> str:
    """Return a refusal in words."""
    return str(REFUSALS[Refusal(refused.reason)]) % {"row": refused.facts.get("row", "")}


def kit_or_404(pubid: str) -> Kit:
    """Return a kit with its versions."""
    return queries.kit_named(pubid) or abort(404)


@bp.get("/interviews/kits")
@requires(Permission.SESSION_PLAN)
def list_kits() -> ResponseReturnValue:
    """Every kit, who uses it, and the one that is shipped."""
    return render_template(
        "interviews/kits.html",
        kits=queries.all_kits(),
        shipped=queries.shipped(),
        named=queries.vacancies_by_kit(),
    )


@bp.post("/interviews/kits/default")
@requires(Permission.SESSION_PLAN)
def install_kit() -> ResponseReturnValue:
    """Write the shipped kit down, so that it can be changed."""
    person, now = current_person(), clock.now()
    with transaction():
        pubid = operations.default_kit(now=now, actor=person).pubid
    return redirect(url_for(".kit", kit=pubid), 303)


@bp.get("/interviews/kits/<pubid:kit>")
@requires(Permission.SESSION_PLAN)
def kit(kit: str) -> ResponseReturnValue:
    """One version of a kit (the newest, or ?version=), all versions, and who uses it."""
    found = kit_or_404(kit)
    shown = _version(found, argument("version")) or found.latest
    return render_template(
        "interviews/kit.html",
        kit=found,
        shown=shown,
        content=shown.content,
        use=queries.use_of(found),
    )


def _version(found: Kit, number: str | None) -> KitVersion | None:
    return next((row for row in found.versions if str(row.number) == number), None)


@bp.get("/interviews/kits/<pubid:kit>/changes")
@requires(Permission.SESSION_PLAN)
def kit_changes(kit: str) -> ResponseReturnValue:
    """Two versions of a kit: what was added, changed, removed (?a= and ?b=)."""
    found = kit_or_404(kit)
    last = found.versions[-1]
    after = _version(found, argument("b")) or last
    earlier = [row for row in found.versions if row.number < after.number]
    before = _version(found, argument("a")) or (earlier[-1] if earlier else after)
    criteria, steps = kits.differences(before.content, after.content)
    return render_template(
        "interviews/kit_changes.html",
        kit=found,
        before=before,
        after=after,
        criteria=criteria,
        steps=steps,
    )


@bp.route("/interviews/kits/new", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def new_kit() -> ResponseReturnValue:
    """A new kit, begun as a copy of another one (?copy=) or of the shipped one."""
    if request.method == "POST":
        return _edit(None)
    copied = queries.kit_named(argument("copy"))
    content = copied.latest.content if copied else queries.shipped_content()
    form = KitWords.of("", "", content)
    return _editor(None, form)


@bp.route("/interviews/kits/<pubid:kit>/edit", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def edit_kit(kit: str) -> ResponseReturnValue:
    """Change a kit: in place while no session has started with its newest version."""
    found = kit_or_404(kit)
    if request.method == "POST":
        return _edit(found)
    form = KitWords.of(found.name, found.summary, found.latest.content)
    form.note = "" if found.latest.used_at else found.latest.note
    return _editor(found, form)


def _edit(found: Kit | None) -> ResponseReturnValue:
    form = KitWords.sent(request.form)
    if form.change(request.form.get("do", "")):
        return _editor(found, form)
    person, now = current_person(), clock.now()
    pubid = found.pubid if found else ""
    try:
        with transaction():
            if found is None:
                made = operations.create(
                    form.name, form.summary, form.note, form.content(), actor=person, now=now
                )
                pubid = made.pubid
            else:
                operations.edit(
                    found,
                    form.name,
                    form.summary,
                    form.note,
                    form.content(),
                    version=version_of(request.form.get("version")),
                    actor=person,
                    now=now,
                )
    except Refused as refused:
        again = kit_or_404(pubid) if found else None
        return _editor(again, form, words(refused)), 422
    except Stale:
        text = _("Somebody else changed this kit meanwhile. Compare, then save again.")
        return _editor(kit_or_404(pubid), form, text), 409
    flash(_("Saved."), "success")
    return redirect(url_for(".kit", kit=pubid), 303)


def _editor(found: Kit | None, form: KitWords, problem: str = "") -> str:
    if not form.criteria:
        form.criteria.append(dict(BLANK_CRITERION))
    return render_template(
        "interviews/kit_edit.html",
        kit=found,
        words=form,
        problem=problem,
        most_criteria=kits.MOST_CRITERIA,
        most_steps=kits.MOST_STEPS,
        blank_step=BLANK_STEP,
    )


@bp.post("/interviews/kits/<pubid:kit>/retire")
@requires(Permission.SESSION_PLAN)
def retire_kit(kit: str) -> ResponseReturnValue:
    """Take a kit out of the choice, or put it back."""
    found = kit_or_404(kit)
    person, now = current_person(), clock.now()
    try:
        with transaction():
            if request.form.get("do") == "restore":
                operations.restore(found, actor=person, now=now)
            else:
                operations.retire(found, actor=person, now=now)
    except Refused as refused:
        flash(words(refused), "error")
    return redirect(url_for(".kit", kit=kit), 303)


@bp.route("/interviews/vacancies/<pubid:vacancy>/kit", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def vacancy_kit(vacancy: str) -> ResponseReturnValue:
    """Which kit a vacancy names."""
    person, now = current_person(), clock.now()
    found = vacancies.vacancy_for(person, vacancy) or abort(404)
    problem = ""
    if request.method == "POST":
        wanted = request.form.get("kit", "")
        chosen = queries.kit_named(wanted)
        if wanted and chosen is None:
            problem = str(_("Choose one of the kits."))
        else:
            try:
                with transaction():
                    operations.name_for(found, chosen, actor=person, now=now)
            except Refused as refused:
                problem = words(refused)
            else:
                flash(_("Saved. Sessions that have begun keep their kit."), "success")
                return redirect(url_for(".vacancy_kit", vacancy=vacancy), 303)
        found = vacancies.vacancy_for(person, vacancy) or abort(404)
    everything = queries.all_kits()
    named = queries.named_kit(found.id)
    page = render_template(
        "interviews/vacancy_kit.html",
        vacancy=found,
        default=next((row for row in everything if row.is_default), None),
        shipped=queries.shipped(),
        kits=[row for row in everything if not row.is_default and not row.retired_at],
        named=named,
        problem=problem,
    )
    return page, 422 if problem else 200
