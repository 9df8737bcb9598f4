"""Tests: the list, the versions' editor, giving a test to somebody."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments import forms, operations
from recruit.assessments.models import InterestKind, TestState, TestVersion
from recruit.assessments.queries import setting as queries
from recruit.assessments.views.blueprint import bp, words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import choices, version_of
from recruit.kernel.permissions import Permission, Role, may, requires
from recruit.people import queries as people
from recruit.people.login import current_person


def _version_or_404(pubid: str) -> TestVersion:
    return queries.test_version(pubid) or abort(404)


@bp.get("/tests")
@requires(Permission.TEST_READ)
def tests() -> ResponseReturnValue:
    """The tests."""
    return render_template(
        "assessments/tests.html", tests=queries.tests(), papers=queries.paper_counts()
    )


@bp.route("/tests/new", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def new_test() -> ResponseReturnValue:
    """Add a test with an empty draft."""
    form = forms.NewTest()
    if form.validate_on_submit():
        try:
            with transaction():
                version = operations.create_test(
                    title=str(form.title.data), actor=current_person(), now=clock.now()
                )
            return redirect(url_for(".test_version", pubid=version.pubid), 303)
        except Refused as refused:
            form.refuse(form.title, words(refused))
    page = render_template("assessments/test_new.html", form=form)
    return page, 422 if form.errors else 200


@bp.get("/tests/<pubid:pubid>")
@requires(Permission.TEST_READ)
def test(pubid: str) -> ResponseReturnValue:
    """A test: its versions and papers."""
    found = queries.test(pubid) or abort(404)
    papers = queries.papers_of(found)
    return render_template("assessments/test.html", test=found, papers=papers)


@bp.post("/tests/<pubid:pubid>/versions")
@requires(Permission.TEST_AUTHOR)
def new_version(pubid: str) -> ResponseReturnValue:
    """Open the next version."""
    found = queries.test(pubid) or abort(404)
    try:
        with transaction():
            version = operations.new_draft(found, actor=current_person(), now=clock.now())
    except Refused as refused:
        flash(words(refused), "warning")
        return redirect(url_for(".test", pubid=pubid), 303)
    return redirect(url_for(".test_version", pubid=version.pubid), 303)


@bp.get("/tests/versions/<pubid:pubid>")
@requires(Permission.TEST_READ)
def test_version(pubid: str) -> ResponseReturnValue:
    """A version: its questions and settings; a draft can be changed here."""
    return _editor(_version_or_404(pubid))


def _editor(
    version: TestVersion, problem: str | None = None, **given: Any
) -> ResponseReturnValue:
    draft = version.state is TestState.DRAFT and may(current_person(), Permission.TEST_AUTHOR)
    fresh: dict[str, Any] = {
        "settings_form": forms.SettingsForm(formdata=None, obj=version),
        "section_form": forms.SectionForm(formdata=None),
    }
    page = render_template(
        "assessments/test_version.html",
        version=version,
        draft=draft,
        addable=queries.addable(version) if draft else [],
        problem=problem,
        **(fresh | given),
    )
    return page, 422 if problem or given else 200


@bp.post("/tests/versions/<pubid:pubid>/settings")
@requires(Permission.TEST_AUTHOR)
def change_settings(pubid: str) -> ResponseReturnValue:
    """Change a draft's settings."""
    version, form = _version_or_404(pubid), forms.SettingsForm()
    if not form.validate_on_submit():
        return _editor(version, settings_form=form)
    try:
        with transaction():
            operations.change_settings(
                version,
                form.settings(),
                version=version_of(form.version.data),
                actor=current_person(),
                now=clock.now(),
            )
    except Refused as refused:
        return _editor(version, words(refused))
    flash(_("Saved."), "success")
    return redirect(url_for(".test_version", pubid=pubid), 303)


@bp.post("/tests/versions/<pubid:pubid>/sections")
@requires(Permission.TEST_AUTHOR)
def add_section(pubid: str) -> ResponseReturnValue:
    """Add a section at the end."""
    version, form = _version_or_404(pubid), forms.SectionForm()
    if not form.validate_on_submit():
        return _editor(version, section_form=form)
    try:
        with transaction():
            operations.add_section(
                version, title=str(form.title.data), actor=current_person(), now=clock.now()
            )
    except Refused as refused:
        return _editor(version, words(refused))
    return redirect(url_for(".test_version", pubid=pubid), 303)


