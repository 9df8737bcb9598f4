"""Uploading and downloading documents."""

from flask import abort, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.candidates import forms, operations, queries
from recruit.candidates.views import bp, profile, words_of
from recruit.kernel import clock, files
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person


@bp.post("/candidates/<pubid:application>/documents")
@requires(Permission.APPLICATION_NOTE)
def upload(application: str) -> ResponseReturnValue:
    """Add a file to an application, by the hiring team."""
    person = current_person()
    found = queries.application_for(person, application, deciding=True) or abort(404)
    form = forms.UploadForm()
    if form.validate_on_submit() and form.file.data:
        given = form.file.data
        try:
            with transaction():
                operations.attach(
                    found,
                    filename=given.filename or "",
                    data=given.read(),
                    actor=person,
                    now=clock.now(),
                )
        except Refused as refused:
            form.refuse(form.file, words_of(refused))
        else:
            flash(_("The file was kept. Its text appears here in a moment."), "success")
            return redirect(url_for(".profile", application=application), 303)
    elif not form.errors:
        form.refuse(form.file, _("Choose a file."))
    return profile.page(found, person, 422, upload_form=form)


@bp.post("/candidates/documents/<pubid:document>")
@requires(Permission.APPLICATION_READ)
def download(document: str) -> ResponseReturnValue:
    """Hand out a copy of a document, and write down to whom: therefore a POST.

    The browser saves it and opens nothing: attachment, no guessing of types, and a sandbox in
    case somebody shows it all the same.
    """
    person = current_person()
    found = queries.document_for(person, document) or abort(404)
    path = files.path_of(found.stored_name)
    if not path.is_file():
        abort(404)
    filename, media_type = found.filename, found.media_type
    with transaction():
        operations.note_download(found, actor=person, now=clock.now())
    answer = send_file(path, media_type, as_attachment=True, download_name=filename)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
