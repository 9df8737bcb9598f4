"""Documents made in memory: good ones, and hostile ones for the tests that refuse them."""

import io
import zipfile

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"


def pdf(
    text: str = "Ana Popescu, sales since 2019", *, pages: int = 1, extra: bytes = b""
) -> bytes:
    """A small correct PDF with one line of text on each page; `extra` goes into its catalog."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1") if text else b""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages)).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra + b">>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n in range(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * n)
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()


def archive(parts: dict[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A ZIP archive of these parts, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            made.writestr(name, body, kind)
    return out.getvalue()


def docx_parts(text: str = "Ana Popescu, sales since 2019") -> dict[str, bytes]:
    """The parts of a small correct DOCX."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    return {
        "[Content_Types].xml": (
            '<?xml version="1.0"?><Types '
            'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{WORD_TYPE}"/></Types>'
        ).encode(),
        "_rels/.rels": relationships(
            'Id="r1" Type="x/officeDocument" Target="word/document.xml"'
        ),
        "word/document.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD_NS}">'
            f"<w:body>{body}</w:body></w:document>"
        ).encode(),
    }


def relationships(*entries: str) -> bytes:
    """A part of relationships with these attributes."""
    inside = "".join(f"<Relationship {entry}/>" for entry in entries)
    head = f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS_NS}">'
    return f"{head}{inside}</Relationships>".encode()


def docx(text: str = "Ana Popescu, sales since 2019", **parts: bytes) -> bytes:
    """A small correct DOCX."""
    return archive(docx_parts(text) | parts)


def odt_parts(text: str = "Ana Popescu, sales since 2019") -> dict[str, bytes]:
    """The parts of a small correct ODT."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    return {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": (
            f'<?xml version="1.0"?><office:document-content {names}><office:body><office:text>'
            f"<text:p>{text}</text:p></office:text></office:body></office:document-content>"
        ).encode(),
        "META-INF/manifest.xml": b'<?xml version="1.0"?><manifest/>',
    }


def odt(text: str = "Ana Popescu, sales since 2019") -> bytes:
    """A small correct ODT."""
    return archive(odt_parts(text), stored=("mimetype",))


def docx_bomb(megabytes: int = 200) -> bytes:
    """A DOCX whose text unpacks to far more than anybody writes."""
    parts = docx_parts()
    parts["word/media/image1.xml"] = b"\0" * (megabytes * 1024 * 1024)
    return archive(parts)


def docx_xxe(path: str = "/etc/passwd") -> bytes:
    """A DOCX whose text asks for a file of the server."""
    parts = docx_parts()
    parts["word/document.xml"] = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file://{path}">]>'
        f'<w:document xmlns:w="{WORD_NS}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>'
        "</w:document>"
    ).encode()
    return archive(parts)


def docx_laughs() -> bytes:
    """A DOCX with a billion laughs."""
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    parts = docx_parts()
    parts["word/document.xml"] = (
        f'<?xml version="1.0"?><!DOCTYPE d [{entities}]>'
        f'<w:document xmlns:w="{WORD_NS}"><w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p>'
        "</w:body></w:document>"
    ).encode()
    return archive(parts)


def docm() -> bytes:
    """A document with macros under the name of one without."""
    parts = docx_parts()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        WORD_TYPE.encode(), b"application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"
    return archive(parts)
