"""Which moves of a card a person or an event may make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import pipeline
from recruit.rules.pipeline import BY_HAND, CLOSED, OPEN, Refusal, RejectReason, Stage

STAGES = st.sampled_from(list(Stage))


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (Stage.APPLIED, Stage.SCREENING, None),
        (Stage.SCREENING, Stage.TO_INVITE, None),
        (Stage.TO_INVITE, Stage.APPLIED, None),
        (Stage.INTERVIEWED, Stage.TO_INVITE, None),
        (Stage.APPLIED, Stage.APPLIED, Refusal.SAME_STAGE),
        (Stage.APPLIED, Stage.INVITED, Refusal.FOLLOWS_FROM_EVENTS),
        (Stage.APPLIED, Stage.HIRED, Refusal.FOLLOWS_FROM_EVENTS),
        (Stage.APPLIED, Stage.REJECTED, Refusal.FOLLOWS_FROM_EVENTS),
        (Stage.INVITED, Stage.SCREENING, Refusal.INVITATION_OPEN),
        (Stage.OFFERED, Stage.SCREENING, Refusal.FOLLOWS_FROM_EVENTS),
        (Stage.HIRED, Stage.APPLIED, Refusal.CLOSED),
        (Stage.WITHDRAWN, Stage.APPLIED, Refusal.CLOSED),
    ],
)
def test_moves_by_hand(source: Stage, target: Stage, expected: Refusal | None) -> None:
    assert pipeline.move_refusal(source, target) is expected


@given(STAGES, STAGES)
def test_a_hand_never_reaches_a_stage_that_follows_from_events(s: Stage, t: Stage) -> None:
    if pipeline.move_refusal(s, t) is None:
        assert t in BY_HAND
        assert s not in CLOSED


@given(STAGES, st.sampled_from(list(RejectReason)))
def test_only_before_the_interview_does_one_person_reject(
    s: Stage, reason: RejectReason
) -> None:
    allowed = pipeline.rejection_refusal(s, reason) is None
    assert allowed == (s in (Stage.APPLIED, Stage.SCREENING, Stage.TO_INVITE, Stage.INVITED))


def test_a_rejection_needs_a_reason() -> None:
    assert pipeline.rejection_refusal(Stage.APPLIED, None) is Refusal.REASON_MISSING


@given(STAGES, STAGES, st.booleans())
def test_nothing_leaves_a_closed_stage(s: Stage, t: Stage, named: bool) -> None:
    if s in CLOSED:
        assert pipeline.advance_refusal(s, t, named=named) is Refusal.CLOSED


@given(STAGES)
def test_nobody_is_rejected_by_the_clock(s: Stage) -> None:
    assert pipeline.advance_refusal(s, Stage.REJECTED, named=False) is not None


@given(STAGES)
def test_only_an_offer_leads_to_hired(s: Stage) -> None:
    allowed = pipeline.advance_refusal(s, Stage.HIRED, named=True) is None
    assert allowed == (s is Stage.OFFERED)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (Stage.APPLIED, Stage.SCREENING, Stage.APPLIED),
        (Stage.INTERVIEWED, Stage.TO_INVITE, Stage.INTERVIEWED),
        (Stage.SCREENING, Stage.REJECTED, Stage.SCREENING),
        (Stage.INVITED, Stage.REJECTED, Stage.TO_INVITE),
        (Stage.INVITED, Stage.TO_INVITE, None),
        (Stage.TO_INVITE, Stage.INVITED, None),
        (Stage.INTERVIEWED, Stage.REJECTED, None),
        (Stage.OFFERED, Stage.HIRED, None),
        (Stage.APPLIED, Stage.WITHDRAWN, None),
        (None, Stage.APPLIED, None),
    ],
)
def test_undo(source: Stage | None, target: Stage, expected: Stage | None) -> None:
    assert pipeline.undo_target(source, target) is expected


@given(STAGES, STAGES)
def test_an_undo_leads_to_an_open_stage(s: Stage, t: Stage) -> None:
    back = pipeline.undo_target(s, t)
    assert back is None or back in OPEN


def test_waiting_too_long() -> None:
    assert not pipeline.is_late(Stage.APPLIED, 2)
    assert pipeline.is_late(Stage.APPLIED, 3)
    assert not pipeline.is_late(Stage.INVITED, 100)
