"""Small changes from an application's page: reject, note, tag, contact, details."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.candidates import forms, operations, queries
from recruit.candidates.models import Application, ContactKind, ContactOutcome
from recruit.candidates.views import bp, profile, words_of
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import version_of
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import flash_undo
from recruit.notifications.undo import leaves_at
from recruit.people.login import current_person
from recruit.rules.pipeline import RejectReason


@bp.post("/candidates/<pubid:application>/reject")
@requires(Permission.REJECT_EARLY)
def reject(application: str) -> ResponseReturnValue:
    """Reject before the interview, with a reason and, unless unticked, a letter."""
    person, now = current_person(), clock.now()
    found = _found(application)
    form = forms.RejectForm()
    name = found.candidate.name
    if form.validate_on_submit():
        try:
            with transaction():
                change = operations.reject(
                    found,
                    RejectReason(form.reason.data),
                    actor=person,
                    now=now,
                    tell=form.tell.data,
                    due_at=leaves_at(now),
                )
        except Refused as refused:
            form.refuse(form.reason, words_of(refused))
        else:
            words = _("%(name)s was rejected.", name=name)
            flash_undo(words, url_for(".undo", change=change.pubid))
            return _back(found)
    return profile.page(found, person, 422, reject_form=form)


@bp.post("/candidates/<pubid:application>/notes")
@requires(Permission.APPLICATION_NOTE)
def note(application: str) -> ResponseReturnValue:
    """Add a note."""
    person, found, form = current_person(), _found(application), forms.NoteForm()
    if not form.validate_on_submit():
        return profile.page(found, person, 422, note_form=form)
    with transaction():
        operations.add_note(found, form.body.data or "", actor=person, now=clock.now())
    flash(_("The note was added."), "success")
    return _back(found)


@bp.post("/candidates/<pubid:application>/contacts")
@requires(Permission.APPLICATION_NOTE)
def contact(application: str) -> ResponseReturnValue:
    """Write down a try to reach the candidate."""
    person, found, form = current_person(), _found(application), forms.ContactForm()
    if not form.validate_on_submit():
        return profile.page(found, person, 422, contact_form=form)
    with transaction():
        operations.log_contact(
            found,
            ContactKind(form.kind.data),
            ContactOutcome(form.outcome.data),
            actor=person,
            now=clock.now(),
        )
    flash(_("Written down."), "success")
    return _back(found)


@bp.post("/candidates/<pubid:application>/tags")
@requires(Permission.APPLICATION_NOTE)
def tag(application: str) -> ResponseReturnValue:
    """Put a tag on the candidate."""
    person, found, form = current_person(), _found(application), forms.TagForm()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.add_tag(
                    found.candidate, form.name.data or "", actor=person, now=clock.now()
                )
        except Refused as refused:
            form.refuse(form.name, words_of(refused))
        else:
            return _back(found)
    return profile.page(found, person, 422, tag_form=form)


@bp.post("/candidates/<pubid:application>/tags/<pubid:tag>/remove")
@requires(Permission.APPLICATION_NOTE)
def untag(application: str, tag: str) -> ResponseReturnValue:
    """Take a tag off the candidate."""
    found = _found(application)
    known = queries.tag_of(found.candidate, tag) or abort(404)
    with transaction():
        operations.remove_tag(found.candidate, known, actor=current_person(), now=clock.now())
    return _back(found)


@bp.route("/candidates/<pubid:application>/details", methods=["GET", "POST"])
@requires(Permission.APPLICATION_MOVE)
def details(application: str) -> ResponseReturnValue:
    """Correct the name and contacts of the candidate."""
    found = _found(application)
    form = forms.DetailsForm(obj=found.candidate)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.correct(
                    found.candidate,
                    name=form.name.data or "",
                    email=form.email.data or "",
                    phone=form.phone.data or "",
                    country=found.vacancy.site.country,
                    version=version_of(form.version.data),
                    actor=current_person(),
                    now=clock.now(),
                )
        except Refused as refused:
            form.refuse(form.email, words_of(refused))
        else:
            flash(_("The details were saved."), "success")
            return _back(found)
    body = render_template("candidates/details.html", form=form, application=found)
    return body, 422 if form.errors else 200


def _found(pubid: str) -> Application:
    return queries.application_for(current_person(), pubid, deciding=True) or abort(404)


def _back(application: Application) -> ResponseReturnValue:
    return redirect(url_for(".profile", application=application.pubid), 303)
