"""The shape of an application."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, EmailField, HiddenField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional, ValidationError

from recruit.candidates import contacts
from recruit.kernel.forms import Form

LONGEST_ANSWER = 500
QUESTIONS = {
    "experience": _l("What work with customers or sales have you done?"),
    "reason": _l("Why would you like this job?"),
    "start": _l("When could you start, and which hours suit you?"),
}


class Apply(Form):
    """Name, mail or phone, a CV or three answers, consent. `country` reads local phones."""

    name = StringField(_l("Your name"), [DataRequired(_l("Write your name.")), Length(max=120)])
    email = EmailField(
        _l("E-mail"),
        [
            Optional(),
            Length(max=254),
            Email(
                _l("Write the whole address, for example name@example.org."),
                allow_smtputf8=False,
            ),
        ],
    )
    phone = TelField(_l("Phone"), [Optional(), Length(max=40)])
    cv = FileField(_l("Your CV"))
    experience = TextAreaField(QUESTIONS["experience"], [Length(max=LONGEST_ANSWER)])
    reason = TextAreaField(QUESTIONS["reason"], [Length(max=LONGEST_ANSWER)])
    start = TextAreaField(QUESTIONS["start"], [Length(max=LONGEST_ANSWER)])
    consent = BooleanField(
        _l("I agree"), [DataRequired(_l("Without your agreement we may not keep your data."))]
    )
    privacy = HiddenField()
    """The version of the text on data protection that was shown."""
    stamp = HiddenField()
    fax = StringField(
        _l("Leave this field empty"),
        [Length(max=0, message=_l("Leave this field empty: it is there to catch robots."))],
    )

    def __init__(self, country: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.country = country

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the shape; one of mail and phone is needed, whichever it is."""
        valid = bool(super().validate(extra_validators))
        if self.email.data or self.phone.data:
            return valid
        self.refuse(self.email, _("Write your e-mail or your phone, so that we can answer."))
        return False

    def validate_email(self, field: EmailField) -> None:
        if field.data and not str(field.data).isascii():
            raise ValidationError(_("Write the address in Latin letters."))

    def validate_phone(self, field: TelField) -> None:
        if field.data and not contacts.phone_e164(str(field.data), self.country):
            raise ValidationError(
                _("This cannot be a phone number. Begin with the country code, such as +373.")
            )

    def answers_missing(self) -> bool:
        """Tell whether one of the three questions is unanswered."""
        return not all(self[name].data for name in QUESTIONS)

    def message(self) -> str:
        """Return questions and answers as one text for the hiring team."""
        answered = [(QUESTIONS[name], self[name].data) for name in QUESTIONS if self[name].data]
        return "\n\n".join(f"{question}\n{answer}" for question, answer in answered)
