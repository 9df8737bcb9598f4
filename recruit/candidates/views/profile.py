"""The page of one application: the person, where they stand, everything that happened."""

from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.candidates import forms, queries, sections, wording
from recruit.candidates.models import Application, ContactKind, ContactOutcome, DocumentKind
from recruit.candidates.queries.profile import Happening
from recruit.candidates.sections import Moment
from recruit.candidates.views import bp
from recruit.kernel import clock
from recruit.kernel.permissions import Permission, may, requires
from recruit.kernel.state_words import state_word
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules import pipeline
from recruit.rules.pipeline import RejectReason, Stage

_TRACK = (*pipeline.OPEN, Stage.HIRED)


@bp.get("/candidates/<pubid:application>")
@requires(Permission.APPLICATION_READ)
def profile(application: str) -> ResponseReturnValue:
    """One application with everything this person may see of it."""
    person = current_person()
    found = queries.application_for(person, application) or abort(404)
    return page(found, person)


def page(
    application: Application, person: Person, status: int = 200, **filled: Any
) -> ResponseReturnValue:
    """Return the page; `filled` are forms that were refused, with their values and problems."""
    now = clock.now()
    decides = queries.manages(person, application)
    reject = (
        decides and pipeline.rejection_refusal(application.stage, RejectReason.OTHER) is None
    )
    before, behind = queries.neighbours(person, application) if decides else (None, None)
    found = {
        "reject_form": forms.RejectForm(formdata=None),
        "note_form": forms.NoteForm(formdata=None),
        "tag_form": forms.TagForm(formdata=None),
        "contact_form": forms.ContactForm(formdata=None),
        "upload_form": forms.UploadForm(formdata=None),
    } | filled
    documents = queries.files(application)
    body = render_template(
        "candidates/profile.html",
        application=application,
        candidate=application.candidate,
        vacancy=application.vacancy,
        decides=decides,
        may_reject=reject and may(person, Permission.REJECT_EARLY),
        targets=_targets(person, application, decides=decides),
        track=_track(application),
        facts=queries.facts(person, application),
        documents=documents,
        cv=next((file for file in documents if file.kind is DocumentKind.CV), None),
        offers=queries.offers(application) if decides else [],
        moments=_moments(application, person, decides=decides),
        sections=[
            (section.template, context)
            for section in sections.SECTIONS
            if (context := section.load(application, person, now)) is not None
        ],
        before=before,
        behind=behind,
        reasons=wording.REJECT_REASONS,
        now=now,
        days=max(0, (now - application.stage_since).days),
        **found,
    )
    return body, status


def _targets(person: Person, application: Application, *, decides: bool) -> list[Stage]:
    """Return the stages to which this person may move the application by hand."""
    if not (decides and may(person, Permission.APPLICATION_MOVE)):
        return []
    return [s for s in pipeline.BY_HAND if pipeline.move_refusal(application.stage, s) is None]


def _track(application: Application) -> list[tuple[object, str]]:
    """Return the steps of the tracker: label and state."""
    stage = application.stage
    labels = [state_word(step).label for step in _TRACK]
    if stage in _TRACK:
        here = _TRACK.index(stage)
        return [
            (
                label,
                "done"
                if at < here or stage is Stage.HIRED
                else "todo"
                if at > here
                else "current",
            )
            for at, label in enumerate(labels)
        ]
    return [(labels[0], "done"), (state_word(stage).label, "failed")]


def _moments(application: Application, person: Person, *, decides: bool) -> list[Moment]:
    """Return the timeline, latest first, with what higher features add."""
    moments = [_worded(row) for row in queries.happenings(application, notes=decides)]
    for load in sections.MOMENTS:
        moments.extend(load(application, person))
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def _worded(row: Happening) -> Moment:
    if row.kind == "note":
        return Moment(row.at, _("Note"), "note", "info", row.who, row.body)
    if row.kind == "contact":
        kind = wording.CONTACT_KINDS[ContactKind(row.first)]
        outcome = wording.CONTACT_OUTCOMES[ContactOutcome(row.second)]
        text = _("%(kind)s: %(outcome)s", kind=kind, outcome=outcome)
        return Moment(row.at, text, "phone", "plain", row.who)
    word = state_word(Stage(row.second))
    if not row.first:
        return Moment(row.at, _("Applied"), "inbox", "info")
    if row.undoes:
        text = _("Undone: back to “%(stage)s”", stage=word.label)
        return Moment(row.at, text, "arrow-back-up", "plain", row.who)
    if row.reason:
        reason = wording.REJECT_REASONS[RejectReason(row.reason)]
        text = _("%(stage)s: %(reason)s", stage=word.label, reason=reason)
        return Moment(row.at, text, "x", "plain", row.who)
    source = state_word(Stage(row.first)).label
    text = _("%(source)s → %(target)s", source=source, target=word.label)
    return Moment(row.at, text, word.icon or "arrow-right", word.tone, row.who)
