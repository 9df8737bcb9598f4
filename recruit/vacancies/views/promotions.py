"""Promotions of a vacancy, and the channels."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.organization import queries as organization
from recruit.people.login import current_person
from recruit.rules.vacancies import Refusal
from recruit.vacancies import forms, operations, queries
from recruit.vacancies.models import ChannelKind, Promotion
from recruit.vacancies.views.blueprint import bp, vacancy_or_404, words

_FIELDS = {Refusal.PERIOD: "until_on"}


@bp.app_template_global("promotion_link")
def promotion_link(promotion: Promotion) -> str:
    """Return the public address that carries a promotion's code."""
    path = url_for("careers.vacancy", pubid=promotion.vacancy.pubid, c=promotion.code)
    return str(current_app.config["BASE_URL"]) + path


@bp.route("/<pubid:pubid>/promotions/new", methods=["GET", "POST"])
@requires(Permission.VACANCY_EDIT)
def promote(pubid: str) -> ResponseReturnValue:
    """Promote a vacancy on a channel."""
    vacancy = vacancy_or_404(pubid)
    channels = queries.channels()
    form = forms.PromotionForm()
    form.offer(channels)
    if form.validate_on_submit():
        chosen = {channel.pubid: channel for channel in channels}[form.channel.data]
        try:
            with transaction():
                operations.promote(
                    vacancy,
                    chosen,
                    from_on=form.from_on.data,  # type: ignore[arg-type]
                    until_on=form.until_on.data,
                    cost=form.money(),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("The promotion was added. Copy its link to the channel."), "success")
            return redirect(url_for(".show", pubid=pubid, _anchor="promotions"), 303)
        except Refused as refused:
            field = _FIELDS.get(Refusal(refused.reason.value), "channel")
            form.refuse(form[field], words(refused))
    elif not form.is_submitted():
        form.from_on.data = clock.now().date()
        form.currency.data = organization.organization().currency
    page = render_template(
        "vacancies/promotion.html",
        form=form,
        vacancy=vacancy,
        promotion=None,
        channels=channels,
    )
    return page, 422 if form.errors else 200


@bp.route("/promotions/<pubid:pubid>/edit", methods=["GET", "POST"])
@requires(Permission.VACANCY_EDIT)
def change_promotion(pubid: str) -> ResponseReturnValue:
    """Correct a promotion's period or cost."""
    promotion = queries.promotion_for(current_person(), pubid) or abort(404)
    form = forms.PromotionForm()
    del form.channel
    if form.validate_on_submit():
        try:
            with transaction():
                operations.change_promotion(
                    promotion,
                    from_on=form.from_on.data,  # type: ignore[arg-type]
                    until_on=form.until_on.data,
                    cost=form.money(),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("The promotion was changed."), "success")
            vacancy = promotion.vacancy.pubid
            return redirect(url_for(".show", pubid=vacancy, _anchor="promotions"), 303)
        except Refused as refused:
            form.refuse(form.until_on, words(refused))
    elif not form.is_submitted():
        form.show(promotion)
    page = render_template(
        "vacancies/promotion.html",
        form=form,
        vacancy=promotion.vacancy,
        promotion=promotion,
        channels=[promotion.channel],
    )
    return page, 422 if form.errors else 200


@bp.route("/channels", methods=["GET", "POST"])
@requires(Permission.VACANCY_EDIT)
def channels() -> ResponseReturnValue:
    """The channels, and a form for a new one."""
    form = forms.ChannelForm()
    del form.active
    if form.validate_on_submit():
        try:
            with transaction():
                operations.add_channel(
                    str(form.name.data),
                    ChannelKind(form.kind.data),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("The channel was added."), "success")
            return redirect(url_for(".channels"), 303)
        except Refused as refused:
            form.refuse(form.name, words(refused))
    page = render_template(
        "vacancies/channels.html",
        form=form,
        rows=queries.channel_rows(),
        kinds=forms.CHANNEL_KINDS,
    )
    return page, 422 if form.errors else 200


@bp.route("/channels/<pubid:pubid>", methods=["GET", "POST"])
@requires(Permission.VACANCY_EDIT)
def channel(pubid: str) -> ResponseReturnValue:
    """Rename a channel or take it out of use."""
    found = queries.channel(pubid) or abort(404)
    form = forms.ChannelForm(obj=found)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.change_channel(
                    found,
                    name=str(form.name.data),
                    kind=ChannelKind(form.kind.data),
                    active=bool(form.active.data),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("The channel was changed."), "success")
            return redirect(url_for(".channels"), 303)
        except Refused as refused:
            form.refuse(form.name, words(refused))
    elif not form.is_submitted():
        form.kind.data = found.kind.value
    page = render_template("vacancies/channel.html", form=form, channel=found)
    return page, 422 if form.errors else 200
