"""Text that people write in Markdown, shown as safe HTML: the only place that makes it Markup.

Two filters, one after the other: markdown-it never passes HTML through, and nh3 then keeps
only the tags and attributes named here. No images: a page must not call another server.
"""

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

LONGEST = 20_000
"""Characters; forms refuse longer texts."""

_markdown = (
    MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
    .enable("table")
    .enable("strikethrough")
    .disable("image")
)
_TAGS = {
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
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"scope"}}
_HEADING = re.compile(r"<(/?)h([1-6])>")
_SPACES = re.compile(r"\s+")


def _lower(match: re.Match[str]) -> str:
    """The page owns h1 and h2: a text's headings begin at h3."""
    return f"<{match[1]}h{min(6, int(match[2]) + 2)}>"


def render(text: str | None) -> Markup:
    """Return Markdown as safe HTML."""
    html = _HEADING.sub(_lower, _markdown.render((text or "")[:LONGEST]))
    html = html.replace("<th>", '<th scope="col">')
    return Markup(
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel="noopener noreferrer nofollow",
        )
    )


def plain(text: str | None, limit: int = 300) -> str:
    """Return the words of a Markdown text on one line, cut at a word, for a summary or a feed."""
    bare = Markup(nh3.clean(str(render(text)).replace("<", " <"), tags=set())).unescape()
    words = _SPACES.sub(" ", bare).strip()
    if len(words) <= limit:
        return words
    return words[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
