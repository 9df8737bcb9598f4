"""Text that people write in Markdown, shown as safe HTML: the only place that makes it Markup.

Two filters, one after the other: markdown-it never passes HTML through, and nh3 then keeps
only the tags and attributes named here. No images: a page must not call another server.
"""

import re
from html import unescape

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
_SCHEMES = {"http", "https", "mailto", "tel"}
_HEADING = re.compile(r"<(/?)h([1-6])>")
_BLOCK = re.compile(r"<(?!/?(?:a|b|code|del|em|i|s|strong)\b)")  # these part words
_SPACES = re.compile(r"\s+")


def _lower(match: re.Match[str]) -> str:
    """The page owns h1 and h2: a text's headings begin at h3."""
    return f"<{match[1]}h{min(6, int(match[2]) + 2)}>"


def _keep(tag: str, attribute: str, value: str) -> str | None:
    """A link is a whole address: on a job board a relative one would lead astray."""
    if tag == "a" and attribute == "href" and value.partition(":")[0].lower() not in _SCHEMES:
        return None
    return value


def render(text: str | None) -> Markup:
    """Return Markdown as safe HTML."""
    html = _HEADING.sub(_lower, _markdown.render((text or "")[:LONGEST]))
    html = html.replace("<th>", '<th scope="col">')
    return Markup(  # noqa: S704 (cleaned in the line below)
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES,
            attribute_filter=_keep,
            link_rel="noopener noreferrer nofollow",
        )
    )


def plain(text: str | None, limit: int = 300) -> str:
    """Return the words of a Markdown text on one line, cut at a word, for a feed."""
    bare = unescape(nh3.clean(_BLOCK.sub(r" \g<0>", str(render(text))), tags=set()))
    words = _SPACES.sub(" ", bare).strip()
    if len(words) <= limit:
        return words
    return words[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
