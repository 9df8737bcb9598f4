"""Applying: without script, without account, and nothing that was typed is ever lost."""

import io
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from recruit.candidates.models import Application, Candidate, Consent, Document
from recruit.careers import operations
from recruit.kernel.db import db
from recruit.notifications.models import OutboxMessage
from recruit.organization.models import Organization
from recruit.rules.vacancies import VacancyState
from tests.conftest import NOW
from tests.integration.careers.conftest import LATER, hidden

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\nxref\n0 4\n"
    b"0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n160\n%%EOF\n"
)


def count(model) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


def url(vacancy) -> str:
    return f"/jobs/{vacancy.pubid}/apply"


def test_three_answers_instead_of_a_cv_are_enough(make, client, fill):
    vacancy = make.vacancy()
    answer = client.post(url(vacancy), data=fill(vacancy))
    assert (answer.status_code, answer.location) == (303, f"/jobs/{vacancy.pubid}/thanks")
    application = db.session.scalars(select(Application)).one()
    assert application.candidate.name == "Ana Pop"
    assert "Two years in a shop." in application.message
    assert count(Consent) == 1
    assert db.session.scalars(select(OutboxMessage)).one().template == "candidates/applied"
    page = client.get(answer.location)
    assert page.status_code == 200
    assert f"/my/{application.pubid}" in page.text
    assert client.get(f"/my/{application.pubid}").status_code == 200


def test_a_cv_is_enough_and_is_kept(make, client, fill):
    vacancy = make.vacancy()
    sent = fill(vacancy, experience="", reason="", start="", cv=(io.BytesIO(PDF), "my cv.pdf"))
    assert client.post(url(vacancy), data=sent).status_code == 303
    document = db.session.scalars(select(Document)).one()
    assert document.media_type == "application/pdf"
    assert document.size == len(PDF)


def test_neither_cv_nor_answers_is_too_little(make, client, fill):
    vacancy = make.vacancy()
    answer = client.post(url(vacancy), data=fill(vacancy, reason=""))
    assert answer.status_code == 422
    assert "three short questions" in answer.text
    assert "Two years in a shop." in answer.text
    assert count(Application) == 0


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"name": ""}, "Write your name."),
        ({"email": "", "phone": ""}, "so that we can answer"),
        ({"email": "ana"}, "whole address"),
        ({"email": "аня@example.org"}, "address"),
        ({"phone": "call me"}, "country code"),
        ({"consent": ""}, "Without your agreement"),
        ({"fax": "spam"}, "robots"),
        ({"stamp": "x"}, "send it again"),
        ({"stamp": "a.b.c"}, "send it again"),
        ({"stamp": "é.1.é"}, "send it again"),
        ({"privacy": "0"}, "has changed"),
        ({"experience": "x" * 501}, "500"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(make, client, fill, bad, words):
    vacancy = make.vacancy()
    answer = client.post(url(vacancy), data=fill(vacancy, **bad))
    assert answer.status_code == 422
    assert words in answer.text
    assert "I like people." in answer.text
    assert count(Application) == 0
    again = fill(vacancy)
    again["stamp"] = hidden(answer.text, "stamp")  # the form that came back can be sent
    assert client.post(url(vacancy), data=again).status_code in (303, 422)


def test_a_local_phone_is_read_as_dialled_at_the_site(make, client, fill):
    vacancy = make.vacancy(site=make.site(country="MD"))
    sent = fill(vacancy, email="", phone="079 123 456")
    assert client.post(url(vacancy), data=sent).status_code == 303
    assert db.session.scalars(select(Candidate)).one().phone_e164 == "+37379123456"
    page = client.get(f"/jobs/{vacancy.pubid}/thanks").text
    application = db.session.scalars(select(Application)).one()
    assert f"http://127.0.0.1:8000/my/{application.pubid}/" in page  # their only way back


def test_a_robot_is_too_fast_a_person_sends_again(make, client, fill, travel):
    vacancy = make.vacancy()
    sent = fill(vacancy)
    travel(NOW + timedelta(seconds=1))
    answer = client.post(url(vacancy), data=sent)
    assert answer.status_code == 422
    assert "very quick" in answer.text
    travel(NOW + timedelta(seconds=8))
    assert client.post(url(vacancy), data=sent).status_code == 303


def test_a_page_left_open_for_days_can_still_be_sent(make, client, fill, travel):
    vacancy = make.vacancy()
    sent = fill(vacancy)
    travel(NOW + timedelta(days=3))
    answer = client.post(url(vacancy), data=sent)
    assert answer.status_code == 422
    sent["stamp"] = hidden(answer.text, "stamp")
    travel(NOW + timedelta(days=3, seconds=10))
    assert client.post(url(vacancy), data=sent).status_code == 303


def test_the_stamp_of_another_vacancy_is_none(make, client, fill):
    vacancy, other = make.vacancy(), make.vacancy()
    assert client.post(url(other), data=fill(vacancy)).status_code == 422


def test_a_second_click_makes_no_second_application(make, client, fill):
    vacancy = make.vacancy()
    sent = fill(vacancy)
    first, second = (client.post(url(vacancy), data=sent) for _ in range(2))
    assert first.location == second.location
    assert (count(Application), count(OutboxMessage)) == (1, 1)
    assert client.get(second.location).text.count("/my/") > 0


def test_the_next_person_at_the_same_screen_is_somebody_else(make, client, fill):
    vacancy = make.vacancy()
    sent = fill(vacancy)
    client.post(url(vacancy), data=sent)
    client.post(url(vacancy), data=sent | {"name": "Ion Rus", "email": "ion@example.org"})
    assert count(Application) == 2


def test_naming_somebody_else_s_address_opens_nothing(make, client, fill):
    vacancy = make.vacancy()
    earlier = NOW - timedelta(days=9)
    known = make.candidate(name="Real Ana", email="ana@example.org", created_at=earlier)
    for elsewhere in (make.vacancy(), vacancy):
        make.application(candidate=known, vacancy=elsewhere, applied_at=earlier)
    db.session.commit()
    answer = client.post(url(vacancy), data=fill(vacancy, name="Eve"))
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "/my/" not in page
    assert "Real Ana" not in page
    assert "application=" not in (answer.headers.get("Set-Cookie") or "")
    third = make.vacancy()
    db.session.commit()
    answer = client.post(url(third), data=fill(third, name="Eve"))
    assert "/my/" not in client.get(answer.location).text
    assert count(Application) == 3


def test_a_cv_is_never_added_to_somebody_else_s_application(make, client, fill):
    vacancy = make.vacancy()
    known = make.candidate(email="ana@example.org")
    make.application(candidate=known, vacancy=vacancy, applied_at=NOW - timedelta(days=9))
    db.session.commit()
    sent = fill(vacancy, cv=(io.BytesIO(PDF), "cv.pdf"))
    assert client.post(url(vacancy), data=sent).status_code == 303
    assert count(Document) == 0


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "cv.pdf"),
        (b"MZ\x90\x00 not a pdf", "cv.pdf"),
        (b"PK\x03\x04 broken", "cv.docx"),
        (b"%PDF-1.4 truncated", "cv.pdf"),
        (PDF, "cv.exe"),
        (PDF, "cv.pdf.exe"),
    ],
)
def test_a_file_we_cannot_take_is_named_beside_its_field(make, client, fill, data, name):
    vacancy = make.vacancy()
    sent = fill(vacancy, cv=(io.BytesIO(data), name))
    answer = client.post(url(vacancy), data=sent)
    assert answer.status_code == 422
    assert 'id="cv-error"' in answer.text
    assert "I like people." in answer.text
    assert "Ana Pop" in answer.text
    assert (count(Application), count(Candidate), count(Document)) == (0, 0, 0)


