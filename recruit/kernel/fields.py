"""Form fields that several features use."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from babel.numbers import get_currency_precision
from flask_babel import gettext as _
from wtforms import SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import CheckboxInput, ListWidget

from recruit.rules.money import Money

MOST_MINOR = 2_000_000_000
"""The largest amount, in minor units, that fits the database's integer."""


def choices(pairs: Iterable[tuple[str, Any]], first: Any = None) -> list[SelectChoice]:
    """Return (value, words) pairs as a select's choices; `first` are words for none."""
    none = [] if first is None else [SelectChoice("", first)]
    return none + [SelectChoice(value, words) for value, words in pairs]


class AmountField(StringField):
    """An amount of money as people write it: "25 000", "25,000.50", "25.000,50"."""

    def money(self, currency: str) -> Money:
        """Return the amount typed, or raise ValidationError with words that help."""
        text = "".join(str(self.data or "0").split()).replace("\u2019", "")
        last = max(text.rfind(","), text.rfind("."))
        cents = last >= 0 and len(text) - last - 1 in (1, 2)
        whole, rest = (text[:last], text[last + 1 :]) if cents else (text, "")
        digits = whole.replace(",", "").replace(".", "") + rest
        if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
            raise ValidationError(_("Write an amount in figures, such as 25 000 or 25 000.50."))
        try:
            exact = Decimal(digits).scaleb(get_currency_precision(currency) - len(rest))
            minor = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        except InvalidOperation:
            minor = MOST_MINOR + 1
        if minor > MOST_MINOR:
            raise ValidationError(_("This amount is too large."))
        return Money(minor, currency)

    def show(self, money: Money) -> None:
        """Put an amount into the field, as it would be typed."""
        digits = get_currency_precision(money.currency)
        exact = Decimal(money.minor).scaleb(-digits)
        self.data = f"{exact:.0f}" if exact == exact.to_integral_value() else f"{exact:f}"


class CheckList(SelectMultipleField):
    """Several of a few, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def version_of(value: object) -> int:
    """Return the version a form was opened on; anything unreadable is no version: stale.

    A form without a single field sent is filled from its row, version included: stale too.
    """
    readable = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 9
    return int(str(value)) if readable else -1
