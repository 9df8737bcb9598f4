"""The shape of what is typed about vacancies."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from recruit.kernel.fields import AmountField, choices
from recruit.kernel.forms import Form
from recruit.kernel.richtext import LONGEST
from recruit.organization.choices import CURRENCIES
from recruit.organization.models import Site
from recruit.positions.models import PayBand
from recruit.rules.money import Money
from recruit.vacancies.models import Channel, ChannelKind, EmploymentType, Promotion
from recruit.vacancies.operations import Terms

EMPLOYMENT_TYPES = {
    EmploymentType.FULL_TIME: _l("Full time"),
    EmploymentType.PART_TIME: _l("Part time"),
    EmploymentType.CONTRACTOR: _l("Contractor"),
    EmploymentType.TEMPORARY: _l("Temporary"),
    EmploymentType.INTERN: _l("Internship"),
}
CHANNEL_KINDS = {
    ChannelKind.OWN_SITE: _l("Our own site"),
    ChannelKind.JOB_BOARD: _l("Job board"),
    ChannelKind.REFERRAL: _l("Referral"),
    ChannelKind.FAIR: _l("Job fair"),
    ChannelKind.AGENCY: _l("Agency"),
    ChannelKind.OTHER: _l("Other"),
}


class VacancyForm(Form):
    """A vacancy's text and terms. `version` is the version the form was opened on."""

    version = HiddenField()
    title = StringField(_l("Title"), [DataRequired(), Length(max=120)])
    summary = StringField(_l("In one sentence"), [Length(max=300)])
    description = TextAreaField(_l("Text"), [DataRequired(), Length(max=LONGEST)])
    site = SelectField(_l("Place of work"), [DataRequired(_l("Choose a place."))])
    band = SelectField(_l("Pay"))
    employment_type = RadioField(
        _l("Employment"),
        [InputRequired(_l("Choose one."))],
        choices=choices((kind.value, label) for kind, label in EMPLOYMENT_TYPES.items()),
        default=EmploymentType.FULL_TIME.value,
    )
    remote = BooleanField(_l("Fully remote: the work is done from home"))
    openings = IntegerField(
        _l("How many people to hire"),
        [InputRequired(_l("Write a whole number.")), NumberRange(1, 999)],
        default=1,
    )
    hire_by_on = DateField(_l("To be hired by"), [Optional()])
    closes_on = DateField(_l("Last day to apply"), [Optional()])

    def offer(
        self, sites: dict[str, Site], bands: dict[str, PayBand], money: Callable[[Money], str]
    ) -> None:
        """Fill the lists. `money` formats an amount for reading."""
        places = (
            (key, f"{s.name}, {s.city}" if s.city else s.name) for key, s in sites.items()
        )
        self.site.choices = choices(places, _("Choose a place"))
        pays = (
            (
                key,
                _(
                    "Level %(level)s in %(city)s: %(low)s – %(high)s",
                    level=band.level,
                    city=band.city,
                    low=money(band.lowest),
                    high=money(band.highest),
                ),
            )
            for key, band in bands.items()
        )
        self.band.choices = choices(pays, _("Not shown"))

    def terms(self, sites: dict[str, Site], bands: dict[str, PayBand]) -> Terms:
        """Return what a valid form says."""
        return Terms(
            title=str(self.title.data),
            summary=self.summary.data or "",
            description=str(self.description.data),
            site=sites[self.site.data],
            band=bands.get(self.band.data),
            employment_type=EmploymentType(self.employment_type.data),
            remote=bool(self.remote.data),
            openings=int(self.openings.data or 1),
            hire_by_on=self.hire_by_on.data,
            closes_on=self.closes_on.data,
        )


class PromotionForm(Form):
    """Where, when and for how much a vacancy is promoted."""

    channel = SelectField(_l("Channel"), [DataRequired(_l("Choose a channel."))])
    from_on = DateField(_l("From"), [InputRequired(_l("Choose a date."))])
    until_on = DateField(_l("Until"), [Optional()])
    cost = AmountField(_l("Cost"), [Length(max=20)], default="0")
    currency = SelectField(_l("Currency"), choices=choices((code, code) for code in CURRENCIES))

    def offer(self, channels: list[Channel]) -> None:
        """Fill the list of channels."""
        pairs = ((channel.pubid, channel.name) for channel in channels)
        self.channel.choices = choices(pairs, _("Choose a channel"))

    def show(self, promotion: Promotion) -> None:
        """Fill the form from a promotion."""
        self.from_on.data, self.until_on.data = promotion.from_on, promotion.until_on
        self.currency.data = promotion.currency
        self.cost.show(Money(promotion.cost_minor, promotion.currency))

    def validate_cost(self, field: AmountField) -> None:
        field.money(self.currency.data)

    def money(self) -> Money:
        """Return the cost; an empty field is no cost."""
        return self.cost.money(self.currency.data)


class ChannelForm(Form):
    """A channel."""

    name = StringField(_l("Name"), [DataRequired(), Length(max=80)])
    kind = SelectField(
        _l("Kind"),
        choices=choices((kind.value, label) for kind, label in CHANNEL_KINDS.items()),
    )
    active = BooleanField(_l("In use: new promotions may choose it"), default=True)
