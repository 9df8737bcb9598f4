"""From the outbox to a real server: once, in the reader's language, with retries that end."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from recruit.kernel.db import db, transaction
from recruit.kernel.errors import Refused
from recruit.kernel.security import link_token
from recruit.notifications import delivery, outbox, transports
from recruit.notifications.delivery import deliver_due
from recruit.notifications.models import MessageState, OutboxMessage
from recruit.notifications.undo import leaves_at
from tests.conftest import NOW

RESET = "people/reset"


def enqueue(person, key="k1", template=RESET, **kw):
    with transaction():
        outbox.enqueue(
            template,
            kw.pop("to", person.email),
            key=key,
            now=kw.pop("now", NOW),
            locale=kw.pop("locale", "en"),
            zone="Europe/Chisinau",
            about=person,
            name=kw.pop("name", person.name),
            hours=2,
            link=outbox.link("reset", person, person.epoch),
            **kw,
        )


def row(key="k1"):
    db.session.expire_all()
    return db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == key)).one()


@pytest.fixture
def ana(make):
    return make.person("mentor", name="Ana Ștefan", email="ana@example.org", password_hash="x")


def test_it_goes_through_starttls_and_login(smtp, ana):
    enqueue(ana)
    assert deliver_due(NOW) == 1
    (mail,) = smtp.mails
    assert smtp.encrypted == [True]
    assert smtp.users == ["recruit"]
    assert smtp.recipients == ["ana@example.org"]
    assert mail["From"] == "Recruit <jobs@example.org>"
    assert mail["Subject"] == "Choose a new password"
    assert mail["Auto-Submitted"] == "auto-generated"
    sent = row()
    assert (sent.state, sent.attempts, sent.sent_at, sent.leased_until) == (
        MessageState.SENT,
        1,
        NOW,
        None,
    )


def test_it_is_text_and_html_with_a_link_of_ours(smtp, ana):
    enqueue(ana, name="Ana <b>&")
    deliver_due(NOW)
    (mail,) = smtp.mails
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert "Hello Ana <b>&," in text
    assert "Hello Ana &lt;b&gt;&amp;," in html
    assert f"http://127.0.0.1:8000/people/reset/{ana.pubid}/" in text
    assert f"http://127.0.0.1:8000/people/reset/{ana.pubid}/" in html
    assert "_link" not in text + html
    assert "\n\n\n" not in text
    assert "style=" not in html.partition("</style>")[2]


def test_the_mailed_link_opens_the_page(smtp, ana, client):
    enqueue(ana)
    deliver_due(NOW)
    text = smtp.mails[0].get_body(("plain",)).get_content()
    path = next(line for line in text.split() if "/people/reset/" in line)
    assert client.get(path.removeprefix("http://127.0.0.1:8000")).status_code == 303


def test_a_candidates_link_is_made_at_delivery(app, make):
    from recruit.notifications import secret_links

    application = make.application()
    recipe = dict(outbox.link("application", application, 1))
    expected = link_token("application", application.pubid, 1)
    assert expected not in str(recipe)
    filled = secret_links.filled({"link": recipe, "deep": [{"link": recipe}]}, NOW)
    assert filled["link"] == f"http://127.0.0.1:8000/my/{application.pubid}/{expected}"
    assert filled["deep"][0]["link"] == filled["link"]


def test_the_same_key_is_one_mail(smtp, ana):
    enqueue(ana)
    enqueue(ana)
    assert deliver_due(NOW) == 1
    assert deliver_due(NOW) == 0


def test_what_is_not_due_waits(smtp, ana):
    enqueue(ana, due_at=leaves_at(NOW))
    assert deliver_due(NOW + timedelta(seconds=59)) == 0
    assert deliver_due(NOW + timedelta(seconds=60)) == 1


def test_undo_works_until_it_left(smtp, ana):
    enqueue(ana, key="a", batch="b1", due_at=leaves_at(NOW))
    enqueue(ana, key="b", batch="b1", due_at=leaves_at(NOW))
    with transaction():
        outbox.cancel_batch("b1")
    assert deliver_due(NOW + timedelta(hours=1)) == 0
    enqueue(ana, key="c", batch="b2")
    deliver_due(NOW)
    with pytest.raises(Refused), transaction():
        outbox.cancel_batch("b2")
    assert row("c").state is MessageState.SENT


def test_undo_comes_too_late_for_a_mail_in_hand(ana):
    enqueue(ana, batch="b1")
    assert delivery.claim(NOW) is not None
    with pytest.raises(Refused), transaction():
        outbox.cancel_batch("b1")
    assert row().state is MessageState.SENDING


# --- when it does not work ------------------------------------------------------------------


def test_a_busy_server_is_tried_again_later_and_later(smtp, ana, travel):
    smtp.answer_data = lambda _mail: "451 come back later"
    enqueue(ana)
    now, waits = NOW, []
    for _ in range(10):
        travel(now)
        deliver_due(now)
        waits.append((row().due_at - now).total_seconds())
        now = row().due_at
    assert waits[:9] == [30, 60, 120, 240, 480, 960, 1920, 3840, 7200]
    failed = row()
    assert (failed.state, failed.attempts) == (MessageState.FAILED, 10)
    assert failed.last_error == "SMTPDataError 451"
    smtp.answer_data = lambda _mail: None
    assert deliver_due(now + timedelta(days=30)) == 0, "failed is failed until somebody says so"


def test_a_refused_recipient_fails_at_once(smtp, ana):
    smtp.answer_rcpt = lambda address: "550 no such mailbox" if "ana" in address else None
    enqueue(ana)
    enqueue(ana, key="k2", to="ben@example.org")
    assert deliver_due(NOW) == 1
    assert row().state is MessageState.FAILED
    assert row().last_error == "SMTPRecipientsRefused 550"
    assert "ana@" not in row().last_error
    assert smtp.recipients == ["ben@example.org"]


def test_a_wrong_login_is_our_fault_and_waits(app, smtp, ana, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_PASSWORD", "wrong")
    monkeypatch.setattr(transports, "TIMEOUT", 2)  # this server says no by silence
    enqueue(ana)
    deliver_due(NOW)
    assert row().state is MessageState.PENDING
    assert row().last_error in ("SMTPAuthenticationError 535", "SMTPServerDisconnected")
    assert smtp.mails == []


def test_an_untrusted_certificate_gets_no_mail(smtp, ana, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    enqueue(ana)
    deliver_due(NOW)
    assert smtp.users == []
    assert row().last_error == "SSLCertVerificationError"


def test_a_server_that_is_away_is_waited_for(app, ana, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_HOST", "127.0.0.1")
    monkeypatch.setitem(app.config, "SMTP_PORT", 9)
    enqueue(ana)
    deliver_due(NOW)
    assert (row().state, row().last_error) == (MessageState.PENDING, "ConnectionRefusedError")


def test_a_broken_connection_is_opened_anew(smtp, ana):
    answers = iter(["421 closing", None])
    smtp.answer_data = lambda _mail: next(answers)
    enqueue(ana)
    enqueue(ana, key="k2")
    assert deliver_due(NOW) == 1
    assert {row().state, row("k2").state} == {MessageState.PENDING, MessageState.SENT}


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\nBcc: x@example.org",
        "a@example.org, b@example.org",
        "a b@example.org",
        "ана@example.org",
        "nobody",
        "a@@example.org",
        "<a@example.org>",
        "a@example.org\r",
    ],
)
def test_an_address_that_is_none_fails_and_stops_nobody(smtp, ana, address, caplog):
    enqueue(ana, to=address)
    enqueue(ana, key="k2")
    assert deliver_due(NOW) == 1
    assert (row().state, row().last_error) == (MessageState.FAILED, "BadAddress")
    assert address not in caplog.text
    assert smtp.recipients == ["ana@example.org"]


def test_a_broken_template_stops_nobody(smtp, ana):
    enqueue(ana, template="people/nothing")
    enqueue(ana, key="k2")
    assert deliver_due(NOW) == 1
    assert (row().state, row().last_error) == (MessageState.PENDING, "TemplateNotFound")


def test_no_name_breaks_out_of_its_header(app, smtp, ana, monkeypatch):
    (folder := Path(app.config["DATA_DIR"]) / "templates").mkdir(exist_ok=True)
    from jinja2 import ChoiceLoader, DictLoader

    evil = {
        "emails/x/evil.txt": '{% extends "emails/base.txt" %}{% block subject %}Hi {{ name }}'
        "{% endblock %}{% block body %}{{ name }}{% endblock %}",
        "emails/x/evil.html": "{{ name }}",
    }
    loader = ChoiceLoader([DictLoader(evil), app.jinja_env.loader])
    monkeypatch.setattr(app.jinja_env, "loader", loader)
    monkeypatch.setattr(app.jinja_env, "cache", None)
    enqueue(ana, template="x/evil", name="A\r\nBcc: thief@example.org\r\n\r\nbody {{ 7*7 }}")
    deliver_due(NOW)
    (mail,) = smtp.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hi A Bcc: thief@example.org body {{ 7*7 }}"
    assert smtp.recipients == ["ana@example.org"]
    assert folder.is_dir()


def test_the_lease_decides_between_two_processes(ana, travel):
    enqueue(ana)
    first = delivery.claim(NOW)
    assert first is not None
    assert delivery.claim(NOW) is None
    assert delivery.claim(NOW + delivery.LEASE) is None
    assert delivery.claim(NOW + delivery.LEASE + timedelta(seconds=1)) == first
    assert row().attempts == 2


def test_a_mail_that_kills_its_sender_ten_times_fails(ana):
    enqueue(ana)
    now = NOW
    for _ in range(10):
        assert delivery.claim(now) is not None
        now += delivery.LEASE + timedelta(seconds=1)
    assert delivery.claim(now) is None
    assert row().state is MessageState.FAILED


def test_a_late_mark_does_not_overwrite_the_next_holder(smtp, ana):
    enqueue(ana)
    id_ = delivery.claim(NOW)
    stale = delivery._detached(id_)
    delivery.claim(NOW + delivery.LEASE + timedelta(seconds=1))
    delivery._mark(stale, state=MessageState.FAILED, last_error="late")
    assert row().state is MessageState.SENDING


def test_stopping_finishes_the_mail_in_hand_only(smtp, ana):
    enqueue(ana)
    enqueue(ana, key="k2")
    smtp.answer_data = lambda _mail: delivery.stopping.set()
    try:
        assert deliver_due(NOW) == 1
    finally:
        delivery.stopping.clear()
    assert {row().state, row("k2").state} == {MessageState.SENT, MessageState.PENDING}


# --- without a server -----------------------------------------------------------------------


def test_without_a_server_mail_becomes_files(app, ana):
    enqueue(ana)
    assert deliver_due(NOW) == 1
    path = Path(app.config["DATA_DIR"]) / "mail" / f"{row().pubid}.eml"
    assert b"Choose a new password" in path.read_bytes()
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_demonstration_mails_nobody(app, smtp, ana, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", True)
    enqueue(ana)
    assert deliver_due(NOW) == 1
    assert smtp.mails == []


def test_a_full_disk_is_waited_for(app, ana, monkeypatch, tmp_path):
    (tmp_path / "mail").write_text("a file where the folder should be")
    monkeypatch.setitem(app.config, "DATA_DIR", str(tmp_path))
    enqueue(ana)
    assert deliver_due(NOW) == 0
    assert row().state is MessageState.PENDING


# --- killed ---------------------------------------------------------------------------------

KILLED = """
from recruit.notifications import delivery
if os.environ.get("KILL"):
    delivery._mark = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
