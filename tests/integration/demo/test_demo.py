"""The demo keeps every rule of the product: each test is one of the domain's promises."""

from collections import Counter, defaultdict
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from recruit.assessments.models import AnswerRevision, Attempt, GradeEntry, Release
from recruit.candidates.models import Application, Consent, Offer, StageChange
from recruit.demo import build
from recruit.interviews.models import (
    Arrival,
    Decision,
    DecisionState,
    InterviewSession,
    Invitation,
    Pool,
    Slot,
    Verdict,
)
from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import Base, db
from recruit.kernel.permissions import Role
from recruit.notifications.models import MessageState, OutboxMessage
from recruit.onboarding.models import (
    ActivityEntry,
    GateDecision,
    Incentive,
    MentorAssignment,
    MentorProfile,
    OnboardingPlan,
    PlanStage,
    RolePlay,
)
from recruit.people.models import Person, PersonRole
from recruit.rules.attendance import AWAITED, HOLDING
from recruit.rules.grading import EntryKind
from recruit.rules.onboarding.states import COUNTED, Outcome, RolePlayKind, StageState
from recruit.rules.pipeline import CLOSED, Stage
from recruit.rules.sitting import AttemptState
from recruit.vacancies.models import Vacancy, VacancyState
from tests.conftest import NOW, rolled_back

WEEKS, PEOPLE = 4, 120


@pytest.fixture(scope="module", autouse=True)
def demo(app):
    """A small demo, once for this file, taken back at its end."""
    with rolled_back(app):
        assert build.fill(now=NOW, weeks=WEEKS, people=PEOPLE)
        yield


def rows(model, *options):
    return db.session.scalars(select(model).options(*options)).unique().all()


def test_every_slot_counts_its_places_and_none_is_overfull():
    held = Counter(
        db.session.scalars(select(Invitation.slot_id).where(Invitation.state.in_(HOLDING)))
    )
    slots = rows(Slot)
    assert len(slots) > 20
    for slot in slots:
        assert slot.taken == held[slot.id] <= slot.limit


def test_nobody_holds_two_places():
    holding = select(Invitation.application_id).where(
        Invitation.state.in_(HOLDING), Invitation.closed_at.is_(None)
    )
    assert max(Counter(db.session.scalars(holding)).values()) == 1


def test_no_past_invitation_still_waits():
    late = (
        select(func.count(Invitation.id))
        .join(Invitation.slot)
        .join(Slot.pool)
        .join(Pool.session)
        .where(Invitation.state.in_(AWAITED), InterviewSession.ends_at < NOW)
    )
    assert db.session.scalar(late) == 0


def test_hires_and_rejections_have_their_named_people():
    """Rules 5 and 14: nobody answers their own proposal to hire; nobody is hired by nobody."""
    decisions = rows(Decision)
    assert {Verdict.HIRE, Verdict.REJECT} <= {one.verdict for one in decisions}
    for one in decisions:
        assert one.proposed_by_id
        if one.state is not DecisionState.PROPOSED:
            assert one.answered_by_id
        if one.verdict is Verdict.HIRE:
            assert one.answered_by_id != one.proposed_by_id
    for offer in rows(Offer):
        assert offer.proposed_by_id != offer.agreed_by_id
    for change in rows(StageChange):
        if change.to_stage is Stage.REJECTED:
            assert change.actor_id and change.reason


def test_the_stage_is_the_last_change_and_each_stands_in_the_audit_trail():
    last, counted = {}, Counter()
    for change in db.session.scalars(select(StageChange).order_by(StageChange.id)):
        last[change.application_id] = change.to_stage
        counted[change.application_id] += 1
    applications = rows(Application)
    assert len(applications) >= PEOPLE
    audited = Counter(
        db.session.scalars(
            select(AuditEvent.subject).where(AuditEvent.action.like("candidates.application.%"))
        )
    )
    for one in applications:
        assert last[one.id] is one.stage
        assert (one.closed_at is None) == (one.stage not in CLOSED)
        assert audited[f"application:{one.pubid}"] >= counted[one.id]
    given = set(db.session.scalars(select(Consent.candidate_id)))
    assert {one.candidate_id for one in applications} <= given


def test_no_final_grade_by_somebody_with_an_interest():
    entries = rows(GradeEntry, joinedload(GradeEntry.item))
    assert any(one.kind is EntryKind.FINAL and one.grader_id for one in entries)
    for one in entries:
        assignment = one.item.attempt.assignment
        if one.kind is EntryKind.FINAL and one.grader_id:
            interested = {interest.person_id for interest in assignment.interests}
            assert one.grader_id not in {*interested, assignment.person_id}


