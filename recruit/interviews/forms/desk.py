"""Forms of the desk, the interviewers and the decisions."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DateTimeLocalField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TelField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional

from recruit.interviews.models import InterviewSession, Verdict
from recruit.kernel.fields import choices
from recruit.kernel.forms import Form
from recruit.organization.models import Site

VERDICTS = {
    Verdict.HIRE: _l("Hire"),
    Verdict.REJECT: _l("Reject"),
    Verdict.HOLD: _l("Keep for later"),
}


class WalkIn(Form):
    """Somebody who came without an invitation and has never applied."""

    name = StringField(
        _l("Name"), [InputRequired(_l("Write the person's name.")), Length(max=120)]
    )
    email = EmailField(
        _l("Mail"), [Optional(), Email(_l("Write it like name@example.org.")), Length(max=254)]
    )
    phone = TelField(_l("Phone"), [Optional(), Length(max=40)])
    vacancy = SelectField(_l("Vacancy"), [InputRequired()])

    def __init__(self, session: InterviewSession) -> None:
        super().__init__()
        self.vacancy.choices = choices(
            (vacancy.pubid, vacancy.title)
            for pool in session.pools
            for vacancy in pool.vacancies
        )

    def validate(self, extra_validators: object = None) -> bool:
        """A walk-in needs a way to be reached: mail or phone."""
        fine = bool(super().validate(extra_validators))
        if fine and not self.email.data and not self.phone.data:
            self.refuse(self.phone, _l("Write a phone number or a mail address."))
            return False
        return fine


class TurnAway(Form):
    """The new time promised to somebody whom nobody can see today (wall clock of the site)."""

    promised_at = DateTimeLocalField(
        _l("New time promised"), [InputRequired(_l("Promise a new date and time."))]
    )


class Proposal(Form):
    verdict = RadioField(
        _l("Proposal"),
        [InputRequired(_l("Choose what you propose."))],
        choices=choices((key.value, label) for key, label in VERDICTS.items()),
    )
    reason = TextAreaField(
        _l("Reason"), [InputRequired(_l("Give the reason in a sentence.")), Length(max=1000)]
    )


class Answer(Form):
    """Agree or refuse; agreeing to a hire needs terms."""

    note = TextAreaField(_l("Note"), [Optional(), Length(max=1000)])
    agree = SubmitField(_l("Agree"))
    refuse_it = SubmitField(_l("Refuse"))


class HireAnswer(Answer):
    level = SelectField(
        _l("Level"), [Optional()], choices=choices((level, level) for level in "1234")
    )
    pay = IntegerField(
        _l("Monthly pay"),
        [
            Optional(),
            NumberRange(1, 100_000_000, _l("Write the monthly pay as a whole number.")),
        ],
    )
    site = SelectField(_l("Site"), [Optional()])
    starts_on = DateField(_l("First working day"), [Optional()])
    expires_on = DateField(_l("Offer valid until"), [Optional()])

    def __init__(self, sites: list[Site], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.site.choices = choices((site.pubid, site.name) for site in sites)
