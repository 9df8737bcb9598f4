"""Bringing in past attendance."""

import csv
import io
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.interviews.forms.attendance import UploadForm
from recruit.interviews.models import AttendanceImport, ImportState
from recruit.interviews.operations import attendance_import as operations
from recruit.interviews.queries import imports as queries
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.wording import (
    COLUMNS,
    DROPPED,
    FAILED,
    REMINDERS,
    bad_file,
    words,
)
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.rules.attendance_csv import CANONICAL, REQUIRED, BadFile

PAGE = 50


@bp.route("/interviews/attendance", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_IMPORT)
def imports() -> ResponseReturnValue:
    """What was brought in, and a form for the next file."""
    form = UploadForm()
    if form.validate_on_submit():
        upload = form.file.data
        try:
            with transaction():
                job = operations.upload(
                    upload.read(),
                    upload.filename or "",
                    actor=current_person(),
                    now=clock.now(),
                )
            return redirect(url_for(".attendance_import", job=job.pubid), 303)
        except BadFile as error:
            form.refuse(form.file, bad_file(error))
        except Refused as refused:
            form.refuse(form.file, words(refused))
    page = render_template(
        "interviews/attendance.html", form=form, imports=queries.all_imports(), failed=FAILED
    )
    return page, 422 if form.errors else 200


@bp.get("/interviews/attendance/<pubid:job>")
@requires(Permission.ATTENDANCE_IMPORT)
def attendance_import(job: str) -> ResponseReturnValue:
    """One import: what its columns mean, how far it is, or what came of it."""
    return _page(_import_or_404(job), "")


@bp.get("/interviews/attendance/<pubid:job>/progress")
@requires(Permission.ATTENDANCE_IMPORT)
def attendance_progress(job: str) -> ResponseReturnValue:
    """How far a running import is: the part of the page that reloads itself."""
    found = _import_or_404(job)
    response = Response(render_template("interviews/_progress.html", job=found))
    if found.state is not ImportState.RUNNING:  # the whole page has something new to say
        response.headers["HX-Refresh"] = "true"
    return response


@bp.post("/interviews/attendance/<pubid:job>/mapping")
@requires(Permission.ATTENDANCE_IMPORT)
def attendance_mapping(job: str) -> ResponseReturnValue:
    """Keep what the columns mean; with the button "start" also begin to read."""
    person, now = current_person(), clock.now()
    found = _import_or_404(job)
    columns = {name: request.form.get(f"column-{name}", "") for name in CANONICAL}
    headers = set(found.mapping.get("headers", ()))
    if any(header and header not in headers for header in columns.values()):
        return _page(found, _("Choose columns from the list."))
    try:
        with transaction():
            operations.remap(found, columns, _values(found, columns))
            if "start" in request.form:
                operations.start(found, actor=person, now=now)
    except Refused as refused:
        return _page(_import_or_404(job), words(refused))
    except BadFile as error:
        return _page(_import_or_404(job), bad_file(error))
    return redirect(url_for(".attendance_import", job=job), 303)


@bp.post("/interviews/attendance/<pubid:job>/remove")
@requires(Permission.ATTENDANCE_IMPORT)
def remove_import(job: str) -> ResponseReturnValue:
    """Take an import back with all its records."""
    found = _import_or_404(job)
    try:
        with transaction():
            gone = operations.undo_import(found, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _page(_import_or_404(job), words(refused))
    flash(
        ngettext(
            "The import and its %(num)s record are gone.",
            "The import and its %(num)s records are gone.",
            gone,
        ),
        "success",
    )
    return redirect(url_for(".imports"), 303)


@bp.get("/interviews/attendance/<pubid:job>/dropped.csv")
@requires(Permission.ATTENDANCE_IMPORT)
def dropped_csv(job: str) -> ResponseReturnValue:
    """The lines that were left out, and why, as a table."""
    found = _import_or_404(job)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["line", "reason", "found"])
    for line, reason, detail in found.report.get("dropped", ()):
        table.writerow([line, reason, _harmless(detail)])
    return Response(
        out.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="dropped-lines.csv"'},
    )


def _import_or_404(job: str) -> AttendanceImport:
    return queries.import_by(job) or abort(404)


def _values(found: AttendanceImport, columns: dict[str, str]) -> dict[str, dict[str, str]]:
    """What the form says the values mean: raw-COLUMN-N with meaning-COLUMN-N. A column changed
    in this very step has no values on the form yet: they are proposed on the next page."""
    before = found.mapping.get("columns", {})
    values: dict[str, dict[str, str]] = {}
    for name in ("reminder", "showed"):
        if columns.get(name) != before.get(name):
            continue
        known = dict(found.mapping.get("values", {}).get(name, {}))
        for number in range(queries.MOST_VALUES):
            raw = request.form.get(f"raw-{name}-{number}")
            meaning = request.form.get(f"meaning-{name}-{number}", "")
            if raw is None:
                continue
            if meaning:
                known[raw] = meaning
            else:
                known.pop(raw, None)
        values[name] = known
    return values


def _page(found: AttendanceImport, problem: str) -> ResponseReturnValue:
    facts: dict[str, Any] = {}
    if found.state in (ImportState.UPLOADED, ImportState.FAILED):
        facts["preview"] = queries.preview(found)
    if found.state is ImportState.DONE:
        facts["by_reminder"] = queries.reminder_counts(found)
    dropped = found.report.get("dropped", [])
    at = request.args.get("from", "0")
    start = min(int(at), len(dropped)) if at.isdecimal() and len(at) < 7 else 0
    page = render_template(
        "interviews/attendance_import.html",
        job=found,
        problem=problem,
        columns=COLUMNS,
        required=REQUIRED,
        reminders=REMINDERS,
        reasons=DROPPED,
        failed=FAILED,
        dropped=dropped[start : start + PAGE],
        start=start,
        page_size=PAGE,
        total_dropped=len(dropped),
        **facts,
    )
    return page, 422 if problem else 200


def _harmless(text: str) -> str:
    """A cell that a spreadsheet would take for a formula is quoted."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
