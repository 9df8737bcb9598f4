"""Giving a test to people, and who has it."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.assessments import forms, operations
from recruit.assessments.models import InterestKind, TestState, TestVersion
from recruit.assessments.queries import giving as queries
from recruit.assessments.views.blueprint import bp, words
from recruit.assessments.views.tests import version_or_404
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import choices
from recruit.kernel.permissions import Permission, Role, requires
from recruit.people import queries as people
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules import setting, sitting

DAYS = 14
"""How much time the form suggests."""


def _form(trainees: dict[str, Person], stakes: dict[str, Person]) -> forms.Assign:
    form = forms.Assign(due_on=clock.now().date() + timedelta(days=DAYS))
    form.person.choices = choices((key, one.name) for key, one in trainees.items())
    form.mentor.choices = choices(((key, one.name) for key, one in stakes.items()), _("Nobody"))
    return form


@bp.route("/tests/versions/<pubid:pubid>/assign", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def assign(pubid: str) -> ResponseReturnValue:
    """Give a test to trainees, several at once."""
    version = version_or_404(pubid)
    trainees = {one.pubid: one for one in people.people_with(Role.TRAINEE)}
    heads = [*people.people_with(Role.MENTOR), *people.people_with(Role.HIRING_MANAGER)]
    stakes = {one.pubid: one for one in sorted(heads, key=lambda one: one.name)}
    form = _form(trainees, stakes)
    if form.validate_on_submit() and form.due_on.data:
        mentor = stakes.get(form.mentor.data or "")
        chosen = [trainees[key] for key in form.person.data or [] if key in trainees]
        try:
            with transaction():
                operations.give(
                    version,
                    chosen,
                    due_on=form.due_on.data,
                    gate_on=form.gate_on.data,
                    interests=[(mentor, InterestKind(form.stake.data))] if mentor else [],
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(
                ngettext(
                    "The test was given to %(num)s person, who was told.",
                    "The test was given to %(num)s people, who were told.",
                    len(chosen),
                ),
                "success",
            )
            return redirect(url_for(".given", pubid=pubid), 303)
        except Refused as refused:
            _refuse(form, refused)
    page = render_template(
        "assessments/assign.html",
        form=form,
        version=version,
        can_be_given=version.state is TestState.PUBLISHED,
        waiting=queries.waiting_names(version),
    )
    return page, 422 if form.errors else 200


def _refuse(form: forms.Assign, refused: Refused) -> None:
    if refused.reason == setting.Refusal.ALREADY_GIVEN:
        held: list[Person] = list(refused.facts.get("people", ()))  # type: ignore[call-overload]
        names = ", ".join(one.name for one in held)
        form.refuse(form.person, _("They have this test already: %(names)s.", names=names))
        return
    on_people = refused.reason in (setting.Refusal.NOBODY, sitting.Refusal.NOT_PUBLISHED)
    form.refuse(form.person if on_people else form.due_on, words(refused))


@bp.get("/tests/versions/<pubid:pubid>/given")
@requires(Permission.TEST_READ)
def given(pubid: str) -> ResponseReturnValue:
    """Who has this version, with their order of study."""
    return _given(version_or_404(pubid))


def _given(version: TestVersion, problem: str | None = None) -> ResponseReturnValue:
    page = render_template(
        "assessments/given.html",
        version=version,
        rows=queries.given(version, current_person()),
        problem=problem,
        current="given",
    )
    return page, 422 if problem else 200


@bp.post("/tests/assignments/<pubid:pubid>/cancel")
@requires(Permission.TEST_AUTHOR)
def take_back(pubid: str) -> ResponseReturnValue:
    """Take back a test that nobody has begun."""
    found = queries.assignment(pubid, current_person()) or abort(404)
    version = found.test_version
    try:
        with transaction():
            operations.cancel_assignment(found, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _given(version_or_404(version.pubid), words(refused))
    flash(_("The test was taken back."), "success")
    return redirect(url_for(".given", pubid=version.pubid), 303)
