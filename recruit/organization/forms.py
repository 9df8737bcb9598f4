"""Forms of the company's settings, places and calendars."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    URL,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import HiddenInput

from recruit.kernel.fields import CheckList
from recruit.kernel.fields import choices as options
from recruit.kernel.forms import Form
from recruit.organization import choices
from recruit.organization.models import Organization, Site, WorkCalendar

WEEKDAYS = [
    ("1", _l("Monday")),
    ("2", _l("Tuesday")),
    ("4", _l("Wednesday")),
    ("8", _l("Thursday")),
    ("16", _l("Friday")),
    ("32", _l("Saturday")),
    ("64", _l("Sunday")),
]
SHOWS = [("", _l("We do not know")), *((str(n), str(n)) for n in range(11))]


class VersionField(Field):
    """The version of the row that the page was opened on, as an int; 0 when it is missing."""

    widget = HiddenInput()

    def _value(self) -> str:
        return str(self.data or 0)

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]) if valuelist else ""
        self.data = int(text) if text.isdecimal() and len(text) < 10 else 0


class CompanyForm(Form):
    """The company's own settings."""

    version = VersionField()
    name = StringField(
        _l("Name of the company"),
        [InputRequired(), Length(max=120)],
        description=_l("As candidates know it: it heads the careers pages and every mail."),
    )
    legal_name = StringField(_l("Registered name"), [Length(max=200)])
    website = StringField(_l("Website"), [Optional(), Length(max=200), URL(require_tld=True)])
    phone = StringField(_l("Phone"), [Length(max=40)])
    country = SelectField(_l("Country"))
    currency = SelectField(_l("Currency"))
    retention_months = IntegerField(
        _l("Months to keep an application after it is closed"),
        [InputRequired(), NumberRange(1, 120)],
    )
    prior_shows_of_ten = SelectField(
        _l("Of ten people you invite, how many come?"),
        choices=options(SHOWS),
        description=_l("Your guess, used until your own days have been counted."),
    )
    interviewer_hour = IntegerField(
        _l("What an hour of an interviewer costs"),
        [Optional(), NumberRange(0, 100_000)],
        description=_l("Left empty, reports count idle time in minutes only."),
    )
    privacy_text = TextAreaField(
        _l("Privacy notice for candidates"),
        [Length(max=20000)],
        description=_l("Candidates agree to this text. A changed text becomes a new version."),
    )

    def __init__(self, company: Organization, **kwargs: Any) -> None:
        super().__init__(obj=company, **kwargs)
        self.country.choices = options(choices.countries())
        self.currency.choices = options(choices.currencies(company.currency))
        if not self.is_submitted():
            prior = company.prior_shows_of_ten
            self.prior_shows_of_ten.data = "" if prior is None else str(prior)
            hour = company.interviewer_hour_minor
            self.interviewer_hour.data = None if hour is None else hour // 100


class DepartmentForm(Form):
    """A department's name."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=80)])


class SiteForm(Form):
    """A site, its address and its clock."""

    version = VersionField()
    name = StringField(_l("Name"), [InputRequired(), Length(max=80)])
    address = StringField(_l("Street and number"), [Length(max=200)])
    postal_code = StringField(_l("Postal code"), [Length(max=20)])
    city = StringField(_l("City"), [Length(max=80)])
    region = StringField(_l("Region"), [Length(max=80)])
    country = SelectField(_l("Country"))
    phone = StringField(_l("Phone of the reception"), [Length(max=40)])
    directions = TextAreaField(
        _l("How to find it"),
        [Length(max=500)],
        description=_l("Bus stop, entrance, floor: it stands in the invitation."),
    )
    parking = TextAreaField(
        _l("Parking"),
        [Length(max=300)],
        description=_l("Where a car or a bicycle can stand, and what it costs."),
    )
    bring = TextAreaField(
        _l("What to bring"),
        [Length(max=300)],
        description=_l("For example: an identity document for the gate."),
    )
    zone = SelectField(_l("Time zone"))
    calendar = SelectField(_l("Work calendar"))
    active = BooleanField(_l("In use"), default=True)

    def __init__(self, calendars: list[WorkCalendar], site: Site | None, **kwargs: Any) -> None:
        super().__init__(obj=site, **kwargs)
        self.country.choices = options(choices.countries(), _l("Not given"))
        self.zone.choices = options(choices.zones())
        self.calendar.choices = options((row.pubid, row.name) for row in calendars)
        if site is not None and not self.is_submitted():
            self.calendar.data = site.calendar.pubid


class RoomForm(Form):
    """A room and its seats."""

    name = StringField(_l("Room"), [InputRequired(), Length(max=80)])
    seats = IntegerField(_l("Seats"), [InputRequired(), NumberRange(1, 1000)], default=2)


class CalendarForm(Form):
    """A work calendar and its weekdays."""

    version = VersionField()
    name = StringField(_l("Name"), [InputRequired(), Length(max=80)])
    worked = CheckList(
        _l("Worked days"), choices=options(WEEKDAYS), default=["1", "2", "4", "8", "16"]
    )
    country = SelectField(_l("Country of its public holidays"))

    def __init__(self, calendar: WorkCalendar | None = None, **kwargs: Any) -> None:
        super().__init__(obj=calendar, **kwargs)
        self.country.choices = options(choices.countries(with_holidays=True), _l("None"))
        if calendar is not None and not self.is_submitted():
            self.worked.data = [
                code for code, _day in WEEKDAYS if calendar.weekdays & int(code)
            ]

    @property
    def weekdays(self) -> int:
        """The chosen days as bits, Monday = 1 .. Sunday = 64."""
        return sum(int(code) for code in set(self.worked.data or ()))


class HolidayForm(Form):
    """One day off."""

    on = DateField(_l("Day"), [InputRequired()])
    name = StringField(_l("Name"), [InputRequired(), Length(max=120)])

    def validate_on(self, field: Any) -> None:
        """Keep to the years a calendar can be about."""
        if field.data and not 2000 <= field.data.year <= 2100:
            raise ValidationError(_l("Choose a day between 2000 and 2100."))


class FillYearForm(Form):
    """Public holidays of a country and a year."""

    country = SelectField(_l("Country"))
    year = IntegerField(_l("Year"), [InputRequired(), NumberRange(2000, 2100)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.country.choices = options(choices.countries(with_holidays=True))
