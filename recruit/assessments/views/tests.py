"""Tests: the list, a new one out of products, a version's page and settings."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments import forms, operations
from recruit.assessments.models import TestState, TestVersion
from recruit.assessments.queries import bank, checking
from recruit.assessments.queries import pools as pool_queries
from recruit.assessments.queries import setting as queries
from recruit.assessments.views.blueprint import bp, keep_typed, status_of, words
from recruit.assessments.views.check_words import in_words
from recruit.kernel import clock, formats
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.fields import choices, version_of
from recruit.kernel.permissions import Permission, may, requires
from recruit.people.login import current_person
from recruit.rules import checklist


def version_or_404(pubid: str) -> TestVersion:
    """Return a version with everything on it, or answer 404."""
    return queries.test_version(pubid) or abort(404)


def draft_or_404(pubid: str) -> TestVersion:
    """Return a draft; what is published has no page to change it."""
    version = version_or_404(pubid)
    return version if version.state is TestState.DRAFT else abort(404)


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
    """Add a test: about the ticked products, with the standard questions put in."""
    form = forms.NewTest()
    rows = queries.study_order(clock.now().date())
    form.product.choices = choices((one.pubid, one.name) for one, _p in rows)
    if form.validate_on_submit():
        chosen = set(form.product.data or ())
        try:
            with transaction():
                version = operations.set_test(
                    title=str(form.title.data),
                    products=[one for one, _p in rows if one.pubid in chosen],
                    actor=current_person(),
                    now=clock.now(),
                )
            return redirect(url_for(".test_version", pubid=version.pubid), 303)
        except Refused as refused:
            form.refuse(form.title, words(refused))
    notes = {
        one.pubid: _("%(amount)s a month", amount=_money(profit)) if profit else ""
        for one, profit in rows
    }
    page = render_template("assessments/test_new.html", form=form, notes=notes)
    return page, 422 if form.errors else 200


def _money(profit: Any) -> str:
    return formats.money(profit.profit_minor, profit.currency)


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
    """A version: its sections and questions; a draft can be changed here."""
    return editor(version_or_404(pubid))


def editor(
    version: TestVersion, problem: str | None = None, **given: Any
) -> ResponseReturnValue:
    """Show a version; `problem` says why a change was refused."""
    draft = version.state is TestState.DRAFT and may(current_person(), Permission.TEST_AUTHOR)
    found = pool_queries.candidates(version)
    paper = checking.paper_of(version, found)
    page = render_template(
        "assessments/test_version.html",
        version=version,
        draft=draft,
        summary=checklist.summary(paper),
        findings=in_words(checklist.findings(paper)) if draft else [],
        found=found,
        problem=problem,
        section_form=given.get("section_form") or forms.SectionForm(formdata=None),
        current="questions",
    )
    return page, 422 if problem or given else 200


@bp.route("/tests/versions/<pubid:pubid>/settings", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def change_settings(pubid: str) -> ResponseReturnValue:
    """How a draft is sat and graded; a published version's settings are read only."""
    version = version_or_404(pubid)
    form = forms.SettingsForm(obj=version)
    if form.validate_on_submit():
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
            return editor(version, words(refused))
        except Stale:
            keep_typed(form, version.version)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".test_version", pubid=pubid), 303)
    page = render_template(
        "assessments/test_settings.html",
        version=version,
        form=form,
        draft=version.state is TestState.DRAFT,
        current="settings",
    )
    return page, status_of(form)


@bp.post("/tests/versions/<pubid:pubid>/sections")
@requires(Permission.TEST_AUTHOR)
def add_section(pubid: str) -> ResponseReturnValue:
    """Add a section at the end."""
    version, form = version_or_404(pubid), forms.SectionForm()
    if not form.validate_on_submit():
        return editor(version, section_form=form)
    try:
        with transaction():
            section = operations.add_section(
                version, title=str(form.title.data), actor=current_person(), now=clock.now()
            )
    except Refused as refused:
        return editor(version, words(refused))
    anchor = f"s-{section.pubid}"
    return redirect(url_for(".test_version", pubid=pubid, _anchor=anchor), 303)


@bp.post("/tests/versions/<pubid:pubid>/questions")
@requires(Permission.TEST_AUTHOR)
def add_questions(pubid: str) -> ResponseReturnValue:
    """Add ticked questions at the end."""
    version = version_or_404(pubid)
    wanted = bank.named(request.form.getlist("question"))
    if not wanted:
        return editor(version, _("Tick at least one question."))
    try:
        with transaction():
            operations.add_questions(version, wanted, actor=current_person(), now=clock.now())
    except Refused as refused:
        return editor(version, words(refused))
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
        return editor(version_or_404(version.pubid), words(refused))
    return redirect(url_for(".test_version", pubid=version.pubid, _anchor=f"i-{pubid}"), 303)


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
        return editor(version_or_404(version.pubid), words(refused))
    return redirect(url_for(".test_version", pubid=version.pubid), 303)


@bp.post("/tests/versions/<pubid:pubid>/publish")
@requires(Permission.TEST_AUTHOR)
def publish(pubid: str) -> ResponseReturnValue:
    """Publish a draft."""
    version = version_or_404(pubid)
    try:
        with transaction():
            operations.publish(version, actor=current_person(), now=clock.now())
    except Refused as refused:
        return editor(version, words(refused))
    flash(_("The test is published: it can be given to trainees."), "success")
    return redirect(url_for(".test_version", pubid=pubid), 303)


@bp.post("/tests/versions/<pubid:pubid>/retire")
@requires(Permission.TEST_AUTHOR)
def retire(pubid: str) -> ResponseReturnValue:
    """Take a published version out of use."""
    version = version_or_404(pubid)
    try:
        with transaction():
            operations.retire(version, actor=current_person(), now=clock.now())
    except Refused as refused:
        return editor(version, words(refused))
    flash(_("The version was retired."), "success")
    return redirect(url_for(".test_version", pubid=pubid), 303)
