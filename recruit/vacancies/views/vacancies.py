"""The list, a vacancy, its text, its steps."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import version_of
from recruit.kernel.formats import money
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import argument, flash_undo
from recruit.organization import queries as organization
from recruit.organization.models import Site
from recruit.people.login import current_person
from recruit.positions import queries as positions
from recruit.positions.models import PayBand
from recruit.rules.vacancies import CloseReason, Refusal, Step, steps
from recruit.vacancies import forms, operations, queries, signals
from recruit.vacancies.models import Vacancy
from recruit.vacancies.views.blueprint import bp, vacancy_or_404, words

_FIELDS = {
    Refusal.CLOSING_DATE_PAST: "closes_on",
    Refusal.HIRE_BY_PAST: "hire_by_on",
    Refusal.BAND_OF_OTHER_POSITION: "band",
}


@bp.get("")
@requires(Permission.VACANCY_READ)
def index() -> ResponseReturnValue:
    """The list of vacancies."""
    person = current_person()
    q, department, site = argument("q"), argument("department"), argument("site")
    try:
        show_what = queries.Show(argument("show") or "open")
    except ValueError:
        abort(400)
    if not all(is_pubid(value) for value in (department, site) if value):
        abort(400)
    after = None
    if cursor := argument("after"):
        after = queries.vacancy_for(person, cursor) if is_pubid(cursor) else None
        if after is None:
            abort(400)
    rows = queries.vacancies_for(
        person, show=show_what, words=q, department=department, site=site, after=after
    )
    more = rows[queries.PAGE - 1].pubid if len(rows) > queries.PAGE else None
    rows = rows[: queries.PAGE]
    kept = {"q": q, "department": department, "site": site, "show": argument("show")}
    return render_template(
        "vacancies/index.html",
        rows=rows,
        figures=signals.count_applications(rows),
        more=more,
        kept={name: value for name, value in kept.items() if value},
        shows=list(queries.Show),
        departments=organization.departments(),
        sites=organization.sites(active=False),
    )


def _lists(
    position_id: int, vacancy: Vacancy | None
) -> tuple[dict[str, Site], dict[str, PayBand]]:
    sites = {site.pubid: site for site in organization.sites()}
    if vacancy is not None:
        sites.setdefault(vacancy.site.pubid, vacancy.site)
    return sites, {band.pubid: band for band in queries.bands(position_id)}


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.VACANCY_EDIT)
def new() -> ResponseReturnValue:
    """Choose a position, then write a vacancy that begins with its description and pay."""
    person, now = current_person(), clock.now()
    wanted = request.values.get("position", "")
    if not wanted:
        return render_template("vacancies/choose.html", positions=positions.choices_for(person))
    position = positions.position_for(person, wanted) if is_pubid(wanted) else None
    if position is None or not position.active:
        abort(404)
    sites, bands = _lists(position.id, None)
    form = forms.VacancyForm()
    form.offer(sites, bands, money)
    if form.validate_on_submit() and "preview" not in request.form:
        try:
            with transaction():
                vacancy = operations.create(
                    position, form.terms(sites, bands), actor=person, now=now
                )
            flash(
                _("The draft was saved. The department's head approves it next."),
                "success",
            )
            return redirect(url_for(".show", pubid=vacancy.pubid), 303)
        except Refused as refused:
            _refuse(form, refused)
    elif not form.is_submitted():
        form.title.data, form.description.data = operations.prefill(position)
    page = render_template(
        "vacancies/write.html",
        form=form,
        position=position,
        vacancy=None,
        preview=form.description.data if "preview" in request.form else None,
    )
    return page, 422 if form.errors else 200


@bp.route("/<pubid:pubid>/edit", methods=["GET", "POST"])
@requires(Permission.VACANCY_EDIT)
def edit(pubid: str) -> ResponseReturnValue:
    """Change text and terms; a newer change by somebody else is never overwritten."""
    vacancy = vacancy_or_404(pubid)
    sites, bands = _lists(vacancy.position_id, vacancy)
    form = forms.VacancyForm(obj=vacancy)
    form.offer(sites, bands, money)
    if form.validate_on_submit() and "preview" not in request.form:
        try:
            with transaction():
                operations.edit(
                    vacancy,
                    form.terms(sites, bands),
                    version=version_of(request.form.get("version")),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("The vacancy was saved."), "success")
            return redirect(url_for(".show", pubid=pubid), 303)
        except Refused as refused:
            _refuse(form, refused)
    elif not form.is_submitted():
        form.site.data = vacancy.site.pubid
        form.band.data = vacancy.band.pubid if vacancy.band else ""
        form.employment_type.data = vacancy.employment_type.value
    page = render_template(
        "vacancies/write.html",
        form=form,
        position=vacancy.position,
        vacancy=vacancy,
        preview=form.description.data if "preview" in request.form else None,
    )
    return page, 422 if form.errors else 200


def _refuse(form: forms.VacancyForm, refused: Refused) -> None:
    field = _FIELDS.get(Refusal(refused.reason.value), "title")
    form.refuse(form[field], words(refused))


@bp.get("/<pubid:pubid>")
@requires(Permission.VACANCY_READ)
def show(pubid: str) -> ResponseReturnValue:
    """A vacancy: where it stands, what comes next, its promotions."""
    return page_of(vacancy_or_404(pubid))


def page_of(vacancy: Vacancy, error: str | None = None) -> ResponseReturnValue:
    """Answer with a vacancy's page, and with what was refused."""
    page = render_template(
        "vacancies/show.html",
        vacancy=vacancy,
        error=error,
        figures=signals.count_applications([vacancy]),
        steps=steps(vacancy.state),
        Step=Step,
        employment=forms.EMPLOYMENT_TYPES[vacancy.employment_type],
        heads=current_person().heads(vacancy.department_id),
        today=clock.now().date(),
    )
    return page, 422 if error else 200


