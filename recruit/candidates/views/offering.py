"""Offers: terms, sending, taking back, answers given by voice."""

from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field, ValidationError

from recruit.candidates import forms, operations, queries
from recruit.candidates.models import Offer
from recruit.candidates.views import bp, words_of
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import version_of
from recruit.kernel.permissions import Permission, requires
from recruit.notifications.undo import leaves_at
from recruit.organization import queries as organization
from recruit.people.login import current_person
from recruit.rules.money import Money
from recruit.rules.offers import Refusal, State


@bp.route("/candidates/offers/<pubid:offer>", methods=["GET", "POST"])
@requires(Permission.DECISION_PROPOSE)
def offer(offer: str) -> ResponseReturnValue:
    """The terms of an offer; those of a draft may be changed."""
    found = _found(offer)
    form = forms.OfferForm(obj=found)
    form.offer_sites(organization.sites())
    if not form.is_submitted():
        form.site.data, form.level.data = found.site.pubid, str(found.level)
        form.pay.show(Money(found.pay_minor, found.currency))
    elif form.validate() and (pay := _pay(form, found.currency)) is not None:
        try:
            with transaction():
                operations.revise_offer(
                    found,
                    level=int(form.level.data),
                    pay=pay,
                    site=organization.site(form.site.data) or abort(404),
                    starts_on=cast(date, form.starts_on.data),
                    expires_on=cast(date, form.expires_on.data),
                    message=form.message.data or "",
                    version=version_of(form.version.data),
                    actor=current_person(),
                    now=clock.now(),
                )
        except Refused as refused:
            form.refuse(_field(form, refused), words_of(refused))
        else:
            flash(_("The terms were saved."), "success")
            return redirect(url_for(".offer", offer=offer), 303)
    return _page(found, form, 422 if form.errors else 200)


@bp.post("/candidates/offers/<pubid:offer>/send")
@requires(Permission.DECISION_PROPOSE)
def send(offer: str) -> ResponseReturnValue:
    """Send a draft to the candidate; until the mail leaves, withdrawing takes it back."""
    found, now = _found(offer), clock.now()
    try:
        with transaction():
            operations.send_offer(found, actor=current_person(), now=now, due_at=leaves_at(now))
    except Refused as refused:
        return _refuse(found, refused)
    flash(_("The offer is on its way."), "success")
    return redirect(url_for(".offer", offer=offer), 303)


@bp.post("/candidates/offers/<pubid:offer>/withdraw")
@requires(Permission.DECISION_PROPOSE)
def withdraw_offer(offer: str) -> ResponseReturnValue:
    """Take an offer back."""
    found = _found(offer)
    try:
        with transaction():
            operations.withdraw_offer(found, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _refuse(found, refused)
    flash(_("The offer was withdrawn."), "success")
    return redirect(url_for(".offer", offer=offer), 303)


@bp.post("/candidates/offers/<pubid:offer>/answer")
@requires(Permission.DECISION_PROPOSE)
def answer(offer: str) -> ResponseReturnValue:
    """Write down an answer given by voice or on paper."""
    found, person, now = _found(offer), current_person(), clock.now()
    form = forms.AnswerForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        with transaction():
            if form.answer.data == State.ACCEPTED.value:
                operations.accept_offer(found, now=now, recorded_by=person)
            else:
                operations.decline_offer(found, now=now, recorded_by=person)
    except Refused as refused:
        return _refuse(found, refused)
    flash(_("The answer was written down."), "success")
    return redirect(url_for(".offer", offer=offer), 303)


def _found(pubid: str) -> Offer:
    return queries.offer_for(current_person(), pubid) or abort(404)


def _refuse(offer: Offer, refused: Refused) -> ResponseReturnValue:
    form = forms.OfferForm(formdata=None, obj=offer)
    form.offer_sites(organization.sites())
    form.site.data, form.level.data = offer.site.pubid, str(offer.level)
    form.pay.show(Money(offer.pay_minor, offer.currency))
    form.form_errors.append(words_of(refused))
    return _page(offer, form, 422)


def _page(offer: Offer, form: forms.OfferForm, status: int) -> ResponseReturnValue:
    now = clock.now()
    body = render_template(
        "candidates/offer.html",
        offer=offer,
        application=offer.application,
        pay=Money(offer.pay_minor, offer.currency),
        form=form,
        today=now.astimezone(ZoneInfo(offer.site.zone)).date(),
        State=State,
    )
    return body, status


def _pay(form: forms.OfferForm, currency: str) -> Money | None:
    try:
        return form.pay.money(currency)
    except ValidationError as error:
        form.refuse(form.pay, str(error))
        return None


def _field(form: forms.OfferForm, refused: Refused) -> Field:
    """Return the field that can mend a refusal."""
    if refused.reason in (Refusal.STARTS_IN_PAST, Refusal.STARTS_TOO_LATE):
        return form.starts_on
    if refused.reason in (Refusal.EXPIRES_IN_PAST, Refusal.EXPIRES_AFTER_START):
        return form.expires_on
    return form.level if refused.reason is Refusal.LEVEL else form.pay
