"""Grading: values, who may mark, due dates, control, release, appeals."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import grading, releasing
from recruit.rules.grading import Entry, ItemValue, Marker, Refusal, Standing
from recruit.rules.grading import EntryKind as K
from recruit.rules.releasing import ControlPolicy, ControlReason, Decider, Policy
from recruit.rules.sitting import AttemptState as S

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("entries", "standing", "points"),
    [
        ([], Standing.UNGRADED, 0),
        ([Entry(K.FINAL, 0.0)], Standing.MARKED, 0),
        ([Entry(K.FINAL, None, excused=True)], Standing.EXCUSED, 0),
        ([Entry(K.FIRST, 3.0)], Standing.UNGRADED, 0),
        ([Entry(K.FIRST, 3.0), Entry(K.SECOND, 3.0)], Standing.UNGRADED, 0),
        ([Entry(K.AUTO, 2.0)], Standing.MARKED, 2),
        ([Entry(K.FINAL, 1.0), Entry(K.AUTO, 2.0)], Standing.MARKED, 1),
        ([Entry(K.FINAL, 1.0), Entry(K.FINAL, 2.5)], Standing.MARKED, 2.5),
        ([Entry(K.FINAL, 1.0), Entry(K.FINAL, None)], Standing.UNGRADED, 0),
        ([Entry(K.FINAL, 1.0), Entry(K.FINAL, None), Entry(K.FINAL, 0.0)], Standing.MARKED, 0),
        ([Entry(K.AUTO, 2.0), Entry(K.FINAL, 0.0)], Standing.MARKED, 0),
    ],
)
def test_zero_ungraded_and_excused_are_three_values(entries, standing, points):
    value = grading.value_of(entries)
    assert (value.standing, value.points) == (standing, points)


def marked(points):
    return ItemValue(Standing.MARKED, points)


def test_excused_questions_leave_the_total():
    summed = grading.total([(3.0, marked(3.0)), (5.0, ItemValue(Standing.EXCUSED))])
    assert (summed.points, summed.most, summed.percent) == (3.0, 3.0, 100.0)
    assert summed.passed(70)


def test_on_the_pass_line_is_passed_and_ungraded_never():
    assert grading.total([(10.0, marked(7.0))]).passed(70)
    assert not grading.total([(10.0, marked(6.99))]).passed(70)
    with_a_gap = grading.total([(10.0, marked(10.0)), (1.0, ItemValue(Standing.UNGRADED))])
    assert not with_a_gap.passed(70)
    assert not grading.total([]).complete


@given(st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 1000)), min_size=1, max_size=20))
def test_hundredths_add_up_exactly(pairs):
    items = [(most / 100, marked(min(got, most) / 100)) for most, got in pairs]
    summed = grading.total(items)
    assert summed.points == sum(min(got, most) for most, got in pairs) / 100
    assert 0 <= summed.percent <= 100


def test_rubric_ticks_give_points_up_to_the_most():
    rubric = [{"id": "a", "points": 2}, {"id": "b", "points": 1.5}]
    assert grading.rubric_points(rubric, {"a"}, 3) == 2
    assert grading.rubric_points(rubric, {"a", "b"}, 3) == 3
    assert grading.rubric_points(rubric, set(), 3) == 0


TRAINER = Marker(trainer=True)
MENTOR = Marker(interested=True, asked_for=frozenset({K.FIRST}))
BOTH = Marker(interested=True, trainer=True)
BOTH_ASKED = Marker(interested=True, trainer=True, asked_for=frozenset({K.FIRST, K.FINAL}))
RECRUITER = Marker(recruiter=True, asked_for=frozenset({K.FINAL}))
PLAIN_MENTOR = Marker(asked_for=frozenset({K.FIRST, K.FINAL}))


@pytest.mark.parametrize(
    ("marker", "kind", "refusal"),
    [
        (TRAINER, K.FINAL, None),
        (TRAINER, K.FIRST, None),
        (TRAINER, K.AUTO, Refusal.NOT_ASSIGNED),
        (Marker(is_self=True, trainer=True), K.FINAL, Refusal.SELF),
        (Marker(is_self=True, asked_for=frozenset({K.FIRST})), K.FIRST, Refusal.SELF),
        (MENTOR, K.FIRST, None),
        (MENTOR, K.SECOND, Refusal.INTERESTED),
        (MENTOR, K.FINAL, Refusal.INTERESTED),
        (BOTH, K.FINAL, Refusal.INTERESTED),  # two roles do not help
        (BOTH, K.FIRST, Refusal.NOT_ASSIGNED),
        (BOTH_ASKED, K.FINAL, Refusal.INTERESTED),
        (BOTH_ASKED, K.FIRST, None),
        (RECRUITER, K.FINAL, None),
        (Marker(recruiter=True), K.FINAL, Refusal.NOT_ASSIGNED),
        (PLAIN_MENTOR, K.FINAL, Refusal.FIRST_MARK_ONLY),
        (PLAIN_MENTOR, K.FIRST, None),
        (Marker(), K.FINAL, Refusal.NOT_ASSIGNED),
    ],
)
def test_who_may_mark(marker, kind, refusal):
    assert grading.marker_refusal(marker, kind) is refusal


@given(
    st.builds(
        Marker,
        is_self=st.booleans(),
        interested=st.booleans(),
        trainer=st.booleans(),
        recruiter=st.booleans(),
        asked_for=st.frozensets(st.sampled_from(list(K))),
    ),
    st.sampled_from(list(K)),
)
def test_a_stake_never_gives_a_final_mark_and_nobody_marks_themselves(marker, kind):
    allowed = grading.marker_refusal(marker, kind) is None
    if marker.is_self or kind is K.AUTO:
        assert not allowed
    if marker.interested and kind is not K.FIRST:
        assert not allowed


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"points": 3.0}, None),
        ({"points": 0.0}, None),
        ({"points": 3.01}, Refusal.OUT_OF_RANGE),
        ({"points": -0.01}, Refusal.OUT_OF_RANGE),
        ({}, Refusal.EMPTY_MARK),
        ({"excused": True, "comment": "Misprint"}, None),
        ({"excused": True}, Refusal.REASON_MISSING),
        ({"excused": True, "points": 1.0, "comment": "x"}, Refusal.EMPTY_MARK),
        ({"retract": True, "comment": "Wrong paper"}, None),
        ({"retract": True}, Refusal.REASON_MISSING),
    ],
)
def test_what_is_a_mark(given, refusal):
    defaults = {"points": None, "excused": False, "most": 3.0}
    assert grading.mark_refusal(S.GRADING, TRAINER, K.FINAL, **defaults | given) is refusal


@pytest.mark.parametrize("state", [one for one in S if one is not S.GRADING])
def test_marks_are_written_while_grading_only(state):
    refused = grading.mark_refusal(state, TRAINER, K.FINAL, points=1.0, excused=False, most=3.0)
    assert refused is Refusal.WRONG_STATE


@pytest.mark.parametrize(
    ("values", "interested", "refusal"),
    [
        ([Entry(K.FINAL, 1.0, grader=1)], (), None),
        ([Entry(K.FINAL, 1.0, grader=1)], (1,), Refusal.FINAL_BY_INTERESTED),
        ([Entry(K.AUTO, 1.0)], (1,), None),
        ([Entry(K.FIRST, 1.0, grader=2)], (), Refusal.UNMARKED),
        ([Entry(K.FINAL, None, excused=True, grader=1)], (), Refusal.NOTHING_LEFT),
    ],
)
def test_finishing(values, interested, refusal):
    items = [grading.value_of([entry]) for entry in values]
    summed = grading.total([(3.0, item) for item in items])
    assert grading.finish_refusal(S.GRADING, items, summed, interested) is refusal


@pytest.mark.parametrize(
    ("holder", "minutes", "refusal"),
    [
        (None, None, None),
        (7, 10, None),
        (8, 10, Refusal.LEASED),
        (8, 0, None),
        (8, -5, None),
    ],
)
def test_a_lease_keeps_others_out_while_it_lasts(holder, minutes, refusal):
    until = None if minutes is None else NOW + timedelta(minutes=minutes)
    assert (
        grading.lease_refusal(holder=holder, leased_until=until, person=7, now=NOW) is refusal
    )


@pytest.mark.parametrize(
    ("policy", "percent", "draw", "reason"),
    [
        (ControlPolicy.NONE, 70, 0, None),
        (ControlPolicy.ALL, 100, 99, ControlReason.ALL),
        (ControlPolicy.NEAR_PASS_LINE, 65, 0, ControlReason.NEAR_PASS_LINE),
        (ControlPolicy.NEAR_PASS_LINE, 75, 0, ControlReason.NEAR_PASS_LINE),
        (ControlPolicy.NEAR_PASS_LINE, 75.01, 0, None),
        (ControlPolicy.NEAR_PASS_LINE, 64.99, 0, None),
        (ControlPolicy.SAMPLE, 10, 19, ControlReason.SAMPLE),
        (ControlPolicy.SAMPLE, 10, 20, None),
    ],
)
def test_which_papers_the_director_controls(policy, percent, draw, reason):
    assert releasing.control_reason(Policy(policy, 70), percent, draw) is reason


@pytest.mark.parametrize("line", [50.0, 59.01, 60.0, 66.67])
@pytest.mark.parametrize("margin", [0.1, 5.0, 5.1])
@pytest.mark.parametrize("side", [-1, 1])
def test_the_edge_of_the_margin_is_near_the_line(line, margin, side):
    policy = Policy(ControlPolicy.NEAR_PASS_LINE, line, margin)
    edge = round(line + side * margin, 2)
    beyond = round(edge + side * 0.01, 2)
    assert releasing.control_reason(policy, edge, 0) is ControlReason.NEAR_PASS_LINE
    assert releasing.control_reason(policy, beyond, 0) is None


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, None),
        ({"is_self": True}, Refusal.SELF),
        ({"interested": True}, Refusal.INTERESTED),
        ({"marked": True}, Refusal.OWN_MARK),
        ({"wanted": False}, Refusal.NO_CONTROL),
    ],
)
def test_who_may_control(given, refusal):
    defaults = {"wanted": True, "is_self": False, "interested": False, "marked": False}
    assert releasing.control_refusal(S.GRADED, **defaults | given) is refusal


@pytest.mark.parametrize(
    ("state", "wanted", "director", "refusal"),
    [
        (S.GRADED, False, False, None),
        (S.GRADED, False, True, None),
        (S.GRADED, True, False, Refusal.CONTROL_PENDING),
        (S.GRADED, True, True, Refusal.CONTROL_PENDING),
        (S.CONTROLLED, True, False, Refusal.DIRECTOR_RELEASES),
        (S.CONTROLLED, True, True, None),
        (S.GRADING, False, True, Refusal.WRONG_STATE),
        (S.RELEASED, False, True, Refusal.WRONG_STATE),
    ],
)
def test_release(state, wanted, director, refusal):
    found = releasing.release_refusal(
        state, control_wanted=wanted, is_self=False, director=director
    )
    assert found is refusal
    itself = releasing.release_refusal(
        state, control_wanted=wanted, is_self=True, director=director
    )
    assert itself is Refusal.SELF


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, None),
        ({"today": date(2026, 3, 16)}, None),
        ({"today": date(2026, 3, 17)}, Refusal.APPEAL_TOO_LATE),
        ({"appealed": True}, Refusal.APPEAL_TWICE),
        ({"is_own": False}, Refusal.NOT_ASSIGNED),
        ({"text": " "}, Refusal.REASON_MISSING),
    ],
)
def test_appeals(given, refusal):
    defaults = {
        "is_own": True,
        "appealed": False,
        "closes_on": date(2026, 3, 16),
        "today": date(2026, 3, 2),
        "text": "I named both.",
    }
    assert releasing.appeal_refusal(S.RELEASED, **defaults | given) is refusal
    assert releasing.appeal_refusal(S.CLOSED, **defaults) is Refusal.WRONG_STATE


@pytest.mark.parametrize(
    ("decider", "refusal"),
    [
        (Decider(), None),
        (Decider(is_self=True), Refusal.SELF),
        (Decider(interested=True), Refusal.INTERESTED),
        (Decider(wrote_on_it=True), Refusal.OWN_MARK),
    ],
)
def test_who_decides_an_appeal(decider, refusal):
    assert releasing.decide_refusal(S.APPEALED, decider, decided=False) is refusal
    if refusal is None:
        again = releasing.decide_refusal(S.APPEALED, decider, decided=True)
        assert again is Refusal.APPEAL_DECIDED