def _step(pubid: str, change: Callable[[Vacancy], None]) -> ResponseReturnValue | None:
    """Do a step; return the page that explains a refusal, or None when it is done."""
    vacancy = vacancy_or_404(pubid)
    try:
        with transaction():
            change(vacancy)
    except Refused as refused:
        return page_of(vacancy_or_404(pubid), words(refused))
    return None


@bp.post("/<pubid:pubid>/approve")
@requires(Permission.VACANCY_APPROVE)
def approve(pubid: str) -> ResponseReturnValue:
    """The head of the department approves."""
    person, now = current_person(), clock.now()
    if refusal := _step(pubid, lambda v: operations.approve(v, actor=person, now=now)):
        return refusal
    flash(_("You approved the vacancy. The recruiter publishes it next."), "success")
    return redirect(url_for(".show", pubid=pubid), 303)


@bp.post("/<pubid:pubid>/publish")
@requires(Permission.VACANCY_EDIT)
def publish(pubid: str) -> ResponseReturnValue:
    """Show it to the public."""
    person, now = current_person(), clock.now()
    if refusal := _step(pubid, lambda v: operations.publish(v, actor=person, now=now)):
        return refusal
    flash_undo(_("The vacancy is public now."), url_for(".pause", pubid=pubid))
    return redirect(url_for(".show", pubid=pubid), 303)


@bp.post("/<pubid:pubid>/pause")
@requires(Permission.VACANCY_EDIT)
def pause(pubid: str) -> ResponseReturnValue:
    """Take it from the public for a while."""
    person, now = current_person(), clock.now()
    if refusal := _step(pubid, lambda v: operations.pause(v, actor=person, now=now)):
        return refusal
    flash_undo(
        _("The vacancy is paused: nobody finds it or applies."),
        url_for(".publish", pubid=pubid),
    )
    return redirect(url_for(".show", pubid=pubid), 303)


@bp.post("/<pubid:pubid>/close")
@requires(Permission.VACANCY_EDIT)
def close(pubid: str) -> ResponseReturnValue:
    """End it: filled or cancelled."""
    person, now = current_person(), clock.now()
    given = request.form.get("reason", "")
    reason = CloseReason(given) if given in set(CloseReason) else None
    if refusal := _step(pubid, lambda v: operations.close(v, reason, actor=person, now=now)):
        return refusal
    flash(_("The vacancy is closed."), "success")
    return redirect(url_for(".show", pubid=pubid), 303)