later = timedelta(minutes=int(os.environ.get("LATER", "0")))
real = clock.now
clock.now = lambda: real() + later
with app.app_context():
    print(delivery.deliver_due(clock.now()))
"""

PREPARE = """
from recruit.notifications import outbox
from recruit.people.models import Person
with app.app_context(), transaction():
    person = Person(name="Ana", email="ana@example.org", created_at=clock.now())
    db.session.add(person)
    db.session.flush()
    outbox.enqueue(
        "people/reset", person.email, key="k1", now=clock.now(), name="Ana", hours=2,
        link=outbox.link("reset", person, 1),
    )
"""


def test_killed_between_yes_and_mark_it_repeats_once_as_the_same_mail(
    real_database, plain_mailbox
):
    smtp = {
        "RECRUIT_SMTP_HOST": "127.0.0.1",
        "RECRUIT_SMTP_PORT": str(plain_mailbox.port),
        "RECRUIT_SMTP_SECURITY": "none",
    }
    real_database.run(PREPARE)
    killed = real_database.start(KILLED, KILL="1", **smtp)
    killed.communicate(timeout=60)
    assert killed.returncode == -9
    assert len(plain_mailbox.mails) == 1
    assert real_database.run(KILLED, **smtp).strip() == "0", "the lease still holds"
    assert real_database.run(KILLED, LATER="4", **smtp).strip() == "1"
    assert real_database.run(KILLED, LATER="60", **smtp).strip() == "0"
    first, second = plain_mailbox.mails
    assert first["Message-ID"] == second["Message-ID"]
