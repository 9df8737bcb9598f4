"""Sentences of templates can be formatted: a percent sign is written %%, a value by name."""

import re
from pathlib import Path

import pytest
from jinja2.ext import babel_extract

from recruit.kernel import paths

FILES = sorted(p for p in paths.TEMPLATES.rglob("*") if p.suffix in (".html", ".txt"))
VALUE = re.compile(r"%\(\w+\)[sd]|%%")


@pytest.mark.parametrize("file", FILES, ids=lambda p: str(p.relative_to(paths.TEMPLATES)))
def test_a_sentence_can_be_formatted(file: Path) -> None:
    options = {"silent": "false", "extensions": "jinja2.ext.do", "trimmed": "true"}
    with file.open("rb") as source:
        found = list(babel_extract(source, ["_", "gettext", "ngettext:1,2"], [], options))
    for line, _function, message, _comments in found:
        for sentence in message if isinstance(message, tuple) else (message,):
            assert "%" not in VALUE.sub("", sentence or ""), f"{file}:{line}: {sentence}"
