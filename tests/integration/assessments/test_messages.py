"""Every mail and notice of assessments can be read."""

from datetime import timedelta

from sqlalchemy import select

from recruit.assessments import jobs
from recruit.kernel.db import db
from recruit.notifications import kinds, letters
from recruit.notifications.models import Notification, OutboxMessage
from tests.conftest import NOW


def test_every_mail_is_written_with_subject_and_link(make):
    make.the_director  # noqa: B018 (somebody to escalate to)
    make.released()
    make.submitted()
    jobs.escalate(NOW + timedelta(days=60))
    messages = db.session.scalars(select(OutboxMessage)).all()
    assert {message.template for message in messages} == {
        "assessments/assigned",
        "assessments/released",
        "assessments/grading_overdue",
    }
    for message in messages:
        mail = letters.letter(message, NOW)
        text = mail.get_body(("plain",)).get_content()
        assert mail["Subject"]
        assert "http://127.0.0.1:8000/tests/" in text
        assert "100" not in text  # which result it is stands on the page only
        assert message.template in kinds.LETTERS


def test_every_notice_has_words(make, app):
    make.the_director  # noqa: B018
    make.graded(control="all")
    make.released()
    with app.test_request_context():
        for notice in db.session.scalars(select(Notification)):
            words = kinds.sentence(notice.kind, notice.facts)
            assert notice.kind in kinds.KINDS
            assert "%(" not in words
