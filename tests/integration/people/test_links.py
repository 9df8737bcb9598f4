"""Invitations and forgotten passwords: links that work once, for their person, for a while."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.notifications.models import MessageState, OutboxMessage
from recruit.people import links, operations, passwords
from recruit.people.links import Purpose
from recruit.people.models import Person
from recruit.people.operations.own_account import RESETS_PER_ACCOUNT
from tests.conftest import NOW
from tests.integration.people.conftest import PASSWORD

NEW = "another grey umbrella"


@pytest.fixture
def admin(make, password_hash):
    return make.person(Role.ADMIN, password_hash=password_hash)


@pytest.fixture
def guest(make, admin):
    """Somebody invited who has no password yet."""
    person = operations.invite(
        name="Ion",
        email="Ion@Example.org",
        roles={Role.TRAINEE},
        actor=admin,
        now=NOW,
        locale="ro",
        zone="Europe/Chisinau",
    )
    db.session.commit()
    return person


@pytest.fixture
def member(make, admin, password_hash):
    person = make.person(Role.MENTOR, email="mia@example.org", password_hash=password_hash)
    db.session.commit()
    return person


def link(person, purpose, now=NOW):
    return links.path(purpose, person.pubid, person.epoch, now)


def status(client, path):
    """What opening a link ends in: 200 for the form, 404 for a link that is over."""
    return client.get(path, follow_redirects=True).status_code


def mails(template):
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def test_an_invitation_is_mailed_without_its_token(guest):
    (mail,) = mails("people/invitation")
    assert (mail.recipient, mail.locale, mail.zone) == (
        "ion@example.org",
        "ro",
        "Europe/Chisinau",
    )
    assert mail.context["link"] == {"_link": "join", "pubid": guest.pubid, "generation": 1}


def test_the_token_moves_into_a_cookie_of_one_path(client, guest):
    answer = client.get(link(guest, Purpose.JOIN))
    assert (answer.status_code, answer.location) == (303, f"/people/join/{guest.pubid}")
    cookie = answer.headers["Set-Cookie"]
    assert f"Path=/people/join/{guest.pubid}" in cookie
    assert "HttpOnly" in cookie
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    page = client.get(answer.location)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_looking_changes_nothing(client, guest):
    for _ in range(3):
        client.get(client.get(link(guest, Purpose.JOIN)).location)
    assert db.session.get_one(Person, guest.id).epoch == 1


def test_joining_sets_the_password_and_signs_in(client, guest):
    path = client.get(link(guest, Purpose.JOIN)).location
    answer = client.post(path, data={"password": NEW})
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/me").status_code == 200
    joined = db.session.get_one(Person, guest.id)
    assert passwords.matches(joined.password_hash, NEW)
    assert joined.epoch == 2


def test_a_link_works_once(app, client, guest):
    path = link(guest, Purpose.JOIN)
    form = client.get(path).location
    second = app.test_client()
    second.get(path)
    client.post(form, data={"password": NEW})
    assert second.post(form, data={"password": "thief thief thief"}).status_code == 404
    assert status(second, path) == 404
    assert passwords.matches(db.session.get_one(Person, guest.id).password_hash, NEW)


def test_a_reset_replaces_the_password_and_ends_sessions(app, client, member):
    other = app.test_client()
    other.post("/login", data={"email": "mia@example.org", "password": PASSWORD})
    assert other.get("/me").status_code == 200
    path = client.get(link(member, Purpose.RESET)).location
    assert client.post(path, data={"password": NEW}).status_code == 303
    assert other.get("/me").status_code == 303
    again = app.test_client()
    assert (
        again.post("/login", data={"email": "mia@example.org", "password": NEW}).status_code
        == 303
    )


def test_a_used_reset_link_is_over(client, member):
    path = link(member, Purpose.RESET)
    client.post(client.get(path).location, data={"password": NEW})
    assert status(client, path) == 404


def test_links_grow_old(client, guest, member, travel):
    join, reset = link(guest, Purpose.JOIN), link(member, Purpose.RESET)
    travel(NOW + timedelta(minutes=119))
    assert status(client, reset) == 200
    travel(NOW + timedelta(minutes=122))
    assert status(client, reset) == 404
    assert status(client, join) == 200
    travel(NOW + timedelta(days=15))
    assert status(client, join) == 404


def test_a_link_opens_its_own_person_and_purpose_only(
    client, make, guest, member, password_hash
):
    other = make.person(Role.MENTOR, password_hash=password_hash)
    token = links.token(Purpose.RESET, member.pubid, member.epoch, NOW)
    assert status(client, f"/people/reset/{other.pubid}/{token}") == 404
    assert status(client, f"/people/join/{member.pubid}/{token}") == 404
    join = links.token(Purpose.JOIN, guest.pubid, guest.epoch, NOW)
    assert status(client, f"/people/reset/{guest.pubid}/{join}") == 404
    later = f"{int(token.partition('.')[0]) + 60}.{token.partition('.')[2]}"
    assert status(client, f"/people/reset/{member.pubid}/{later}") == 404


@pytest.mark.parametrize("change", ["disabled", "resent", "address"])
def test_an_unused_link_dies(client, admin, guest, change):
    path = link(guest, Purpose.JOIN)
    wanted = {
        "name": "Ion",
        "email": guest.email,
        "roles": {Role.TRAINEE},
        "departments": [],
        "head_of": [],
        "site": None,
        "locale": "ro",
        "zone": "UTC",
        "active": True,
        "version": None,
        "actor": admin,
        "now": NOW + timedelta(minutes=1),
    }
    if change == "resent":
        operations.resend_invitation(guest, actor=admin, now=NOW + timedelta(minutes=1))
    elif change == "disabled":
        operations.edit(guest, **wanted | {"active": False})
        operations.edit(guest, **wanted)
    else:
        operations.edit(guest, **wanted | {"email": "other@example.org"})
    db.session.commit()
    assert status(client, path) == 404
    first, *_rest, last = mails("people/invitation")
    assert first.state is MessageState.CANCELLED, "one that has not left would only confuse"
    assert last.context["link"]["generation"] == guest.epoch


def test_new_roles_keep_an_invitation_alive(client, admin, guest):
    operations.edit(
        guest,
        name="Ion",
        email=guest.email,
        roles={Role.TRAINEE, Role.MENTOR},
        departments=[],
        head_of=[],
        site=None,
        locale="ro",
        zone="UTC",
        active=True,
        version=None,
        actor=admin,
        now=NOW,
    )
    assert status(client, link(guest, Purpose.JOIN)) == 200


@pytest.mark.parametrize(
    "token",
    ["xyz", "1.", "..2", "29538000.x", "9" * 30 + ".x", "²³.x", "29538000." + "A" * 27, "-1.x"],
)
def test_a_wrong_token_opens_nothing(client, guest, token):
    pages = [
        client.get(f"/people/join/{pubid}/{token}", follow_redirects=True)
        for pubid in (guest.pubid, "a" * 12)
    ]
    assert [page.status_code for page in pages] == [404, 404]
    known, unknown = (re.sub(r'"[^"]*" ?>', "", page.text) for page in pages)  # form tokens
    assert known.replace(guest.pubid, "a" * 12) == unknown
    assert token not in known


def test_guessing_by_post_is_limited(client, guest):
    path = f"/people/join/{guest.pubid}"
    codes = [client.post(path, data={"password": NEW}).status_code for _ in range(31)]
    assert codes[:30] == [404] * 30
    assert codes[30] == 429


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "At least"),
        ("password1234", "guesser"),
        ("", "required"),
        ("ion@example.org", "your name or address"),
    ],
)
def test_a_weak_password_is_refused(client, guest, password, words):
    path = client.get(link(guest, Purpose.JOIN)).location
    answer = client.post(path, data={"password": password})
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.get_one(Person, guest.id).password_hash is None


# --- asking for a reset ---------------------------------------------------------------------


def test_known_and_unknown_addresses_get_the_same_answer(client, member):
    known = client.post("/people/forgot", data={"email": "Mia@example.org"})
    unknown = client.post("/people/forgot", data={"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 303
    assert known.location == unknown.location
    (mail,) = mails("people/reset")
    assert mail.recipient == "mia@example.org"


def test_somebody_invited_gets_the_invitation_again(client, guest, travel):
    travel(NOW + timedelta(minutes=5))
    client.post("/people/forgot", data={"email": "ion@example.org"})
    assert len(mails("people/invitation")) == 2
    assert mails("people/reset") == []


def test_a_disabled_account_gets_nothing(client, make, password_hash):
    make.person(email="gone@example.org", password_hash=password_hash, active=False)
    assert client.post("/people/forgot", data={"email": "gone@example.org"}).status_code == 303
    assert mails("people/reset") == []


def test_a_mailbox_is_not_flooded(client, member, travel):
    for number in range(8):
        travel(NOW + timedelta(minutes=number))
        client.post(
            "/people/forgot",
            data={"email": "mia@example.org"},
            environ_base={"REMOTE_ADDR": f"10.0.0.{number}"},
        )
    assert len(mails("people/reset")) == RESETS_PER_ACCOUNT


def test_one_address_asks_twenty_times_an_hour(client, member):
    codes = [
        client.post("/people/forgot", data={"email": f"a{n}@example.org"}).status_code
        for n in range(21)
    ]
    assert codes == [303] * 20 + [429]
