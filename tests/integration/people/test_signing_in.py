"""Signing in, staying out, and what ends a session."""

from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import func, select

from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.limits import LimitedTry
from recruit.kernel.permissions import Role
from recruit.people import operations, passwords
from recruit.people.models import Person
from recruit.people.operations.signing_in import FAILURES_PER_ADDRESS
from tests.conftest import NOW
from tests.integration.people.conftest import PASSWORD
from tests.pages import shown


@pytest.fixture
def ana(make, password_hash):
    person = make.person(
        Role.ADMIN, name="Ana", email="ana@example.org", password_hash=password_hash
    )
    db.session.commit()
    return person


def enter(client, email="ana@example.org", password=PASSWORD, address="10.0.0.1", **kw):
    return client.post(
        "/login",
        data={"email": email, "password": password, **kw},
        environ_base={"REMOTE_ADDR": address},
    )


def test_it_signs_in(client, ana):
    answer = enter(client, email=" Ana@Example.org ")
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/me").status_code == 200
    assert db.session.get_one(Person, ana.id).last_seen_at == NOW
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie


def test_a_wrong_password_and_an_unknown_address_look_the_same(client, ana):
    wrong = enter(client, password="not this one at all")
    unknown = enter(client, email="ben@example.org", password="not this one at all")
    assert wrong.status_code == unknown.status_code == 422
    assert shown(wrong, "ana@") == shown(unknown, "ben@")


def test_an_invited_and_a_disabled_account_look_unknown(client, make, ana, password_hash):
    make.person(Role.MENTOR, email="new@example.org")
    make.person(
        Role.MENTOR, email="gone@example.org", password_hash=password_hash, active=False
    )
    pages = {
        shown(enter(client, email=f"{who}@example.org"), who)
        for who in ("new", "gone", "nobody")
    }
    assert len(pages) == 1
    assert "not right" in pages.pop()


def test_known_and_unknown_addresses_take_the_same_time(client, ana):
    """200 tries, interleaved, each from another address so that no limit answers instead."""
    took = {"ana@example.org": [], "ben@example.org": []}
    for number in range(100):
        for email, times in took.items():
            start = perf_counter()
            answer = enter(client, email, "not this one", f"10.1.{number}.{len(times) % 250}")
            times.append(perf_counter() - start)
            assert answer.status_code == 422
    known, unknown = (median(times) for times in took.values())
    assert abs(known - unknown) < 0.25 * max(known, unknown)


def test_eleven_failures_are_too_many_but_only_from_there(client, ana):
    for _ in range(10):
        assert enter(client, password="wrong wrong wrong").status_code == 422
    assert enter(client, password="wrong wrong wrong").status_code == 429
    assert enter(client).status_code == 429, "the right password does not open a guessed lock"
    assert enter(client, address="10.0.0.2").status_code == 303, (
        "the victim is let in elsewhere"
    )


def test_the_limit_ends_after_a_quarter_of_an_hour(client, ana, travel):
    for _ in range(11):
        enter(client, password="wrong wrong wrong")
    travel(NOW + timedelta(minutes=16))
    assert enter(client).status_code == 303


def test_a_success_forgets_the_failures(client, ana):
    for _ in range(3):
        for _ in range(9):
            enter(client, password="wrong wrong wrong")
        assert enter(client).status_code == 303


def test_a_walk_through_many_accounts_is_stopped(client, ana):
    for number in range(FAILURES_PER_ADDRESS):
        enter(client, email=f"p{number}@example.org", password="summer summer")
    assert enter(client, email="fresh@example.org").status_code == 429


def test_a_forwarded_address_evades_nothing(client, ana):
    for number in range(12):
        answer = client.post(
            "/login",
            data={"email": "ana@example.org", "password": "wrong wrong wrong"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    assert answer.status_code == 429


def test_looking_at_the_page_counts_nothing(client, ana):
    for _ in range(15):
        assert client.get("/login?next=/people").status_code == 200
    assert db.session.scalar(select(func.count()).select_from(LimitedTry)) == 0


def test_attempts_hold_no_address(client, ana):
    enter(client, password="wrong wrong wrong")
    assert all(
        "ana" not in row.key and "10.0" not in row.key
        for row in db.session.scalars(select(LimitedTry))
    )


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.test",
        "/\\evil.test",
        "https://evil.test/",
        "javascript:alert(1)",
        "\\/evil",
        "/\t/evil.test",
        "evil.test",
        "///evil.test",
    ],
)
def test_next_leads_to_a_page_of_ours_only(client, ana, evil):
    assert enter(client, next=evil).location == "/"


