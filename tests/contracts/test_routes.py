"""Every route is guarded as the domain says, or stands on the short public list."""

import pytest

from recruit.cli import routes_table
from recruit.kernel.permissions import Role
from tests.contracts.access_table import ACTIONS, LETTERS, ROUTES


def test_every_route_is_declared_and_none_is_declared_in_vain(app):
    real = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert real - set(ROUTES) == set(), "declare who may open these"
    assert set(ROUTES) - real == set(), "these do not exist any more"


def test_every_route_opens_to_exactly_the_roles_of_its_action(app):
    wrong = {}
    for row in routes_table(app):
        expected = ACTIONS[ROUTES[row["endpoint"]]]
        if expected in ("public", "any"):
            fine = row["public"] if expected == "public" else row["roles"] == ["any"]
        else:
            fine = not row["public"] and row["roles"] == sorted(LETTERS[x] for x in expected)
        if not fine:
            wrong[row["endpoint"]] = (row["roles"], expected)
    assert wrong == {}


def test_every_role_has_a_letter():
    assert set(LETTERS.values()) == {role.value for role in Role}


def test_a_stranger_is_sent_to_sign_in_or_finds_nothing(app, client):
    for row in routes_table(app):
        if row["public"] or "<" in row["rule"]:
            continue
        for method in row["methods"]:
            answer = client.open(row["rule"], method=method)
            assert answer.status_code in (303, 404), (row["rule"], method, answer.status_code)
            if answer.status_code == 303:
                assert "/login" in answer.headers["Location"], row["rule"]


@pytest.mark.parametrize("role", list(Role))
def test_plain_pages_open_to_their_roles_and_are_404_to_all_others(app, make, sign_in, role):
    client = sign_in(make.person(role, department=make.the_department, site=make.the_site))
    letter = next(key for key, value in LETTERS.items() if value == role.value)
    for row in routes_table(app):
        allowed = ACTIONS[ROUTES[row["endpoint"]]]
        if allowed == "public" or "<" in row["rule"]:
            continue
        for method in row["methods"]:
            status = client.open(row["rule"], method=method).status_code
            if allowed == "any" or letter in allowed:
                assert status in (200, 303, 400, 404, 422), (row["rule"], method, status)
                own_only = (
                    row["endpoint"] == "onboarding.my_day"
                )  # 404 without a plan of one's own
                if method == "GET" and not own_only:
                    assert status in (200, 303), (row["rule"], method, status)
            else:
                assert status == 404, (row["rule"], method, status)
        if row["endpoint"] == "people.end_own_sessions":
            client = sign_in(
                make.person(role, department=make.the_department, site=make.the_site)
            )
