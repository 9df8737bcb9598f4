"""Forms of accounts."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from recruit.kernel.fields import CheckList
from recruit.kernel.fields import choices as options
from recruit.kernel.forms import Form
from recruit.kernel.i18n import LOCALES
from recruit.kernel.permissions import Role
from recruit.kernel.state_words import state_word
from recruit.organization import choices
from recruit.organization.forms import VersionField
from recruit.organization.models import Department, Site
from recruit.people import passwords
from recruit.people.models import Person

ROLES = {role: state_word(role, "role").label for role in Role}
ROLE_NOTES = {
    Role.ADMIN: _l("Accounts, settings, outbox and audit trail"),
    Role.RECRUITER: _l("Vacancies, candidates, interview days, plans"),
    Role.HIRING_MANAGER: _l("Decides on hires and gates of the own department"),
    Role.INTERVIEWER: _l("Meets candidates and fills in scorecards"),
    Role.RECEPTIONIST: _l("Checks people in at the own site"),
    Role.MENTOR: _l("Guides trainees"),
    Role.TRAINER: _l("Writes and grades tests"),
    Role.DIRECTOR: _l("Approves, controls, sees the sums"),
    Role.TRAINEE: _l("Follows the own training plan"),
}


def clean_email(value: str | None) -> str:
    """Return an address as we keep it: lower case, its domain in ASCII; else as typed."""
    text = (value or "").strip()
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return text[:254]
    return (found.ascii_email or found.normalized).lower()


def is_email(_form: Any, field: Any) -> None:
    """Refuse what no mail can be sent to."""
    try:
        validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise ValidationError(
            _l("Write an address such as ana@example.org, in Latin letters.")
        ) from error


def _email(**kwargs: Any) -> StringField:
    return StringField(
        _l("Email"), [InputRequired(), Length(max=254), is_email], filters=[clean_email],
        render_kw={"type": "email", "autocapitalize": "none", "spellcheck": "false"}, **kwargs,
    )  # fmt: skip


def _new_password() -> PasswordField:
    return PasswordField(
        _l("New password"),
        [InputRequired(), Length(max=1000)],
        description=_l(
            "At least %(count)s characters. Three or four words that do not belong together "
            "are strong and easy to remember.",
            count=passwords.SHORTEST,
        ),
        render_kw={"autocomplete": "new-password"},
    )


class SignInForm(Form):
    """Address and password."""

    email = StringField(
        _l("Email"), [InputRequired(), Length(max=254)],
        render_kw={"type": "email", "autocomplete": "username", "autocapitalize": "none",
                   "spellcheck": "false"},
    )  # fmt: skip
    password = PasswordField(
        _l("Password"), [InputRequired(), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )  # fmt: skip
    next = HiddenField()


class ForgotForm(Form):
    """The address of the account whose password is forgotten."""

    email = _email()


class ChoosePasswordForm(Form):
    """A new password; the address is there for password managers."""

    password = _new_password()


class ChangePasswordForm(Form):
    """The present password and a new one."""

    present = PasswordField(
        _l("Present password"), [InputRequired(), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )  # fmt: skip
    password = _new_password()


class _AboutForm(Form):
    """Name, language and zone: what everybody says about themselves."""

    name = StringField(
        _l("Name"), [InputRequired(), Length(max=120)], render_kw={"autocomplete": "name"}
    )
    locale = SelectField(_l("Language"), choices=options(LOCALES.items()))
    zone = SelectField(_l("Time zone"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.zone.choices = options(choices.zones())


class ProfileForm(_AboutForm):
    """What people change about themselves."""

    phone = StringField(_l("Phone"), [Length(max=40)], render_kw={"autocomplete": "tel"})


class FirstAdminForm(_AboutForm):
    """The first account of an installation."""

    email = _email()
    password = _new_password()


class AccountForm(Form):
    """An account as the admin sees it."""

    version = VersionField()
    name = StringField(_l("Name"), [InputRequired(), Length(max=120)])
    email = _email()
    roles = CheckList(_l("Roles"))
    departments = CheckList(_l("Works in"))
    head_of = CheckList(_l("Heads"))
    site = SelectField(_l("Site"), description=_l("A receptionist sees this site's days only."))
    locale = SelectField(_l("Language"), choices=options(LOCALES.items()))
    zone = SelectField(_l("Time zone"))
    active = BooleanField(
        _l("May sign in"),
        default=True,
        description=_l("Switching it off signs the person out at once. Nothing is deleted."),
    )

    def __init__(
        self,
        person: Person | None,
        departments: list[Department],
        sites: list[Site],
        **kwargs: Any,
    ) -> None:
        super().__init__(obj=person, **kwargs)
        self.roles.choices = options((role.value, label) for role, label in ROLES.items())
        self.departments.choices = options((row.pubid, row.name) for row in departments)
        self.head_of.choices = options((row.pubid, row.name) for row in departments)
        self.site.choices = options(((row.pubid, row.name) for row in sites), _l("None"))
        self.zone.choices = options(choices.zones())
        self._departments = {row.pubid: row for row in departments}
        self._sites = {row.pubid: row for row in sites}
        if person is not None and not self.is_submitted():
            self.show(person)

    def show(self, person: Person) -> None:
        """Fill the fields that are not columns of the account."""
        self.roles.data = [row.role.value for row in person.role_rows]
        self.departments.data = [row.department.pubid for row in person.memberships]
        self.head_of.data = [row.department.pubid for row in person.memberships if row.is_head]
        self.site.data = person.site.pubid if person.site else ""

    def validate_roles(self, field: Any) -> None:
        """An account without a role could do nothing."""
        if not field.data:
            raise ValidationError(_l("Choose at least one role."))

    def wanted(self) -> dict[str, Any]:
        """Return the checked values as the operations take them."""
        return {
            "name": self.name.data,
            "email": self.email.data,
            "roles": {Role(value) for value in self.roles.data or ()},
            "departments": [self._departments[value] for value in self.departments.data or ()],
            "head_of": [self._departments[value] for value in self.head_of.data or ()],
            "site": self._sites.get(self.site.data),
            "locale": self.locale.data,
            "zone": self.zone.data,
        }


def in_our_time(_form: Any, field: Any) -> None:
    """Refuse a day that no record can be of (and that no zone can move to UTC)."""
    if field.data and not 2000 <= field.data.year <= 2100:
        raise ValidationError(_l("Choose a day between 2000 and 2100."))


class TrailForm(Form):
    """The filters of the audit trail, read from the address."""

    class Meta(Form.Meta):
        csrf = False

    actor = SelectField(_l("Who"), validators=[Optional()])
    action = SelectField(_l("What"), validators=[Optional()])
    subject = StringField(_l("Record"), [Length(max=80)])
    since = DateField(_l("From"), [Optional(), in_our_time])
    until = DateField(_l("To"), [Optional(), in_our_time])
