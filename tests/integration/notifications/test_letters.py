"""Every mail there is: in two forms, with a subject and a name of its own."""

import pytest

from recruit.kernel.paths import TEMPLATES
from recruit.notifications import kinds

EMAILS = TEMPLATES / "emails"
NAMES = sorted(
    str(path.relative_to(EMAILS).with_suffix(""))
    for path in EMAILS.glob("*/*.txt")
    if not path.name.startswith("_")  # a part of mails
)


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_has_text_html_subject_and_name(app, name):
    text = app.jinja_env.get_template(f"emails/{name}.txt")
    html = app.jinja_env.get_template(f"emails/{name}.html")
    assert {"subject", "body"} <= set(text.blocks)
    assert "body" in html.blocks
    assert name in kinds.LETTERS, "the outbox page cannot say what this mail is"


def test_no_mail_is_in_one_form_only():
    html = {str(path.relative_to(EMAILS).with_suffix("")) for path in EMAILS.glob("*/*.html")}
    assert html == set(NAMES)
