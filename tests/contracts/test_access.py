"""Every route with parameters, tried with real objects as everybody: the loaders are held.

A role outside the route's action, and the right role with somebody else's object, find nothing
(404) and write nothing; a stranger is sent to sign in; the owner never meets 404 or 500.
"""

import pytest

from tests.contracts.access_table import LETTERS
from tests.contracts.objects import paths

SEES_ALL = {
    # The domain's table gives these to the whole role: A, or a list that names nobody.
    "H": "onboarding.program_version",
    "I": "", "D": "", "M": "", "N": "",
}  # fmt: skip
SCOPED = "HIDMN"

BODIES = {
    "assessments.save_answer": {
        "json": {"client": "tab1", "seq": 1, "base": "", "fields": [["text", "mine now"]]}
    }
}
"""What is sent where a request is read before its object is looked for."""


def test_every_parameter_names_a_real_object(app, world):
    assert len(list(paths(app, world))) > 150


def test_a_stranger_is_sent_to_sign_in(app, world, request_as):
    wrong = {}
    for endpoint, path, methods, action in paths(app, world):
        if action == "public":
            continue
        for method in methods:
            answer = request_as(None, method, path)
            sent = answer.status_code == 303 and "/login" in answer.headers["Location"]
            if not sent or answer.written:
                wrong[endpoint, method] = (answer.status_code, answer.written)
    assert wrong == {}


@pytest.mark.parametrize("letter", LETTERS)
def test_another_role_finds_nothing(app, world, request_as, letter):
    wrong = {}
    identity = world.own[letter]
    for endpoint, path, methods, action in paths(app, world):
        if action in ("public", "any") or letter in action:
            continue
        for method in methods:
            answer = request_as(identity, method, path)
            if answer.status_code != 404 or answer.written:
                wrong[endpoint, method] = (answer.status_code, answer.written)
    assert wrong == {}


@pytest.mark.parametrize("letter", SCOPED)
def test_the_right_role_finds_nothing_of_others(app, world, request_as, letter):
    """Another department's head, another site's receptionist, somebody else's trainee."""
    wrong = {}
    identity = world.others[letter]
    for endpoint, path, methods, action in paths(app, world, letter):
        if action == "public" or (action != "any" and letter not in action):
            continue
        if endpoint in SEES_ALL[letter].split():
            continue
        for method in methods:
            answer = request_as(identity, method, path, **BODIES.get(endpoint, {}))
            if answer.status_code != 404 or answer.written:
                wrong[endpoint, method] = (answer.status_code, answer.written)
    assert wrong == {}


@pytest.mark.parametrize("letter", LETTERS)
def test_the_owner_is_answered_in_words(app, world, request_as, letter):
    """An empty form is refused, corrected or done, never an error page of ours. That the
    owner's pages open is held by test_get_writes_nothing.py."""
    wrong = {}
    identity = world.own[letter]
    for endpoint, path, methods, action in paths(app, world, letter):
        if action in ("public", "any") or letter not in action:
            continue
        for method in set(methods) - {"GET"}:
            status = request_as(identity, method, path).status_code
            if status not in (200, 204, 303, 400, 404, 409, 422):
                wrong[endpoint, method] = status
    assert wrong == {}