def test_next_leads_back(client, ana):
    assert client.get("/people?role=mentor").location == "/login?next=/people?role%3Dmentor"
    assert enter(client, next="/people?role=mentor").location == "/people?role=mentor"


def test_an_evil_host_is_refused(client, ana):
    assert client.get("/login", headers={"Host": "evil.test"}).status_code == 400


def test_a_script_is_told_plainly(client, ana):
    answer = client.get("/people", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "Location" not in answer.headers


def test_signing_in_changes_the_session_and_the_form_token(client, ana):
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = "planted"
        cookie["planted"] = "yes"
        cookie["locale"] = "ro"
    enter(client)
    with client.session_transaction() as cookie:
        assert cookie.get("csrf_token") not in (None, "planted")
        assert "planted" not in cookie
        assert cookie["locale"] == "ro"
        assert cookie["_user_id"] == ana.get_id()
        assert cookie.permanent


def test_signing_out_needs_a_post(client, ana):
    enter(client)
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").location == "/login"
    assert client.get("/me").status_code == 303


def test_a_form_without_its_token_is_refused(app, client, ana):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert enter(client).status_code == 400
        assert client.post("/logout", headers={"HX-Request": "true"}).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("change", ["password", "roles", "status", "email", "ended"])
def test_a_session_dies_with(client, make, ana, change, password_hash):
    victim = make.person(Role.MENTOR, email="victim@example.org", password_hash=password_hash)
    db.session.commit()
    enter(client, "victim@example.org")
    assert client.get("/me").status_code == 200
    wanted = {
        "name": victim.name,
        "email": victim.email,
        "roles": {Role.MENTOR},
        "departments": [],
        "head_of": [],
        "site": None,
        "locale": "en",
        "zone": "UTC",
        "active": True,
        "version": None,
        "actor": ana,
        "now": NOW,
    }
    if change == "password":
        operations.change_password(victim, PASSWORD, "another grey umbrella", now=NOW)
    elif change == "ended":
        operations.end_sessions(victim, actor=ana, now=NOW)
    else:
        wanted |= {
            "roles": {"roles": {Role.TRAINER}},
            "status": {"active": False},
            "email": {"email": "v@example.org"},
        }[change]
        operations.edit(victim, **wanted)
    db.session.commit()
    assert client.get("/me").status_code == 303


def test_a_name_ends_no_session(client, ana):
    enter(client)
    client.post(
        "/me", data={"name": "Ana B.", "phone": "", "locale": "ru", "zone": "Europe/Kyiv"}
    )
    assert client.get("/me").status_code == 200
    assert db.session.get_one(Person, ana.id).zone == "Europe/Kyiv"


def test_an_outdated_hash_is_made_anew(client, ana, monkeypatch):
    from argon2 import PasswordHasher

    old = ana.password_hash
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(2, 64, 1))
    enter(client)
    fresh = db.session.get_one(Person, ana.id).password_hash
    assert fresh != old
    assert not passwords.is_outdated(fresh)


def test_the_trail_notes_who_signed_in(client, ana):
    enter(client)
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (event.action, event.subject) == ("people.person.signed-in", f"person:{ana.pubid}")


def test_demo_accounts_show_in_a_demo_only(app, client, ana, monkeypatch):
    accounts = [
        {"name": "Rea", "role": "Recruiter", "email": "rea@example.org", "password": "pw"}
    ]
    monkeypatch.setitem(app.config, "DEMO_ACCOUNTS", accounts)
    assert "rea@example.org" not in client.get("/login").text
    monkeypatch.setitem(app.config, "DEMO", True)
    page = client.get("/login").text
    assert "rea@example.org" in page
    assert "Sign in: Rea, Recruiter" in page


@pytest.mark.parametrize("field", ["email", "password"])
@pytest.mark.parametrize("value", ["", "\x00", "a" * 5000, "\ud800", "'; --", "%00"])
def test_no_input_breaks_the_page(client, ana, field, value):
    data = {
        "email": "ana@example.org",
        "password": "x",
        field: value.encode("utf-8", "replace"),
    }
    assert client.post("/login", data=data).status_code == 422
