"""Where mail goes: an SMTP server, or files in the data directory where none is configured."""

import os
import smtplib
import ssl
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Protocol

from flask import current_app

TIMEOUT = 20
"""Seconds for each answer of the server."""


class Kind(StrEnum):
    """How a delivery that failed goes on."""

    LATER = "later"
    NEVER = "never"


class NotDelivered(Exception):
    """The server did not take the mail. `reason` is short and names nobody."""

    def __init__(self, kind: Kind, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason


class Transport(Protocol):
    """Takes one mail after the other; leaving the context closes what was opened."""

    def send(self, mail: EmailMessage, recipient: str, name: str) -> None: ...
    def __enter__(self) -> "Transport": ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...  # fmt: skip


class Folder:
    """Writes each mail as an .eml file, for installations without a mail server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, mail: EmailMessage, recipient: str, name: str) -> None:  # noqa: ARG002
        """Write `<name>.eml` whole or not at all; sent again, it replaces itself."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            partial = self.folder / f"{name}.part"
            with partial.open("wb") as out:
                out.write(bytes(mail))
                out.flush()
                os.fsync(out.fileno())
            partial.replace(self.folder / f"{name}.eml")
        except OSError as error:
            raise NotDelivered(Kind.LATER, f"file: {type(error).__name__}") from error

    def __enter__(self) -> "Folder":
        return self

    def __exit__(self, *_error: object) -> None:
        return None


class Smtp:
    """One connection for a run of mails, opened at the first and opened anew after a break."""

    def __init__(self, host: str, port: int, security: str, user: str, password: str) -> None:
        self.host, self.port, self.security = host, port, security
        self.user, self.password = user, password
        self.server: smtplib.SMTP | None = None

    def send(self, mail: EmailMessage, recipient: str, name: str) -> None:  # noqa: ARG002
        """Hand one mail to the server, or raise NotDelivered."""
        try:
            if self.server is None:
                self.server = self._connected()
            self.server.send_message(mail, to_addrs=[recipient])
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise _not_delivered(error) from error

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        try:
            if self.security == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _drop(self) -> None:
        if self.server is not None:
            self.server.close()
            self.server = None

    def __enter__(self) -> "Smtp":
        return self

    def __exit__(self, *_error: object) -> None:
        if self.server is not None:
            try:
                self.server.quit()
            except (OSError, smtplib.SMTPException):
                self.server.close()
            self.server = None


def _not_delivered(error: Exception) -> NotDelivered:
    """Sort an error: only a server's own 5xx about this very mail is for good."""
    name = type(error).__name__
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
        for_good = bool(codes) and all(500 <= code < 600 for code in codes)
        return NotDelivered(
            Kind.NEVER if for_good else Kind.LATER, f"{name} {' '.join(map(str, codes))}"
        )
    if isinstance(error, smtplib.SMTPResponseException):
        ours = isinstance(
            error,
            (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError),
        )
        for_good = 500 <= error.smtp_code < 600 and not ours
        return NotDelivered(Kind.NEVER if for_good else Kind.LATER, f"{name} {error.smtp_code}")
    return NotDelivered(Kind.LATER, name)


def configured() -> Transport:
    """Return the transport the settings ask for; a demonstration mails nobody."""
    config = current_app.config
    if not config["SMTP_HOST"] or config["DEMO"]:
        return Folder(Path(config["DATA_DIR"]) / "mail")
    return Smtp(
        config["SMTP_HOST"], config["SMTP_PORT"], config["SMTP_SECURITY"],
        config["SMTP_USER"], config["SMTP_PASSWORD"],
    )  # fmt: skip
