"""Which files are taken: decided by what is in them."""

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recruit.kernel.documents import Kind, UploadRefusal, accept, display_name
from recruit.kernel.errors import Refused
from tests.factories import files

MEGABYTE = 1024 * 1024
TEN = 10 * MEGABYTE


def refusal(data: bytes, name: str = "cv", limit: int = TEN) -> UploadRefusal | None:
    try:
        accept(data, name, max_bytes=limit)
    except Refused as refused:
        return UploadRefusal(refused.reason)
    return None


def with_part(name: str, body: bytes) -> bytes:
    return files.archive(files.docx_parts() | {name: body})


def linked(kind: str, target: str) -> bytes:
    entry = (
        f'Id="r9" Type="http://x/relationships/{kind}" Target="{target}" TargetMode="External"'
    )
    return with_part("word/_rels/document.xml.rels", files.relationships(entry))


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (files.pdf(), "cv.pdf", Kind.PDF),
        (files.pdf(), "Моё резюме (2).PDF", Kind.PDF),
        (files.pdf(), "no extension", Kind.PDF),
        (files.docx(), "cv.docx", Kind.DOCX),
        (files.odt(), "cv.odt", Kind.ODT),
        ("Ana, mänager".encode(), "cv.txt", Kind.TXT),
        ("Продавец".encode("cp1251"), "cv.txt", Kind.TXT),
        ("Ștefan".encode("utf-16"), "cv.txt", Kind.TXT),
        (b"BM is how my name begins", "cv.txt", Kind.TXT),
        (linked("hyperlink", "https://example.org"), "cv.docx", Kind.DOCX),
        (linked("attachedTemplate", r"C:\Users\ana\Normal.dotm"), "cv.docx", Kind.DOCX),
    ],
)
def test_it_takes(data: bytes, name: str, kind: Kind) -> None:
    assert accept(data, name, max_bytes=TEN).kind is kind


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "cv.pdf", UploadRefusal.EMPTY),
        (b" \n ", "cv.txt", UploadRefusal.EMPTY),
        (files.pdf(), "cv.docx", UploadRefusal.WRONG_EXTENSION),
        (files.docx(), "cv.pdf", UploadRefusal.WRONG_EXTENSION),
        (files.pdf(), "cv.exe", UploadRefusal.UNKNOWN_TYPE),
        (files.pdf(), "cv.exe.pdf", UploadRefusal.BAD_NAME),
        (files.pdf(), "cv.pdf\0.exe", UploadRefusal.BAD_NAME),
        (files.pdf(), "cv\r\nX: y.pdf", UploadRefusal.BAD_NAME),
        (b"MZ\x90\x00" + b"\0" * 60, "cv.pdf", UploadRefusal.UNKNOWN_TYPE),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "cv", UploadRefusal.UNKNOWN_TYPE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "cv", UploadRefusal.UNKNOWN_TYPE),
        (b"{\\rtf1 hello}", "cv", UploadRefusal.UNKNOWN_TYPE),
        (b"<html><script>alert(1)</script>", "cv.txt", UploadRefusal.UNKNOWN_TYPE),
        (b"<svg onload=alert(1)>", "cv.txt", UploadRefusal.UNKNOWN_TYPE),
        (b"#!/bin/sh\nrm -rf /", "cv.txt", UploadRefusal.UNKNOWN_TYPE),
        (b"hello \x07 bell", "cv.txt", UploadRefusal.UNKNOWN_TYPE),
        (b"x" * 1_000_001, "cv.txt", UploadRefusal.TOO_LARGE),
    ],
)
def test_it_refuses(data: bytes, name: str, expected: UploadRefusal) -> None:
    assert refusal(data, name) is expected


def test_it_refuses_what_is_larger_than_the_limit() -> None:
    assert refusal(files.pdf(), "cv.pdf", limit=100) is UploadRefusal.TOO_LARGE


@pytest.mark.parametrize("make", [files.pdf, files.docx, files.odt])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.98])
def test_it_refuses_a_truncated_file(make: object, share: float) -> None:
    whole = make()  # type: ignore[operator]
    assert refusal(whole[: int(len(whole) * share)]) is UploadRefusal.DAMAGED


@pytest.mark.parametrize(
    "data",
    [
        files.pdf() + files.docx(),
        files.docx() + files.pdf(),
        files.pdf() + b"<script>alert(1)</script>" * 10,
        b"Just a text" + files.docx(),
        b"Text first %PDF-1.4",
    ],
)
def test_it_refuses_two_files_in_one(data: bytes) -> None:
    assert refusal(data) in (UploadRefusal.TWO_IN_ONE, UploadRefusal.UNKNOWN_TYPE)


def test_it_refuses_a_second_file_hidden_in_the_archives_comment() -> None:
    whole = files.docx()
    hidden = files.pdf()
    data = whole[:-2] + struct.pack("<H", len(hidden)) + hidden
    assert refusal(data) is UploadRefusal.TWO_IN_ONE


@pytest.mark.parametrize(
    "action", [b"/OpenAction << /S /JavaScript /JS (x) >>", b"/AA /Launch"]
)
def test_it_refuses_a_pdf_that_acts(action: bytes) -> None:
    assert refusal(files.pdf(extra=action)) is UploadRefusal.ACTIVE


def test_it_refuses_macros() -> None:
    assert refusal(files.docm(), "cv.docx") is UploadRefusal.MACROS
    assert refusal(files.docm(), "cv.docm") is UploadRefusal.MACROS
    assert refusal(with_part("word/vbaProject.bin", b"x")) is UploadRefusal.MACROS
    odt = files.odt_parts() | {"Basic/script-lb.xml": b"<x/>"}
    assert refusal(files.archive(odt)) is UploadRefusal.MACROS