def test_papers_in_many_states_with_their_answers():
    attempts = rows(Attempt)
    assert len({one.state for one in attempts}) >= 4
    for one in attempts:
        if one.state not in (AttemptState.ASSIGNED, AttemptState.VOIDED):
            kept = db.session.scalar(
                select(func.count(AnswerRevision.id)).where(
                    AnswerRevision.item_id.in_([item.id for item in one.items])
                )
            )
            assert kept, one.state
    for release in rows(Release):
        assert release.released_by_id != release.attempt.assignment.person_id


def test_a_stage_opens_only_after_the_one_before_was_decided():
    decided = {
        one.stage_id: one
        for one in rows(GateDecision)
        if one.outcome in (Outcome.PASS, Outcome.WAIVE)
    }
    plans = rows(OnboardingPlan)
    assert len({stage.number for plan in plans for stage in plan.stages
                if stage.state is StageState.OPEN}) >= 2  # fmt: skip
    for plan in plans:
        for before, after in zip(plan.stages, plan.stages[1:], strict=False):
            if after.state is not StageState.LOCKED:
                assert before.state in (StageState.PASSED, StageState.WAIVED)
                assert before.id in decided
    for one in rows(GateDecision):
        assert one.decided_by_id != one.stage.plan.employment.person_id


def test_role_plays_mentors_logs_and_bonuses():
    finals = Counter(one.plan_id for one in rows(RolePlay) if one.kind is RolePlayKind.FINAL)
    assert finals and max(finals.values()) <= 2
    for one in rows(RolePlay):
        for mark in one.marks:
            assert mark.assessor_id != one.plan.employment.person_id
    load = Counter(one.mentor_id for one in rows(MentorAssignment) if one.state in COUNTED)
    capacity = {one.person_id: one.capacity for one in rows(MentorProfile)}
    for mentor, count in load.items():
        assert count <= capacity.get(mentor, 2)
    for entry in rows(ActivityEntry):
        assert entry.on <= NOW.date()
        if entry.verified_at:
            assert entry.confirmed_by_id != entry.entered_by_id
    paid = defaultdict(set)
    for bonus in rows(Incentive):
        paid[bonus.plan_id].add(bonus.assignment.mentor_id)
        assert bonus.assignment.mentor_id not in (bonus.approved_by_id, bonus.verified_by_id)
    for entry in rows(ActivityEntry):
        if entry.verified_at and entry.confirmed_by_id in paid[entry.plan_id]:
            assert entry.seconded_by_id not in paid[entry.plan_id]


def test_nothing_happened_in_the_future():
    """Whatever was done was done by now; only what is planned lies ahead."""
    for model, column in (
        (AuditEvent, AuditEvent.at), (StageChange, StageChange.at), (Arrival, Arrival.arrived_at),
        (GateDecision, GateDecision.at), (GradeEntry, GradeEntry.at),
        (Decision, Decision.proposed_at),
        (AnswerRevision, AnswerRevision.received_at), (PlanStage, PlanStage.opened_at),
    ):  # fmt: skip
        assert db.session.scalar(select(func.max(column))) <= NOW, model.__name__


def test_it_shows_a_working_day():
    vacancies = [one for one in rows(Vacancy) if one.state is VacancyState.PUBLISHED]
    assert len(vacancies) >= 3
    today = NOW.astimezone(ZoneInfo("Europe/Moscow")).date()
    sessions = [one for one in rows(InterviewSession) if one.held_on == today]
    assert sessions and sessions[0].ends_at > NOW
    assert {one.stage for one in rows(Application)} >= {
        Stage.APPLIED, Stage.SCREENING, Stage.INVITED, Stage.INTERVIEWED, Stage.REJECTED,
    }  # fmt: skip
    assert set(db.session.scalars(select(PersonRole.role))) == set(Role)
    assert all(one.password_hash for one in rows(Person))
    waiting = select(func.count(OutboxMessage.id)).where(
        OutboxMessage.state == MessageState.PENDING,
        OutboxMessage.due_at < NOW - timedelta(days=1),
    )
    assert db.session.scalar(waiting) == 0


def test_a_house_that_holds_data_is_left_alone():
    def counts():
        return {
            table.name: db.session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }

    before = counts()
    assert build.fill(now=NOW) is False
    assert counts() == before
