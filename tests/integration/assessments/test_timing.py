"""Extra time on every test, the log of what moved the time, leaving the page, oral tests."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.assessments import operations
from recruit.assessments.models import Accommodation, PresenceEvent, TimeChange
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.rules.sitting import AttemptState as S
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


def test_more_time_on_every_test_is_added_when_it_begins(make):
    trainee, trainer = make.the_trainee, make.the_trainer
    given = operations.accommodate(
        trainee, percent=25, reason="Reads slowly", actor=trainer, now=NOW
    )
    attempt = make.sitting()
    assert attempt.deadline_at == NOW + 75 * MINUTE
    change = db.session.scalars(select(TimeChange)).one()
    assert (change.kind.value, change.seconds, change.by) == ("standing", 900, trainer)
    operations.extend(attempt, minutes=5, reason="Ink", actor=trainer, now=NOW)
    assert attempt.deadline_at == NOW + 80 * MINUTE
    operations.end_accommodation(given, actor=trainer, now=NOW)
    assert attempt.deadline_at == NOW + 80 * MINUTE
    assert make.sitting().deadline_at == NOW + 60 * MINUTE


def test_nobody_gives_themselves_more_time_or_somebody_twice(make):
    trainee, trainer = make.the_trainee, make.the_trainer
    with pytest.raises(Refused, match="nobody_extends"):
        operations.accommodate(trainer, percent=25, reason="x", actor=trainer, now=NOW)
    operations.accommodate(trainee, percent=25, reason="x", actor=trainer, now=NOW)
    with pytest.raises(Refused, match="accommodated_already"):
        operations.accommodate(trainee, percent=50, reason="x", actor=trainer, now=NOW)


def test_the_page_before_a_test_says_how_long_one_has(make, sign_in):
    operations.accommodate(
        make.the_trainee, percent=50, reason="Reads slowly", actor=make.the_trainer, now=NOW
    )
    attempt = make.attempt()
    page = sign_in(make.the_trainee).get(f"/tests/attempts/{attempt.pubid}").text
    assert "1 h 30 min" in page


def test_trainers_give_and_end_more_time_on_a_page(make, sign_in):
    trainee = make.the_trainee
    client = sign_in(make.the_trainer)
    data = {"person": trainee.pubid, "percent": "25", "reason": "Reads slowly"}
    assert client.post("/tests/accommodations", data=data).status_code == 303
    assert client.post("/tests/accommodations", data=data).status_code == 422
    assert client.post("/tests/accommodations", data=data | {"percent": "0"}).status_code == 422
    given = db.session.scalars(select(Accommodation)).one()
    assert "Reads slowly" in client.get("/tests/accommodations").text
    url = f"/tests/accommodations/{given.pubid}/end"
    assert [client.post(url).status_code for _ in range(2)] == [303, 422]


def test_a_refused_end_keeps_what_was_typed(make, sign_in):
    attempt = make.sitting()
    db.session.commit()
    client = sign_in(make.the_trainer)
    typed = {"ends_at": "2026-03-02T03:00", "reason": "Short of rooms"}
    page = client.post(f"/tests/papers/{attempt.pubid}/end", data=typed)
    assert page.status_code == 422
    assert 'value="2026-03-02T03:00"' in page.text and 'value="Short of rooms"' in page.text


def test_the_trainee_reads_who_moved_the_time_and_why(make, sign_in, travel):
    attempt, trainer = make.sitting(), make.the_trainer
    operations.pause(attempt, reason="Fire alarm", actor=trainer, now=NOW + MINUTE)
    travel(NOW + 3 * MINUTE)
    client = sign_in(attempt.assignment.person)
    news = client.get(f"/tests/attempts/{attempt.pubid}/news").get_json()
    assert news["paused"] == f"Paused by {trainer.name}: Fire alarm"
    assert news["left"] == 59 * 60
    assert "Fire alarm" in client.get(f"/tests/attempts/{attempt.pubid}").text
    operations.resume(attempt, actor=trainer, now=NOW + 4 * MINUTE)
    db.session.commit()
    news = client.get(f"/tests/attempts/{attempt.pubid}/news").get_json()
    assert (news["paused"], len(news["changes"])) == (None, 1)
    assert attempt.deadline_at == NOW + 63 * MINUTE


def test_a_void_sitting_is_not_paused_any_more(make):
    attempt, trainer = make.sitting(), make.the_trainer
    stop = operations.pause(attempt, reason="Alarm", actor=trainer, now=NOW)
    operations.void(attempt, reason="Alarm", actor=trainer, now=NOW + MINUTE)
    assert attempt.paused_at is None
    assert stop.ended_at == NOW + MINUTE


@pytest.mark.parametrize("noted", [True, False])
def test_leaving_the_page_is_noted_only_where_the_test_says_so(make, sign_in, noted):
    attempt = make.sitting(presence_log=noted)
    client = sign_in(attempt.assignment.person)
    url = f"/tests/attempts/{attempt.pubid}/presence"
    for kind in ("back", "left", "left", "back"):
        assert client.post(url, data={"kind": kind}).status_code == 204
    assert client.post(url, data={"kind": "typed"}).status_code == 400
    kinds = [row.kind.value for row in db.session.scalars(select(PresenceEvent))]
    assert kinds == (["left", "back"] if noted else [])
    page = client.get(f"/tests/attempts/{attempt.pubid}").text
    assert ("When the test page was left" in page) is noted
    assert ("presence" in client.get(f"/tests/attempts/{attempt.pubid}/1").text) is noted


def test_late_texts_stand_beside_what_counts(make, sign_in, travel):
    attempt = make.sitting()
    client = sign_in(attempt.assignment.person)
    url = f"/tests/answers/{attempt.items[0].pubid}"
    message = {"client": "a", "seq": 1, "base": "", "fields": [["text", "In time"]]}
    client.put(url, json=message)
    travel(NOW + 61 * MINUTE)
    client.put(url, json=message | {"seq": 2, "fields": [["text", "In the tunnel"]]})
    page = sign_in(make.the_trainer).get(f"/tests/papers/{attempt.pubid}/late").text
    assert page.index("In time") < page.index("In the tunnel") < page.index("Let it count")


def test_an_examiner_writes_while_they_listen(make, sign_in):
    attempt = make.attempt(form="oral", conducted_by="recruiter")
    trainer = make.the_trainer
    recruiter = make.person(Role.RECRUITER)
    client = sign_in(recruiter)
    assert client.post(f"/tests/papers/{attempt.pubid}/hold").status_code == 404
    attempt.assignment.assigned_by = recruiter  # who gave it
    db.session.commit()
    assert attempt.assignment.person.name in client.get("/grading/oral").text
    assert client.post(f"/tests/papers/{attempt.pubid}/hold").status_code == 303
    base = f"/tests/papers/{attempt.pubid}/oral"
    item = attempt.items[0].pubid
    message = {"client": "a", "seq": 1, "base": "", "fields": [["text", "Spoken"]]}
    receipt = client.put(f"{base}/{item}", json=message).get_json()
    assert receipt["counts"] and not receipt["late"]
    assert client.get(f"{base}/{item}").get_json()["head"]["text"] == "Spoken"
    notes = {"notes": "Was nervous"}
    told = {"HX-Request": "true"}
    url = f"/tests/papers/{attempt.pubid}/notes"
    assert client.post(url, data=notes, headers=told).status_code == 204
    page = client.get(base).text
    assert "Spoken" in page and "Was nervous" in page
    assert sign_in(trainer).put(f"{base}/{item}", json=message).status_code == 404
    client = sign_in(recruiter)
    assert client.post(base).status_code == 303
    assert attempt.state is S.GRADING
    assert client.put(f"{base}/{item}", json=message).status_code == 404