@pytest.mark.parametrize(
    "name", ["word/embeddings/oleObject1.bin", "word/payload.exe", "word/inner.zip"]
)
def test_it_refuses_embedded_programs_and_archives(name: str) -> None:
    assert refusal(with_part(name, b"x")) is UploadRefusal.ACTIVE


@pytest.mark.parametrize("data", [files.docx_xxe(), files.docx_laughs()])
def test_it_refuses_entities(data: bytes) -> None:
    assert refusal(data, "cv.docx") is UploadRefusal.ACTIVE


def test_it_refuses_entities_in_another_encoding() -> None:
    part = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY x "y">]><d>&x;</d>'
    assert refusal(with_part("word/styles.xml", part.encode("utf-16"))) is UploadRefusal.ACTIVE


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://evil.example/t.dotm"),
        ("attachedTemplate", "file://evil.example/share/t.dotm"),
        ("attachedTemplate", r"\\evil.example\share\t.dotm"),
        ("image", "https://evil.example/pixel.png"),
        ("oleObject", "file:///etc/passwd"),
        ("frame", "http://127.0.0.1/"),
    ],
)
def test_it_refuses_what_loads_from_elsewhere(kind: str, target: str) -> None:
    assert refusal(linked(kind, target)) is UploadRefusal.EXTERNAL


def test_it_refuses_an_odt_with_a_remote_picture() -> None:
    parts = files.odt_parts()
    picture = b'<draw:image xlink:href="http://evil.example/p.png"/></text:p>'
    parts["content.xml"] = parts["content.xml"].replace(b"</text:p>", picture)
    assert refusal(files.archive(parts)) is UploadRefusal.EXTERNAL


def test_it_refuses_bombs() -> None:
    assert refusal(files.docx_bomb(8)) is UploadRefusal.BOMB  # by its ratio
    assert refusal(files.docx_bomb(80)) is UploadRefusal.BOMB  # by its size
    many = files.docx_parts() | {f"word/{n}.xml": b"<a/>" for n in range(2100)}
    assert refusal(files.archive(many)) is UploadRefusal.BOMB
    deep = b"<a>" * 400 + b"</a>" * 400
    assert refusal(with_part("word/deep.xml", deep)) is UploadRefusal.BOMB


def test_it_refuses_a_bomb_that_lies_about_its_size() -> None:
    body = b"\0" * (4 * MEGABYTE)
    whole = bytearray(with_part("word/media/a.xml", body))
    small = struct.pack("<I", 1000)
    declared = struct.pack("<I", len(body))
    place = whole.find(declared)
    while place >= 0:
        whole[place : place + 4] = small
        place = whole.find(declared)
    assert refusal(bytes(whole)) in (UploadRefusal.BOMB, UploadRefusal.DAMAGED)


def test_it_refuses_entries_that_share_their_bytes() -> None:
    """A flat bomb: one compressed body counted for many entries."""
    body = zlib.compress(b"x" * 1000)[2:-4]
    crc = zlib.crc32(b"x" * 1000)
    head = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(body), 1000, 1, 0)
    local = head + b"a" + body
    central = b"".join(
        struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(body), 1000,
            1, 0, 0, 0, 0, 0, 0,
        ) + name
        for name in (b"a", b"b")
    )  # fmt: skip
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 2, 2, len(central), len(local), 0)
    assert refusal(local + central + end) in (UploadRefusal.BOMB, UploadRefusal.DAMAGED)


def test_it_refuses_places_outside_the_archive() -> None:
    assert refusal(with_part("../../etc/passwd", b"x")) is UploadRefusal.DAMAGED
    assert refusal(with_part("/etc/passwd", b"x")) is UploadRefusal.DAMAGED


def test_it_refuses_a_protected_archive() -> None:
    whole = bytearray(files.docx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.find(signature)
        while place >= 0:
            whole[place + offset] |= 1
            place = whole.find(signature, place + 1)
    assert refusal(bytes(whole)) is UploadRefusal.PROTECTED


def test_it_refuses_other_archives() -> None:
    assert refusal(files.archive({"a.txt": b"x"})) is UploadRefusal.UNKNOWN_TYPE
    sheet = files.docx_parts()
    sheet["[Content_Types].xml"] = b"<Types/>"
    assert refusal(files.archive(sheet)) is UploadRefusal.UNKNOWN_TYPE


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2000), st.text(max_size=30))
def test_no_bytes_and_no_name_break_it(data: bytes, name: str) -> None:
    refusal(data, name)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_breaks_it(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([files.pdf(), files.docx(), files.odt()])))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    refusal(bytes(whole))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("Ana Popescu", "Ana Popescu CV.pdf"),
        ("Jean-Luc O'Neill", "Jean-Luc O'Neill CV.pdf"),
        ("../../etc/passwd", "etc passwd CV.pdf"),
        ('a"; filename="b.exe\r\n', "a filename b exe CV.pdf"),
        ("\u202egnp.exe", "gnp exe CV.pdf"),
        ("Анна Иванова", "Анна Иванова CV.pdf"),
        ("???", "CV.pdf"),
    ],
)
def test_names_are_ours(person: str, expected: str) -> None:
    assert display_name(person, "pdf") == expected


@given(st.text(max_size=200))
def test_a_name_never_leaves_its_folder_or_its_header(person: str) -> None:
    name = display_name(person, "pdf", 3)
    assert not set(name) & set('/\\"\r\n\0:*?<>|;')
    assert name.endswith(" CV 3.pdf") or name == "CV 3.pdf"
    assert len(name) <= 100
