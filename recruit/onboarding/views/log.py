"""The activity log with its counter, and the client base."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.spreadsheet import csv_answer
from recruit.kernel.web import flash_undo
from recruit.onboarding import forms, operations, words
from recruit.onboarding.models import ActivityEntry
from recruit.onboarding.queries import plans, records
from recruit.onboarding.views.blueprint import (
    Frame,
    bp,
    frame,
    from_minor,
    refused_on,
    to_minor,
    tried,
)
from recruit.onboarding.views.tasks import my_day
from recruit.people.login import current_person
from recruit.rules.onboarding.states import ActivityKind


def _page(on: Frame, form: forms.Tap, prospect: forms.Prospect) -> str:
    found = records.prospects(on.plan)
    return render_template(
        "onboarding/plan_log.html",
        plan=on.plan,
        s=on.summary,
        r=on.rights,
        tab="log",
        form=prospect if prospect.errors else form,
        tap=form,
        prospect=prospect,
        entries=records.entries(on.plan),
        prospects=found,
        elsewhere=records.same_company([one.company_key for one in found], on.plan),
        currency=on.plan.program_version.bonus_currency,
    )


@bp.get("/onboarding/plans/<pubid:pubid>/log")
@requires(Permission.PLAN_READ)
def plan_log(pubid: str) -> ResponseReturnValue:
    """The log and the client base of a plan."""
    on = frame(pubid)
    form = forms.Tap(formdata=None)
    form.on.data, form.count.data = on.summary.today, 1
    return _page(on, form, forms.Prospect(formdata=None))


@bp.post("/onboarding/plans/<pubid:pubid>/log")
@requires(Permission.PLAN_WORK)
def tap(pubid: str) -> ResponseReturnValue:
    """Count something: one tap on My day, or a line of the log. One's own plan only."""
    on, form = frame(pubid), forms.Tap()
    if not on.rights.trainee:
        abort(404)
    quick = request.form.get("from") == "my-day"
    if form.validate():
        currency = on.plan.program_version.bonus_currency
        made: list[ActivityEntry] = []
        count = form.count.data or 1
        problem = tried(
            lambda: made.append(
                operations.enter(
                    on.plan,
                    ActivityKind(form.kind.data),
                    count,
                    on=form.on.data or on.summary.today,
                    amount_minor=to_minor(form.amount.data, currency),
                    note=form.note.data or "",
                    actor=current_person(),
                    now=clock.now(),
                )
            )
        )
        if problem is None:
            undo = url_for(".take_back", pubid=made[0].pubid, count=count)
            flash_undo(_("Counted: %(what)s.", what=words.ACTIVITIES[made[0].kind]), undo)
            target = url_for(".my_day") if quick else url_for(".plan_log", pubid=pubid)
            return redirect(target, 303)
        if quick:
            return refused_on(problem, my_day)
        form.refuse(form.kind, problem)
    elif quick:
        return refused_on(_("That could not be counted. Try it again."), my_day)
    return _page(frame(pubid), form, forms.Prospect(formdata=None)), 422


def _entry(pubid: str) -> ActivityEntry:
    return records.entry_for(current_person(), pubid) or abort(404)


@bp.post("/onboarding/entries/<pubid:pubid>/take-back")
@requires(Permission.PLAN_WORK)
def take_back(pubid: str) -> ResponseReturnValue:
    """Undo the last taps of an own, unconfirmed line."""
    entry = _entry(pubid)
    if entry.entered_by_id != current_person().id:
        abort(404)
    plan = entry.plan.pubid
    given = request.args.get("count", "")
    count = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else None
    problem = tried(
        lambda: operations.take_back(entry, count, actor=current_person(), now=clock.now())
    )
    if problem is not None:
        return refused_on(problem, lambda: plan_log(plan))
    flash(_("Taken back."), "info")
    return redirect(url_for(".plan_log", pubid=plan), 303)