@bp.post("/tests/versions/<pubid:pubid>/questions")
@requires(Permission.TEST_AUTHOR)
def add_questions(pubid: str) -> ResponseReturnValue:
    """Add ticked questions at the end."""
    version = _version_or_404(pubid)
    wanted = queries.questions_named(request.form.getlist("question"))
    if not wanted:
        return _editor(version, _("Tick at least one question."))
    try:
        with transaction():
            operations.add_questions(version, wanted, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _editor(version, words(refused))
    return redirect(url_for(".test_version", pubid=pubid), 303)


@bp.post("/tests/items/<pubid:pubid>/move")
@requires(Permission.TEST_AUTHOR)
def move_item(pubid: str) -> ResponseReturnValue:
    """Move a question up or down."""
    item = queries.item(pubid) or abort(404)
    version = item.section.test_version
    try:
        with transaction():
            up = request.form.get("direction") == "up"
            operations.move_item(item, up=up, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _editor(_version_or_404(version.pubid), words(refused))
    return redirect(url_for(".test_version", pubid=version.pubid), 303)


@bp.post("/tests/items/<pubid:pubid>/remove")
@requires(Permission.TEST_AUTHOR)
def remove_item(pubid: str) -> ResponseReturnValue:
    """Take a question out of a draft."""
    item = queries.item(pubid) or abort(404)
    version = item.section.test_version
    try:
        with transaction():
            operations.remove_item(item, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _editor(_version_or_404(version.pubid), words(refused))
    return redirect(url_for(".test_version", pubid=version.pubid), 303)


@bp.post("/tests/versions/<pubid:pubid>/publish")
@requires(Permission.TEST_AUTHOR)
def publish(pubid: str) -> ResponseReturnValue:
    """Publish a draft."""
    version = _version_or_404(pubid)
    try:
        with transaction():
            operations.publish(version, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _editor(version, words(refused))
    flash(_("The test is published: it can be given to trainees."), "success")
    return redirect(url_for(".test_version", pubid=pubid), 303)


@bp.post("/tests/versions/<pubid:pubid>/retire")
@requires(Permission.TEST_AUTHOR)
def retire(pubid: str) -> ResponseReturnValue:
    """Take a published version out of use."""
    version = _version_or_404(pubid)
    try:
        with transaction():
            operations.retire(version, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _editor(version, words(refused))
    flash(_("The version was retired."), "success")
    return redirect(url_for(".test_version", pubid=pubid), 303)


@bp.route("/tests/versions/<pubid:pubid>/assign", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def assign(pubid: str) -> ResponseReturnValue:
    """Give a test to a trainee."""
    version, form = _version_or_404(pubid), forms.Assign()
    trainees = {one.pubid: one for one in people.people_with(Role.TRAINEE)}
    mentors = {one.pubid: one for one in people.people_with(Role.MENTOR)}
    form.person.choices = choices(
        ((key, one.name) for key, one in trainees.items()), _("Choose a trainee")
    )
    form.mentor.choices = choices(
        ((key, one.name) for key, one in mentors.items()), _("Nobody")
    )
    if form.validate_on_submit() and form.due_on.data:
        mentor = mentors.get(form.mentor.data or "")
        try:
            with transaction():
                operations.assign(
                    version,
                    trainees[form.person.data],
                    due_on=form.due_on.data,
                    gate_on=form.gate_on.data,
                    interests=[(mentor, InterestKind.MENTOR)] if mentor else [],
                    assigned_by=current_person(),
                    now=clock.now(),
                )
            flash(_("The test was given, and the trainee told."), "success")
            return redirect(url_for(".test", pubid=version.test.pubid), 303)
        except Refused as refused:
            form.refuse(form.due_on, words(refused))
    page = render_template("assessments/assign.html", form=form, version=version)
    return page, 422 if form.errors else 200
