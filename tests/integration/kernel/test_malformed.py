"""Nothing that arrives from outside is answered with a 500: public forms, lists, odd bytes."""

from urllib.parse import quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recruit.kernel.db import db

NASTY = [
    "\x00", "a\x00b", "\ud800", "x\udfff", "9" * 400, "-1", "1e309", "NaN", "Infinity", "0x10",
    "١٢٣", "½", "%00", "%s%n", "{{7*7}}", "../../etc/passwd", "' OR 1=1 --", "\r\nX: y",
    "‮RTL", "\U0010ffff", "a" * 100_000, "e\u0301" * 500, "<script>alert(1)</script>", "[]", "{}",
]  # fmt: skip
BYTES = [b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\x80", b"%", b"\xf4\x90\x80\x80"]
QUERIES = ["%00", "%ED%A0%80", "%ff", "9" * 400, "-1", "NaN", "'%20OR%201=1", "a" * 3000]
PUBLIC_FORMS = {
    "/login": ["email", "password", "next"],
    "/people/forgot": ["email"],
    "/language": ["locale", "next"],
    "/jobs/{vacancy}/apply": ["name", "email", "phone", "experience", "reason", "start", "consent",
                              "privacy", "stamp", "fax"],
    "/my/{application}/move": ["slot"],
    "/my/{application}/decline": ["reason"],
    "/my/{application}/here": ["code"],
    "/people/join/{person}": ["password"],
    "/people/reset/{person}": ["password"],
    "/logout": ["next"],
}  # fmt: skip
LISTS = {
    "/jobs": "q city department type remote after c",
    "/login": "next",
    "/candidates": "q stage vacancy channel tag sort order after page from to recruiter cv",
    "/vacancies": "q show department site after page",
    "/positions": "q after page",
    "/people": "q role show after page department state",
    "/people/audit": "q actor action subject after page from to",
    "/outbox": "state q after page template",
    "/products": "q show page",
    "/tests/questions": "q product kind state page type",
    "/onboarding/plans": "q state department after page",
    "/interviews": "from to site kind after page week",
    "/interviews/new": "on site vacancy copy template pools add held chance break_from minutes",
    "/interviews/groups/new": "copy on seats",
    "/interviews/decisions": "vacancy after page",
    "/reports": "from to department vacancy site",
    "/reports/funnel": "from to department vacancy by",
    "/reports/channels": "from to department vacancy by sort",
    "/reports/channels.csv": "from to department vacancy by sort",
    "/candidates/export.csv": "q stage vacancy channel tag sort",
    "/notices": "after page show",
}
FUZZ = settings(
    max_examples=8, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
TEXT = st.one_of(st.sampled_from(NASTY), st.text(max_size=60), st.integers().map(str))


@pytest.fixture
def places(make):
    invitation = make.invitation()
    person = make.person("admin", "recruiter", "trainer", "director", "hiring_manager",
                         department=make.the_department, site=make.the_site)  # fmt: skip
    db.session.commit()
    return {
        "vacancy": invitation.application.vacancy.pubid, "person": person.pubid,
        "application": invitation.application.pubid, "account": person,
    }  # fmt: skip


@pytest.fixture
def key(places, client):
    from recruit.candidates.models import Application
    from recruit.kernel.db import by_pubid
    from recruit.kernel.security import link_token

    row = by_pubid(Application, places["application"])
    client.get(f"/my/{row.pubid}/{link_token('application', row.pubid, row.link_generation)}")
    return client


def encoded(value: str) -> str:
    """A value for a URL or a form, lone surrogates as the bytes a hostile client would send."""
    return quote_from_bytes(value.encode("utf-8", "surrogatepass"), safe="")


@pytest.mark.parametrize("path", PUBLIC_FORMS)
@FUZZ
@given(data=st.data())
def test_a_public_form_answers_anything_with_words(places, key, path, data):
    fields = PUBLIC_FORMS[path]
    body = "&".join(
        f"{name}={encoded(data.draw(TEXT, label=name))}"
        for name in [*fields, "role", "status", "score", "owner_id", "version"]
    )
    kind = "application/x-www-form-urlencoded"
    answer = key.post(path.format(**places), data=body, content_type=kind)
    assert answer.status_code < 500, answer.status_code


@pytest.mark.parametrize("path", PUBLIC_FORMS)
def test_bytes_that_are_no_text_are_refused_in_words(places, key, path):
    kinds = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
             "multipart/form-data", "application/json", "text/plain", "")  # fmt: skip
    for row, raw in enumerate(BYTES):
        body = b'--x\r\nContent-Disposition: form-data; name="' + raw + b'"\r\n\r\n' + raw
        shapes = (raw, b"email=" + raw, body, body + b"\r\n--x--")
        for column, kind in enumerate(kinds):  # every kind meets every byte and every shape
            sent = shapes[(row + column) % len(shapes)]
            answer = key.post(path.format(**places), data=sent, content_type=kind)
            assert answer.status_code < 500, (kind, sent)


@pytest.mark.parametrize("path", LISTS)
@FUZZ
@given(data=st.data())
def test_a_list_answers_any_query_string(places, sign_in, client, path, data):
    sign_in(places["account"])
    names = LISTS[path].split()
    chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4))
    query = "&".join(f"{name}={encoded(data.draw(TEXT))[:3000]}" for name in chosen)
    answer = client.get(f"{path}?{query}", buffered=True)
    assert answer.status_code < 500


@pytest.mark.parametrize("path", LISTS)
def test_every_argument_of_a_list_takes_every_nasty_value(places, sign_in, client, path):
    sign_in(places["account"])
    for name in LISTS[path].split():
        for value in QUERIES:
            answer = client.get(f"{path}?{name}={value}", buffered=True)
            assert answer.status_code < 500, (name, value[:30])


@pytest.mark.parametrize(
    "tail", ["%00", "%ff", "a" * 5000, "%2e%2e%2f", "abdegjkmnpqr%0a", "١"]
)
def test_odd_addresses_are_not_there(client, tail):
    for prefix in ("/jobs/", "/my/", "/candidates/", "/static/", "/people/join/abdegjkmnpqr/"):
        assert client.get(prefix + tail).status_code in (303, 404), (prefix, tail[:20])
