"""Applying: one page, two minutes on a phone, no script needed."""

from flask import abort, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from recruit.candidates.models import Application
from recruit.candidates.wording import UPLOAD_REFUSALS
from recruit.careers import forms, operations, stamps, uploads
from recruit.careers.models import Submission
from recruit.careers.views.blueprint import address_of, bp, remember_source, source_for, visitor
from recruit.careers.views.jobs import gone, public_vacancy
from recruit.careers.views.mine import open_door
from recruit.kernel import clock, i18n
from recruit.kernel.db import by_pubid, transaction
from recruit.kernel.documents import UploadRefusal
from recruit.kernel.documents.limits import max_bytes
from recruit.kernel.errors import Refused
from recruit.kernel.extensions import csrf
from recruit.kernel.permissions import public
from recruit.kernel.security import link_token
from recruit.organization import queries as organization
from recruit.rules import pipeline
from recruit.vacancies.models import Vacancy, VacancyState

STAMP_PROBLEMS = {
    stamps.Problem.BROKEN: _l(
        "This form was incomplete. Everything you typed is still here: send it again."
    ),
    stamps.Problem.TOO_FAST: _l(
        "That was very quick. Look over what you wrote and send it again."
    ),
    stamps.Problem.TOO_OLD: _l(
        "This page was open for days. Look over what you wrote and send it again."
    ),
}
TOO_MANY = _l(
    "Very many applications came from this connection within an hour. Nothing is lost: wait a "
    "little, then send the form again."
)


@bp.route("/jobs/<pubid:pubid>/apply", methods=["GET", "POST"])
@public
@csrf.exempt  # type: ignore[untyped-decorator]  # protected below, once files are bounded
def apply(pubid: str) -> ResponseReturnValue:
    """The form, and what it sends."""
    uploads.bound_files()
    if request.method == "POST" and current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()
    remember_source()
    vacancy = public_vacancy(pubid)
    if vacancy.state is not VacancyState.PUBLISHED:
        return gone(vacancy)
    company, now = organization.organization(), clock.now()
    form = forms.Apply(country=vacancy.site.country or company.country)
    if request.method == "GET":
        form.stamp.data = stamps.make(pubid, now)
        form.privacy.data = str(company.privacy_version)
        return _page(vacancy, form, 200)

    stamp = stamps.read(form.stamp.data or "", pubid)
    cv = uploads.chosen(form.cv.data)
    form.validate()
    if cv is None and form.answers_missing():
        form.refuse(form.cv, _("Choose your CV, or answer the three short questions."))
    if form.privacy.data != str(company.privacy_version):
        form.refuse(form.consent, _("The text on your data has changed: please read it again."))
        form.privacy.data, form.consent.data = str(company.privacy_version), False
    problem = stamps.problem(stamp, now)
    if problem and not (problem is stamps.Problem.TOO_FAST and form.errors):
        form.form_errors = [STAMP_PROBLEMS[problem]]
        if problem is not stamps.Problem.TOO_FAST:
            form.stamp.data = stamps.make(pubid, now)
    if form.errors or stamp is None:
        return _page(vacancy, form, 422)

    sent = operations.Sent(
        number=stamp.number,
        name=str(form.name.data),
        email=form.email.data or "",
        phone=form.phone.data or "",
        message=form.message(),
        locale=i18n.current_locale(),
        cv=cv,
    )
    try:
        submission = _submit(vacancy, sent)
    except Refused as refused:
        return _refused(vacancy, form, refused)
    answer = redirect(url_for(".thanks", pubid=pubid), 303)
    session["applied"] = submission.application.pubid
    session["applied_first"] = submission.first
    if submission.first:
        open_door(answer, submission.application)
    return answer


def _submit(vacancy: Vacancy, sent: operations.Sent) -> Submission:
    """Submit; when a second click got in between, the answer of the first one is found."""
    for last_try in (False, True):
        try:
            with transaction():
                return operations.submit(
                    vacancy,
                    sent,
                    promotion=source_for(vacancy),
                    address=visitor(),
                    now=clock.now(),
                )
        except IntegrityError:
            if last_try:
                raise
    raise AssertionError("unreachable")


def _refused(vacancy: Vacancy, form: forms.Apply, refused: Refused) -> ResponseReturnValue:
    if refused.reason is operations.Refusal.TOO_MANY:
        form.form_errors = [TOO_MANY]
        return _page(vacancy, form, 429)
    if isinstance(refused.reason, UploadRefusal):
        form.refuse(form.cv, UPLOAD_REFUSALS[refused.reason])
    elif refused.reason is pipeline.Refusal.VACANCY_CLOSED:
        return gone(public_vacancy(vacancy.pubid))
    else:
        form.refuse(form.name, _("Check your name and how we can reach you."))
    return _page(vacancy, form, 422)


def _page(vacancy: Vacancy, form: forms.Apply, status: int) -> ResponseReturnValue:
    company = organization.organization()
    page = render_template(
        "careers/apply.html",
        vacancy=vacancy,
        form=form,
        company=company,
        most_mb=max_bytes() // (1024 * 1024),
        accept=".pdf,.docx,.odt,.txt",
        file_again=status != 200 and uploads.had_file(form.cv.data) and not form.cv.errors,
    )
    return page, status


@bp.get("/jobs/<pubid:pubid>/thanks")
@public
def thanks(pubid: str) -> ResponseReturnValue:
    """We have it; and, for whoever has just made this application, the way to their page."""
    vacancy = public_vacancy(pubid)
    application = by_pubid(Application, session.get("applied"))
    if application is None or application.vacancy_id != vacancy.id:
        abort(404)
    link = None
    if session.get("applied_first"):
        token = link_token("application", application.pubid, application.link_generation)
        link = address_of("careers.arrive", pubid=application.pubid, token=token)
    return render_template(
        "careers/thanks.html", vacancy=vacancy, application=application, link=link
    )
