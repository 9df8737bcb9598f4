"""A candidate's own page: opened by a secret link, true today, and never anybody else's."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from sqlalchemy import select

from recruit.careers import guesses
from recruit.interviews.models import Arrival, ReminderAnswer
from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.security import link_token
from recruit.rules.attendance import InvitationState, Reminder
from recruit.rules.offers import State as OfferState
from recruit.rules.pipeline import Stage
from tests.conftest import NOW
from tests.pages import shown

STARTS = NOW + timedelta(days=2)


@pytest.fixture
def invited(make):
    application = make.application(
        candidate=make.candidate(name="Elena Rusu", locale="en"), stage=Stage.INVITED
    )
    return make.invitation(application=application)


def token_of(application, generation=None):
    return link_token(
        "application", application.pubid, generation or application.link_generation
    )


def fresh(row):
    db.session.refresh(row)
    return row


# The link


def test_the_link_becomes_a_cookie_of_this_page_alone(make, client):
    application = make.application()
    db.session.commit()
    here = f"/my/{application.pubid}"
    answer = client.get(f"{here}/{token_of(application)}")
    assert (answer.status_code, answer.location) == (303, here)
    cookies = answer.headers.getlist("Set-Cookie")
    cookie = next(one for one in cookies if one.startswith("application="))
    assert f"Path={here}" in cookie
    for part in ("HttpOnly", "SameSite=Lax"):
        assert part in cookie
    page = client.get(here)
    assert page.status_code == 200
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == (
        "no-referrer", "no-store"
    )  # fmt: skip
    assert token_of(application) not in page.text


def test_arriving_changes_nothing(invited, client, count_queries):
    db.session.commit()
    here = f"/my/{invited.application.pubid}"
    before = db.session.scalars(select(AuditEvent)).all()
    with count_queries() as statements:
        client.get(f"{here}/{token_of(invited.application)}")
        for path in ("", "/move", "/decline", "/here", "/withdraw", "/interview.ics"):
            assert client.get(here + path).status_code == 200
    assert all(s.lstrip().upper().startswith("SELECT") for s in statements)
    assert fresh(invited).state is InvitationState.SENT
    assert db.session.scalars(select(AuditEvent)).all() == before


def test_wrong_links_all_look_alike(make, client):
    mine, other = make.application(), make.application()
    erased = make.application(candidate=make.candidate(erased_at=NOW))
    revoked = make.application(link_generation=2)
    db.session.commit()
    wrong = [
        f"/my/{mine.pubid}/{token_of(other)}",
        f"/my/{mine.pubid}/{'A' * 27}",
        f"/my/{mine.pubid}/short",
        f"/my/{mine.pubid}",
        f"/my/222222222222/{token_of(mine)}",
        f"/my/nothing/{token_of(mine)}",
        f"/my/{erased.pubid}/{token_of(erased)}",
        f"/my/{revoked.pubid}/{token_of(revoked, 1)}",
        f"/my/{mine.pubid}/confirm",
    ]
    pages = set()
    for path in wrong:
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "Set-Cookie" not in answer.headers or "application=" not in str(answer.headers)
        reference = answer.headers["X-Request-Id"]
        pages.add(shown(answer, reference))
    assert len(pages) == 1
    assert client.get(f"/my/{revoked.pubid}/{token_of(revoked)}").status_code == 303


def test_the_key_of_one_page_opens_no_other(make, client, arrive):
    mine, other = make.application(), make.application()
    arrive(mine)
    db.session.commit()
    client.set_cookie("application", token_of(mine), path=f"/my/{other.pubid}")
    for path in (
        "",
        "/move",
        "/decline",
        "/withdraw",
        "/here",
        "/offer/accept",
        "/interview.ics",
    ):
        assert client.get(f"/my/{other.pubid}{path}").status_code == 404
    for path in ("confirm", "unsure", "decline", "move", "here", "withdraw", "offer/accept"):
        assert client.post(f"/my/{other.pubid}/{path}").status_code == 404
    assert fresh(other).stage is Stage.APPLIED


def test_a_revoked_link_dies_with_its_cookie(make, client, arrive):
    application = make.application()
    here = arrive(application)
    application.link_generation += 1
    db.session.commit()
    assert client.get(here).status_code == 404


def test_guessing_stops_being_answered(make, client, travel, monkeypatch):
    monkeypatch.setattr(guesses, "MOST", 5)
    application = make.application()
    db.session.commit()
    good = f"/my/{application.pubid}/{token_of(application)}"
    for number in range(5):
        assert client.get(f"/my/{application.pubid}/{number:027d}").status_code == 404
    assert client.get(good).status_code == 404
    elsewhere = client.get(good, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.status_code == 303
    travel(NOW + timedelta(minutes=16))
    assert client.get(good).status_code == 303


def test_the_count_of_guesses_forgets_and_stays_small(monkeypatch):
    monkeypatch.setattr(guesses, "ADDRESSES", 3)
    counted = guesses.Guesses()
    for number in range(10):
        counted.note(f"a{number}", NOW)
    assert len(counted._times) == 3


# The invitation


def test_it_shows_when_and_where_in_the_site_s_own_time(make, client, arrive, invited):
    site = invited.slot.pool.session.site
    site.directions, site.phone = "Second floor", "+373 22 123 456"
    page = client.get(arrive(invited.application)).text
    assert "Can you make it, Elena?" in page
    assert "11:00" in page  # 09:00 UTC in Chisinau
    assert "UTC+2" in page
    for part in ("Strada Mare 1", "Second floor", "tel:+37322123456", "openstreetmap.org"):
        assert part in page
    assert "noindex" in page


def test_yes_no_script_needed(client, arrive, invited):
    here = arrive(invited.application)
    answer = client.post(f"{here}/confirm", data={"seen": invited.slot.pubid})
    assert (answer.status_code, answer.location) == (303, here)
    assert fresh(invited).state is InvitationState.CONFIRMED
    page = client.get(here).text
    assert "See you on Wednesday" in page
    assert client.post(f"{here}/confirm").status_code == 303  # a second click
    said = db.session.scalars(select(ReminderAnswer)).all()
    assert [row.answer for row in said] == [Reminder.CONFIRMED]
    assert said[0].by_id is None


def test_not_sure_keeps_the_place(client, arrive, invited):
    here = arrive(invited.application)
    assert client.post(f"{here}/unsure").status_code == 303
    assert fresh(invited).state is InvitationState.UNSURE
    assert "stays yours" in client.get(here).text
    assert "Yes, I’ll be there" in client.get(here).text


def test_no_asks_once_more_then_says_what_happens_next(client, arrive, invited):
    here = arrive(invited.application)
    assert "somebody else" in client.get(f"{here}/decline").text
    assert fresh(invited).state is InvitationState.SENT
    for _ in range(2):
        assert client.post(f"{here}/decline").status_code == 303
    assert fresh(invited).state is InvitationState.DECLINED
    assert fresh(invited.slot).taken == 0
    page = client.get(here).text
    assert "Thank you for telling us" in page
    assert "another time" in page
    assert client.get(f"{here}/decline").status_code == 303
    assert client.get(f"{here}/interview.ics").status_code == 404


def test_another_time_of_the_same_pool(make, client, arrive, invited):
    pool = invited.slot.pool
    free = make.slot(pool=pool, starts_at=STARTS + timedelta(hours=1))
    full = make.slot(pool=pool, starts_at=STARTS + timedelta(hours=2), limit=0)
    hidden = make.slot(
        pool=pool, starts_at=STARTS + timedelta(hours=3), open_to_candidates=False
    )
    foreign = make.slot(session=make.session(vacancies=[make.vacancy()]),
                        starts_at=STARTS + timedelta(hours=4))  # fmt: skip
    here = arrive(invited.application)
    page = client.get(f"{here}/move").text
    assert free.pubid in page
    for slot in (full, hidden, foreign):
        assert f'value="{slot.pubid}"' not in page
        refused = client.post(f"{here}/move", data={"slot": slot.pubid})
        assert refused.status_code == 422
        assert "Choose another" in refused.text
    assert client.post(f"{here}/move", data={}).status_code == 422
    assert client.post(f"{here}/move", data={"slot": "\x00'--"}).status_code == 422
    assert client.post(f"{here}/move", data={"slot": free.pubid}).status_code == 303
    assert fresh(invited).slot == free
    assert invited.state is InvitationState.CONFIRMED
    assert client.post(f"{here}/move", data={"slot": free.pubid}).status_code == 303
    assert "12:00" in client.get(here).text


def test_no_other_time_says_what_to_do(client, arrive, invited):
    page = client.get(arrive(invited.application) + "/move")
    assert page.status_code == 200
    assert "Call us" in page.text


def test_an_answer_to_an_old_page_is_not_taken_for_the_new_time(make, client, arrive, invited):
    here = arrive(invited.application)
    seen = invited.slot.pubid
    invited.slot = make.slot(pool=invited.slot.pool, starts_at=STARTS + timedelta(hours=1))
    db.session.commit()
    answer = client.post(f"{here}/confirm", data={"seen": seen})
    assert answer.status_code == 409
    assert "has changed" in answer.text
    assert "12:00" in answer.text
    assert fresh(invited).state is InvitationState.SENT


def test_answers_without_an_invitation_are_answered(make, client, arrive):
    here = arrive(make.application())
    for path in (
        "confirm",
        "unsure",
        "decline",
        "move",
        "here",
        "offer/accept",
        "offer/decline",
    ):
        assert client.post(f"{here}/{path}").status_code == 409, path
    for path in ("decline", "move", "here", "offer/accept"):
        assert client.get(f"{here}/{path}").status_code == 303


def test_after_the_start_only_a_call_helps(client, arrive, invited, travel):
    here = arrive(invited.application)
    travel(STARTS + timedelta(minutes=1))
    answer = client.post(f"{here}/confirm")
    assert answer.status_code == 422
    assert "call us" in answer.text
    assert "I can’t come" not in client.get(here).text


def test_the_calendar_file_is_the_entry_of_the_mail(client, arrive, invited):
    here = arrive(invited.application)
    answer = client.get(f"{here}/interview.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "attachment" in answer.headers["Content-Disposition"]
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert str(event["uid"]).split("@")[0] == invited.pubid
    assert int(event["sequence"]) == invited.sequence
    assert event["dtstart"].dt == invited.slot.starts_at
    assert event["dtend"].dt == STARTS + timedelta(minutes=30)


# The day


def test_the_code_at_the_desk_checks_in(client, arrive, invited, travel):
    here = arrive(invited.application)
    code = invited.slot.pool.session.check_in_code
    assert "I am here" not in client.get(here).text
    travel(STARTS - timedelta(minutes=20))
    assert "I am here" in client.get(here).text
    assert f'value="{code}"' in client.get(f"{here}/here?code={code}").text
    for wrong in ("", "wrong1", "\x00", "x" * 999):
        answer = client.post(f"{here}/here", data={"code": wrong})
        assert answer.status_code == 422
        assert "not the code" in answer.text
    for _ in range(2):
        answer = client.post(f"{here}/here", data={"code": code.upper()})
        assert answer.status_code == 303
    assert len(db.session.scalars(select(Arrival)).all()) == 1
    assert "take a seat" in client.get(here).text


def test_checking_in_two_days_early_is_explained(client, arrive, invited):
    here = arrive(invited.application)
    code = invited.slot.pool.session.check_in_code
    answer = client.post(f"{here}/here", data={"code": code})
    assert answer.status_code == 422
    assert "not today" in answer.text


# Offer and end


@pytest.fixture
def offered(make):
    application = make.application(stage=Stage.OFFERED)
    return make.offer(application, state=OfferState.SENT, sent_at=NOW, message="Welcome!")


def test_an_offer_is_read_and_accepted_after_one_more_question(client, arrive, offered):
    here = arrive(offered.application)
    page = client.get(here).text
    for part in ("12,000 MDL", "Monday, 16 March 2026", "Welcome!"):
        assert part in page
    assert "Yes, I accept" in client.get(f"{here}/offer/accept").text
    assert fresh(offered).state is OfferState.SENT
    seen = {"seen": f"{offered.pubid}.{offered.version}"}
    for _ in range(2):
        assert client.post(f"{here}/offer/accept", data=seen).status_code == 303
    assert fresh(offered).state is OfferState.ACCEPTED
    assert fresh(offered.application).stage is Stage.HIRED
    assert "Welcome to the team" in client.get(here).text


def test_an_offer_is_declined(client, arrive, offered):
    here = arrive(offered.application)
    assert "Yes, I decline" in client.get(f"{here}/offer/decline").text
    assert client.post(f"{here}/offer/decline").status_code == 303
    assert fresh(offered).state is OfferState.DECLINED
    assert client.get(here).status_code == 200


def test_terms_that_changed_meanwhile_are_not_accepted_unread(client, arrive, offered):
    here = arrive(offered.application)
    seen = {"seen": f"{offered.pubid}.{offered.version}"}
    offered.pay_minor += 100
    db.session.commit()
    answer = client.post(f"{here}/offer/accept", data=seen)
    assert answer.status_code == 409
    assert fresh(offered).state is OfferState.SENT


def test_a_draft_of_an_offer_is_not_shown(make, client, arrive):
    application = make.application(stage=Stage.INTERVIEWED)
    make.offer(application)
    here = arrive(application)
    assert "12,000" not in client.get(here).text
    assert client.post(f"{here}/offer/accept").status_code == 409


def test_an_offer_whose_day_has_passed_is_explained(client, arrive, offered, travel):
    here = arrive(offered.application)
    travel(NOW + timedelta(days=9))
    answer = client.post(f"{here}/offer/accept")
    assert answer.status_code == 422
    assert "call us" in answer.text
    assert fresh(offered).state is not OfferState.ACCEPTED


def test_an_application_is_taken_back(client, arrive, invited):
    here = arrive(invited.application)
    assert "Take it back" in client.get(f"{here}/withdraw").text
    assert fresh(invited.application).stage is Stage.INVITED
    for _ in range(2):
        assert client.post(f"{here}/withdraw").status_code == 303
    assert fresh(invited.application).stage is Stage.WITHDRAWN
    assert "You took your application back" in client.get(here).text
    assert client.get(f"{here}/withdraw").status_code == 303


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_warm_words(make, client, arrive, stage):
    closed = NOW if stage in (Stage.HIRED, Stage.REJECTED, Stage.WITHDRAWN) else None
    page = client.get(arrive(make.application(stage=stage, closed_at=closed)))
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "rejected" not in page.text.lower()


@pytest.mark.parametrize("state", [InvitationState.NO_SHOW, InvitationState.CANCELLED])
def test_what_became_of_the_last_invitation(make, client, arrive, invited, state):
    invited.state, invited.closed_at = state, NOW
    invited.application.stage = Stage.TO_INVITE
    page = client.get(arrive(invited.application)).text
    assert {"no_show": "We missed you", "cancelled": "had to cancel"}[state.value] in page


def test_the_page_speaks_the_candidate_s_language_unless_another_is_chosen(
    make, client, arrive
):
    application = make.application(candidate=make.candidate(locale="ro"))
    here = arrive(application)
    assert '<html lang="ro">' in client.get(here).text
    client.post("/language", data={"locale": "ru", "next": here})
    assert '<html lang="ru">' in client.get(here).text


def test_nobody_else_s_name_is_on_the_page(make, client, arrive, invited):
    other = make.application(candidate=make.candidate(name="Somebody Else"))
    make.invitation(slot=invited.slot, application=other)
    here = arrive(invited.application)
    for path in ("", "/move", "/decline", "/here"):
        page = client.get(here + path).text
        assert "Somebody Else" not in page
        assert other.pubid not in page


def test_pages_stay_small_in_queries(invited, client, arrive, count_queries):
    here = arrive(invited.application)
    with count_queries() as statements:
        client.get(here)
    assert len(statements) <= 8


def test_links_lead_to_our_own_host(client, arrive, invited):
    answer = client.post(
        arrive(invited.application) + "/confirm", headers={"Host": "localhost"}
    )
    assert urlsplit(answer.location).netloc == ""