@bp.post("/onboarding/plans/<pubid:pubid>/log/confirm")
@requires(Permission.PLAN_WORK)
def confirm_entries(pubid: str) -> ResponseReturnValue:
    """Confirm the chosen lines, or all that wait."""
    on = frame(pubid)
    if on.rights.trainee or not (on.rights.mentor or on.rights.head or on.rights.recruiter):
        abort(404)
    chosen = {value for value in request.form.getlist("entry") if is_pubid(value)}
    entries = [
        entry
        for entry in records.unverified(on.plan)
        if entry.pubid in chosen or "all" in request.form
    ]
    result: list[tuple[int, int]] = []
    problem = tried(
        lambda: result.append(
            operations.confirm_all(on.plan, entries, actor=current_person(), now=clock.now())
        )
    )
    if problem is not None:
        return refused_on(problem, lambda: plan_log(pubid))
    verified, first = result[0]
    if first:
        flash(
            _("Confirmed. %(num)s more need a second person, because a bonus depends on them.",
              num=first),
            "info",
        )  # fmt: skip
    else:
        flash(_("Lines confirmed: %(num)s.", num=verified), "success")
    return redirect(url_for(".plan_log", pubid=pubid), 303)


@bp.route("/onboarding/entries/<pubid:pubid>/correct", methods=["GET", "POST"])
@requires(Permission.BONUS_VERIFY)
def correct_entry(pubid: str) -> ResponseReturnValue:
    """Set a line of the log right, as a recruiter."""
    entry = _entry(pubid)
    plan, currency = entry.plan, entry.plan.program_version.bonus_currency
    form = forms.Correct()
    if form.validate_on_submit():
        problem = tried(
            lambda: operations.correct(
                entry,
                count=form.count.data or 0,
                amount_minor=to_minor(form.amount.data, currency),
                reason=form.reason.data or "",
                version=form.opened_on,
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(_("The line was corrected and counts."), "success")
            return redirect(url_for(".plan_log", pubid=plan.pubid), 303)
        form.refuse(form.reason, problem)
    elif not form.is_submitted():
        form.opened(entry)
        form.count.data = entry.count
        form.amount.data = from_minor(entry.amount_minor, currency)
    page = render_template(
        "onboarding/edit.html", form=form, title=_("Correct a line of the log"),
        back=url_for(".plan_log", pubid=plan.pubid), back_label=plan.trainee.name,
        save=_("Correct"),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.post("/onboarding/plans/<pubid:pubid>/prospects")
@requires(Permission.PLAN_WORK)
def add_prospect(pubid: str) -> ResponseReturnValue:
    """Add a possible customer to the own client base."""
    on, form = frame(pubid), forms.Prospect()
    if not on.rights.trainee:
        abort(404)
    if form.validate():
        problem = tried(
            lambda: operations.add_prospect(
                on.plan,
                company=form.company.data or "",
                contact=form.contact.data or "",
                phone=form.phone.data or "",
                note=form.remark.data or "",
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(_("Added to your client base."), "success")
            return redirect(url_for(".plan_log", pubid=pubid, _anchor="prospects"), 303)
        form.refuse(form.company, problem)
    tap_form = forms.Tap(formdata=None)
    tap_form.on.data, tap_form.count.data = on.summary.today, 1
    return _page(frame(pubid), tap_form, form), 422


@bp.get("/onboarding/plans/<pubid:pubid>/prospects.csv")
@requires(Permission.PLAN_READ)
def prospects_csv(pubid: str) -> ResponseReturnValue:
    """The client base as a spreadsheet."""
    plan = plans.plan_for(current_person(), pubid) or abort(404)
    heads = [_("Company"), _("Contact"), _("Phone"), _("Note"), _("Added on")]
    rows: list[list[str | date]] = [
        [one.company, one.contact, one.phone, one.note, one.on]
        for one in records.prospects(plan)
    ]
    return csv_answer("client-base.csv", heads, rows)
