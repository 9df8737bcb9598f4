"""Texts of other systems as the Markdown that stems here are written in, and as plain lines."""

import re
from html import unescape
from html.parser import HTMLParser

from recruit.rules.question_files.form import Text, TextFormat, one_line

LONGEST_HTML = 200_000
LONGEST_TITLE = 5_000  # with its tags
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,5000}>")
_SPECIAL = re.compile(r"[\\`*_\[\]<>~|]")
_LINE_START = re.compile(r"^(\s{0,3})([#+-]|\d{1,9}[.)])(?=\s)", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")
GAP = re.compile(r"(\[\[\d{1,3}\]\])")
DEEPEST = 100


class _Words(HTMLParser):
    """The words of a piece of HTML, and how deep it is nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.depth = self.deepest = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "img":
            alt = dict(attrs).get("alt") or ""
            self.pieces.append(f" {alt} ")
        elif tag in ("br", "p", "div", "li", "tr", "td", "th"):
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - 1)
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def _words(html: str) -> _Words:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return reader


def _is_html(text: Text) -> bool:
    if text.format is TextFormat.HTML:
        return "<" in text.text or "&" in text.text
    return text.format is TextFormat.MOODLE and bool(_TAG.search(text.text))


def line(text: Text) -> str:
    """Return a text as one plain line, for an option or a pair."""
    if _is_html(text):
        return one_line("".join(_words(text.text[:LONGEST_HTML]).pieces), 4000)
    plain = unescape(text.text) if text.format is TextFormat.MOODLE else text.text
    return one_line(plain, 4000)


def title(text: Text) -> str:
    """Return a name for a question that has none: the beginning of its text, without HTML."""
    beginning = Text(text.text[:LONGEST_TITLE], text.format)
    return one_line(line(beginning) or beginning.text, 80)


def markdown(text: Text) -> str:
    """Return a text as Markdown; [[1]], [[2]] stay what they are."""
    if text.format is TextFormat.MARKDOWN:
        return text.text
    if _is_html(text):
        return _from_html(text.text[:LONGEST_HTML], text.format is TextFormat.MOODLE)
    return "".join(
        piece if GAP.fullmatch(piece) else _escaped(piece) for piece in GAP.split(text.text)
    )


def _escaped(text: str) -> str:
    """Return a plain text as Markdown that shows it letter by letter, with its lines."""
    marked = _SPECIAL.sub(r"\\\g<0>", text)
    marked = _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}", marked)
    return re.sub(r"(?<=\S)\n(?=\S)", "  \n", marked)


def _from_html(html: str, keep_lines: bool) -> str:
    read = _words(html)
    if read.deepest > DEEPEST:
        return _escaped("".join(read.pieces).strip())
    from markdownify import markdownify  # noqa: PLC0415 (slow to load, and rarely needed)

    if keep_lines:
        html = html.replace("\n", "<br>\n")
    try:
        marked = markdownify(html, heading_style="ATX", strip=["img", "script", "style"])
    except (RecursionError, ValueError):
        return _escaped("".join(read.pieces).strip())
    return _BLANK_LINES.sub("\n\n", marked).strip()


def as_text(plain: str) -> Text:
    """Return a plain line in the format of a Markdown question: as Markdown where nothing in it
    is a sign of Markdown, else as what it is."""
    fine = _escaped(plain) == plain
    return Text(plain, TextFormat.MARKDOWN if fine else TextFormat.PLAIN)
