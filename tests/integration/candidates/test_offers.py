"""Offers: two people agree, the candidate answers, the calendar ends what nobody answered."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from recruit.candidates import jobs, operations, queries, signals
from recruit.kernel.db import db
from recruit.kernel.errors import Refused, Stale
from recruit.notifications.models import MessageState, Notification, OutboxMessage
from recruit.rules.money import Money
from recruit.rules.offers import Refusal, State
from recruit.rules.pipeline import Refusal as Moved
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

LEAVES = NOW + timedelta(seconds=60)


@pytest.fixture
def interviewed(make):
    return make.application(stage=Stage.INTERVIEWED)


@pytest.fixture
def people(make):
    return make.recruiter(), make.head()


def draft(application, people, make, **changed):
    terms = {
        "level": 2,
        "pay": Money(1_200_000, "MDL"),
        "site": make.the_site,
        "starts_on": date(2026, 3, 16),
        "expires_on": date(2026, 3, 9),
        "proposed_by": people[0],
        "agreed_by": people[1],
    }
    return operations.draft_offer(application, **(terms | changed), now=NOW)


@pytest.fixture
def sent(make, interviewed, people):
    offer = draft(interviewed, people, make)
    operations.send_offer(offer, actor=people[0], now=NOW, due_at=LEAVES)
    return offer


def refused(reason, call, *given, **named) -> None:
    with pytest.raises(Refused) as error:
        call(*given, **named)
    assert error.value.reason is reason


def mails() -> list[tuple[str, MessageState]]:
    rows = db.session.scalars(
        select(OutboxMessage)
        .order_by(OutboxMessage.id)
        .execution_options(populate_existing=True)
    )
    return [(row.template, row.state) for row in rows]


def test_it_takes_two_people(make, interviewed, people) -> None:
    one = people[0]
    refused(
        Refusal.ONE_PERSON, draft, interviewed, people, make, proposed_by=one, agreed_by=one
    )


@pytest.mark.parametrize("stage", [Stage.APPLIED, Stage.INVITED, Stage.OFFERED])
def test_it_needs_an_interview(make, people, stage) -> None:
    refused(Refusal.NOT_INTERVIEWED, draft, make.application(stage=stage), people, make)


def test_it_needs_an_open_application(make, people) -> None:
    gone = make.application(stage=Stage.WITHDRAWN, closed_at=NOW)
    refused(Refusal.CLOSED, draft, gone, people, make)


def test_there_is_one_open_offer(make, interviewed, people) -> None:
    offer = draft(interviewed, people, make)
    refused(Refusal.ALREADY_OPEN, draft, interviewed, people, make)
    operations.withdraw_offer(offer, actor=people[0], now=NOW)
    draft(interviewed, people, make)


def test_bad_terms_are_refused(make, interviewed, people) -> None:
    refused(
        Refusal.STARTS_IN_PAST,
        draft,
        interviewed,
        people,
        make,
        starts_on=date(2026, 3, 2),
        expires_on=date(2026, 3, 2),
    )


def test_a_draft_is_revised_by_whoever_saw_the_last_version(make, interviewed, people) -> None:
    offer = draft(interviewed, people, make)
    opened_on = offer.version
    terms = {
        "level": 3,
        "pay": Money(1_300_000, "MDL"),
        "site": offer.site,
        "starts_on": offer.starts_on,
        "expires_on": offer.expires_on,
        "message": "Welcome",
        "actor": people[0],
        "now": NOW,
    }
    operations.revise_offer(offer, **terms, version=opened_on)
    db.session.flush()
    assert (offer.level, offer.pay_minor) == (3, 1_300_000)
    with pytest.raises(Stale):
        operations.revise_offer(offer, **terms, version=opened_on)
    operations.send_offer(offer, actor=people[0], now=NOW, due_at=LEAVES)
    refused(Refusal.NOT_DRAFT, operations.revise_offer, offer, **terms, version=None)


def test_sending_moves_the_application_and_mails_later(sent, people) -> None:
    assert (sent.state, sent.application.stage) == (State.SENT, Stage.OFFERED)
    mail = db.session.scalars(select(OutboxMessage)).one()
    assert (mail.template, mail.due_at) == ("candidates/offer", LEAVES)
    assert "pay" not in str(mail.context)
    assert queries.open_offer(sent.application) is sent
    refused(
        Refusal.NOT_DRAFT, operations.send_offer, sent, actor=people[0], now=NOW, due_at=LEAVES
    )


def test_accepting_hires_once(sent) -> None:
    heard = []
    with signals.hired.connected_to(lambda sender, offer, now: heard.append((sender, offer))):
        operations.accept_offer(sent, now=NOW)
        operations.accept_offer(sent, now=NOW)
    assert heard == [(sent.application, sent)]
    assert (sent.state, sent.application.stage) == (State.ACCEPTED, Stage.HIRED)
    assert sent.application.closed_at == NOW
    assert sent.recorded_by is None
    refused(Refusal.OVER, operations.decline_offer, sent, now=NOW)


def test_a_spoken_answer_names_who_wrote_it_down(sent, people) -> None:
    operations.accept_offer(sent, now=NOW, recorded_by=people[0])
    assert sent.recorded_by is people[0]


def test_declining_leads_back_to_interviewed(make, sent, people) -> None:
    operations.decline_offer(sent, now=NOW)
    assert (sent.state, sent.application.stage) == (State.DECLINED, Stage.INTERVIEWED)
    notice = db.session.scalars(select(Notification)).one()
    assert notice.kind == "candidates.offer-declined"
    draft(sent.application, people, make)


def test_a_draft_is_not_accepted(make, interviewed, people) -> None:
    offer = draft(interviewed, people, make)
    refused(Refusal.NOT_SENT, operations.accept_offer, offer, now=NOW)


def test_the_last_day_is_the_sites_own(sent) -> None:
    """Chisinau is two hours ahead of UTC in March: 9 March ends there at 22:00 UTC."""
    in_time = NOW.replace(day=9, hour=21, minute=59)
    too_late = NOW.replace(day=9, hour=22)
    refused(Refusal.EXPIRED, operations.accept_offer, sent, now=too_late)
    operations.accept_offer(sent, now=in_time)


def test_the_job_ends_what_nobody_answered(make, sent) -> None:
    jobs.expire_offers(NOW.replace(day=9, hour=21))
    assert sent.state is State.SENT
    jobs.expire_offers(NOW.replace(day=9, hour=22, minute=5))
    assert (sent.state, sent.application.stage) == (State.EXPIRED, Stage.INTERVIEWED)
    jobs.expire_offers(NOW.replace(day=10))
    assert len(db.session.scalars(select(Notification)).all()) == 1
    refused(Refusal.EXPIRED, operations.accept_offer, sent, now=NOW)


def test_an_offer_withdrawn_in_time_never_leaves(sent, people) -> None:
    operations.withdraw_offer(sent, actor=people[0], now=NOW)
    assert (sent.state, sent.application.stage) == (State.WITHDRAWN, Stage.INTERVIEWED)
    assert mails() == [("candidates/offer", MessageState.CANCELLED)]
    refused(Refusal.OVER, operations.accept_offer, sent, now=NOW)
    refused(Refusal.OVER, operations.withdraw_offer, sent, actor=people[0], now=NOW)


def test_who_has_the_offer_is_told_that_it_is_withdrawn(sent, people) -> None:
    db.session.scalars(select(OutboxMessage)).one().state = MessageState.SENT
    operations.withdraw_offer(sent, actor=people[0], now=NOW)
    assert mails()[-1][0] == "candidates/offer_withdrawn"


def test_who_has_withdrawn_accepts_nothing(sent) -> None:
    operations.withdraw(sent.application, now=NOW)
    refused(Refusal.OVER, operations.accept_offer, sent, now=NOW)
    refused(
        Moved.CLOSED, operations.advance, sent.application, Stage.HIRED, actor=None, now=NOW
    )


def test_the_page_sends_and_records(make, sign_in, people) -> None:
    offer = make.offer(make.application(stage=Stage.INTERVIEWED))
    client = sign_in(people[1])
    url = f"/candidates/offers/{offer.pubid}"
    page = client.get(url)
    assert page.status_code == 200
    assert "12000" in page.text
    assert client.post(f"{url}/send").status_code == 303
    assert offer.state is State.SENT
    assert client.post(f"{url}/send").status_code == 422
    assert client.post(f"{url}/answer", data={"answer": "perhaps"}).status_code == 400
    assert client.post(f"{url}/answer", data={"answer": "accepted"}).status_code == 303
    assert (offer.state, offer.recorded_by) == (State.ACCEPTED, people[1])
    assert client.post(f"{url}/withdraw").status_code == 422
    assert client.get(url).status_code == 200


def edited(offer, **changed):
    return {
        "level": "3",
        "pay": "13 000",
        "site": offer.site.pubid,
        "starts_on": "2026-03-16",
        "expires_on": "2026-03-09",
        "message": "Welcome",
        "version": str(offer.version),
    } | changed


def test_the_page_changes_the_terms_of_a_draft(make, sign_in, people) -> None:
    offer = make.offer(make.application(stage=Stage.INTERVIEWED))
    client = sign_in(people[0])
    url = f"/candidates/offers/{offer.pubid}"
    assert client.post(url, data=edited(offer, state="accepted")).status_code == 303
    assert (offer.level, offer.pay_minor, offer.state) == (3, 1_300_000, State.DRAFT)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"starts_on": "2020-01-01"}, "must be in the future"),
        ({"starts_on": "yesterday"}, "Write the day as"),
        ({"expires_on": "2026-03-20"}, "must not be after the first day"),
        ({"pay": "0"}, "above zero"),
        ({"pay": "much"}, "in figures"),
        ({"level": "9"}, "Not a valid choice"),
        ({"site": "elsewhere"}, "Not a valid choice"),
    ],
)
def test_the_page_keeps_what_it_refuses(make, sign_in, people, changed, words) -> None:
    offer = make.offer(make.application(stage=Stage.INTERVIEWED))
    page = sign_in(people[0]).post(
        f"/candidates/offers/{offer.pubid}", data=edited(offer, **changed)
    )
    assert page.status_code == 422
    assert words in page.text
    assert "Welcome" in page.text


def test_a_stale_page_is_a_conflict(make, sign_in, people) -> None:
    offer = make.offer(make.application(stage=Stage.INTERVIEWED))
    page = sign_in(people[0]).post(
        f"/candidates/offers/{offer.pubid}", data=edited(offer, version="99")
    )
    assert page.status_code == 409