def test_a_file_of_forty_megabytes_loses_nothing(make, client, fill):
    vacancy = make.vacancy()
    file = b'name="cv"; filename="cv.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4'
    parts = [f'name="{name}"\r\n\r\n{text}'.encode() for name, text in fill(vacancy).items()]
    parts.append(file + b"x" * 40_000_000)
    body = b"".join(b"--b\r\nContent-Disposition: form-data; " + p + b"\r\n" for p in parts)
    answer = client.post(
        url(vacancy), data=body + b"--b--\r\n", content_type="multipart/form-data; boundary=b"
    )
    assert answer.status_code == 422
    assert "too large" in answer.text
    assert "I like people." in answer.text


def test_a_body_beyond_all_measure_is_413_before_it_is_read(make, client):
    vacancy = make.vacancy()
    answer = client.post(
        url(vacancy), data=b"x", content_type="multipart/form-data; boundary=b",
        environ_overrides={"CONTENT_LENGTH": str(10**10)},
    )  # fmt: skip
    assert answer.status_code == 413


def test_the_cv_must_be_chosen_again_when_something_else_was_wrong(make, client, fill):
    vacancy = make.vacancy()
    answer = client.post(
        url(vacancy), data=fill(vacancy, name="", cv=(io.BytesIO(PDF), "cv.pdf"))
    )
    assert "choose your CV once more" in answer.text


def test_thirty_an_hour_from_one_address_then_429_with_everything_kept(
    make, client, fill, travel, monkeypatch
):
    monkeypatch.setattr(operations, "MOST_AN_HOUR", 3)
    vacancy = make.vacancy()
    sent = fill(vacancy)
    for number in range(3):
        one = sent | {"email": f"p{number}@example.org"}
        assert client.post(url(vacancy), data=one).status_code == 303
    spoofed = {"X-Forwarded-For": "203.0.113.9"}
    answer = client.post(url(vacancy), data=sent, headers=spoofed)
    assert answer.status_code == 429
    assert "I like people." in answer.text
    elsewhere = client.post(
        url(vacancy), data=sent, environ_overrides={"REMOTE_ADDR": "203.0.113.9"}
    )
    assert elsewhere.status_code == 303
    travel(LATER + timedelta(minutes=61))
    more = sent | {"email": "late@example.org"}
    assert client.post(url(vacancy), data=more).status_code == 303


