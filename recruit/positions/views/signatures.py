"""Signing a description, and recording that somebody refused to."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import choices
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.positions import forms, operations, queries
from recruit.positions.views.blueprint import (
    bp,
    description_or_404,
    section_labels,
    words,
)


@bp.route("/descriptions/<pubid:pubid>/signatures", methods=["GET", "POST"])
@requires(Permission.POSITION_DRAFT)
def signatures(pubid: str) -> ResponseReturnValue:
    """Who signed, who refused, who is still to be asked."""
    found = description_or_404(pubid)
    people = {person.pubid: person for person in queries.still_to_ask(found)}
    form = forms.Ask()
    form.people.choices = choices((key, person.name) for key, person in people.items())
    if form.validate_on_submit():
        try:
            with transaction():
                operations.ask_to_sign(
                    found,
                    [people[key] for key in form.people.data or ()],
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("They were asked to read and sign."), "success")
            return redirect(url_for(".signatures", pubid=pubid), 303)
        except Refused as refused:
            form.refuse(form.people, words(refused))
    page = render_template(
        "positions/signatures.html",
        description=found,
        form=form,
        rows=queries.acknowledgements(found),
    )
    return page, 422 if form.errors else 200


@bp.route("/acknowledgements/<pubid:pubid>/refusal", methods=["GET", "POST"])
@requires(Permission.POSITION_DRAFT)
def refusal(pubid: str) -> ResponseReturnValue:
    """Record that an employee refused to sign, with three witnesses."""
    row = queries.acknowledgement_for(current_person(), pubid) or abort(404)
    people = {person.pubid: person for person in queries.possible_witnesses(row)}
    form = forms.Refusal()
    form.offer([(key, person.name) for key, person in people.items()])
    if form.validate_on_submit():
        chosen = [people[f.data] for f in (form.first, form.second, form.third)]
        try:
            with transaction():
                operations.record_refusal(row, chosen, actor=current_person(), now=clock.now())
            flash(_("The refusal was recorded with its three witnesses."), "success")
            return redirect(url_for(".signatures", pubid=row.description.pubid), 303)
        except Refused as refused:
            form.refuse(form.third, words(refused))
    page = render_template("positions/refusal.html", form=form, row=row)
    return page, 422 if form.errors else 200


@bp.get("/to-sign")
@requires(Permission.DESCRIPTION_SIGN)
def to_sign() -> ResponseReturnValue:
    """What I was asked to read and sign."""
    rows = queries.own_acknowledgements(current_person())
    return render_template("positions/to_sign.html", rows=rows)


@bp.route("/to-sign/<pubid:pubid>", methods=["GET", "POST"])
@requires(Permission.DESCRIPTION_SIGN)
def sign(pubid: str) -> ResponseReturnValue:
    """Read a description and sign it."""
    person = current_person()
    row = queries.own_acknowledgement(person, pubid) or abort(404)
    error = None
    if request.method == "POST":
        try:
            with transaction():
                operations.sign(row, actor=person, now=clock.now())
            flash(_("You signed the description. Thank you."), "success")
            return redirect(url_for(".sign", pubid=pubid), 303)
        except Refused as refused:
            error = words(refused)
    page = render_template(
        "positions/sign.html",
        row=row,
        description=row.description,
        error=error,
        sections=section_labels(),
    )
    return page, 422 if error else 200
