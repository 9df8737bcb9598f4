"""Texts inside GIFT: escapes and formats."""

import re

from recruit.rules.question_files.form import Text, TextFormat

_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_MARKS = {char: chr(0xFDD0 + at) for at, char in enumerate(":#={}~n")}
_SHOWN = {ord(mark): "\n" if char == "n" else char for char, mark in _MARKS.items()}
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_CONTROL = re.compile(r"[\\:#={}~]")


def hide(text: str) -> str:
    r"""Replace \: \# \= \{ \} \~ \n by marks that mean nothing, and \\ by one backslash."""
    return _ESCAPED.sub(lambda found: _MARKS.get(found[1], "\\"), text)


def show(text: str) -> str:
    """Replace the marks by what they stand for."""
    return text.translate(_SHOWN)


def styled(text: str, default: TextFormat = TextFormat.MOODLE) -> Text:
    """Read a text that may begin with its format, such as [html]."""
    plain = text.strip()
    if found := _FORMAT.match(plain):
        return Text(show(plain[found.end() :]).strip(), TextFormat(found[1]))
    return Text(show(plain).strip(), default)


def escaped(text: str) -> str:
    """Write a text so that nothing in it is a sign of GIFT."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(r"\\\g<0>", kept).replace("\n", "\\n")
