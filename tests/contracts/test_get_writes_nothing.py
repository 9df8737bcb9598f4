"""A GET changes nothing, whoever asks and whatever for (a mail scanner, a prefetch, a crawler)."""

import pytest

from recruit.cli import routes_table
from tests.contracts.access_table import ACTIONS, LETTERS, ROUTES
from tests.contracts.objects import fingerprint, paths

FINE = (200, 303, 404, 503)
"""503: /readyz, where no scheduler runs."""

NOT_THEIRS = {
    # Recruiters and mentors mark what they were asked for: here one paper, which is no group.
    ("assessments.group", "R"): "a group of others",
    ("assessments.group", "M"): "a group of others",
    ("assessments.similar_group", "R"): "a group of others",
    ("assessments.similar_group", "M"): "a group of others",
    # (endpoint, role): has the action "confirm topics, log entries", but not this part of it
    ("onboarding.my_day", "R"): "a day of training needs a plan",
    ("onboarding.my_day", "H"): "a day of training needs a plan",
    ("onboarding.my_day", "M"): "a day of training needs a plan",
    ("onboarding.check_in", "N"): "the talk is held by head, mentor or recruiter",
    ("onboarding.mark_role_play", "N"): "nobody assesses themselves",
    ("onboarding.new_role_play", "N"): "nobody assesses themselves",
    ("assessments.oral", "R"): "a trainer holds this one, and a recruiter only what they gave",
    ("assessments.oral", "M"): "a mentor holds no test",
    ("assessments.oral_status", "R"): "as assessments.oral",
    ("assessments.oral_status", "M"): "as assessments.oral",
}


def pages(app, world, letter):
    """Every path that can be got, with its action."""
    for row in routes_table(app):
        if "<" not in row["rule"] and "GET" in row["methods"]:
            yield row["endpoint"], row["rule"], ACTIONS[ROUTES[row["endpoint"]]]
    for endpoint, path, methods, action in paths(app, world, letter):
        if "GET" in methods:
            yield endpoint, path, action


@pytest.mark.parametrize("letter", ["", *LETTERS])
def test_every_page_leaves_the_database_as_it_was(app, world, request_as, letter):
    """The statements are watched, and a hash of all tables is compared at the end."""
    wrong, asked = {}, 0
    before = fingerprint()
    for endpoint, path, action in pages(app, world, letter):
        if letter and action not in ("public", "any") and letter not in action:
            continue  # nobody else comes that far: test_access.py
        answer = request_as(world.own.get(letter), "GET", path, keep=True)
        asked += 1
        guarded = "/" in path[1:] and action not in ("public", "any")
        opens = (200, 303) if guarded and (endpoint, letter) not in NOT_THEIRS else FINE
        if answer.written or answer.status_code not in opens:
            wrong[endpoint] = (answer.status_code, answer.written)
    assert wrong == {}
    assert fingerprint() == before
    assert asked > 40


def test_head_and_options_change_nothing_either(app, world, request_as):
    wrong = {}
    for endpoint, path, _methods, _action in paths(app, world):
        for method in ("HEAD", "OPTIONS"):
            answer = request_as(world.own["R"], method, path)
            if answer.written or answer.status_code == 500:
                wrong[endpoint, method] = (answer.status_code, answer.written)
    assert wrong == {}
