"""What the sitting page's script gets: receipts, conflicts, refusals, few queries."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.assessments.models import AnswerRevision
from recruit.kernel import db as kernel_db
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from tests.conftest import NOW


@pytest.fixture
def sat(make, sign_in):
    """The trainee's client and a running sitting with an open and a closed question."""
    attempt = make.sitting()
    return sign_in(attempt.assignment.person), attempt


def put(client, attempt, *fields, who="tab1", seq=1, base="", position=1, **more):
    url = f"/tests/answers/{attempt.items[position - 1].pubid}"
    message = {"client": who, "seq": seq, "base": base, "fields": list(fields)}
    return client.put(url, json=message | more)


def test_the_receipt_says_what_was_stored(sat):
    client, attempt = sat
    answer = put(client, attempt, ["text", "It is fast."])
    assert answer.status_code == 200
    receipt = answer.get_json()
    assert receipt["saved"] and receipt["counts"] and not receipt["late"]
    assert (receipt["ref"], receipt["left"]) == ("tab1:1", 3600)
    assert db.session.scalars(select(AnswerRevision.text)).all() == ["It is fast."]


def test_the_receipt_leaves_after_the_commit(sat, monkeypatch):
    client, attempt = sat
    order = []
    commit = db.session.commit

    def watched():
        commit()
        order.append("committed")

    monkeypatch.setattr(kernel_db.db.session, "commit", watched)
    from recruit.assessments.views import answers

    jsonify = answers.jsonify
    monkeypatch.setattr(
        answers, "jsonify", lambda **kw: order.append("receipt") or jsonify(**kw)
    )
    put(client, attempt, ["text", "x"])
    assert order == ["committed", "receipt"]


def test_it_costs_at_most_four_queries(sat, count_queries):
    client, attempt = sat
    pubid = attempt.items[0].pubid
    for seq, base in ((1, ""), (2, "tab1:1")):
        db.session.remove()
        with count_queries() as statements:
            message = {"client": "tab1", "seq": seq, "base": base, "fields": [["text", "x"]]}
            assert client.put(f"/tests/answers/{pubid}", json=message).status_code == 200
        assert len(statements) <= 4, statements


def test_sending_again_is_the_same_receipt(sat, travel):
    client, attempt = sat
    first = put(client, attempt, ["text", "x"]).get_json()
    travel(NOW + timedelta(minutes=5))
    again = put(client, attempt, ["text", "x"]).get_json()
    assert again["repeated"]
    assert (again["ref"], again["at"], again["counts"]) == (first["ref"], first["at"], True)


def test_another_text_under_a_used_number_is_kept_and_never_called_saved(sat):
    """A tab that the browser duplicated or restored counts from the same number."""
    client, attempt = sat
    put(client, attempt, ["text", "first"])
    answers = [put(client, attempt, ["text", "other"]).get_json() for _ in range(2)]
    assert [answer["counts"] for answer in answers] == [False, False]
    assert [answer["repeated"] for answer in answers] == [False, True]
    assert answers[0]["ref"] == answers[1]["ref"] != "tab1:1"
    assert answers[0]["head"]["text"] == "first"
    texts = db.session.scalars(select(AnswerRevision.text).order_by(AnswerRevision.id)).all()
    assert texts == ["first", "other"]


def test_the_older_tab_sees_the_other_text(sat):
    client, attempt = sat
    put(client, attempt, ["text", "first"], who="old")
    put(client, attempt, ["text", "second"], who="new", base="old:1")
    answer = put(client, attempt, ["text", "third"], who="old", seq=2, base="old:1").get_json()
    assert answer["saved"] and not answer["counts"]
    assert (answer["head"]["ref"], answer["head"]["text"]) == ("new:1", "second")


def test_late_is_stored_and_said(sat, travel):
    client, attempt = sat
    travel(NOW + timedelta(minutes=61))
    receipt = put(client, attempt, ["text", "late"]).get_json()
    assert receipt["late"] and not receipt["counts"]
    assert receipt["left"] < 0


def test_closed_answers_keep_only_what_is_asked(sat):
    client, attempt = sat
    put(client, attempt, ["choice", "ka"], ["text", "sneaked in"], position=2)
    put(client, attempt, ["choice", "zz"], who="tab2", base="tab1:1", position=2)
    rows = db.session.scalars(select(AnswerRevision).order_by(AnswerRevision.id)).all()
    assert [(row.text, row.data) for row in rows] == [
        ("", {"choice": "ka"}),
        ("", {"choice": ""}),
    ]


def test_nobody_saves_into_anothers_paper(make, sign_in, sat):
    _client, attempt = sat
    stranger = sign_in(make.person(Role.TRAINEE))
    assert put(stranger, attempt, ["text", "x"]).status_code == 404
    assert stranger.get(f"/tests/answers/{attempt.items[0].pubid}").status_code == 404
    assert db.session.scalars(select(AnswerRevision)).all() == []


