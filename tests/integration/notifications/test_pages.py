"""The outbox and notices, as pages and on the command line."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.notifications import commands, jobs, kinds, outbox, queries
from recruit.notifications.models import MessageState, Notification, OutboxMessage
from tests.conftest import NOW


@pytest.fixture
def admin(make):
    return make.person(Role.ADMIN, password_hash="x")


def message(make, **kw):
    return make.add(
        OutboxMessage(
            **{
                "key": f"k{make.number()}",
                "template": "interviews/invited",
                "created_at": NOW,
                "recipient": "candidate@example.org",
                "context": {"secret": "body words"},
                "due_at": NOW,
            }
            | kw
        )
    )


def test_the_page_shows_no_body_no_link_no_whole_address(make, admin, sign_in):
    message(
        make,
        context={
            "link": {"_link": "application", "pubid": "abcdegjkmnpq", "generation": 1},
            "name": "Cy Candidate",
        },
    )
    page = sign_in(admin).get("/outbox").text
    assert "c…@example.org" in page
    for hidden in ("candidate@example.org", "Cy Candidate", "abcdegjkmnpq", "/my/"):
        assert hidden not in page


def test_a_failed_mail_is_shown_and_sent_again(make, admin, sign_in):
    failed = message(
        make, state=MessageState.FAILED, attempts=10, last_error="SMTPDataError 451"
    )
    client = sign_in(admin)
    page = client.get("/outbox?state=failed").text
    assert "SMTPDataError 451" in page
    assert client.post(f"/outbox/{failed.pubid}/retry").status_code == 303
    db.session.expire_all()
    assert (failed.state, failed.attempts, failed.due_at) == (MessageState.PENDING, 0, NOW)
    again = client.post(f"/outbox/{failed.pubid}/retry")
    assert again.status_code == 422
    assert "has not failed" in again.text


def test_a_recruiter_sees_mail_to_candidates_only(make, sign_in):
    ours, theirs = (
        message(make),
        message(make, template="people/reset", state=MessageState.FAILED),
    )
    client = sign_in(make.recruiter(password_hash="x"))
    page = client.get("/outbox").text
    assert kinds.letter_name(ours.template) in page
    assert kinds.letter_name(theirs.template) not in page
    assert client.post(f"/outbox/{theirs.pubid}/retry").status_code == 404
    assert client.get("/outbox?state=nonsense").status_code == 400


@pytest.mark.parametrize("role", [Role.MENTOR, Role.DIRECTOR, Role.RECEPTIONIST, Role.TRAINEE])
def test_nobody_else_finds_the_outbox(make, sign_in, role):
    client = sign_in(make.person(role, password_hash="x"))
    assert client.get("/outbox").status_code == 404
    assert client.post(f"/outbox/{message(make).pubid}/retry").status_code == 404


def test_the_outbox_pages(make, admin, sign_in):
    rows = [message(make, due_at=NOW + timedelta(seconds=n // 2)) for n in range(120)]
    seen, after = [], ""
    while True:
        page = queries.messages(admin, after=after)
        seen += [row.pubid for row in page.rows]
        after = page.following
        if not after:
            break
    assert sorted(seen) == sorted(row.pubid for row in rows)
    assert f"after={queries.messages(admin).following}" in sign_in(admin).get("/outbox").text


# --- notices --------------------------------------------------------------------------------


@pytest.fixture
def _words(monkeypatch):
    monkeypatch.setitem(kinds.KINDS, "test.free", _l("%(who)s is free %(starts_at)s."))


@pytest.mark.usefixtures("_words")
def test_a_notice_is_worded_and_leads_somewhere(make, sign_in):
    person = make.person(Role.MENTOR, password_hash="x", zone="Europe/Chisinau")
    outbox.notify(
        person,
        "test.free",
        key="n1",
        now=NOW,
        path="/me",
        who="Ana <b>",
        starts_at=NOW.isoformat(),
    )
    outbox.notify(person, "test.free", key="n1", now=NOW)
    outbox.notify(person, "test.unknown_kind", key="n2", now=NOW, path="//evil.test")
    client = sign_in(person)
    page = client.get("/notices").text
    assert "Ana &lt;b&gt; is free Mon, 2 Mar 2026, 11:00" in page
    assert "Unknown kind" in page
    assert queries.unread_count(person) == 2
    first, second = db.session.scalars(select(Notification).order_by(Notification.id))
    assert client.post(f"/notices/{first.pubid}/read").location == "/me"
    assert client.post(f"/notices/{second.pubid}/read").location == "/notices"
    assert queries.unread_count(person) == 0


def test_a_notice_is_its_persons_own(make, sign_in):
    outbox.notify(make.person(Role.MENTOR), "x.y", key="n1", now=NOW)
    db.session.flush()
    notice = db.session.scalars(select(Notification)).one()
    client = sign_in(make.person(Role.MENTOR, password_hash="x"))
    assert "No notices" in client.get("/notices").text
    assert client.post(f"/notices/{notice.pubid}/read").status_code == 404
    client.post("/notices/read")
    db.session.expire_all()
    assert notice.read_at is None


def test_read_notices_fade(make):
    person = make.person(Role.MENTOR)
    outbox.notify(person, "x.y", key="old", now=NOW)
    outbox.notify(person, "x.y", key="unread", now=NOW)
    db.session.flush()
    db.session.scalars(
        select(Notification).where(Notification.key == "old")
    ).one().read_at = NOW
    jobs.drop_read_notices(NOW + timedelta(days=89))
    assert len(queries.notices(person)[0]) == 2
    jobs.drop_read_notices(NOW + timedelta(days=91))
    assert [row.key for row in queries.notices(person)[0]] == ["unread"]


# --- the command line -----------------------------------------------------------------------


def run(app, *arguments):
    from flask.cli import ScriptInfo

    info = ScriptInfo(create_app=lambda: app)
    return CliRunner().invoke(commands.outbox, arguments, obj=info)


def test_the_command_lists_retries_and_sends(app, make):
    failed = message(make, state=MessageState.FAILED, attempts=10)
    listed = run(app, "list", "--state", "failed")
    assert failed.pubid in listed.output
    assert "candidate@example.org" not in listed.output
    assert run(app, "retry", failed.pubid).output == "1 to be sent again.\n"
    assert run(app, "retry", failed.pubid).exit_code == 1
    assert run(app, "retry", "nonsense").exit_code == 1
    assert run(app, "retry", "all").output == "0 to be sent again.\n"
