"""What is learned from closed days, and what of it reaches a plan; nothing reaches a person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.interviews import jobs
from recruit.interviews.models import (
    AttendanceImport,
    AttendanceRecord,
    ImportState,
    InterviewSession,
    LearnedShock,
    SessionPulse,
    SessionState,
)
from recruit.interviews.operations import learning
from recruit.interviews.operations.attendance_import import undo_import
from recruit.interviews.queries import board, forecast, rates
from recruit.kernel import paths
from recruit.kernel.db import db
from recruit.rules.attendance import InvitationState, Reminder
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

CAME, AWAY = InvitationState.ARRIVED, InvitationState.NO_SHOW


@pytest.fixture
def closed_day(make):
    """`closed_day(ago, states)`: a day so long ago with these outcomes, closed."""

    def build(ago, states, applications=(), **kw):
        start = NOW - timedelta(days=ago)
        slot = make.slot(starts_at=start, capacity=2, limit=len(states))
        session = slot.pool.session
        for i, state in enumerate(states):
            make.invitation(
                slot=slot,
                state=state,
                application=applications[i] if applications else make.application(),
                created_at=start - timedelta(days=3),
                closed_at=start + timedelta(hours=5),
                **kw,
            )
        session.state, session.closed_at = SessionState.CLOSED, start + timedelta(hours=5)
        db.session.flush()
        return session

    return build


def test_a_person_expected_in_days_that_went_all_or_nothing_shares_their_luck(closed_day):
    for ago in range(1, 9):
        closed_day(ago, [CAME if ago % 2 else AWAY] * 5)
    before = forecast.tau(rates.show_rates())
    jobs.learn_shock(NOW)
    db.session.flush()
    table, _ = rates.learned()
    assert (before, table.shocks.before.days) == (0.4, 8)
    assert table.shocks.before.learned
    assert table.shocks.before.tau > 0.4
    assert forecast.tau(table, timedelta(hours=1)) == table.shocks.after.tau


def test_imported_days_count_and_nothing_is_learned_twice(make):
    job = make.add(
        AttendanceImport(
            filename="a.csv",
            sha256="0" * 64,
            state=ImportState.DONE,
            mapping={},
            report={},
            uploaded_by=make.recruiter(),
            uploaded_at=NOW,
        )
    )
    for day in range(6):
        for i in range(4):
            make.add(
                AttendanceRecord(
                    import_id=job.id,
                    day_key=f"day {day}",
                    reminder=Reminder.CONFIRMED,
                    showed=i < 3,
                )
            )
    jobs.learn_shock(NOW)
    rows = list(db.session.scalars(select(LearnedShock)))
    assert {(row.days, row.learned) for row in rows} == {(6, True)}
    jobs.learn_shock(NOW + timedelta(hours=1))
    assert {row.learned_at for row in rows} == {NOW}
    undo_import(job, actor=job.uploaded_by, now=NOW)
    jobs.learn_shock(NOW + timedelta(days=2))
    assert {row.learned_at for row in rows} == {NOW + timedelta(days=2)}


def test_ones_own_past_moves_what_a_slot_expects(make, closed_day):
    loyal, fickle = (
        [make.application(stage=Stage.INVITED) for _ in range(3)] for _ in range(2)
    )
    for ago in (20, 30):
        closed_day(ago, [CAME] * 3, loyal)
        closed_day(ago, [AWAY] * 3, fickle)
    expected = []
    for people in (loyal, fickle):
        slot = make.slot(starts_at=NOW + timedelta(hours=3), limit=5)
        for application in people:
            make.invitation(
                slot=slot,
                application=application,
                state=InvitationState.CONFIRMED,
                reminder=Reminder.CONFIRMED,
            )
        view = board.board(slot.pool.session, make.recruiter(), NOW)
        expected.append(view.slots[0].arrivals.mean)
    assert expected[0] > expected[1] + 0.5


def test_what_was_expected_is_kept_when_the_slot_begins_and_follows_a_move(make):
    first = make.slot(starts_at=NOW + timedelta(hours=1))
    session = first.pool.session
    later = make.slot(pool=first.pool, starts_at=NOW + timedelta(hours=2))
    invitation = make.invitation(slot=first, reminder=Reminder.CONFIRMED)
    version = invitation.version
    jobs.keep_expectations(NOW)
    db.session.refresh(invitation)
    assert invitation.expected_p is None
    jobs.keep_expectations(NOW + timedelta(hours=1))
    db.session.refresh(invitation)
    assert invitation.expected_p == 0.5
    assert (invitation.expected_for, invitation.version) == (first.starts_at, version)
    invitation.slot = later
    db.session.flush()
    jobs.keep_expectations(NOW + timedelta(hours=2))
    db.session.refresh(invitation)
    assert invitation.expected_for == later.starts_at
    assert session.state is SessionState.PLANNED
    assert db.session.scalar(select(InterviewSession.state)) is SessionState.PLANNED


def test_counts_are_kept_and_a_session_that_changed_is_read_live(closed_day):
    first, second = closed_day(3, [CAME, AWAY, AWAY]), closed_day(2, [CAME, CAME])
    before = rates.learned()[0].counts
    assert learning.count_sessions() == 2
    assert learning.count_sessions() == 0
    assert rates.learned()[0].counts == before
    absent = next(i for i in first.pools[0].slots[0].invitations if i.state is AWAY)
    absent.state = CAME
    db.session.add(SessionPulse(session_id=first.id, number=7))
    db.session.flush()
    assert rates.learned()[0].overall().shows == 4
    assert learning.count_sessions() == 1
    assert rates.learned()[0].overall().shows == 4
    assert second.state is SessionState.CLOSED


def test_what_is_expected_of_one_person_reaches_no_page_and_no_file():
    allowed = {
        "interviews/models/invitations.py",
        "interviews/operations/learning.py",
        "interviews/queries/calibration.py",
        "reports/interviewing.py",
    }
    uses = {
        str(path.relative_to(paths.ROOT / "recruit"))
        for path in (paths.ROOT / "recruit").rglob("*.py")
        if "expected_p" in path.read_text("utf-8")
    }
    assert uses == allowed
    templates = (paths.ROOT / "templates").rglob("*.*")
    assert not [path for path in templates if "expected_p" in path.read_text("utf-8")]
