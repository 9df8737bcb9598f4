"""Bringing questions in from files, and taking them out."""

from collections.abc import Mapping

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.assessments.forms.importing import EXPORTS, FORMATS, ImportForm
from recruit.assessments.operations import importing as operations
from recruit.assessments.queries import bank, exporting, importing
from recruit.assessments.queries import setting as queries
from recruit.assessments.views.blueprint import bp, words
from recruit.assessments.views.presenting import with_gaps
from recruit.assessments.views.questions import filters_again, filters_asked
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import choices
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import argument
from recruit.people.login import current_person
from recruit.rules.question_files import FileFormat, Unreadable
from recruit.rules.question_files.troubles import SENTENCES, Trouble

PAGE = 50


def sentence(trouble: Trouble, facts: Mapping[str, object]) -> str:
    """Return what is wrong with a file, in the reader's language."""
    return str(_(SENTENCES[trouble])) % dict(facts)


@bp.route("/tests/questions/import", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def import_questions() -> ResponseReturnValue:
    """Upload or paste a question file."""
    form = ImportForm()
    rows = queries.study_order(clock.now().date(), active=False)
    form.product.choices = choices(((one.pubid, one.name) for one, _p in rows), _("None"))
    if form.validate_on_submit():
        data, filename = form.content()
        try:
            if not data.strip():
                form.refuse(form.file, _("Choose a file, or paste its text."))
            else:
                with transaction():
                    job = operations.upload(
                        data,
                        filename,
                        form.chosen,
                        bank_path=form.bank_path,
                        product=queries.product(form.product.data),
                        actor=current_person(),
                        now=clock.now(),
                    )
                return redirect(url_for(".question_import", upload=job.pubid), 303)
        except Unreadable as error:
            form.refuse(
                form.file if filename else form.text, sentence(error.trouble, error.facts)
            )
        except Refused as refused:
            form.refuse(form.bank, words(refused))
    page = render_template(
        "assessments/import.html",
        form=form,
        banks=bank.banks(),
        uploads=importing.uploads(),
        formats=FORMATS,
    )
    return page, 422 if form.errors else 200


@bp.get("/tests/questions/import/<pubid:upload>")
@requires(Permission.TEST_AUTHOR)
def question_import(upload: str) -> ResponseReturnValue:
    """What is in an uploaded file and what would become of it."""
    return _preview(upload, "")


def _preview(pubid: str, problem: str) -> ResponseReturnValue:
    job = importing.upload(pubid) or abort(404)
    number = argument("page", "1")
    if not number.isdecimal() or not 1 <= int(number) <= 1_000:
        abort(400)
    preview = None
    if job.imported_at is None and job.data is not None:
        preview = importing.preview(job.format, job.data)
    start = (int(number) - 1) * PAGE
    page = render_template(
        "assessments/import_preview.html",
        job=job,
        preview=preview,
        lines=preview.lines[start : start + PAGE] if preview else (),
        start=start,
        page_number=int(number),
        page_size=PAGE,
        formats=FORMATS,
        sentence=sentence,
        left_out=_left_out,
        with_gaps=with_gaps,
        problem=problem,
        most=operations.MOST_IMPORTED,
    )
    return page, 422 if problem else 200


def _left_out(line: importing.Line) -> list[str]:
    """Return in words what of a question is lost, or why it cannot come in."""
    said = [sentence(trouble, facts) for trouble, facts in line.mapped.losses]
    ours = line.mapped.ours
    if ours is not None and len(operations.files_of(ours)) < len(ours.files):
        said.append(sentence(Trouble.FILE_LEFT_OUT, {}))
    return said


@bp.post("/tests/questions/import/<pubid:upload>/confirm")
@requires(Permission.TEST_AUTHOR)
def confirm_import(upload: str) -> ResponseReturnValue:
    """Import the good questions of a previewed file, all of them or none."""
    job = importing.upload(upload) or abort(404)
    try:
        with transaction():
            count = operations.import_questions(
                job,
                sha256=request.form.get("sha256", ""),
                with_errors="with_errors" in request.form,
                again="again" in request.form,
                actor=current_person(),
                now=clock.now(),
            )
    except Refused as refused:
        return _preview(upload, _refusal(refused))
    said = ngettext(
        "%(num)s question came in as a draft.", "%(num)s questions came in as drafts.", count
    )
    flash(said, "success")
    return redirect(url_for(".question_import", upload=upload), 303)


def _refusal(refused: Refused) -> str:
    """Return in words why a confirmed file was not imported."""
    said = {
        operations.Refusal.NOTHING_GOOD: _("No question of this file can be imported."),
        operations.Refusal.TOO_MANY: _(
            "At most %(most)s questions come in at once: cut the file in parts.",
            most=operations.MOST_IMPORTED,
        ),
        operations.Refusal.HAS_ERRORS: _(
            "Some questions are broken: mend the file, or choose to import the good ones."
        ),
        operations.Refusal.CHANGED: _("This is not the file that you saw: look at it again."),
        operations.Refusal.FILE_GONE: _("The file is not kept any more: upload it again."),
    }
    if isinstance(refused.reason, operations.Refusal):
        return str(said[refused.reason])
    return words(refused)


def _export_format() -> FileFormat:
    try:
        form = FileFormat(argument("format", FileFormat.GIFT.value))
    except ValueError:
        abort(400)
    if form not in EXPORTS:
        abort(400)
    return form


@bp.get("/tests/questions/export")
@requires(Permission.TEST_AUTHOR)
def export_questions() -> ResponseReturnValue:
    """Choose questions and a format, and see what the format cannot say."""
    filters, form = filters_asked(), _export_format()
    return render_template(
        "assessments/export.html",
        filters=filters,
        again=filters_again(filters),
        form=form,
        formats={one: FORMATS[one] for one in EXPORTS},
        export=exporting.export(filters, form),
        banks=bank.banks(),
        tags=bank.tags(),
        products=queries.study_order(clock.now().date(), active=False),
        sentence=sentence,
        most=exporting.MOST,
    )


@bp.get("/tests/questions/export/file")
@requires(Permission.TEST_AUTHOR)
def export_file() -> ResponseReturnValue:
    """The questions as a file."""
    form = _export_format()
    text = exporting.text(exporting.export(filters_asked(), form), form)
    ending, kind = ("csv", "text/csv") if form is FileFormat.CSV else ("gift", "text/plain")
    return Response(
        text,
        mimetype=kind,
        headers={"Content-Disposition": f'attachment; filename="questions.{ending}"'},
    )
