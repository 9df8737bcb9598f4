"""Fields of our own."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DecimalField

from recruit.rules.marking import number


class Amount(DecimalField):
    """A number as people write it: comma or point, spaces between thousands. Not-a-number and
    infinity, which Decimal would take, are refused."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not str(valuelist[0]).strip():
            return
        self.data = number(valuelist[0])
        if self.data is None:
            raise ValueError(_l("Write a number, such as 2.5."))

    def _value(self) -> str:
        """As typed; a number of ours without zeros behind the point."""
        shown = str(super()._value())  # type: ignore[misc]
        if self.raw_data or "." not in shown:
            return shown
        return shown.rstrip("0").rstrip(".")
