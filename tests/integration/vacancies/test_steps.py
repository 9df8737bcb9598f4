"""A vacancy's life by its operations: who may take which step, and what follows from it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.permissions import Role
from recruit.notifications.models import Notification
from recruit.rules.vacancies import CloseReason, Refusal, VacancyState
from recruit.vacancies import operations, signals
from recruit.vacancies.jobs import JOBS
from recruit.vacancies.models import EmploymentType
from recruit.vacancies.operations import Terms
from tests.conftest import NOW


def terms(make, **kw):
    defaults = {
        "title": "Seller", "summary": "Sell.", "description": "You sell.",
        "site": make.the_site, "band": None, "employment_type": EmploymentType.FULL_TIME,
        "remote": False, "openings": 1, "hire_by_on": None, "closes_on": None,
    }  # fmt: skip
    return Terms(**defaults | kw)


def test_it_begins_as_a_draft_of_the_position_and_tells_the_head(make):
    head = make.head()
    position, actor = make.position(), make.recruiter()
    vacancy = operations.create(position, terms(make), actor=actor, now=NOW)
    assert (vacancy.state, vacancy.department, vacancy.recruiter) == (
        VacancyState.DRAFT, position.department, actor
    )  # fmt: skip
    notice = db.session.scalars(select(Notification)).one()
    assert (notice.person, notice.kind) == (head, "vacancies.to_approve")


def test_the_text_is_prefilled_from_the_description_in_force(make):
    from recruit.positions.models import DescriptionState, JobDescription

    position, writer = make.position(title="Seller"), make.recruiter()
    for number, state in ((1, DescriptionState.IN_FORCE), (2, DescriptionState.DRAFT)):
        make.add(
            JobDescription(
                position=position,
                number=number,
                state=state,
                drafted_by_id=writer.id,
                general=f"General {number}",
                duties=f"Duties {number}",
            )
        )
    assert operations.prefill(position) == ("Seller", "General 1\n\nDuties 1")
    assert operations.prefill(make.position(title="New")) == ("New", "")


def test_it_goes_the_whole_way_and_tells_those_who_listen(make):
    vacancy = make.vacancy(state=VacancyState.DRAFT, published_at=None)
    head, recruiter = make.head(), vacancy.recruiter
    heard = []

    def listen(sender, *, now):
        heard.append((sender, now))

    signals.closed.connect(listen)
    operations.approve(vacancy, actor=head, now=NOW)
    operations.publish(vacancy, actor=recruiter, now=NOW)
    first = vacancy.published_at
    later = NOW + timedelta(days=3)
    operations.pause(vacancy, actor=recruiter, now=later)
    operations.publish(vacancy, actor=recruiter, now=later)
    assert vacancy.published_at == first == NOW
    assert heard == []
    operations.close(vacancy, CloseReason.FILLED, actor=recruiter, now=later)
    assert (vacancy.state, vacancy.close_reason, vacancy.closed_at) == (
        VacancyState.CLOSED, CloseReason.FILLED, later
    )  # fmt: skip
    assert heard == [(vacancy, later)]
    assert vacancy.approved_by == head
    actions = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions == [
        f"vacancies.vacancy.{word}"
        for word in ("approved", "published", "paused", "published", "closed")
    ]


def test_a_head_of_another_department_does_not_approve(make):
    vacancy = make.vacancy(state=VacancyState.DRAFT, published_at=None)
    with pytest.raises(Refused, match=Refusal.NOT_HEAD):
        operations.approve(vacancy, actor=make.head(make.department()), now=NOW)
    member = make.person(Role.HIRING_MANAGER, department=make.the_department)
    with pytest.raises(Refused, match=Refusal.NOT_HEAD):
        operations.approve(vacancy, actor=member, now=NOW)


def test_a_draft_is_not_published(make):
    vacancy = make.vacancy(state=VacancyState.DRAFT, published_at=None)
    with pytest.raises(Refused, match=Refusal.NOT_FROM_HERE):
        operations.publish(vacancy, actor=vacancy.recruiter, now=NOW)


def test_closing_twice_is_refused(make):
    vacancy = make.vacancy()
    operations.close(vacancy, CloseReason.CANCELLED, actor=vacancy.recruiter, now=NOW)
    with pytest.raises(Refused, match=Refusal.NOT_FROM_HERE):
        operations.close(vacancy, CloseReason.FILLED, actor=vacancy.recruiter, now=NOW)


def test_a_change_after_the_approval_reaches_who_approved(make):
    vacancy, head = make.vacancy(), make.head()
    vacancy.approved_by = head
    operations.edit(
        vacancy, terms(make, title="Other"), version=None, actor=vacancy.recruiter, now=NOW
    )
    notice = db.session.scalars(select(Notification)).one()
    assert (notice.person, notice.kind, notice.facts["title"]) == (
        head, "vacancies.changed", "Other"
    )  # fmt: skip


def test_an_unchanged_form_changes_nothing(make):
    vacancy = make.vacancy()
    same = terms(
        make,
        title=vacancy.title,
        summary=vacancy.summary,
        description=vacancy.description,
        openings=vacancy.openings,
    )
    operations.edit(vacancy, same, version=None, actor=vacancy.recruiter, now=NOW)
    assert db.session.scalars(select(AuditEvent)).all() == []


def test_an_old_form_overwrites_nothing(make):
    vacancy = make.vacancy()
    with pytest.raises(Stale):
        operations.edit(
            vacancy, terms(make), version=vacancy.version + 1, actor=vacancy.recruiter, now=NOW
        )


def test_the_pay_of_another_position_is_refused(make):
    vacancy = make.vacancy()
    with pytest.raises(Refused, match=Refusal.BAND_OF_OTHER_POSITION):
        operations.edit(
            vacancy,
            terms(make, band=make.band()),
            version=None,
            actor=vacancy.recruiter,
            now=NOW,
        )


def test_a_closing_date_in_the_past_is_refused_but_an_old_one_may_stay(make):
    past = NOW.date() - timedelta(days=1)
    vacancy = make.vacancy(closes_on=past, state=VacancyState.PAUSED)
    with pytest.raises(Refused, match=Refusal.CLOSING_DATE_PAST):
        operations.edit(
            vacancy,
            terms(make, closes_on=past - timedelta(days=1)),
            version=None,
            actor=vacancy.recruiter,
            now=NOW,
        )
    operations.edit(
        vacancy,
        terms(make, closes_on=past, title="Other"),
        version=None,
        actor=vacancy.recruiter,
        now=NOW,
    )
    assert vacancy.title == "Other"


def test_the_clock_pauses_it_after_its_last_day_at_its_site(make):
    vacancy = make.vacancy(closes_on=date(2026, 3, 2), site=make.site(zone="Asia/Tokyo"))
    still = make.vacancy(closes_on=date(2026, 3, 2), site=make.site(zone="America/New_York"))
    [(_name, _every, run)] = JOBS
    run(datetime(2026, 3, 2, 14, 59, tzinfo=UTC))  # 23:59 in Tokyo
    assert vacancy.state is VacancyState.PUBLISHED
    run(datetime(2026, 3, 2, 15, 1, tzinfo=UTC))
    run(datetime(2026, 3, 2, 15, 2, tzinfo=UTC))
    assert (vacancy.state, still.state) == (VacancyState.PAUSED, VacancyState.PUBLISHED)
    notice = db.session.scalars(select(Notification)).one()
    assert (notice.kind, notice.person) == ("vacancies.expired", vacancy.recruiter)
