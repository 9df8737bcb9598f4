"""Moodle XML as a small tree whose nodes know their lines. Entities are never expanded."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax import SAXParseException, handler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from recruit.rules.question_files.decoding import clean
from recruit.rules.question_files.form import Wrong
from recruit.rules.question_files.troubles import Trouble

DEEPEST = 40


@dataclass(slots=True)
class Node:
    """An element with the text directly inside of it."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text directly inside, without blanks around it."""
        return "".join(self.pieces).strip()

    def all(self, name: str) -> Iterator[Node]:
        """Every child of this name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Node | None:
        """The first child of this name."""
        return next(self.all(name), None)

    def value(self, name: str, default: str = "") -> str:
        """The text of a child, or of the <text> inside of it."""
        child = self.first(name)
        return default if child is None else child.words

    @property
    def words(self) -> str:
        """The <text> inside, or where there is none the text itself."""
        inner = self.first("text")
        return self.text if inner is None else inner.text


class _Builder(handler.ContentHandler):
    def __init__(self, where: Locator, lines_before: int) -> None:
        super().__init__()
        self.root: Node | None = None
        self._open: list[Node] = []
        self._where = where
        self._lines_before = lines_before

    @property
    def line(self) -> int:
        return self._lines_before + (self._where.getLineNumber() or 1)

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 (SAX)
        node = Node(name, self.line, dict(attrs))
        if len(self._open) >= DEEPEST:
            raise Wrong(Trouble.TOO_DEEP, node.line)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def endElement(self, _name: str) -> None:  # noqa: N802
        self._open.pop()

    def characters(self, content: str) -> None:
        self._open[-1].pieces.append(clean(content))


def parse(data: bytes) -> Node:
    """Return the root, or raise Wrong with the line of what is broken. Blanks before the XML
    declaration are no error: Moodle drops them, and programs write them."""
    rest = data.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    lines_before = data[: len(data) - len(rest)].count(b"\n") if rest.startswith(b"<") else 0
    parser = DefusedExpatParser(forbid_entities=True, forbid_external=True)
    builder = _Builder(parser, lines_before)
    parser.setContentHandler(builder)
    try:
        parser.feed(rest if rest.startswith(b"<") else data)
        parser.close()
    except DefusedXmlException:
        raise Wrong(Trouble.ENTITIES, builder.line) from None
    except SAXParseException as error:
        line = lines_before + (error.getLineNumber() or 1)
        raise Wrong(Trouble.NOT_XML, line, why=error.getMessage()) from None
    except (LookupError, ValueError) as error:  # an encoding nobody knows
        raise Wrong(Trouble.NOT_XML, 1, why=str(error)[:100]) from None
    if builder.root is None:
        raise Wrong(Trouble.EMPTY, 1)
    return builder.root
