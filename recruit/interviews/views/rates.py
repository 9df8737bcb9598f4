"""How many of the invited come: measured, explained, and held against what was forecast."""

from collections.abc import Sequence

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from recruit.interviews.forms.attendance import PriorForm
from recruit.interviews.operations import attendance_import as operations
from recruit.interviews.queries import rates, sessions
from recruit.interviews.queries.breakdowns import Breakdowns, breakdowns
from recruit.interviews.queries.calibration import Calibration, kept_forecasts
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.rates_wording import BANDS_FROM, explained
from recruit.interviews.views.wording import BANDS, REMINDERS
from recruit.kernel import clock, spreadsheet, web
from recruit.kernel.db import transaction
from recruit.kernel.permissions import Permission, may, requires
from recruit.people.login import current_person
from recruit.rules.show_rate import Estimate, Reminder, ShowRates, Summary
from recruit.rules.show_rate.days import shifted

RATE_HEADS = ("group", "came", "n", "rate", "low_80", "high_80")


@bp.route("/interviews/rates", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_READ)
def show_rates() -> ResponseReturnValue:
    """How many of the invited come, by what they answered, by channel, by lead time."""
    person, now = current_person(), clock.now()
    may_say = may(person, Permission.ATTENDANCE_IMPORT)
    form = PriorForm()
    if request.method == "POST":
        if not may_say:
            abort(404)
        if form.validate_on_submit():
            with transaction():
                operations.set_prior(
                    form.of_ten.data or 0, form.weight.data, actor=person, now=now
                )
            flash(_("Thank you: plans use this until there is history."), "success")
            return redirect(url_for(".show_rates"), 303)
    learned, sources = rates.learned()
    only_numbers = may(person, Permission.CAPACITY_SET) and not may(person, Permission.DAY_READ)
    if request.method == "GET":
        form.of_ten.data, form.weight.data = sources.prior_of_ten, sources.prior_weight
    asked, estimate = _asked(learned)
    page = render_template(
        "interviews/rates.html",
        rates=learned,
        sources=sources,
        form=form,
        may_say=may_say,
        planning=rates.planning_rate(learned),
        reminders=REMINDERS,
        bands=BANDS,
        band_choices=BANDS_FROM,
        asked=asked,
        estimate=estimate,
        sentence=explained(estimate, sources.prior_of_ten),
        own=breakdowns(person, now),
        weekdays=_weekdays(),
        lateness=rates.lateness(),
        shocks=learned.shocks,
        unlucky=shifted(0.5, -learned.shocks.before.tau),
        days=sessions.to_limit() if only_numbers else [],
    )
    return page, 422 if form.errors else 200


@bp.get("/interviews/rates/forecasts")
@requires(Permission.ATTENDANCE_READ)
def forecasts() -> str:
    """Were the forecasts right? Ten bins, month by month, and days within their interval."""
    return render_template("interviews/forecasts.html", found=kept_forecasts(clock.now()))


@bp.get("/interviews/rates.csv")
@requires(Permission.ATTENDANCE_READ)
def rates_csv() -> Response:
    """One table of the two pages as a file; `table` says which."""
    wanted, now = web.argument("table") or "reminder", clock.now()
    if wanted in ("bins", "months"):
        return _forecast_csv(wanted, kept_forecasts(now))
    if wanted in ("reminder", "channel", "lead_time"):
        learned, _sources = rates.learned()
        rows: Sequence[Summary] = {
            "reminder": learned.by_reminder,
            "channel": learned.by_channel,
            "lead_time": learned.by_lead_time,
        }[wanted]()
    elif wanted in ("weekday", "hour", "vacancy"):
        own: Breakdowns = breakdowns(current_person(), now)
        rows = {"weekday": own.weekdays, "hour": own.hours, "vacancy": own.vacancies}[wanted]
    else:
        abort(404)
    return spreadsheet.csv_answer(
        f"show-rates-{wanted.replace('_', '-')}.csv",
        RATE_HEADS,
        [
            (row.key, row.shows, row.n, f"{row.p:.4f}", f"{row.low:.4f}", f"{row.high:.4f}")
            for row in rows
        ],
    )


def _forecast_csv(wanted: str, found: Calibration) -> Response:
    if wanted == "bins":
        heads: Sequence[str] = ("n", "expected", "came")
        rows: list[tuple[object, ...]] = [
            (bin_.n, f"{bin_.predicted:.4f}", f"{bin_.shown:.4f}") for bin_ in found.scores.bins
        ]
    else:
        heads = (
            "month",
            "n",
            "expected",
            "came",
            "brier",
            "log_loss",
            "days_inside_80",
            "days",
        )
        rows = [
            (
                month.first.strftime("%Y-%m"),
                month.n,
                f"{month.expected:.1f}",
                month.came,
                f"{month.brier:.4f}",
                f"{month.log_loss:.4f}",
                month.days_inside,
                month.days,
            )
            for month in found.months
        ]
    return spreadsheet.csv_answer(f"forecasts-{wanted}.csv", heads, rows)


def _asked(learned: ShowRates) -> tuple[dict[str, str], Estimate]:
    """What the page is asked to explain: an answer, a channel, a lead time; all may be open."""
    answer, channel, band = (web.argument(name) for name in ("answer", "channel", "before"))
    channels = {row.key for row in learned.by_channel()}
    if (
        (answer and answer not in set(Reminder))
        or (channel and channel not in channels)
        or (band and band not in BANDS_FROM)
    ):
        abort(404)
    asked = {"answer": answer, "channel": channel, "before": band}
    if not answer:
        confirmed = learned.by_reminder()[3]
        answer = Reminder.CONFIRMED if confirmed.n else Reminder.NOT_CALLED
        asked["answer"] = str(answer)
    estimate = learned.rate(Reminder(answer), channel, BANDS_FROM[band] if band else None)
    return asked, estimate


def _weekdays() -> list[str]:
    """The names of the days in the page's language, Monday first."""
    names = get_locale().days["stand-alone"]["wide"]
    return [names[day] for day in range(7)]
