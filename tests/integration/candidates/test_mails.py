"""Every letter to a candidate can be written, in every language, with its link."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.candidates import mails
from recruit.candidates.models import StageChange
from recruit.kernel.db import db
from recruit.kernel.i18n import LOCALES
from recruit.kernel.security import link_token
from recruit.notifications.letters import letter
from recruit.notifications.models import OutboxMessage
from recruit.rules.pipeline import Stage
from tests.conftest import NOW


@pytest.mark.parametrize("locale", LOCALES)
def test_every_letter(make, locale) -> None:
    candidate = make.candidate(name="Ana <b>\r\nBcc: x@y.z", locale=locale)
    application = make.application(candidate=candidate)
    change = make.add(StageChange(application=application, to_stage=Stage.REJECTED, at=NOW))
    offer = make.offer(application)
    mails.applied(application, now=NOW)
    mails.applied_again(application, today=NOW.date(), now=NOW)
    mails.rejected(application, change, now=NOW, due_at=NOW + timedelta(seconds=60))
    mails.offer_sent(offer, now=NOW, due_at=None)
    mails.offer_withdrawn(offer, now=NOW)
    mails.hired(offer, now=NOW)
    token = link_token("application", application.pubid, 1)
    messages = db.session.scalars(select(OutboxMessage)).all()
    assert len(messages) == 6
    for message in messages:
        assert token not in str(message.context)
        written = letter(message, NOW)
        text = written.get_body(("plain",)).get_content()
        html = written.get_body(("html",)).get_content()
        assert written["To"] == candidate.email
        assert written["Subject"]
        assert written["Bcc"] is None
        assert "<b>" not in html.replace("<body", "")
        if message.template not in ("candidates/rejected", "candidates/hired"):
            assert token in text
            assert token in html
