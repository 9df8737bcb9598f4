"""Is this file what it says it is, and harmless enough to keep? Decided by its content."""

import unicodedata
from dataclasses import dataclass

import puremagic

from recruit.kernel.documents import packages
from recruit.kernel.documents.kinds import MEDIA_TYPES, Kind, UploadRefusal
from recruit.kernel.errors import Refused

_EXTENSIONS = {kind.value: kind for kind in Kind} | {"text": Kind.TXT}
_MACRO_EXTENSIONS = {"docm", "dotm", "xlsm", "pptm"}
_PROGRAM_EXTENSIONS = {
    "exe", "scr", "bat", "cmd", "msi", "ps1", "vbs", "js", "jar", "sh", "php", "html", "htm",
    "svg", "hta", "lnk", "wsf", "py",
} | _MACRO_EXTENSIONS  # fmt: skip
_PDF_ACTIVE = (b"/JavaScript", b"/Launch", b"/RichMedia")
_PDF_TAIL = 2048
_AFTER_END = 64
_LONGEST_TEXT = 1_000_000
_TEXT_CONTROLS = "\t\n\r\f"
_MARKUP = ("<!doctype", "<html", "<svg", "<?xml", "<?php", "<script", "{\\rtf", "#!")


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may be kept."""

    kind: Kind
    media_type: str


def accept(data: bytes, filename: str, *, max_bytes: int) -> Accepted:
    """Return what the file is, or raise Refused(UploadRefusal).

    The name only has to agree with the content. Sizes are in bytes.
    """
    declared = _declared(filename)
    if not data:
        raise Refused(UploadRefusal.EMPTY)
    if len(data) > max_bytes:
        raise Refused(UploadRefusal.TOO_LARGE, limit=max_bytes)
    kind = _kind(data)
    if declared is not None and declared is not kind:
        raise Refused(UploadRefusal.WRONG_EXTENSION, found=kind.value)
    if kind is Kind.PDF:
        _check_pdf(data)
    elif kind is Kind.TXT:
        _check_text(data)
    return Accepted(kind, MEDIA_TYPES[kind])


def _declared(filename: str) -> Kind | None:
    """Return the kind that the name promises; None when it has no extension."""
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in filename):
        raise Refused(UploadRefusal.BAD_NAME)
    name = filename.replace("\\", "/").rpartition("/")[2].strip().lower()
    parts = [part.strip() for part in name.split(".")[1:]]
    if not parts:
        return None
    if parts[-1] in _MACRO_EXTENSIONS:
        raise Refused(UploadRefusal.MACROS)
    if parts[-1] not in _EXTENSIONS:
        raise Refused(UploadRefusal.UNKNOWN_TYPE)
    if _PROGRAM_EXTENSIONS & set(parts):
        raise Refused(UploadRefusal.BAD_NAME)  # "cv.exe.pdf"
    return _EXTENSIONS[parts[-1]]


def _kind(data: bytes) -> Kind:
    if data.startswith(b"%PDF-"):
        return Kind.PDF
    if data.startswith(b"PK\x03\x04"):
        return packages.check(data)
    if data.startswith(b"PK"):
        raise Refused(UploadRefusal.DAMAGED)
    if _looks_binary(data):
        raise Refused(UploadRefusal.UNKNOWN_TYPE)
    return Kind.TXT


def _looks_binary(data: bytes) -> bool:
    """Tell whether the beginning is the signature of some other kind of file (images, programs,
    archives, the old Word format, RTF ...)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False  # UTF-16 text
    if b"\x00" in data[:4096]:
        return True
    try:
        found = puremagic.magic_string(data[:4096])
    except (puremagic.PureError, ValueError):
        return False
    # Two letters prove nothing ("BM" begins bitmaps and names); longer signatures do.
    return any(len(match.byte_match) >= 4 and match.offset == 0 for match in found)


def _check_pdf(data: bytes) -> None:
    end = data.rfind(b"%%EOF")
    if end < 0 or len(data) - end > _PDF_TAIL + _AFTER_END:
        raise Refused(UploadRefusal.DAMAGED)
    if b"startxref" not in data[max(0, end - _PDF_TAIL) : end]:
        raise Refused(UploadRefusal.DAMAGED)
    if len(data[end + 5 :].strip(b"\r\n\t \x00")) > _AFTER_END or packages.ends_like_zip(data):
        raise Refused(UploadRefusal.TWO_IN_ONE)
    if any(name in data for name in _PDF_ACTIVE):
        raise Refused(UploadRefusal.ACTIVE)


def _check_text(data: bytes) -> None:
    if len(data) > _LONGEST_TEXT:
        raise Refused(UploadRefusal.TOO_LARGE, limit=_LONGEST_TEXT)
    text = decoded(data)
    if text is None or any(
        unicodedata.category(char) in ("Cc", "Cs") and char not in _TEXT_CONTROLS
        for char in text
    ):
        raise Refused(UploadRefusal.UNKNOWN_TYPE)
    if not text.strip():
        raise Refused(UploadRefusal.EMPTY)
    if packages.ends_like_zip(data) or "%PDF-" in text[:1024]:
        raise Refused(UploadRefusal.TWO_IN_ONE)
    if text.lstrip("\ufeff \t\r\n")[:16].lower().startswith(_MARKUP):
        raise Refused(UploadRefusal.UNKNOWN_TYPE)


def decoded(data: bytes) -> str | None:
    """Return plain text from UTF-8, UTF-16 with its mark, or the Windows code page for Cyrillic
    or Central Europe; None when no reading makes sense."""
    encodings: tuple[str, ...] = ("utf-8-sig", "cp1251", "cp1250")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
