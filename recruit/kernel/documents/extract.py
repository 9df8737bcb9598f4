"""The child that reads a document: `python -m recruit.kernel.documents.extract KIND`.

The file comes on standard input, its words leave on standard output as UTF-8. Before the first
byte is parsed the process gives up time, memory, files, sockets and other processes.
"""

import io
import resource
import sys
import zipfile

import defusedxml.ElementTree as ElementTree
import pypdf

from recruit.kernel.documents.accept import decoded

CPU_SECONDS = 15
MEMORY = 768 * 1024 * 1024
LONGEST_TEXT = 400_000
MOST_OUTPUT = 4 * LONGEST_TEXT
MOST_PAGES = 200
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


def limit() -> None:
    """Give up everything that reading a document does not need."""
    for kind, value in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, MOST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(kind, (value, value))

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(event)
        if event == "open" and not str(arguments[0]).endswith((".py", ".pyc", ".so")):
            raise PermissionError(event)

    sys.addaudithook(watch)


def text_of(kind: str, data: bytes) -> str:
    """Return the words of a document; an empty string for a picture of a page."""
    readers = {"pdf": _pdf, "docx": _docx, "odt": _odt, "txt": _txt}
    lines = (" ".join(line.split()) for line in readers[kind](data).splitlines())
    text = "\n".join(line for line in lines if line)
    return "".join(char for char in text if char == "\n" or char.isprintable())[:LONGEST_TEXT]


def _pdf(data: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("protected")
    pages, length = [], 0
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES or length > LONGEST_TEXT:
            break
        pages.append(page.extract_text())
        length += len(pages[-1])
    return "\n".join(pages)


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def _docx(data: bytes) -> str:
    pieces: list[str] = []
    root = ElementTree.fromstring(_part(data, "word/document.xml"), forbid_dtd=True)
    for element in root.iter():
        if element.tag == f"{_WORD}t":
            pieces.append(element.text or "")
        elif element.tag in (f"{_WORD}p", f"{_WORD}br", f"{_WORD}cr"):
            pieces.append("\n")
        elif element.tag == f"{_WORD}tab":
            pieces.append(" ")
    return "".join(pieces)


def _odt(data: bytes) -> str:
    root = ElementTree.fromstring(_part(data, "content.xml"), forbid_dtd=True)
    lines = [
        "".join(element.itertext())
        for element in root.iter()
        if element.tag in (f"{_TEXT}p", f"{_TEXT}h")
    ]
    return "\n".join(lines)


def _txt(data: bytes) -> str:
    return decoded(data) or ""


def main() -> int:
    """Read standard input, write the words; any failure is an exit status other than 0."""
    kind = sys.argv[1]
    data = sys.stdin.buffer.read()
    limit()
    text = text_of(kind, data)
    sys.stdout.buffer.write(text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
