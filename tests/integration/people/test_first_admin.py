"""The first account of an empty installation."""

import pytest
from sqlalchemy import func, select

from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.people.models import Person

FORM = {
    "name": "Ana",
    "email": "Ana@Example.org",
    "password": "seven grey umbrellas",
    "locale": "en",
    "zone": "Europe/Chisinau",
}


def test_an_empty_house_asks_for_its_first_admin(client):
    assert client.get("/login").location == "/people/first"
    assert client.get("/people/first").status_code == 200


def test_the_first_account_is_an_admin_and_signed_in(client):
    assert client.post("/people/first", data=FORM).location == "/people"
    assert client.get("/people").status_code == 200
    person = db.session.scalars(select(Person)).one()
    assert (person.email, person.roles) == ("ana@example.org", {Role.ADMIN})


def test_the_page_works_once(app, client):
    client.post("/people/first", data=FORM)
    other = app.test_client()
    assert other.get("/people/first").status_code == 404
    assert (
        other.post("/people/first", data=FORM | {"email": "b@example.org"}).status_code == 404
    )
    assert db.session.scalar(select(func.count(Person.id))) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("email", "nonsense"),
        ("email", "ана@example.org"),
        ("email", "a@b\r\nBcc: c@d"),
        ("password", "password1234"),
        ("password", "short"),
        ("zone", "Nowhere/City"),
        ("locale", "xx"),
    ],
)
def test_bad_fields_are_told_and_kept(client, field, value):
    answer = client.post("/people/first", data=FORM | {field: value})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    if field != "name":
        assert 'value="Ana"' in answer.text
    assert db.session.scalar(select(func.count(Person.id))) == 0
