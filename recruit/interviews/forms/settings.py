"""The company's rules for interviews."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from recruit.interviews.models import InterviewSettings
from recruit.interviews.operations.settings import Wanted
from recruit.kernel.forms import Form
from recruit.organization.forms import VersionField
from recruit.rules.reminders import MOST_HOURS, MOST_REMINDERS
from recruit.rules.rescheduling import MOST_MOVES_EVER, MOST_NOTICE_HOURS

_NOTICE = [InputRequired(), NumberRange(0, MOST_NOTICE_HOURS)]


class SettingsForm(Form):
    """Reminders, what candidates may change by themselves, and what is said on the phone."""

    version = VersionField()
    reminder_hours = StringField(
        _l("Reminders: hours before the start"),
        [Length(max=60)],
        description=_l(
            "For example 24, or 48 and 3. At most five; empty: no reminder is mailed."
        ),
    )
    move_notice_hours = IntegerField(_l("Candidates move until"), _NOTICE)
    most_moves = IntegerField(
        _l("How often they move"), [InputRequired(), NumberRange(0, MOST_MOVES_EVER)]
    )
    decline_notice_hours = IntegerField(_l("Candidates cancel until"), _NOTICE)
    script_en = TextAreaField("English", [Length(max=2000)])
    script_ro = TextAreaField("Română", [Length(max=2000)])
    script_ru = TextAreaField("Русский", [Length(max=2000)])

    def __init__(self, row: InterviewSettings, **kwargs: Any) -> None:
        super().__init__(obj=row, **kwargs)
        if not isinstance(self.reminder_hours.data, str):  # nothing was sent for it
            self.reminder_hours.data = ", ".join(map(str, row.reminder_hours))
        if not self.is_submitted():
            for locale, text in row.call_scripts.items():
                if (field := self._fields.get(f"script_{locale}")) is not None:
                    field.data = text

    def validate_reminder_hours(self, field: Any) -> None:
        """Take whole numbers, however they are separated."""
        _hours(field.data or "")

    @property
    def wanted(self) -> Wanted:
        """What the page asks for."""
        scripts = {
            locale: self[f"script_{locale}"].data.strip()
            for locale in ("en", "ro", "ru")
            if (self[f"script_{locale}"].data or "").strip()
        }
        return Wanted(
            reminder_hours=_hours(self.reminder_hours.data or ""),
            move_notice_hours=self.move_notice_hours.data or 0,
            most_moves=self.most_moves.data or 0,
            decline_notice_hours=self.decline_notice_hours.data or 0,
            call_scripts=scripts,
        )


def _hours(text: str) -> list[int]:
    words = "".join(char if char.isalnum() else " " for char in text).split()
    numbers = {int(word) for word in words if word.isascii() and word.isdigit()}
    named = [word for word in words if not (word.isascii() and word.isdigit())]
    good = not named or all(word.isalpha() for word in named)  # "48 and 3" is fine
    if not good or (words and not numbers) or any(not 1 <= n <= MOST_HOURS for n in numbers):
        raise ValidationError(_("Write whole numbers of hours from 1 to 168, such as 24, 3."))
    if len(numbers) > MOST_REMINDERS:
        raise ValidationError(_("At most five reminders."))
    return sorted(numbers, reverse=True)
