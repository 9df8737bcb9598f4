"""Sites and rooms."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.organization import operations, queries
from recruit.organization.forms import RoomForm, SiteForm
from recruit.organization.models import Room, Site
from recruit.organization.operations import Place, Refusal
from recruit.organization.views import REFUSALS, actor, bp


@bp.get("/sites")
@requires(Permission.SITE_EDIT)
def sites() -> ResponseReturnValue:
    """Every site, those out of use last."""
    found = sorted(queries.sites(active=False), key=lambda site: not site.active)
    return render_template("organization/sites.html", sites=found)


@bp.route("/sites/new", methods=["GET", "POST"])
@requires(Permission.SITE_EDIT)
def new_site() -> ResponseReturnValue:
    """Add a site."""
    calendars = queries.calendars()
    form = SiteForm(calendars, None)
    if not form.is_submitted():
        form.country.data = queries.organization().country
        form.zone.data = getattr(actor(), "zone", "UTC")
    if form.validate_on_submit() and (calendar := queries.calendar(form.calendar.data)):
        try:
            with transaction():
                site = operations.add_site(
                    _place(form), calendar, actor=actor(), now=clock.now()
                )
        except Refused as refused:
            _refuse(form, Refusal(refused.reason))
        else:
            flash(_("The site was added. Add its rooms below."), "success")
            return redirect(url_for(".site", site=site.pubid), 303)
    page = render_template("organization/new_site.html", form=form, calendars=calendars)
    return page, 422 if form.errors else 200


@bp.route("/sites/<pubid:site>", methods=["GET", "POST"])
@requires(Permission.SITE_EDIT)
def site(site: str) -> ResponseReturnValue:
    """Address, clock, calendar and rooms of a site."""
    found = _site_or_404(site)
    form = SiteForm(queries.calendars(), found)
    if form.validate_on_submit() and (calendar := queries.calendar(form.calendar.data)):
        try:
            with transaction():
                operations.edit_site(
                    found, _place(form), calendar,
                    version=form.version.data, actor=actor(), now=clock.now(),
                )  # fmt: skip
        except Refused as refused:
            _refuse(form, Refusal(refused.reason))
        else:
            flash(_("The site was saved."), "success")
            return redirect(url_for(".site", site=site), 303)
    return _site_page(found, form, RoomForm(formdata=None))


@bp.post("/sites/<pubid:site>/rooms")
@requires(Permission.SITE_EDIT)
def add_room(site: str) -> ResponseReturnValue:
    """Add a room."""
    found = _site_or_404(site)
    form = RoomForm()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.add_room(
                    found,
                    form.name.data or "",
                    form.seats.data or 1,
                    actor=actor(),
                    now=clock.now(),
                )
        except Refused as refused:
            form.refuse(form.name, REFUSALS[Refusal(refused.reason)])
        else:
            flash(_("The room was added."), "success")
            return redirect(url_for(".site", site=site, _anchor="rooms"), 303)
    return _site_page(found, _untouched(found), form)


@bp.route("/sites/<pubid:site>/rooms/<pubid:room>", methods=["GET", "POST"])
@requires(Permission.SITE_EDIT)
def room(site: str, room: str) -> ResponseReturnValue:
    """Rename a room or change its seats."""
    found, its_room = _room_or_404(site, room)
    form = RoomForm(obj=its_room)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.edit_room(
                    its_room,
                    form.name.data or "",
                    form.seats.data or 1,
                    actor=actor(),
                    now=clock.now(),
                )
        except Refused as refused:
            form.refuse(form.name, REFUSALS[Refusal(refused.reason)])
        else:
            flash(_("The room was saved."), "success")
            return redirect(url_for(".site", site=site, _anchor="rooms"), 303)
    page = render_template("organization/room.html", form=form, site=found, room=its_room)
    return page, 422 if form.errors else 200


@bp.post("/sites/<pubid:site>/rooms/<pubid:room>/remove")
@requires(Permission.SITE_EDIT)
def remove_room(site: str, room: str) -> ResponseReturnValue:
    """Remove a room in which nothing was planned."""
    found, its_room = _room_or_404(site, room)
    try:
        with transaction():
            operations.remove_room(its_room, actor=actor(), now=clock.now())
    except Refused as refused:
        form = RoomForm(formdata=None)
        form.form_errors.append(REFUSALS[Refusal(refused.reason)])
        return _site_page(found, _untouched(found), form)
    flash(_("The room was removed."), "success")
    return redirect(url_for(".site", site=site, _anchor="rooms"), 303)


def _site_page(site: Site, form: SiteForm, rooms: RoomForm) -> ResponseReturnValue:
    page = render_template("organization/site.html", site=site, form=form, room_form=rooms)
    return page, 422 if form.errors or rooms.errors else 200


def _untouched(site: Site) -> SiteForm:
    """Return the site's form as stored, beside another form that was sent."""
    form = SiteForm(queries.calendars(), site, formdata=None)
    form.calendar.data = site.calendar.pubid
    return form


def _place(form: SiteForm) -> Place:
    return Place(
        name=form.name.data or "",
        zone=form.zone.data,
        city=form.city.data or "",
        region=form.region.data or "",
        postal_code=form.postal_code.data or "",
        country=form.country.data,
        address=form.address.data or "",
        directions=form.directions.data or "",
        parking=form.parking.data or "",
        bring=form.bring.data or "",
        phone=form.phone.data or "",
        active=form.active.data if request.endpoint == "organization.site" else True,
    )


def _refuse(form: SiteForm, reason: Refusal) -> None:
    field = {Refusal.UNKNOWN_ZONE: form.zone, Refusal.LAST_SITE: form.active}.get(
        reason, form.name
    )
    form.refuse(field, REFUSALS[reason])


def _site_or_404(pubid: str) -> Site:
    return queries.site(pubid) or abort(404)


def _room_or_404(site: str, room: str) -> tuple[Site, Room]:
    found = _site_or_404(site)
    return found, queries.room_of(found, room) or abort(404)
