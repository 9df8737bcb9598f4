"""Work calendars and their days off."""

from datetime import date
from itertools import groupby

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.organization import operations, queries
from recruit.organization.forms import WEEKDAYS, CalendarForm, FillYearForm, HolidayForm
from recruit.organization.models import WorkCalendar
from recruit.organization.operations import Refusal
from recruit.organization.views import REFUSALS, actor, bp


@bp.get("/calendars")
@requires(Permission.CALENDAR_EDIT)
def calendars() -> ResponseReturnValue:
    """Every work calendar."""
    return render_template(
        "organization/calendars.html",
        calendars=queries.calendars(),
        weekdays=[(int(code), name) for code, name in WEEKDAYS],
        year=clock.now().year,
    )


@bp.route("/calendars/new", methods=["GET", "POST"])
@requires(Permission.CALENDAR_EDIT)
def new_calendar() -> ResponseReturnValue:
    """Add a calendar."""
    form = CalendarForm()
    if not form.is_submitted():
        form.country.data = queries.organization().country
    if form.validate_on_submit():
        try:
            with transaction():
                calendar = operations.add_calendar(
                    form.name.data or "", form.weekdays, form.country.data,
                    actor=actor(), now=clock.now(),
                )  # fmt: skip
        except Refused as refused:
            _refuse(form, Refusal(refused.reason))
        else:
            flash(_("The calendar was added. Fill in its days off."), "success")
            return redirect(url_for(".calendar", calendar=calendar.pubid), 303)
    page = render_template("organization/new_calendar.html", form=form)
    return page, 422 if form.errors else 200


@bp.route("/calendars/<pubid:calendar>", methods=["GET", "POST"])
@requires(Permission.CALENDAR_EDIT)
def calendar(calendar: str) -> ResponseReturnValue:
    """Worked weekdays and days off of a calendar."""
    found = _calendar_or_404(calendar)
    form = CalendarForm(found)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.edit_calendar(
                    found, form.name.data or "", form.weekdays, form.country.data,
                    version=form.version.data, actor=actor(), now=clock.now(),
                )  # fmt: skip
        except Refused as refused:
            _refuse(form, Refusal(refused.reason))
        else:
            flash(_("The calendar was saved."), "success")
            return redirect(url_for(".calendar", calendar=calendar), 303)
    return _page(found, form=form)


@bp.post("/calendars/<pubid:calendar>/holidays")
@requires(Permission.CALENDAR_EDIT)
def add_holiday(calendar: str) -> ResponseReturnValue:
    """Add a day off."""
    found = _calendar_or_404(calendar)
    form = HolidayForm()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.add_holiday(
                    found, _day(form), form.name.data or "", actor=actor(), now=clock.now()
                )
        except Refused as refused:
            form.refuse(form.on, REFUSALS[Refusal(refused.reason)])
        else:
            flash(_("The day off was added."), "success")
            return redirect(url_for(".calendar", calendar=calendar, _anchor="holidays"), 303)
    return _page(found, holiday_form=form)


@bp.post("/calendars/<pubid:calendar>/fill")
@requires(Permission.CALENDAR_EDIT)
def fill_year(calendar: str) -> ResponseReturnValue:
    """Add a country's public holidays of a year."""
    found = _calendar_or_404(calendar)
    form = FillYearForm()
    if form.validate_on_submit():
        try:
            with transaction():
                count = operations.fill_year(
                    found,
                    form.country.data,
                    form.year.data or 0,
                    actor=actor(),
                    now=clock.now(),
                )
        except Refused as refused:
            form.refuse(form.country, REFUSALS[Refusal(refused.reason)])
        else:
            words = ngettext(
                "%(num)s day off was added.", "%(num)s days off were added.", count
            )
            flash(words if count else _("All of that year's holidays were there already."))
            return redirect(url_for(".calendar", calendar=calendar, _anchor="holidays"), 303)
    return _page(found, fill_form=form)


@bp.post("/calendars/<pubid:calendar>/holidays/<pubid:holiday>/remove")
@requires(Permission.CALENDAR_EDIT)
def remove_holiday(calendar: str, holiday: str) -> ResponseReturnValue:
    """Make a day off a working day again."""
    found = _calendar_or_404(calendar)
    day = queries.holiday_of(found, holiday) or abort(404)
    with transaction():
        operations.remove_holiday(day, actor=actor(), now=clock.now())
    flash(_("The day off was removed."), "success")
    return redirect(url_for(".calendar", calendar=calendar, _anchor="holidays"), 303)


@bp.post("/calendars/<pubid:calendar>/remove")
@requires(Permission.CALENDAR_EDIT)
def remove_calendar(calendar: str) -> ResponseReturnValue:
    """Remove a calendar no site follows."""
    found = _calendar_or_404(calendar)
    try:
        with transaction():
            operations.remove_calendar(found, actor=actor(), now=clock.now())
    except Refused as refused:
        form = _untouched(found)
        form.form_errors.append(REFUSALS[Refusal(refused.reason)])
        return _page(found, form=form)
    flash(_("The calendar was removed."), "success")
    return redirect(url_for(".calendars"), 303)


def _page(
    calendar: WorkCalendar,
    *,
    form: CalendarForm | None = None,
    holiday_form: HolidayForm | None = None,
    fill_form: FillYearForm | None = None,
) -> ResponseReturnValue:
    form = form or _untouched(calendar)
    holiday_form = holiday_form or HolidayForm(formdata=None)
    if fill_form is None:
        fill_form = FillYearForm(formdata=None)
        fill_form.country.data = calendar.country or queries.organization().country
        fill_form.year.data = clock.now().year
    years = [
        (year, list(days)) for year, days in groupby(calendar.holidays, lambda day: day.on.year)
    ]
    page = render_template(
        "organization/calendar.html",
        calendar=calendar,
        form=form,
        holiday_form=holiday_form,
        fill_form=fill_form,
        years=list(reversed(years)),
    )
    return page, 422 if form.errors or holiday_form.errors or fill_form.errors else 200


def _day(form: HolidayForm) -> date:
    return form.on.data or date.min


def _untouched(calendar: WorkCalendar) -> CalendarForm:
    form = CalendarForm(calendar, formdata=None)
    form.worked.data = [code for code, _day in WEEKDAYS if calendar.weekdays & int(code)]
    return form


def _refuse(form: CalendarForm, reason: Refusal) -> None:
    field = form.worked if reason is Refusal.NO_WORKDAY else form.name
    form.refuse(field, REFUSALS[reason])


def _calendar_or_404(pubid: str) -> WorkCalendar:
    return queries.calendar(pubid) or abort(404)
