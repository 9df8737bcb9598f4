"""Mail addresses and header lines that cannot break out of their line."""

from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr

from flask import current_app


class BadAddress(ValueError):
    """No mail can be sent to this; its text never names the address."""


def one_line(text: object) -> str:
    """Return a text as one line: no CR, LF or other control can start a header of its own."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def recipient(text: str) -> Address:
    """Return a recipient, or raise BadAddress."""
    if one_line(text) != text or text.count("@") != 1 or " " in text or not text.isascii():
        raise BadAddress("not one plain address")
    try:
        return Address(addr_spec=text)
    except (ValueError, IndexError, MessageError) as error:
        raise BadAddress("not one plain address") from error


def from_address() -> Address:
    """Return MAIL_FROM, "Name <address>", as configured."""
    name, address = parseaddr(one_line(current_app.config["MAIL_FROM"]))
    return Address(display_name=name, addr_spec=address or "recruit@localhost")
