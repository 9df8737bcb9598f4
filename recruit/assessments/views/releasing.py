"""The release of results: chosen by person or cohort, looked at, then told all at once."""

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.assessments import mails, operations
from recruit.assessments.models import Attempt, ReleaseWhy
from recruit.assessments.operations.papers import local_date
from recruit.assessments.queries import grading
from recruit.assessments.queries import releasing as queries
from recruit.assessments.queries.releasing import Cohort
from recruit.assessments.queries.results import fingerprint, release_refusal
from recruit.assessments.views.blueprint import REFUSALS, bp
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Stale
from recruit.kernel.i18n import LOCALES
from recruit.kernel.permissions import Permission, may, requires
from recruit.kernel.web import argument
from recruit.notifications import letters
from recruit.notifications.models import OutboxMessage
from recruit.people.login import current_person
from recruit.rules.grading import Refusal
from recruit.rules.sitting import SEEN_BY_TRAINEE


def _day(name: str) -> date | None:
    """Return a day of the filter; one whose midnight no clock could show is none."""
    try:
        found = date.fromisoformat(argument(name))
    except ValueError:
        return None
    return found if date.min.year < found.year < date.max.year else None


@bp.get("/grading/release")
@requires(Permission.RESULT_RELEASE)
def releases() -> ResponseReturnValue:
    """Graded papers whose results nobody was told yet, to choose from."""
    person = current_person()
    cohort = Cohort(argument("test"), argument("department"), _day("from"), _day("until"))
    rows = []
    for one in queries.waiting(person, cohort, person.zone):
        refusal = release_refusal(one, person)
        summed = grading.summed(one)
        rows.append(
            {
                "attempt": one,
                "summed": summed,
                "passed": summed.passed(one.assignment.test_version.pass_percent),
                "may": refusal is None,
                "waits": refusal is Refusal.CONTROL_PENDING,
            }
        )
    return render_template(
        "assessments/releases.html",
        rows=rows,
        chosen=cohort,
        filtered=bool(cohort),
        tests=[("", _("All")), *((one.pubid, one.title) for one in queries.tests_waiting())],
        departments=[("", _("All")), *((d.pubid, d.name) for d in queries.departments())],
        may_control=may(person, Permission.CONTROL),
    )


@bp.get("/grading/release/preview")
@requires(Permission.RESULT_RELEASE)
def release_preview() -> ResponseReturnValue:
    """What each of the chosen people would get, and the mail in their language."""
    return _preview(request.args.getlist("paper"))


def _preview(pubids: list[str], *, stale: bool = False) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    papers = queries.chosen(person, pubids)
    rows: list[dict[str, Any]] = []
    for one in papers:
        version, summed = one.assignment.test_version, grading.summed(one)
        rows.append(
            {
                "attempt": one,
                "summed": summed,
                "passed": summed.passed(version.pass_percent),
                "refusal": release_refusal(one, person),
                "until": local_date(one, now) + timedelta(days=version.appeal_days),
            }
        )
    page = render_template(
        "assessments/release_preview.html",
        rows=rows,
        seen=fingerprint(*papers),
        refusals=REFUSALS
        | {Refusal.WRONG_STATE: _("It was released already, or is not ready.")},
        letters=_letters([row["attempt"] for row in rows if row["refusal"] is None]),
        stale=stale,
    )
    empty = 200 if request.method == "GET" else 422
    return page, 409 if stale else 200 if papers else empty


def _letters(papers: list[Attempt]) -> list[dict[str, Any]]:
    """Return one mail per language and test, as it would leave now."""
    groups: dict[tuple[str, int], list[Attempt]] = {}
    for one in papers:
        person = one.assignment.person
        groups.setdefault((person.locale, one.assignment.test_version_id), []).append(one)
    found = []
    for (locale, _version), group in sorted(groups.items())[:6]:
        person = group[0].assignment.person
        message = OutboxMessage(
            key="preview",
            template="assessments/released",
            recipient=person.email,
            locale=locale,
            zone=person.zone,
            context=mails.released_facts(group[0], ReleaseWhy.GRADED),
        )
        mail = letters.letter(message, clock.now())
        plain = mail.get_body(("plain",))
        found.append(
            {
                "locale": locale,
                "language": LOCALES.get(locale, locale),
                "count": len(group),
                "subject": mail["Subject"],
                "text": plain.get_content().strip() if plain is not None else "",
            }
        )
    return found


@bp.post("/grading/release/cohort")
@requires(Permission.RESULT_RELEASE)
def release_cohort() -> ResponseReturnValue:
    """Tell the trainees of a preview their results: all of them, or nobody."""
    pubids, person = request.form.getlist("paper"), current_person()
    papers = queries.chosen(person, pubids)
    if not papers:
        return _preview([])
    try:
        with transaction():
            done = operations.release_many(
                papers, seen=request.form.get("seen", ""), actor=person, now=clock.now()
            )
    except Stale:
        now_told = [one.state in SEEN_BY_TRAINEE for one in queries.chosen(person, pubids)]
        if not all(now_told):
            return _preview(pubids, stale=True)
        flash(_("These results were released already."), "info")  # the button pressed twice
        return redirect(url_for(".releases"), 303)
    if not done:
        return _preview(pubids)
    words = ngettext(
        "%(num)s result was released, and its trainee told.",
        "%(num)s results were released, and their trainees told.",
        len(done),
    )
    flash(words, "success")
    return redirect(url_for(".releases"), 303)
