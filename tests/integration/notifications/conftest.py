"""A real SMTP server, with STARTTLS and a login, that does as a test tells it."""

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import Flask

CERTIFICATE = Path(__file__).with_name("certificate.pem")


@dataclass
class Mailbox:
    """What arrived, and what the server answers."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    answer_rcpt: Callable[[str], str | None] = lambda _address: None
    answer_data: Callable[[EmailMessage], str | None] = lambda _mail: None
    port: int = 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if refusal := self.answer_rcpt(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        if refusal := self.answer_data(mail):
            return refusal
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        self.encrypted.append(session.ssl is not None)
        return "250 Accepted"

    def authenticate(self, server, session, envelope, mechanism, data):
        user, password = data.login.decode(), data.password.decode()
        self.users.append(user)
        return AuthResult(success=(user, password) == ("recruit", "smtp secret"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A server on a free port of this machine; STARTTLS is offered, a login is asked for."""
    box = Mailbox(port=free_port())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_name("key.pem"))
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=box.port,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=box.authenticate,
    )
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def plain_mailbox() -> Iterator[Mailbox]:
    """A server without encryption or login, as on the same machine."""
    box = Mailbox(port=free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


SMTP = {
    "SMTP_HOST": "127.0.0.1",
    "SMTP_SECURITY": "starttls",
    "SMTP_USER": "recruit",
    "SMTP_PASSWORD": "smtp secret",
    "MAIL_FROM": "Recruit <jobs@example.org>",
}


@pytest.fixture
def smtp(app: Flask, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """Settings that lead to `mailbox`; its certificate is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    for key, value in (SMTP | {"SMTP_PORT": mailbox.port}).items():
        monkeypatch.setitem(app.config, key, value)
    return mailbox