def test_an_ended_session_is_told_to_a_script(sat):
    client, attempt = sat
    with client.session_transaction() as cookie:
        cookie.clear()
    url = f"/tests/answers/{attempt.items[0].pubid}"
    message = {"client": "tab1", "seq": 1, "base": "", "fields": [["text", "x"]]}
    assert client.put(url, json=message, headers={"HX-Request": "true"}).status_code == 401


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        {},
        {"client": "tab1", "seq": "1", "fields": []},
        {"client": "tab1", "seq": True, "fields": []},
        {"client": "tab1", "seq": -1, "fields": []},
        {"client": "tab1", "seq": 10**12, "fields": []},
        {"client": "tab 1", "seq": 1, "fields": []},
        {"client": "x" * 25, "seq": 1, "fields": []},
        {"client": "tab1", "seq": 1, "base": "tab1", "fields": []},
        {"client": "tab1", "seq": 1, "base": 5, "fields": []},
        {"client": "tab1", "seq": 1, "fields": {"text": "x"}},
    ],
)
def test_what_is_no_message_of_ours_is_a_bad_request(sat, message):
    client, attempt = sat
    url = f"/tests/answers/{attempt.items[0].pubid}"
    assert client.put(url, json=message).status_code == 400


@pytest.mark.parametrize("body", [b"", b"{", b'{"client":"\xff"}', b"[" * 2000])
def test_broken_json_is_a_bad_request(sat, body):
    client, attempt = sat
    url = f"/tests/answers/{attempt.items[0].pubid}"
    answer = client.put(url, data=body, content_type="application/json")
    assert answer.status_code == 400


def test_strange_characters_are_no_error(sat):
    client, attempt = sat
    message = (
        '{"client":"tab1","seq":1,"base":"","fields":[["text","a\\u0000b\\ud800c"],[1,2]]}'
    )
    url = f"/tests/answers/{attempt.items[0].pubid}"
    answer = client.put(url, data=message, content_type="application/json")
    assert answer.status_code == 200
    assert db.session.scalars(select(AnswerRevision.text)).one() == "abc"


def test_a_text_that_is_too_long_is_refused_in_words(sat):
    client, attempt = sat
    answer = put(client, attempt, ["text", "x" * 20_001])
    assert answer.status_code == 422
    assert answer.get_json()["error"] == "text_too_long"
    assert "20,000" in answer.get_json()["message"]


def test_the_status_carries_clock_head_and_a_fresh_form_token(sat):
    client, attempt = sat
    put(client, attempt, ["text", "so far"])
    status = client.get(f"/tests/answers/{attempt.items[0].pubid}").get_json()
    assert (status["left"], status["state"]) == (3600, "in_progress")
    assert status["head"]["ref"] == "tab1:1"
    assert status["csrf"]


def test_flags_are_kept(sat):
    client, attempt = sat
    url = f"/tests/answers/{attempt.items[0].pubid}/flag"
    assert client.post(url, data={"on": "1"}).status_code == 204
    assert attempt.items[0].flagged
    assert client.post(url, data={"on": "0"}).status_code == 204
    assert not attempt.items[0].flagged


def test_a_plain_form_saves_and_goes_on(sat):
    client, attempt = sat
    url = f"/tests/attempts/{attempt.pubid}/1"
    data = {"client": "abdegjkmnpqr", "base": "", "text": "By hand", "to": "next"}
    for _ in range(2):  # a second click
        answer = client.post(url, data=data)
        assert answer.status_code == 303
        assert answer.location.endswith("/2")
    rows = db.session.scalars(select(AnswerRevision)).all()
    assert [(row.text, row.counts) for row in rows] == [("By hand", True)]
    client.post(url, data=data | {"text": "By hand, better"})  # the browser's back button
    assert "By hand, better" in client.get(url).text


def test_a_plain_form_shows_both_texts_of_a_conflict(sat):
    client, attempt = sat
    put(client, attempt, ["text", "from the phone"])
    url = f"/tests/attempts/{attempt.pubid}/1"
    data = {"client": "abdegjkmnpqr", "base": "", "text": "from the desk"}
    answer = client.post(url, data=data)
    assert answer.status_code == 409
    assert "from the phone" in answer.text
    assert "from the desk" in answer.text
    answer = client.post(url, data=data | {"base": "tab1:1"})
    assert answer.status_code == 303
    assert "from the desk" in client.get(url).text


def test_no_key_reaches_the_person_being_tested(sat, make):
    client, attempt = sat
    pages = [
        client.get(f"/tests/attempts/{attempt.pubid}/{position}").text for position in (1, 2)
    ]
    pages.append(json.dumps(put(client, attempt, ["choice", "ka"], position=2).get_json()))
    pages.append(client.get(f"/tests/attempts/{attempt.pubid}/finish").text)
    for page_text in pages:
        for secret in ("MODEL-ANSWER", "Names the features", "credit", "Read the sheet"):
            assert secret not in page_text
