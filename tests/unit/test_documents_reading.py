"""The child that reads documents: their words, and nothing else of this machine."""

import time
from pathlib import Path

import pytest

from recruit.kernel.documents import Kind, read_text
from recruit.kernel.documents.reading import Unreadable
from tests.factories import files


@pytest.fixture
def read(tmp_path: Path):
    def run(data: bytes, kind: Kind) -> str:
        path = tmp_path / "0"
        path.write_bytes(data)
        return read_text(path, kind)

    return run


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (files.pdf("Ana Popescu, sales"), Kind.PDF),
        (files.docx("Ana Popescu, sales"), Kind.DOCX),
        (files.odt("Ana Popescu, sales"), Kind.ODT),
        (b"Ana  Popescu,\tsales\r\n\r\n", Kind.TXT),
    ],
)
def test_it_reads_the_words(read, data: bytes, kind: Kind) -> None:
    assert read(data, kind) == "Ana Popescu, sales"


def test_it_keeps_other_alphabets(read) -> None:
    assert read(files.docx("Анна\nȘtefan"), Kind.DOCX) == "Анна\nȘtefan"


def test_a_page_without_text_is_empty(read) -> None:
    assert read(files.pdf(""), Kind.PDF) == ""


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4 nothing", Kind.PDF),
        (b"PK\x03\x04 nothing", Kind.DOCX),
        (files.docx_xxe(), Kind.DOCX),
        (files.docx_laughs(), Kind.DOCX),
    ],
)
def test_what_cannot_be_read_is_a_failure_not_a_crash(read, data: bytes, kind: Kind) -> None:
    with pytest.raises(Unreadable):
        read(data, kind)


def test_a_bomb_dies_within_its_limits(read) -> None:
    parts = files.docx_parts()
    parts["word/document.xml"] = b"<a>" + b" " * (420 * 1024 * 1024) + b"</a>"
    started = time.monotonic()
    with pytest.raises(Unreadable):
        read(files.archive(parts), Kind.DOCX)
    assert time.monotonic() - started < 25


def test_a_book_is_read_only_in_part(read) -> None:
    text = read(files.pdf("word", pages=500), Kind.PDF)
    assert text.count("word") == 200


def test_the_child_knows_no_secret_and_opens_nothing(tmp_path, monkeypatch) -> None:
    """A parser taken over finds no environment, no sockets, no other files."""
    monkeypatch.setenv("RECRUIT_SECRET_KEY", "canary")
    attack = tmp_path / "attack.py"
    attack.write_text(
        "import os, socket, sys\n"
        "from recruit.kernel.documents import extract\n"
        "extract.limit()\n"
        "found = [name for name in os.environ if name.startswith('RECRUIT')]\n"
        "for attempt in (lambda: socket.create_connection(('127.0.0.1', 9)),\n"
        "                lambda: open('/etc/passwd'), lambda: os.system('true')):\n"
        "    try:\n"
        "        attempt()\n"
        "    except PermissionError:\n"
        "        continue\n"
        "    found.append('escaped')\n"
        "sys.stdout.write(repr(found))\n"
    )
    import subprocess
    import sys

    from recruit.kernel import paths

    done = subprocess.run(
        [sys.executable, str(attack)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(paths.PACKAGE.parent)},
        check=True,
    )
    assert done.stdout == "[]"
