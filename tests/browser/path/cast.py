"""Everybody on the path, what they have in hand, and how a step that fails says its name."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from recruit.kernel import clock
from tests.browser.conftest import PHONE, Site

SITE_ZONE = ZoneInfo("Europe/Moscow")
VACANCY = "Customer adviser, early shift"


@contextmanager
def step(name: str) -> Iterator[None]:
    """Put the step's name in front of whatever goes wrong within it."""
    try:
        yield
    except BaseException as error:
        error.args = (f"Step {name}:\n{error.args[0] if error.args else ''}", *error.args[1:])
        raise


def now_at_site() -> datetime:
    """Return the time on the wall of the demo's offices."""
    return clock.now().astimezone(SITE_ZONE)


@dataclass
class Candidate:
    """Somebody from outside, with a browser of their own."""

    name: str
    page: Page

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@mail.example"


@dataclass
class Cast:
    """The people on the path. Each keeps one browser from the first step to the last."""

    site: Site
    enter: Callable[..., Page]
    sign_in: Callable[..., Page]
    looks_right: Callable[[Page], None]
    pages: dict[str, Page] = field(default_factory=dict)
    candidates: dict[str, Candidate] = field(default_factory=dict)
    looked_at: set[str] = field(default_factory=set)
    at: dict[str, str] = field(default_factory=dict)
    """Addresses that later steps come back to."""

    def person(self, key: str) -> Page:
        """Return the page of somebody with an account, signed in."""
        if key not in self.pages:
            self.pages[key] = self.sign_in(key)
        return self.pages[key]

    def candidate(self, name: str) -> Candidate:
        """Return somebody from outside, on a phone."""
        if name not in self.candidates:
            self.candidates[name] = Candidate(name, self.enter(**PHONE))
        return self.candidates[name]

    def look(self, page: Page, kind: str) -> None:
        """Check how a kind of page looks, once on the whole path."""
        if kind not in self.looked_at:
            self.looked_at.add(kind)
            self.looks_right(page)

    def go(self, key: str, path: str, heading: str | re.Pattern[str], kind: str = "") -> Page:
        """Open a page as somebody, see its heading, look at it."""
        page = self.person(key)
        page.goto(path)
        heading_is(page, heading)
        self.look(page, kind or path)
        return page

    def mail(self, person: Candidate, subject: str) -> EmailMessage:
        """Return the newest mail to somebody with these words in its subject."""
        mails = self.site.mails(person.email, subject)
        assert mails, f"no mail “{subject}” to {person.name}"
        return mails[-1]


def heading_is(page: Page, words: str | re.Pattern[str]) -> None:
    """See the words in the page's one main heading."""
    expect(page.locator("h1")).to_contain_text(words)


def button(where: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    """Find a button by its exact words."""
    return where.get_by_role("button", name=name, exact=isinstance(name, str))


def row(page: Page, words: str) -> Locator:
    """Find the line of a table that holds these words."""
    return page.get_by_role("row").filter(has_text=words).first


def text_of(mail: EmailMessage) -> str:
    """Return the plain words of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(mail: EmailMessage, path: str) -> str:
    """Return the first address in a mail whose path begins like this, without the host."""
    found = re.search(rf"https?://[^/\s]+({re.escape(path)}\S*)", text_of(mail))
    assert found, text_of(mail)
    return found[1]


def calendar_of(mail: EmailMessage) -> str:
    """Return the calendar file of a mail, its folded lines joined."""
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            return data.decode().replace("\r\n ", "")
    raise AssertionError(f"no calendar file in “{mail['Subject']}”")


def pdf(words: str) -> bytes:
    """Return a real PDF of one page that says these words."""
    stream = f"BT /F1 14 Tf 72 720 Td ({words}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table)
    )
    return out.getvalue()


def docx(words: str) -> bytes:
    """Return a real DOCX of one paragraph."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{words}'
        "</w:t></w:r></w:p></w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return out.getvalue()
