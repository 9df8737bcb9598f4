"""The one base class of our forms: it checks shape; the rules check meaning."""

import unicodedata
from typing import Any

from flask import has_request_context, request
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, PasswordField, SelectField, StringField

_KEPT_CONTROLS = "\n\t"
_FURTHEST = 2**53
"""Beyond this a whole number cannot be compared with a field's bounds: it stays outside them."""


def clean_text(value: Any) -> Any:
    """Return text as a person meant it: NFC, one kind of newline, no invisible controls.

    NUL and lone surrogates are no text: PostgreSQL and UTF-8 refuse them, so they go here.
    """
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = "".join(
        char
        for char in value
        if char in _KEPT_CONTROLS or unicodedata.category(char) not in ("Cc", "Cs")
    )
    return unicodedata.normalize("NFC", value).strip()


def _text(value: Any) -> Any:
    """Return cleaned text; a field that was not sent at all is empty text, never None."""
    return "" if value is None else clean_text(value)


def _choice(value: Any) -> Any:
    """Return a choice without blanks around it: `Optional` takes a blank for no choice at all
    and forgives it, and what follows would meet it."""
    return value.strip() if isinstance(value, str) else value


def _bounded(value: Any) -> Any:
    """Return a whole number that can be compared; what was typed is shown again as typed."""
    return max(-_FURTHEST, min(_FURTHEST, value)) if isinstance(value, int) else value


class Form(FlaskForm):  # type: ignore[misc]
    """Every text field is cleaned; a password is taken as typed."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Read forms only: JSON may hold numbers and lists where a field expects text."""
            if has_request_context() and request.is_json:
                return None
            return super().wrap_formdata(form, formdata)

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(
                kind, (PasswordField, HiddenField)
            ):
                options = {**options, "filters": (_text, *(options.get("filters") or ()))}
                if declared := unbound_field.kwargs.get("filters"):
                    options["filters"] = (_text, *declared)
            if issubclass(kind, SelectField):
                options = {**options, "filters": (_choice, *(options.get("filters") or ()))}
            if issubclass(kind, IntegerField):
                options = {**options, "filters": (_bounded, *(options.get("filters") or ()))}
            bound: Field = unbound_field.bind(form=form, **{**unbound_field.kwargs, **options})
            return bound

    def refuse(self, field: Field, message: Any) -> None:
        """Put a refusal beside the field that can mend it."""
        field.errors = [*field.errors, message]


__all__ = ["Form", "clean_text"]
