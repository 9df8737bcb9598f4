"""The shape of what is typed on candidates' pages."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from recruit.candidates import wording
from recruit.kernel.fields import AmountField
from recruit.kernel.forms import Form
from recruit.organization.models import Site

_NEEDED = DataRequired(_l("Fill this in."))
_ANY = InputRequired(_l("Choose a day."))


def _optional(value: str | None) -> str:
    return value or ""


class DayField(DateField):
    """A day; what cannot be read says how to write it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Write the day as 2026-11-24.")) from error


class RejectForm(Form):
    """Why somebody is rejected before the interview, and whether they get a letter."""

    reason = SelectField(_l("Reason"), validators=[InputRequired(_l("Choose a reason."))])
    tell = BooleanField(_l("Send a polite letter"), default=True)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [SelectChoice("", _l("Choose…"))] + [
            SelectChoice(reason.value, wording.REJECT_REASONS[reason])
            for reason in wording.EARLY_REASONS
        ]


class NoteForm(Form):
    """A note of the hiring team."""

    body = TextAreaField(_l("Note"), validators=[_NEEDED, Length(max=5000)])


class TagForm(Form):
    """A tag to put on somebody."""

    name = StringField(_l("Tag"), validators=[_NEEDED, Length(max=40)])


class ContactForm(Form):
    """One try to reach somebody."""

    kind = SelectField(
        _l("How"),
        choices=[
            SelectChoice(kind.value, text) for kind, text in wording.CONTACT_KINDS.items()
        ],
    )
    outcome = SelectField(
        _l("Outcome"),
        choices=[
            SelectChoice(outcome.value, text)
            for outcome, text in wording.CONTACT_OUTCOMES.items()
        ],
    )


class UploadForm(Form):
    """A file for an application."""

    file = FileField(_l("File"))


class DetailsForm(Form):
    """Somebody's name and contacts."""

    name = StringField(_l("Name"), validators=[_NEEDED, Length(max=120)])
    email = StringField(
        _l("Mail"),
        filters=[_optional],
        validators=[
            Optional(),
            Length(max=254),
            Email(_l("Write a mail address, such as ana@example.org.")),
        ],
    )
    phone = StringField(_l("Phone"), filters=[_optional], validators=[Length(max=40)])
    version = HiddenField()


class OfferForm(Form):
    """The terms of an offer."""

    level = SelectField(
        _l("Level"), choices=[SelectChoice(str(level)) for level in range(1, 5)]
    )
    pay = AmountField(_l("Monthly pay, gross"), validators=[_NEEDED, Length(max=30)])
    site = SelectField(_l("Site"), validators=[_NEEDED])
    starts_on = DayField(_l("First day of work"), validators=[_ANY])
    expires_on = DayField(_l("Last day to answer"), validators=[_ANY])
    message = TextAreaField(
        _l("A few words to the candidate"), filters=[_optional], validators=[Length(max=2000)]
    )
    version = HiddenField()

    def offer_sites(self, sites: Iterable[Site]) -> None:
        """Fill the choice of sites."""
        self.site.choices = [SelectChoice(site.pubid, site.name) for site in sites]


class AnswerForm(Form):
    """An answer given by voice or on paper."""

    answer = SelectField(
        _l("Answer"),
        choices=[
            SelectChoice("accepted", _l("Accepted")),
            SelectChoice("declined", _l("Declined")),
        ],
        validators=[_NEEDED],
    )
