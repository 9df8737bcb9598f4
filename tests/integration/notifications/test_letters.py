"""Every mail there is: in two forms, with a subject and a name of its own."""

import pytest

from recruit.kernel.paths import TEMPLATES
from recruit.notifications import kinds

EMAILS = TEMPLATES / "emails"


def names(ending: str) -> list[str]:
    """Return the mails that have a form; a name with an underscore is a part of mails."""
    paths = sorted(EMAILS.glob(f"*/[!_]*.{ending}"))
    return [str(path.relative_to(EMAILS).with_suffix("")) for path in paths]


NAMES = names("txt")


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_has_text_html_subject_and_name(app, name):
    text = app.jinja_env.get_template(f"emails/{name}.txt")
    html = app.jinja_env.get_template(f"emails/{name}.html")
    assert {"subject", "body"} <= set(text.blocks)
    assert "body" in html.blocks
    assert name in kinds.LETTERS, "the outbox page cannot say what this mail is"


def test_no_mail_is_in_one_form_only():
    assert names("html") == NAMES
