"""Figures for recruiters, heads and the director: a dashboard, the funnel, the channels."""

from datetime import timedelta

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from recruit.kernel import clock, spreadsheet, web
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.reports import queries
from recruit.reports.figures import Yield
from recruit.reports.interviewing import interview_yield
from recruit.reports.learning import Measure, results_and_later
from recruit.rules.funnel import FunnelStep

bp = Blueprint("reports", __name__, url_prefix="/reports")

STEPS = {
    FunnelStep.SOURCED: _l("Applied"),
    FunnelStep.INVITED: _l("Invited"),
    FunnelStep.ARRIVED: _l("Came"),
    FunnelStep.OFFERED: _l("Offered"),
    FunnelStep.HIRED: _l("Hired"),
}
YIELD_DAYS = 365
PERIODS = {"30": 30, "90": 90, "365": 365}


@bp.get("")
@requires(Permission.REPORT_READ)
def dashboard() -> ResponseReturnValue:
    """Today's figures, attendance of eight weeks, the funnel of everything."""
    person, now = current_person(), clock.now()
    return render_template(
        "reports/dashboard.html",
        figures=queries.dashboard(person, now),
        weeks=queries.attendance_by_week(person, now.date()),
        reached=queries.reached(person),
        steps=STEPS,
    )


@bp.get("/funnel")
@requires(Permission.REPORT_READ)
def funnel() -> ResponseReturnValue:
    """From applied to hired, per vacancy and period, and the plan from the back."""
    person, now = current_person(), clock.now()
    known = {vacancy.pubid: vacancy for vacancy in queries.vacancies(person)}
    wanted, period = web.argument("vacancy"), web.argument("days")
    if (wanted and wanted not in known) or (period and period not in PERIODS):
        abort(400)
    since = (now - timedelta(days=PERIODS[period])).date() if period else None
    vacancy = known.get(wanted)
    return render_template(
        "reports/funnel.html",
        vacancies=list(known.values()),
        vacancy=vacancy,
        period=period,
        reached=queries.reached(person, vacancy, since),
        needs=queries.needs(person, vacancy) if vacancy else (),
        steps=STEPS,
    )


@bp.get("/channels")
@requires(Permission.REPORT_READ)
def channels() -> ResponseReturnValue:
    """What each channel cost per application, per person who came, per hire, with n."""
    return render_template("reports/channels.html", rows=queries.channels(current_person()))


@bp.get("/channels.csv")
@requires(Permission.EXPORT)
def channels_csv() -> Response:
    """The same as a file."""
    rows = [
        (
            row.channel,
            row.spent.currency if row.spent else "",
            row.spent.minor / 100 if row.spent else 0,
            row.applications,
            row.arrivals,
            row.hires,
        )
        for row in queries.channels(current_person())
    ]
    heads = ("channel", "currency", "spent", "applications", "arrivals", "hires")
    return spreadsheet.csv_answer("channels.csv", heads, rows)


@bp.get("/interviews")
@requires(Permission.REPORT_READ)
def interviews() -> str:
    """What a meeting cost, how long people waited, what overbooking earned; sums only."""
    found, period = _yield()
    return render_template(
        "reports/interviews.html", found=found, period=period, default=str(YIELD_DAYS)
    )


@bp.get("/interviews.csv")
@requires(Permission.EXPORT)
def interviews_csv() -> Response:
    """The months, or with `table=waits` how long people waited."""
    found, _period = _yield()
    if web.argument("table") == "waits":
        rows: list[tuple[object, ...]] = [
            ("" if end is None else end, n) for end, n in found.bands
        ]
        return spreadsheet.csv_answer("waits.csv", ("minutes_below", "people"), rows)
    rows = [
        (
            month.first.strftime("%Y-%m"),
            month.days,
            month.places,
            month.invited,
            month.came,
            month.held,
            round(month.idle_minutes),
            len(month.waits),
            month.median_wait,
        )
        for month in found.months
    ]
    heads = (
        "month",
        "days",
        "places",
        "invited",
        "came",
        "interviews",
        "idle_minutes",
        "waits_n",
        "median_wait_minutes",
    )
    return spreadsheet.csv_answer("interviews.csv", heads, rows)


MEASURES = {
    Measure.CALLS_GATE: _l("The gate of the first calls passed at the first try"),
    Measure.ACTIVITY: _l("Confirmed calls, requests and meetings a day, in the normal rhythm"),
    Measure.READINESS: _l("Days from the first day to readiness for independent work"),
    Measure.BONUS: _l("The mentor’s bonus reached"),
}
SHORT = {
    Measure.CALLS_GATE: _l("Passed"),
    Measure.ACTIVITY: _l("A day"),
    Measure.READINESS: _l("Days to readiness"),
    Measure.BONUS: _l("Reached"),
}
HIGHER = {
    Measure.CALLS_GATE: _l("People with better results passed the gate more often."),
    Measure.ACTIVITY: _l("People with better results are more active."),
    Measure.READINESS: _l("People with better results were ready later."),
    Measure.BONUS: _l("People with better results reached the bonus more often."),
}
LOWER = {
    Measure.CALLS_GATE: _l("People with better results passed the gate less often."),
    Measure.ACTIVITY: _l("People with better results are less active."),
    Measure.READINESS: _l("People with better results were ready sooner."),
    Measure.BONUS: _l("People with better results reached the bonus less often."),
}


@bp.get("/learning")
@requires(Permission.REPORT_READ)
def learning_report() -> str:
    """What test results say about later, by test; sums of ten people and more."""
    return render_template(
        "reports/learning.html",
        lines=results_and_later(current_person()),
        MEASURES=MEASURES,
        SHORT=SHORT,
        HIGHER=HIGHER,
        LOWER=LOWER,
    )


@bp.get("/learning.csv")
@requires(Permission.REPORT_READ)
def learning_csv() -> Response:
    """The same as a file: a line per test, measure and group; hidden stays hidden."""
    heads = (
        "test",
        "measure",
        "n",
        "correlation",
        "low",
        "high",
        "group",
        "people",
        "mean_result_percent",
        "mean_figure",
    )
    rows = [
        (
            line.test.title,
            one.measure.value,
            one.n,
            round(one.link.r, 4) if one.link else None,
            round(one.link.low, 4) if one.link else None,
            round(one.link.high, 4) if one.link else None,
            number,
            group.n,
            round(group.result, 2),
            round(group.figure, 4),
        )
        for line in results_and_later(current_person())
        for one in line.measures
        for number, group in enumerate(one.groups, 1)
    ]
    return spreadsheet.csv_answer("learning.csv", heads, rows)


def _yield() -> tuple[Yield, str]:
    period = web.argument("days")
    if period and period not in PERIODS:
        abort(400)
    now = clock.now()
    since = (now - timedelta(days=PERIODS.get(period, YIELD_DAYS))).date()
    return interview_yield(current_person(), since, now), period
