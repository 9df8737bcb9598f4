"""The shape of what is typed about positions."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from recruit.kernel.fields import AmountField, CheckList, choices
from recruit.kernel.forms import Form
from recruit.kernel.richtext import LONGEST
from recruit.organization.choices import CURRENCIES
from recruit.positions.queries import SECTIONS


class New(Form):
    """A new position."""

    title = StringField(_l("Title"), [DataRequired(), Length(max=120)])
    department = SelectField(_l("Department"), [DataRequired()])


class Edit(Form):
    """A position's title, and whether it is still in use."""

    title = StringField(_l("Title"), [DataRequired(), Length(max=120)])
    active = BooleanField(_l("In use: vacancies may be opened for it"))


class Description(Form):
    """The five sections, in Markdown. `version` is the version the form was opened on."""

    version = HiddenField()
    general = TextAreaField(_l("General provisions"), [Length(max=LONGEST)])
    duties = TextAreaField(_l("Duties"), [Length(max=LONGEST)])
    rights = TextAreaField(_l("Rights"), [Length(max=LONGEST)])
    relations = TextAreaField(_l("Relations with other departments"), [Length(max=LONGEST)])
    responsibility = TextAreaField(_l("Responsibility"), [Length(max=LONGEST)])

    def sections(self) -> dict[str, str]:
        """Return the texts by section."""
        return {name: self[name].data or "" for name in SECTIONS}


class Approve(Form):
    """The date of the next review."""

    review_on = DateField(_l("To be reviewed by"), [InputRequired(_l("Choose a date."))])


class Band(Form):
    """What a level is paid in a city."""

    level = RadioField(
        _l("Level"),
        [InputRequired(_l("Choose a level."))],
        choices=choices((str(level), str(level)) for level in range(1, 5)),
    )
    city = StringField(_l("City"), [DataRequired(), Length(max=80)])
    lowest = AmountField(_l("From, a month"), [DataRequired(), Length(max=20)])
    highest = AmountField(_l("To, a month"), [DataRequired(), Length(max=20)])
    currency = SelectField(_l("Currency"), choices=choices((code, code) for code in CURRENCIES))

    def validate_lowest(self, field: AmountField) -> None:
        field.money(self.currency.data)

    def validate_highest(self, field: AmountField) -> None:
        field.money(self.currency.data)


class Ask(Form):
    """Whom to ask for a signature."""

    people = CheckList(_l("Employees"), [DataRequired(_l("Choose at least one person."))])


class Refusal(Form):
    """The three people who witnessed a refusal to sign."""

    first = SelectField(_l("First witness"), [DataRequired(_l("Choose a person."))])
    second = SelectField(_l("Second witness"), [DataRequired(_l("Choose a person."))])
    third = SelectField(_l("Third witness"), [DataRequired(_l("Choose a person."))])

    def offer(self, people: list[tuple[str, str]]) -> None:
        """Fill the three lists. people: public ids and names."""
        for field in (self.first, self.second, self.third):
            field.choices = choices(people, _("Choose a person"))