def test_the_limit_is_thirty():
    assert operations.MOST_AN_HOUR == 30


def test_a_vacancy_paused_while_somebody_wrote_is_gone(make, client, fill):
    vacancy = make.vacancy()
    sent = fill(vacancy)
    vacancy.state = VacancyState.PAUSED
    db.session.commit()
    assert client.post(url(vacancy), data=sent).status_code == 410


def test_the_consent_names_the_text_and_the_period(make, client, fill):
    make.add(
        Organization(
            id=1,
            name="Northwind",
            privacy_version=7,
            retention_months=6,
            privacy_text="We **keep** it safe.",
        )
    )
    vacancy = make.vacancy()
    page = client.get(url(vacancy)).text
    assert "6 months" in page
    assert "<strong>keep</strong>" in page
    assert client.post(url(vacancy), data=fill(vacancy)).status_code == 303
    assert db.session.scalars(select(Consent)).one().text_version == 7


def test_the_first_link_of_a_visit_is_remembered_through_the_list(make, client, fill):
    first, second = make.promotion(), make.promotion()
    client.get("/jobs?c=unknown-code")
    client.get(f"/jobs?c={first.code}")
    client.get(f"/jobs/{second.vacancy.pubid}?c={second.code}")
    client.post(url(first.vacancy), data=fill(first.vacancy))
    assert db.session.scalars(select(Application)).one().promotion == first


def test_another_vacancy_counts_for_its_promotion_on_the_same_channel(make, client, fill):
    channel = make.channel()
    first = make.promotion(channel=channel)
    over = make.promotion(channel=channel, until_on=NOW.date() - timedelta(days=1))
    running = make.promotion(channel=channel, vacancy=over.vacancy)
    client.get(f"/jobs/{first.vacancy.pubid}?c={first.code}")
    client.post(url(running.vacancy), data=fill(running.vacancy))
    assert db.session.scalars(select(Application)).one().promotion == running


def test_thanks_are_for_who_applied_just_now(make, client):
    vacancy = make.vacancy()
    application = make.application(vacancy=vacancy)
    assert client.get(f"/jobs/{vacancy.pubid}/thanks").status_code == 404
    with client.session_transaction() as cookie:
        cookie["applied"] = application.pubid
    other = make.vacancy()
    db.session.commit()
    assert client.get(f"/jobs/{other.pubid}/thanks").status_code == 404


def test_reading_writes_nothing(make, client, count_queries):
    vacancy = make.promotion().vacancy
    with count_queries() as statements:
        client.get(f"/jobs/{vacancy.pubid}/apply?c=code-1")
    assert all(s.lstrip().upper().startswith("SELECT") for s in statements)


_TEXT = st.text(max_size=60) | st.sampled_from(
    ["\x00", "\r\nBcc: x@example.org", "9" * 400, "=1+1", "{{7*7}}", "\u202e", "' OR 1=1--"]
)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    fields=st.dictionaries(
        st.sampled_from(
            ["name", "email", "phone", "experience", "reason", "start", "consent", "fax",
             "stamp", "privacy", "cv", "role", "state"]
        ),
        _TEXT,
    ),
    file=st.none() | st.tuples(st.binary(max_size=300), st.text(max_size=30)),
    honest=st.booleans(),
)  # fmt: skip
def test_whatever_is_sent_is_never_an_error_of_ours(make, client, fill, fields, file, honest):
    vacancy = make._once("fuzzed", make.vacancy)
    db.session.commit()  # a refusal rolls back what is not
    sent = (fill(vacancy) if honest else {}) | fields
    if file is not None:
        sent["cv"] = (io.BytesIO(file[0]), file[1])
    answer = client.post(
        url(vacancy), data=sent, environ_overrides={"REMOTE_ADDR": f"198.51.100.{len(sent)}"}
    )
    assert answer.status_code in (303, 400, 413, 422, 429)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe\x00", "multipart/form-data; boundary=x"),
        (b"name=%ff%fe&email=%00", "application/x-www-form-urlencoded"),
        (b'{"name": 1}', "application/json"),
        (b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n', "multipart/form-data"),
        (b"", ""),
    ],
)
def test_broken_bodies_are_answered(make, client, body, content_type):
    vacancy = make.vacancy()
    answer = client.post(url(vacancy), data=body, content_type=content_type)
    assert answer.status_code in (400, 413, 422)


def test_forms_without_their_token_are_400(make, client, app, fill, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    vacancy = make.vacancy()
    sent = fill(vacancy)
    assert client.post(url(vacancy), data=sent).status_code == 400
    page = client.get(url(vacancy)).text
    sent["csrf_token"] = hidden(page.split("<main", 1)[1], "csrf_token")
    assert client.post(url(vacancy), data=sent).status_code == 303
