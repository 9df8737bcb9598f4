"""What the tests of the public site share: the form filled in, a fresh count of guesses."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from recruit.careers.guesses import Guesses
from recruit.kernel.db import db
from recruit.kernel.security import link_token
from tests.conftest import NOW

LATER = NOW + timedelta(seconds=30)


@pytest.fixture(autouse=True)
def _no_guesses_yet(app: Flask) -> None:
    app.extensions["recruit.guesses"] = Guesses()


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field, as a browser would send it back."""
    [value] = re.findall(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    return value


@pytest.fixture
def fill(client: FlaskClient, travel: Callable[[Any], None]) -> Callable[..., dict[str, Any]]:
    """Open the form of a vacancy, take one's time, return what would be sent."""

    def open_and_fill(vacancy: Any, **kw: Any) -> dict[str, Any]:
        travel(NOW)
        page = client.get(f"/jobs/{vacancy.pubid}/apply").text
        travel(LATER)
        return {
            "name": "Ana Pop",
            "email": "ana@example.org",
            "phone": "",
            "fax": "",
            "experience": "Two years in a shop.",
            "reason": "I like people.",
            "start": "Monday.",
            "consent": "y",
            "stamp": hidden(page, "stamp"),
            "privacy": hidden(page, "privacy"),
        } | kw

    return open_and_fill


@pytest.fixture
def arrive(client: FlaskClient) -> Callable[[Any], str]:
    """Open an application's secret link, as from a mail; return the path of its page."""

    def by_link(application: Any) -> str:
        db.session.commit()
        here = f"/my/{application.pubid}"
        token = link_token("application", application.pubid, application.link_generation)
        assert client.get(f"{here}/{token}").status_code == 303
        return here

    return by_link
