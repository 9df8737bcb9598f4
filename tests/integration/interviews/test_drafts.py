"""The scorecard's draft: kept when the receipt says so, told when another page was faster."""

import pytest
from sqlalchemy import select

from recruit.interviews.models import Scorecard
from recruit.interviews.operations import desk
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

MARKS = [["mark_motivation", "4"], ["mark_competence", "3"], ["mark_suitability", "5"]]


@pytest.fixture
def page(make, sign_in):
    """The scorecard of somebody who came, opened by the interviewer."""
    recruiter, interviewer = make.recruiter(), make.person(Role.INTERVIEWER)
    session = make.session(starts_at=NOW, created_by=recruiter)
    db.session.refresh(session)
    slot = make.slot(interviewer, session=session, starts_at=NOW)
    application = make.application(stage=Stage.INVITED)
    document = make.document(application, words="Sold bicycles for nine years.")
    row = make.invitation(slot=slot, application=application)
    desk.check_in(row, now=NOW, actor=recruiter)
    from recruit.interviews.operations.readers import keep_readers

    keep_readers([application])
    db.session.commit()
    client = sign_in(interviewer)
    url = f"/interviews/{session.pubid}/candidates/{application.pubid}/scorecard"
    return type("Page", (), locals())


def put(page, client="tab1", seq=1, base=0, fields=MARKS, **more):
    body = {"client": client, "seq": seq, "base": base, "fields": fields} | more
    return page.client.put(f"{page.url}/draft", json=body)


def kept():
    return db.session.scalars(select(Scorecard)).one()


def test_a_receipt_follows_every_text_and_the_page_shows_what_is_kept(page):
    first = put(page, fields=[["mark_motivation", "4"], ["comment", "Calm"]])
    assert first.status_code == 200
    assert first.json["saved"]
    assert kept().first_marks == {"motivation": 4}
    second = put(page, seq=2, base=first.json["version"], fields=MARKS)
    assert second.json["version"] > first.json["version"]
    text = page.client.get(page.url).text
    assert "Saved at" in text
    assert "Sold bicycles for nine years." in text
    assert "What did you look up before you came?" in text


def test_a_text_sent_twice_or_late_is_written_once(page):
    put(page, seq=2, fields=[["comment", "newer"]])
    late = put(page, seq=1, fields=[["comment", "older"]])
    assert late.status_code == 200
    assert kept().comment == "newer"


def test_an_older_page_is_told_and_chooses(page):
    first = put(page, client="tab1", fields=[["comment", "one"]])
    refused = put(page, client="tab2", fields=[["comment", "two"]])
    assert refused.status_code == 409
    head = refused.json["head"]
    assert ["comment", "one"] in head["fields"]
    assert kept().comment == "one"
    chosen = put(page, client="tab2", seq=2, base=head["version"], fields=[["comment", "two"]])
    assert chosen.status_code == 200
    assert kept().comment == "two"
    behind = put(page, client="tab1", seq=2, base=first.json["version"])
    assert behind.status_code == 409


def test_a_form_sent_without_script_is_told_too(page):
    put(page, client="tab1", fields=[["comment", "one"]])
    sent = page.client.post(
        page.url,
        data={"client": "tab2", "seq": "0", "base": "0", "comment": "two", "draft": "1"},
    )
    assert sent.status_code == 422
    assert "saved in another tab" in sent.text
    assert "two" in sent.text
    assert kept().comment == "one"


def test_a_submitted_card_takes_no_draft(page):
    data = dict(MARKS) | {"recommendation": "yes", "submit": "1", "client": "tab1", "base": "0"}
    assert page.client.post(page.url, data=data).status_code == 303
    late = put(page, client="tab1", seq=9)
    assert late.status_code == 422
    assert late.json["error"] == "scorecard_locked"
    assert "Submitted and locked" in page.client.get(page.url).text


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"client": "", "seq": 1, "base": 0, "fields": []},
        {"client": "a b", "seq": 1, "base": 0, "fields": []},
        {"client": "tab", "seq": -1, "base": 0, "fields": []},
        {"client": "tab", "seq": 1, "base": 0, "fields": {"comment": "x"}},
    ],
)
def test_what_is_no_draft_is_refused(page, body):
    assert page.client.put(f"{page.url}/draft", json=body).status_code == 400


def test_strange_values_are_left_out(page):
    fields = [
        ["mark_motivation", "9"],
        ["mark_secret", "3"],
        [1, 2],
        ["recommendation", "maybe"],
    ]
    assert put(page, fields=[*fields, ["comment", "x" * 9000]]).status_code == 200
    assert kept().first_marks == {}
    assert kept().recommendation is None
    assert len(kept().comment) == 5000


def test_who_may_not_read_the_application_sees_no_cv(page, sign_in, make):
    from recruit.candidates.models import ApplicationReader

    db.session.query(ApplicationReader).delete()
    db.session.commit()
    text = page.client.get(page.url).text
    assert "Sold bicycles" not in text
    assert "no longer among those who may read" in text


def test_a_stranger_finds_no_draft(page, sign_in, make):
    client = sign_in(make.person(Role.INTERVIEWER))
    assert client.get(f"{page.url}/draft").status_code == 404
    assert client.put(f"{page.url}/draft", json={}).status_code == 404


def test_what_a_device_keeps_unsent_is_one_accounts_own(page):
    """Two observers at one device: the second must not send the marks of the first as theirs."""
    assert f'data-owner="{page.interviewer.pubid}"' in page.client.get(page.url).text
    grid = page.client.get(f"/interviews/{page.session.pubid}/grid").text
    assert f'data-owner="{page.interviewer.pubid}"' in grid


@pytest.mark.parametrize("field", ["mark_motivation", "recommendation"])
def test_a_blank_is_no_mark(page, field):
    assert page.client.post(page.url, data={field: " ", "draft": "1"}).status_code == 303
    assert page.client.post(page.url, data={field: " ", "submit": "1"}).status_code == 422
    assert (kept().first_marks, kept().recommendation) == ({}, None)
