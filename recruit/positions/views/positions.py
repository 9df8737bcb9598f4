"""The list, a position, its pay bands."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import choices
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import argument
from recruit.organization import queries as organization
from recruit.people.login import current_person
from recruit.positions import forms, operations, queries
from recruit.positions.models import Position
from recruit.positions.views.blueprint import (
    bp,
    position_or_404,
    section_labels,
    words,
)


@bp.get("")
@requires(Permission.POSITION_READ)
def index() -> ResponseReturnValue:
    """The list of positions."""
    person, q = current_person(), argument("q")
    after = None
    if cursor := argument("after"):
        last = queries.position_for(person, cursor) if is_pubid(cursor) else None
        if last is None:
            abort(400)
        after = (last.title, last.pubid)
    rows = queries.positions_for(person, words=q, after=after)
    more = rows[queries.PAGE - 1].position.pubid if len(rows) > queries.PAGE else None
    return render_template(
        "positions/index.html",
        rows=rows[: queries.PAGE],
        q=q,
        more=more,
        today=clock.now().date(),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.POSITION_DRAFT)
def new() -> ResponseReturnValue:
    """Add a position."""
    departments = {d.pubid: d for d in organization.departments()}
    form = forms.New()
    form.department.choices = choices(
        ((pubid, d.name) for pubid, d in departments.items()), _("Choose a department")
    )
    if form.validate_on_submit():
        try:
            with transaction():
                position = operations.create(
                    departments[form.department.data],
                    str(form.title.data),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("The position was added. Write its description next."), "success")
            return redirect(url_for(".show", pubid=position.pubid), 303)
        except Refused as refused:
            form.refuse(form.title, words(refused))
    page = render_template("positions/new.html", form=form)
    return page, 422 if form.errors else 200


@bp.get("/<pubid:pubid>")
@requires(Permission.POSITION_READ)
def show(pubid: str) -> ResponseReturnValue:
    """A position: the description in force, its versions, its pay."""
    return _show(position_or_404(pubid), forms.Band(formdata=None))


def _show(
    position: Position, band: forms.Band, error: str | None = None
) -> ResponseReturnValue:
    person = current_person()
    current = queries.in_force(position)
    page = render_template(
        "positions/show.html",
        position=position,
        current=current,
        band=band,
        error=error,
        sections=section_labels(),
        signatures=queries.acknowledgements(current) if current else [],
        heads=person.heads(position.department_id),
    )
    return page, 422 if band.errors or error else 200


@bp.route("/<pubid:pubid>/edit", methods=["GET", "POST"])
@requires(Permission.POSITION_DRAFT)
def edit(pubid: str) -> ResponseReturnValue:
    """Rename a position or take it out of use."""
    position = position_or_404(pubid)
    form = forms.Edit(obj=position)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.rename(
                    position,
                    str(form.title.data),
                    active=form.active.data,
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("The position was changed."), "success")
            return redirect(url_for(".show", pubid=pubid), 303)
        except Refused as refused:
            form.refuse(form.title, words(refused))
    page = render_template("positions/edit.html", form=form, position=position)
    return page, 422 if form.errors else 200


@bp.post("/<pubid:pubid>/bands")
@requires(Permission.POSITION_DRAFT)
def set_band(pubid: str) -> ResponseReturnValue:
    """Add a pay band, or change the numbers of the one for this level and city."""
    position = position_or_404(pubid)
    form = forms.Band()
    if form.validate():
        currency = form.currency.data
        try:
            with transaction():
                operations.set_band(
                    position,
                    level=int(form.level.data),
                    city=str(form.city.data),
                    lowest=form.lowest.money(currency),
                    highest=form.highest.money(currency),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("The pay band was saved."), "success")
            return redirect(url_for(".show", pubid=pubid, _anchor="pay"), 303)
        except Refused as refused:
            form.refuse(form.lowest, words(refused))
    return _show(position, form)


@bp.post("/bands/<pubid:pubid>/remove")
@requires(Permission.POSITION_DRAFT)
def remove_band(pubid: str) -> ResponseReturnValue:
    """Delete a pay band that no vacancy stands on."""
    band = queries.band_for(current_person(), pubid) or abort(404)
    owner = band.position.pubid
    try:
        with transaction():
            operations.remove_band(band, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _show(position_or_404(owner), forms.Band(formdata=None), words(refused))
    flash(_("The pay band was removed."), "success")
    return redirect(url_for(".show", pubid=owner, _anchor="pay"), 303)
