"""Secrets derived, never stored: tokens for links, hashes for what must only be compared."""

import base64
import hashlib
import hmac

from flask import current_app


def _mac(message: str) -> bytes:
    key = hashlib.sha256(b"recruit.links:" + current_app.config["SECRET_KEY"].encode()).digest()
    return hmac.new(key, message.encode(), hashlib.sha256).digest()


def link_token(purpose: str, pubid: str, generation: int) -> str:
    """Return the 160-bit token of a link: a keyed HMAC over its purpose, subject, generation.

    It is made at delivery and checked by making it again, so a dump of the database holds no
    working link, and a link dies when its subject's generation rises.
    """
    return (
        base64.urlsafe_b64encode(_mac(f"{purpose}:{pubid}:{generation}")[:20])
        .decode()
        .rstrip("=")
    )


def token_is_valid(token: str, purpose: str, pubid: str, generation: int) -> bool:
    """Compare in constant time; any malformed token is simply not it."""
    expected = link_token(purpose, pubid, generation)
    return hmac.compare_digest(expected.encode(), token.encode(errors="replace"))


def keyed_hash(purpose: str, value: str) -> str:
    """Return a hash that only this installation can make, e.g. of an address to be counted."""
    return _mac(f"{purpose}={value}").hex()[:40]
