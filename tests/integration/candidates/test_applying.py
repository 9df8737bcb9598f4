"""An application comes in: one person, one open application, one confirmation."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from recruit.candidates import operations, queries, signals
from recruit.candidates.models import Application, Candidate, Consent, StageChange
from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.security import link_token
from recruit.notifications.models import OutboxMessage
from recruit.rules.offers import State as OfferState
from recruit.rules.pipeline import Refusal, Stage
from recruit.vacancies.models import VacancyState
from tests.conftest import NOW

LATER = NOW + timedelta(hours=1)


def send(vacancy, now=NOW, **given):
    defaults = {
        "name": "Ana Popescu",
        "email": "Ana@Example.org ",
        "phone": "069 123 456",
        "locale": "ro",
        "promotion": None,
        "message": "Hello",
    }
    return operations.apply(vacancy, **(defaults | given), now=now)


def count(model) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


def test_it_keeps_everything_that_belongs_together(make) -> None:
    promotion = make.promotion()
    application = send(promotion.vacancy, promotion=promotion)
    assert (application.stage, application.applied_at) == (Stage.APPLIED, NOW)
    assert application.promotion is promotion
    candidate = application.candidate
    assert (candidate.email, candidate.phone_e164) == ("ana@example.org", "+37369123456")
    consent = db.session.scalars(select(Consent)).one()
    assert (consent.candidate, consent.keep_until_on) == (candidate, date(2027, 3, 2))
    change = db.session.scalars(select(StageChange)).one()
    assert (change.from_stage, change.to_stage, change.actor) == (None, Stage.APPLIED, None)
    mail = db.session.scalars(select(OutboxMessage)).one()
    assert (mail.template, mail.recipient, mail.locale) == (
        "candidates/applied",
        "ana@example.org",
        "ro",
    )
    assert mail.context["link"]["_link"] == "application"
    event = db.session.scalars(select(AuditEvent)).one()
    assert event.actor == f"candidate:{candidate.pubid}"
    assert "ana" not in str(event.changes).lower()


@pytest.mark.parametrize(
    "given",
    [
        {"phone": "", "name": "A. Popescu"},
        {"email": "", "phone": "+373 69 123 456"},
        {"email": "", "phone": "069123456"},
    ],
)
def test_the_same_mail_or_phone_is_the_same_person(make, given) -> None:
    first = send(make.vacancy())
    second = send(make.vacancy(), now=LATER, **given)
    assert second is not first
    assert second.candidate is first.candidate
    assert count(Candidate) == 1


def test_a_form_changes_nothing_about_a_known_person(make) -> None:
    first = send(make.vacancy())
    second = send(
        make.vacancy(), now=LATER, name="Eve", email="eve@evil.example", phone="069123456"
    )
    assert second.candidate.email == "ana@example.org"
    assert second.candidate.name == "Ana Popescu"
    assert second.also_gave == "Eve · eve@evil.example"
    recipients = set(db.session.scalars(select(OutboxMessage.recipient)))
    assert recipients == {first.candidate.email}


def test_an_open_application_comes_back_unchanged(make) -> None:
    vacancy = make.vacancy()
    first = send(vacancy)
    again = send(vacancy, now=LATER, message="Other words", name="Somebody")
    assert again is first
    assert (again.message, again.applied_at, again.also_gave) == ("Hello", NOW, "")
    assert count(Application) == count(Consent) == 1
    send(vacancy, now=LATER + timedelta(minutes=1))
    mails = db.session.scalars(select(OutboxMessage.template).order_by(OutboxMessage.id)).all()
    assert mails == ["candidates/applied", "candidates/applied_again"]


def test_a_closed_application_leaves_room_for_a_new_one(make) -> None:
    vacancy = make.vacancy()
    first = send(vacancy)
    operations.withdraw(first, now=LATER)
    assert send(vacancy, now=LATER) is not first


@pytest.mark.parametrize("state", [s for s in VacancyState if s is not VacancyState.PUBLISHED])
def test_only_a_published_vacancy_takes_applications(make, state) -> None:
    with pytest.raises(Refused) as refused:
        send(make.vacancy(state=state))
    assert refused.value.reason is Refusal.VACANCY_CLOSED


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"name": "  "}, Refusal.NAME_MISSING),
        ({"email": "", "phone": " "}, Refusal.CONTACT_MISSING),
    ],
)
def test_it_refuses_what_cannot_be_answered(make, given, reason) -> None:
    with pytest.raises(Refused) as refused:
        send(make.vacancy(), **given)
    assert refused.value.reason is reason


def test_anothers_promotion_is_not_remembered(make) -> None:
    assert send(make.vacancy(), promotion=make.promotion()).promotion is None


def test_somebody_with_a_phone_only_gets_no_mail(make) -> None:
    send(make.vacancy(), email="")
    assert count(OutboxMessage) == 0


def test_withdrawing_ends_the_offer_and_is_announced(make) -> None:
    application = make.application(stage=Stage.OFFERED)
    offer = make.offer(application, state=OfferState.SENT)
    heard = []
    with signals.withdrawn.connected_to(lambda sender, now: heard.append((sender, now))):
        operations.withdraw(application, now=NOW)
        operations.withdraw(application, now=LATER)  # a second click
    assert heard == [(application, NOW)]
    assert (application.stage, application.closed_at) == (Stage.WITHDRAWN, NOW)
    assert offer.state is OfferState.DECLINED
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "candidates.application.withdrawn")
    ).one()
    assert event.actor == f"candidate:{application.candidate.pubid}"


def test_what_is_closed_is_not_withdrawn(make) -> None:
    application = make.application(stage=Stage.REJECTED, closed_at=NOW)
    with pytest.raises(Refused):
        operations.withdraw(application, now=LATER)


def test_a_link_opens_its_own_application_only(make) -> None:
    one, two = make.application(), make.application()
    token = link_token("application", one.pubid, 1)
    assert queries.application_by_link(one.pubid, token) is one
    assert queries.application_by_link(two.pubid, token) is None
    assert queries.application_by_link(one.pubid, link_token("reset", one.pubid, 1)) is None
    assert queries.application_by_link("nothing", token) is None
    assert queries.application_by_link(one.pubid, "") is None


def test_a_link_dies_by_revocation_and_erasure(make) -> None:
    application = make.application()
    token = link_token("application", application.pubid, 1)
    application.link_generation = 2
    assert queries.application_by_link(application.pubid, token) is None
    application.link_generation = 1
    application.candidate.erased_at = NOW
    assert queries.application_by_link(application.pubid, token) is None


def test_correcting_details_moves_the_search_with_them(make) -> None:
    recruiter = make.recruiter()
    application = make.application(candidate=make.candidate(name="Anna Old"))
    candidate = application.candidate
    operations.correct(
        candidate,
        name="Ștefan Nou",
        email="NEW@example.org",
        phone="069000111",
        country="MD",
        version=candidate.version,
        actor=recruiter,
        now=NOW,
    )
    db.session.flush()
    found = [
        [line.name for line in queries.listed(recruiter, queries.Filters(q=q))[0]]
        for q in ("anna", "stef", "new@ex", "+373 6900")
    ]
    assert found == [[], ["Ștefan Nou"], ["Ștefan Nou"], ["Ștefan Nou"]]
