"""Accounts, for the admin."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, Role, requires
from recruit.kernel.web import argument
from recruit.organization import queries as organization
from recruit.people import operations, queries
from recruit.people.forms import ROLE_NOTES, ROLES, AccountForm
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.people.operations import Refusal
from recruit.people.views import REFUSALS, bp

STATES = ("active", "invited", "inactive")


@bp.get("/people")
@requires(Permission.PEOPLE_MANAGE)
def accounts() -> ResponseReturnValue:
    """Search and list accounts."""
    role, state = argument("role"), argument("state")
    if (role and role not in set(Role)) or (state and state not in STATES):
        abort(400)
    search = argument("q")
    page = queries.accounts(
        search=search, role=Role(role) if role else None, state=state, after=argument("after")
    )
    return render_template(
        "people/accounts.html",
        page=page, search=search, role=role, state=state, role_words=ROLES,
        paged=bool(argument("after")),
    )  # fmt: skip


@bp.route("/people/invite", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def invite() -> ResponseReturnValue:
    """Make an account and mail its owner a link."""
    form = _form(None)
    actor = current_person()
    if not form.is_submitted():
        form.locale.data, form.zone.data = actor.locale, actor.zone
    if form.validate_on_submit():
        try:
            with transaction():
                operations.invite(**form.wanted(), actor=actor, now=clock.now())
        except Refused as refused:
            _refuse(form, Refusal(refused.reason))
        else:
            words = _(
                "%(name)s gets a mail with a link to choose a password.", name=form.name.data
            )
            flash(words, "success")
            return redirect(url_for(".accounts"), 303)
    page = render_template("people/invite.html", form=form, role_notes=ROLE_NOTES)
    return page, 422 if form.errors else 200


@bp.route("/people/<pubid:person>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def account(person: str) -> ResponseReturnValue:
    """Name, address, roles, departments and status of an account."""
    found = _person_or_404(person)
    form = _form(found)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.edit(
                    found, **form.wanted(), active=form.active.data,
                    version=form.version.data, actor=current_person(), now=clock.now(),
                )  # fmt: skip
        except Refused as refused:
            _refuse(form, Refusal(refused.reason))
        else:
            flash(_("The account of %(name)s was saved.", name=form.name.data), "success")
            return redirect(url_for(".accounts"), 303)
    return _page(found, form)


@bp.post("/people/<pubid:person>/invite")
@requires(Permission.PEOPLE_MANAGE)
def resend_invitation(person: str) -> ResponseReturnValue:
    """Mail a fresh invitation."""
    found = _person_or_404(person)
    try:
        with transaction():
            operations.resend_invitation(found, actor=current_person(), now=clock.now())
    except Refused as refused:
        form = _untouched(found)
        form.form_errors.append(REFUSALS[Refusal(refused.reason)])
        return _page(found, form)
    flash(_("A fresh invitation is on its way to %(name)s.", name=found.name), "success")
    return redirect(url_for(".account", person=person), 303)


@bp.post("/people/<pubid:person>/sessions/end")
@requires(Permission.PEOPLE_MANAGE)
def end_sessions(person: str) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    found = _person_or_404(person)
    with transaction():
        operations.end_sessions(found, actor=current_person(), now=clock.now())
    flash(_("%(name)s is signed out everywhere.", name=found.name), "success")
    return redirect(url_for(".account", person=person), 303)


def _page(person: Person, form: AccountForm) -> ResponseReturnValue:
    page = render_template(
        "people/account.html", person=person, form=form, role_notes=ROLE_NOTES
    )
    return page, 422 if form.errors else 200


def _form(person: Person | None, **kwargs: object) -> AccountForm:
    return AccountForm(
        person, organization.departments(), organization.sites(active=False), **kwargs
    )


def _untouched(person: Person) -> AccountForm:
    form = _form(person, formdata=None)
    form.show(person)
    return form


def _refuse(form: AccountForm, reason: Refusal) -> None:
    fields = {
        Refusal.NO_ROLE: form.roles,
        Refusal.LAST_ADMIN: form.roles if form.active.data else form.active,
        Refusal.HEAD_TAKEN: form.head_of,
        Refusal.UNKNOWN_ZONE: form.zone,
    }
    form.refuse(fields.get(reason, form.email), REFUSALS[reason])


def _person_or_404(pubid: str) -> Person:
    return queries.person(pubid) or abort(404)
