"""The form macros: every field labelled, its problem beside it, its value kept."""

from typing import Any

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from recruit.kernel.fields import choices
from recruit.kernel.forms import Form

SITES = [("m", "Moscow"), ("c", "Chisinau")]


class Boxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Everything(Form):
    name = StringField("Name", [InputRequired("Write the name.")])
    about = TextAreaField("About")
    site = SelectField("Site", choices=choices(SITES))
    kind = RadioField("Kind", [InputRequired("Choose a kind.")], choices=choices(SITES))
    days = Boxes("Days", choices=choices(SITES))
    on = DateField("Day")
    at = TimeField("Time")
    count = IntegerField("Count")
    secret = PasswordField("Secret")
    file = FileField("File")
    agreed = BooleanField("I agree", [InputRequired("Tick the box.")])
    version = HiddenField()
    links = FieldList(StringField("Link", [InputRequired("Write a link.")]), min_entries=2)


def drawn(app: Flask, source: str, data: dict[str, Any] | None = None, **values: Any) -> str:
    with app.test_request_context("/", method="POST"):
        form = Everything(formdata=MultiDict(data or {}))
        if data is not None:
            form.validate()
        return render_template_string(
            '{% import "components/form.html" as f %}' + source, form=form, **values
        )


@pytest.mark.parametrize(
    "name", ["name", "about", "site", "on", "at", "count", "secret", "file", "agreed"]
)
def test_a_control_has_its_label(app: Flask, name: str) -> None:
    html = drawn(app, f"{{{{ f.field(form.{name}, help='How to') }}}}")
    assert f'for="{name}"' in html
    assert f'aria-describedby="{name}-help"' in html
    assert f'id="{name}-help"' in html


@pytest.mark.parametrize("name", ["kind", "days"])
def test_a_group_has_its_legend(app: Flask, name: str) -> None:
    html = drawn(app, f"{{{{ f.field(form.{name}, notes={{'m': 'In the north'}}) }}}}")
    assert "<legend" in html
    assert f'id="{name}-0"' in html
    assert "In the north" in html


def test_a_hidden_field_has_no_label(app: Flask) -> None:
    assert "label" not in drawn(app, "{{ f.field(form.version) }}")


def test_a_problem_stands_beside_its_field_and_the_value_stays(app: Flask) -> None:
    html = drawn(app, "{{ f.field(form.count) }}", {"count": "three <b>"})
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="count-error"' in html
    assert 'value="three &lt;b&gt;"' in html


def test_the_problem_box_links_to_controls_that_exist(app: Flask) -> None:
    source = (
        "{{ f.error_summary(form) }}"
        "{% for x in form %}{{ f.field(x) if x.name != 'links' }}{% endfor %}"
    )
    html = drawn(app, source, {"links-0": "", "links-1": "x"})
    for target in ("name", "kind-0", "agreed"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in html
    assert html.count('href="#links-0"') == 1
    assert "There is a problem" in html


def test_a_form_without_problems_has_no_box(app: Flask) -> None:
    assert drawn(app, "{{ f.error_summary(form) }}").strip() == ""


def test_a_post_button_carries_its_values_escaped(app: Flask) -> None:
    html = drawn(app, "{{ f.post_button('/x', label, card='<i>') }}", label="<b>Go</b>")
    assert "&lt;b&gt;Go" in html
    assert 'name="card" value="&lt;i&gt;"' in html
    assert 'method="post"' in html


def test_a_question_comes_before_what_cannot_be_undone(app: Flask) -> None:
    html = drawn(app, "{{ f.post_button('/x', 'Delete…', confirm='Delete Ana?') }}")
    assert "<dialog" in html
    assert "Delete Ana?" in html
    assert ">Delete</h2>" in html


def test_two_buttons_of_one_address_have_two_dialogs(app: Flask) -> None:
    source = (
        "{{ f.post_button('/x', 'Delete', confirm='a', card='1') }}"
        "{{ f.post_button('/x', 'Delete', confirm='a', card='2') }}"
    )
    ids = {part.split('"')[0] for part in drawn(app, source).split('popovertarget="')[1:]}
    assert len(ids) == 2
