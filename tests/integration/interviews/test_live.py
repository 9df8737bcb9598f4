"""Pages that follow the day: 304 until something changes, then at once; no number of a person."""

from datetime import timedelta

import pytest

from recruit.interviews.models import PanelMember
from recruit.interviews.operations import desk, limits, places
from recruit.interviews.queries import pulse
from recruit.kernel.db import db, locked
from recruit.kernel.permissions import Role
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

SOON = NOW + timedelta(minutes=30)


@pytest.fixture
def today(make):
    interviewer = make.person(Role.INTERVIEWER)
    session = make.session(starts_at=SOON)
    slot = make.slot(interviewer, session=session, starts_at=SOON, limit=4)
    first = make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
    receptionist = make.person(Role.RECEPTIONIST, site=make.the_site)
    return type("Today", (), locals())


@pytest.mark.parametrize("page", ["/interviews/{}/now", "/desk/{}/now"])
@pytest.mark.parametrize("role", [Role.RECRUITER, Role.RECEPTIONIST])
def test_a_page_that_has_not_changed_costs_the_sign_in_and_one_indexed_row(
    today, make, sign_in, count_queries, page, role
):
    person = make.person(role, site=make.the_site)
    client, url = sign_in(person), page.format(today.session.pubid)
    first = client.get(url)
    assert first.status_code == 200
    tag = first.headers["ETag"]
    with count_queries() as statements:
        again = client.get(url, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.get_data() == b""
    asked = [one for one in statements if "session_pulse" in one]
    signing_in = [one for one in statements if "FROM person" in one]
    assert len(asked) == 1
    assert len(statements) == len(asked) + len(signing_in) == 2, statements

    desk.check_in(today.first, now=NOW, actor=today.receptionist)
    db.session.commit()
    changed = client.get(url, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_somebody_elses_tag_opens_nothing(today, make, sign_in):
    url = f"/interviews/{today.session.pubid}/now"
    tag = sign_in(make.recruiter()).get(url).headers["ETag"]
    stranger = make.person(Role.RECEPTIONIST, site=make.site())
    assert sign_in(stranger).get(url, headers={"If-None-Match": tag}).status_code == 404


def test_one_transaction_is_one_beat_of_every_session_it_touched(today, make):
    other = make.slot(starts_at=SOON + timedelta(days=1))
    db.session.commit()
    sessions = [today.session, other.pool.session]
    before = [pulse.number_of(session.pubid) for session in sessions]
    locked(today.first).slot = other  # both its old and its new session
    db.session.flush()
    today.first.moves += 1
    db.session.commit()
    assert [pulse.number_of(session.pubid) for session in sessions] == [n + 1 for n in before]


def test_places_and_limits_that_no_row_of_ours_changed_beat_too(today, make):
    other = make.slot(session=today.session, starts_at=SOON + timedelta(hours=1), limit=2)
    db.session.commit()
    before = pulse.number_of(today.session.pubid)
    limits.set_limit(other, 5, actor=make.recruiter(), now=NOW)
    db.session.commit()
    places.change(take=[other])
    db.session.commit()
    assert pulse.number_of(today.session.pubid) == before + 2


def test_what_was_taken_back_does_not_beat(today, make):
    db.session.commit()
    before = pulse.number_of(today.session.pubid)
    db.session.add(PanelMember(slot=today.slot, person=make.recruiter()))
    db.session.flush()
    db.session.rollback()
    db.session.commit()
    assert pulse.number_of(today.session.pubid) == before


def test_no_number_stands_where_it_would_be_somebodys_own(today, make, sign_in):
    client = sign_in(make.recruiter())
    url = f"/interviews/{today.session.pubid}"
    page = client.get(url).get_data(as_text=True)
    assert "a wait</small>" not in page
    assert "1 awaited" in page
    for _ in range(2):
        db.session.refresh(today.slot)
        make.invitation(slot=today.slot, application=make.application(stage=Stage.INVITED))
    db.session.commit()
    assert "a wait</small>" in client.get(url).get_data(as_text=True)
