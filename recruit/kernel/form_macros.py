"""What the form macros must know of a WTForms field, where Jinja would be clumsy."""

import json
from typing import Any

from flask import Flask
from wtforms import Field, FieldList, RadioField
from wtforms.widgets import (
    CheckboxInput,
    HiddenInput,
    ListWidget,
    Select,
    SubmitInput,
    TableWidget,
)


def control_kind(item: Field) -> str:
    """Return how a field is drawn: hidden, submit, radios, boxes, check, select or input."""
    widget = item.widget
    if isinstance(widget, HiddenInput):
        return "hidden"
    if isinstance(widget, SubmitInput):
        return "submit"
    if isinstance(widget, (ListWidget, TableWidget)) and hasattr(item, "iter_choices"):
        return "radios" if isinstance(item, RadioField) else "boxes"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "select" if isinstance(widget, Select) else "input"


def described_by(item: Field, note: object) -> str:
    """Return the ids of the texts that explain a control, for aria-describedby."""
    ids = [f"{item.id}-help"] if note else []
    return " ".join([*ids, f"{item.id}-error"] if item.errors else ids)


def control_attributes(item: Field, note: object, extra: dict[str, Any]) -> dict[str, Any]:
    """Return the HTML attributes of a control: the caller's, and the accessible ones."""
    attributes = {name.replace("_", "-"): value for name, value in extra.items()}
    if about := described_by(item, note):
        attributes["aria-describedby"] = about
    if item.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def problems(form: Any) -> list[tuple[str | None, str, str]]:
    """Return (id of the control, label, problem) for every problem of a form, in page order."""
    found: list[tuple[str | None, str, str]] = [(None, "", str(p)) for p in form.form_errors]
    for item in form:
        found.extend(_problems_of(item))
    return found


def _problems_of(item: Any) -> list[tuple[str | None, str, str]]:
    if item.type == "FormField":
        return problems(item.form)
    found: list[tuple[str | None, str, str]] = []
    own = [str(error) for error in item.errors if not isinstance(error, (list, dict))]
    if isinstance(item, FieldList):
        for entry in item.entries:
            found.extend(_problems_of(entry))
        own = [] if found else own
    kind = control_kind(item)
    hidden = kind == "hidden"
    target = None if hidden else f"{item.id}-0" if kind in ("radios", "boxes") else item.id
    label = "" if hidden else str(item.label.text)
    return [*found, *((target, label, problem) for problem in own)]


def register(app: Flask) -> None:
    """Give the form macros these functions."""
    app.jinja_env.globals.update(
        control_kind=control_kind,
        described_by=described_by,
        control_attributes=control_attributes,
        form_problems=problems,
    )
    app.jinja_env.filters["from_json"] = json.loads
