"""What holds for every answer: headers, hosts, ids, health, forged addresses, CSRF, logs."""

import json
import logging

import pytest

from recruit.app import create_app
from recruit.cli import routes_table
from recruit.kernel.db import Base, db
from recruit.kernel.logs import JsonLines
from recruit.kernel.security import link_token
from recruit.kernel.web import local_path
from tests.conftest import Browser, database_url
from tests.contracts.access_table import ROUTES

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PUBID = "abdegjkmnpqr"
EVIL = (
    "//evil.test", "/\\evil.test", "\\\\evil.test", "https://evil.test", "javascript:alert(1)",
    "/\t/evil.test", " //evil.test", "///evil.test", "", "data:text/html,x", "/ok\r\nX: y",
)  # fmt: skip


@pytest.fixture(scope="module")
def strict(tmp_path_factory, worker):
    """An application as it runs in earnest: https, CSRF, its own error pages, one host."""
    folder = tmp_path_factory.mktemp("strict")
    app = create_app(
        {
            "SECRET_KEY": "test",
            "DATA_DIR": str(folder),
            "SQLALCHEMY_DATABASE_URI": database_url(folder, f"{worker}_strict"),
            "BASE_URL": "https://recruit.example",
            "TRUSTED_HOSTS": ["recruit.example"],
            "TRUSTED_PROXIES": 0,
            "SESSION_COOKIE_SECURE": True,
            "WTF_CSRF_ENABLED": True,
            "MAX_CONTENT_LENGTH": 100_000,
        }
    )
    app.test_client_class = Browser

    @app.get("/static/dist/broken")
    def broken():
        raise ZeroDivisionError

    with app.app_context():
        Base.metadata.create_all(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visit(strict):
    client = strict.test_client()

    def go(path, method="GET", **kw):
        kw.setdefault("base_url", "https://recruit.example")
        return client.open(path, method=method, **kw)

    return go


def guarded(answer):
    """The answer carries every header of protection."""
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, name
    policy = answer.headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action"):
        assert part in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert answer.headers["X-Request-Id"]


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/login", "GET", 303), ("/people/first", "GET", 200), ("/nothing", "GET", 404),
        ("/healthz", "GET", 200), ("/login", "DELETE", 405), ("/static/dist/broken", "GET", 500),
        (f"/my/{PUBID}", "GET", 404), ("/today", "GET", 303), ("/language", "POST", 400),
        ("/jobs?type=nonsense", "GET", 400), ("/static/../config.py", "GET", 404),
    ],
)  # fmt: skip
def test_every_answer_carries_the_headers(visit, path, method, status):
    answer = visit(path, method)
    assert answer.status_code == status
    guarded(answer)


def test_a_body_that_is_too_large_is_refused_with_a_page(visit):
    answer = visit("/people/forgot", "POST", data={"email": "x" * 200_000})
    assert answer.status_code == 413
    guarded(answer)
    assert "<h1" in answer.text


def test_a_bug_is_a_page_without_its_details(visit):
    answer = visit("/static/dist/broken")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


@pytest.mark.parametrize(
    "host", ["evil.test", "recruit.example.evil.test", "recruit.example:x"]
)
def test_an_unknown_host_is_refused(visit, host):
    answer = visit("/login", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert "evil" not in str(answer.headers)


@pytest.mark.parametrize("target", EVIL)
def test_no_page_leads_away(visit, target):
    assert local_path(target, "/safe") in ("/safe",), target
    answer = visit("/logout", "POST", data={"next": target})
    assert "evil" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("target", EVIL)
def test_signing_in_leads_to_a_page_of_ours(make, client, target):
    from recruit.people.passwords import hashed

    person = make.person("admin", password_hash=hashed("long enough for us"))
    db.session.commit()
    answer = client.post(
        "/login", data={"email": person.email, "password": "long enough for us", "next": target}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_a_forged_address_does_not_evade_the_limit(make, client):
    make.person("admin")
    db.session.commit()
    statuses = [
        client.post(
            "/login", data={"email": "a@example.org", "password": "wrong wrong"},
            headers={"X-Forwarded-For": f"10.0.0.{n}", "X-Real-Ip": f"10.0.0.{n}"},
        ).status_code
        for n in range(12)
    ]  # fmt: skip
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_every_unsafe_route_wants_a_token(strict, visit):
    """Signed in or not: without the form's token nothing is done (A5)."""
    wrong = {}
    for row in routes_table(strict):
        if row["endpoint"] not in ROUTES:
            continue
        for method in set(row["methods"]) - {"GET"}:
            path = str(row["rule"])
            rule = next(r for r in strict.url_map.iter_rules(row["endpoint"]) if r.rule == path)
            values = dict.fromkeys(rule.arguments, PUBID)
            values |= {n: v for n, v in {"answer": "accept", "step": "verify", "position": 1,
                                         "action": "accept", "stage": "applied",
                                         "code": "abdegj"}.items()
                       if n in values and not (n == "stage" and "stages" in path)}  # fmt: skip
            built = rule.build(values, append_unknown=False)
            answer = visit(built[1], method, headers={"HX-Request": "true"}, data={"x": "y"})
            if answer.status_code != 400:
                wrong[row["endpoint"], method] = answer.status_code
    assert wrong == {}


def test_a_request_keeps_the_id_of_the_proxy_and_no_nonsense(visit):
    given = "abcdef12-3456"
    assert visit("/healthz", headers={"X-Request-Id": given}).headers["X-Request-Id"] == given
    for bad in ("x", "a b c d e f", "<script>alert(1)</script>", "a" * 200):
        answer = visit("/healthz", headers={"X-Request-Id": bad})
        assert len(answer.headers["X-Request-Id"]) == 16


def test_health_and_readiness(visit):
    assert visit("/healthz").json == {"status": "ok"}
    answer = visit("/readyz")
    assert answer.status_code == 503, "no scheduler beats here"
    assert answer.json["checks"]["database"] is True
    assert answer.json["checks"]["scheduler"] is False


def test_the_logs_hold_no_address_no_name_and_no_key(make, client, caplog):
    person = make.person("admin", name="Zinaida Unmistakable", email="zinaida@example.org")
    application = make.application()
    token = link_token("application", application.pubid, application.link_generation)
    db.session.commit()
    with caplog.at_level(logging.DEBUG):
        client.post("/login", data={"email": person.email, "password": "hunter2 hunter2"})
        client.post("/people/forgot", data={"email": person.email})
        client.get(f"/my/{application.pubid}/{token}")
        client.get(f"/my/{application.pubid}")
        client.get(f"/people/join/{person.pubid}/{token}")
        client.get("/jobs?q=Zinaida")
    lines = "\n".join(JsonLines().format(record) for record in caplog.records
                      if not record.name.startswith(("sqlalchemy", "asyncio")))  # fmt: skip
    assert "request" in lines
    for secret in ("Zinaida", "zinaida", "hunter2", token, application.candidate.email):
        assert secret not in lines, secret
    assert all(json.loads(line) for line in lines.splitlines())
