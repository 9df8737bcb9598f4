"""Markdown from people becomes safe HTML, whatever they write."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.kernel.richtext import plain, render
from tests.xss_corpus import XSS

ALLOWED = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}


class Reader(HTMLParser):
    """What a browser's parser would make of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.bad.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "src", "srcset", "id", "class"):
                self.bad.append(name)
            address = (value or "").strip().lower()
            if name == "href" and not address.startswith(
                ("http:", "https:", "mailto:", "tel:")
            ):
                self.bad.append(f"{name}={value}")


def bad_parts(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.bad


@pytest.mark.parametrize("text", XSS)
def test_nothing_that_could_run_survives(text):
    for wrapped in (
        text,
        f"[x]({text})",
        f"![x]({text})",
        f"<{text}>",
        f"`{text}`",
        f"# {text}",
    ):
        assert bad_parts(render(wrapped)) == []


@given(st.text(max_size=300))
def test_any_text_is_rendered_and_safe(text):
    assert bad_parts(render(text)) == []
    assert "<" not in plain(text, 10_000) or "<" in text or "&" in text


def test_markdown_works_and_headings_stay_below_the_page_s_own():
    html = render(
        "# Work\n\n- **phones**\n- mail\n\n|a|b|\n|-|-|\n|1|2|\n\nSee [us](https://e.org)."
    )
    assert "<h3>Work</h3>" in html
    assert "<li><strong>phones</strong></li>" in html
    assert '<th scope="col">a</th>' in html
    assert 'href="https://e.org"' in html
    assert "noopener" in html


def test_a_summary_is_one_line_cut_at_a_word():
    assert plain("# Work\n\n- phones & *mail*") == "Work phones & mail"
    assert (
        plain("How is **L200**, the *new* one, packed?") == "How is L200, the new one, packed?"
    )
    short = plain("word " * 100, 52)
    assert short.endswith("word…")
    assert len(short) <= 52


def test_nothing_is_nothing():
    assert render(None) == ""
    assert plain("") == ""
