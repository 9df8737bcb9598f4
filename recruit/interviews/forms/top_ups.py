"""The rule of automatic invitations."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from recruit.kernel.fields import choices
from recruit.kernel.forms import Form
from recruit.rules.top_ups import CUT_OFFS, PER_DAY


def per_day_words(n: int) -> Any:
    """Return a daily limit in words."""
    return _l("Up to %(n)s a day", n=n) if n else _l("No")


def cut_off_words(hours: int) -> Any:
    """Return a cut-off in words."""
    return _l("%(n)s hours before the day begins", n=hours)


def per_day_field() -> Any:
    """How many may be invited automatically on one day."""
    return SelectField(
        _l("Invite automatically when people decline"),
        choices=choices((str(n), per_day_words(n)) for n in PER_DAY),
        default="0",
    )


def cut_off_field() -> Any:
    """Until when."""
    return SelectField(
        _l("Not later than"),
        choices=choices((str(n), cut_off_words(n)) for n in CUT_OFFS),
        default="24",
    )


class TopUpForm(Form):
    """Both together, for a day that exists."""

    top_ups = per_day_field()
    cut_off = cut_off_field()

    def show(self, per_day: int, cut_off: int) -> None:
        """Put the present rule into the form; one chosen elsewhere stays choosable."""
        for field, value, words in (
            (self.top_ups, per_day, per_day_words),
            (self.cut_off, cut_off, cut_off_words),
        ):
            if str(value) not in {choice.value for choice in field.choices}:
                field.choices = [*field.choices, *choices([(str(value), words(value))])]
            field.data = str(value)
