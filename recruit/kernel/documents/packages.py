"""DOCX and ODT are ZIP archives of XML: what may be inside, and how large it may get."""

import io
import re
import stat
import zipfile
import zlib
from xml.parsers import expat

from recruit.kernel.documents.kinds import Kind, UploadRefusal
from recruit.kernel.errors import Refused

MOST_ENTRIES = 2000
MOST_UNPACKED = 60 * 1024 * 1024
MOST_XML = 24 * 1024 * 1024
HIGHEST_RATIO = 100
_RATIO_MATTERS_FROM = 2 * 1024 * 1024
_DEEPEST_XML = 256

_WORD_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_LOCAL_TEMPLATE = re.compile(r"(file:///)?[A-Za-z]:[\\/]|[^\\/:]+$")
_EMBEDDED = (
    ".bin", ".exe", ".dll", ".zip", ".jar", ".js", ".vbs", ".docm", ".xlsm", ".pptm", ".html",
    ".htm", ".svg", ".class", ".so",
)  # fmt: skip
_REMOTE = ("http:", "https:", "ftp:", "file:", "smb:", "//", "\\\\")


def check(data: bytes) -> Kind:
    """Return which document the archive is, or raise Refused(UploadRefusal)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_frame(archive, data)
            names = {info.filename for info in archive.infolist()}
            if "[Content_Types].xml" in names:
                return _check_word(archive, names)
            if "mimetype" in names and "content.xml" in names:
                return _check_text_document(archive, names)
    except Refused:
        raise
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
        OSError, KeyError, IndexError, UnicodeError, OverflowError,
    ) as error:  # fmt: skip
        raise Refused(UploadRefusal.DAMAGED) from error
    raise Refused(UploadRefusal.UNKNOWN_TYPE)


def ends_like_zip(data: bytes) -> bool:
    """Tell whether a ZIP archive hangs at the end of these bytes."""
    return zipfile.is_zipfile(io.BytesIO(data))


def _check_frame(archive: zipfile.ZipFile, data: bytes) -> None:
    """One archive and nothing around it; declared sizes within bounds and true."""
    infos = archive.infolist()
    if len(infos) > MOST_ENTRIES:
        raise Refused(UploadRefusal.BOMB)
    if not infos or archive.comment or len({info.filename for info in infos}) != len(infos):
        raise Refused(UploadRefusal.TWO_IN_ONE if archive.comment else UploadRefusal.DAMAGED)
    if data.rfind(b"PK\x05\x06") + 22 != len(data):
        raise Refused(UploadRefusal.TWO_IN_ONE)
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise Refused(UploadRefusal.BOMB)
    end = 0
    for info in sorted(infos, key=lambda entry: entry.header_offset):
        _check_entry(info)
        if info.header_offset < end:  # two entries sharing bytes: the trick of a flat bomb
            raise Refused(UploadRefusal.BOMB)
        end = info.header_offset + 30 + info.compress_size
    if min(info.header_offset for info in infos) != 0:
        raise Refused(UploadRefusal.TWO_IN_ONE)
    for info in infos:
        _check_size(archive, info)


def _check_entry(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if info.flag_bits & 0x1:
        raise Refused(UploadRefusal.PROTECTED)
    if name.startswith("/") or "\\" in name or ".." in name.split("/") or "\x00" in name:
        raise Refused(UploadRefusal.DAMAGED)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Refused(UploadRefusal.DAMAGED)
    big = info.file_size > _RATIO_MATTERS_FROM
    if big and info.file_size > HIGHEST_RATIO * max(info.compress_size, 1):
        raise Refused(UploadRefusal.BOMB)
    lower = name.lower()
    if "vbaproject" in lower or "vbadata" in lower:
        raise Refused(UploadRefusal.MACROS)
    if lower.endswith(_EMBEDDED) and "printersettings" not in lower:
        raise Refused(UploadRefusal.ACTIVE)


def _check_size(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Unpack in small pieces: never more than declared; a false size or checksum is damage."""
    seen = 0
    with archive.open(info) as entry:
        while piece := entry.read(65536):
            seen += len(piece)
            if seen > info.file_size:
                raise Refused(UploadRefusal.BOMB)
    if seen != info.file_size:
        raise Refused(UploadRefusal.DAMAGED)


def _check_word(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    types = archive.read("[Content_Types].xml")
    if b"macroenabled" in types.lower() or b"vbaproject" in types.lower():
        raise Refused(UploadRefusal.MACROS)
    if _WORD_MAIN not in types or "word/document.xml" not in names:
        raise Refused(UploadRefusal.UNKNOWN_TYPE)
    for name in names:
        if name.lower().endswith((".xml", ".rels")):
            _check_xml(archive.read(name), relationships=name.lower().endswith(".rels"))
    return Kind.DOCX


def _check_text_document(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    if archive.read("mimetype").strip() != _ODT_TYPE:
        raise Refused(UploadRefusal.UNKNOWN_TYPE)
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Refused(UploadRefusal.MACROS)
    for name in names:
        if name.lower().endswith((".xml", ".rdf")):
            body = archive.read(name)
            if name == "META-INF/manifest.xml" and b"encryption-data" in body:
                raise Refused(UploadRefusal.PROTECTED)
            _check_xml(body, relationships=False)
    return Kind.ODT


def _check_xml(body: bytes, *, relationships: bool) -> None:
    """Read a part as a stream: no document type, no entities, nothing from elsewhere."""
    if len(body) > MOST_XML:
        raise Refused(UploadRefusal.BOMB)
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST_XML:
            raise Refused(UploadRefusal.BOMB)
        if relationships and name.rpartition(":")[2] == "Relationship":
            _check_relationship(attributes)
        elif name in ("draw:image", "draw:object", "draw:plugin", "text:section-source"):
            if attributes.get("xlink:href", "").lower().startswith(_REMOTE):
                raise Refused(UploadRefusal.EXTERNAL)
        elif name in ("script:event-listener", "office:script"):
            raise Refused(UploadRefusal.MACROS)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_parts: object) -> None:
        raise Refused(UploadRefusal.ACTIVE)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise Refused(UploadRefusal.DAMAGED) from error


def _check_relationship(attributes: dict[str, str]) -> None:
    """A link that a reader may click is fine; anything that opens by itself is not."""
    if attributes.get("TargetMode", "").lower() != "external":
        return
    kind = attributes.get("Type", "").rpartition("/")[2].lower()
    if kind == "hyperlink":
        return
    target = attributes.get("Target", "")
    if kind == "attachedtemplate" and _LOCAL_TEMPLATE.match(target):
        return  # Word notes the template on the writer's own disk
    raise Refused(UploadRefusal.EXTERNAL)
