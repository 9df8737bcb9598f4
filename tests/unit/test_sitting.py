"""Sitting: states, deadline, which text counts."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import sitting
from recruit.rules.sitting import AttemptState as S
from recruit.rules.sitting import Refusal, Revision

T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    "path",
    [
        (S.ASSIGNED, S.IN_PROGRESS, S.SUBMITTED, S.GRADING, S.GRADED, S.RELEASED, S.CLOSED),
        (S.GRADED, S.CONTROLLED, S.RELEASED, S.APPEALED, S.RELEASED),
        (S.ASSIGNED, S.HELD, S.GRADING),
        (S.IN_PROGRESS, S.VOIDED),
        (S.RELEASED, S.VOIDED),
    ],
)
def test_a_paper_may_go_this_way(path):
    for source, target in pairwise(path):
        assert sitting.move_refusal(source, target) is None


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (S.ASSIGNED, S.SUBMITTED),
        (S.SUBMITTED, S.IN_PROGRESS),
        (S.SUBMITTED, S.GRADED),
        (S.GRADING, S.RELEASED),
        (S.RELEASED, S.GRADING),
        (S.CLOSED, S.APPEALED),
        (S.CLOSED, S.VOIDED),
        (S.VOIDED, S.ASSIGNED),
        (S.APPEALED, S.CLOSED),
    ],
)
def test_a_paper_may_not_go_this_way(source, target):
    assert sitting.move_refusal(source, target) is Refusal.WRONG_STATE


def test_every_state_has_its_line_in_the_table():
    assert set(sitting.TRANSITIONS) == set(S)


@pytest.mark.parametrize(
    ("limit", "closes_in", "extra", "expected"),
    [
        (60, 600, 0, 60),
        (60, 30, 0, 30),
        (60, 600, 15, 75),
        (60, 30, 15, 45),
        (None, 90, 10, 100),
    ],
)
def test_the_deadline_is_the_earlier_of_limit_and_window_plus_extra(
    limit, closes_in, extra, expected
):
    ends = sitting.deadline(
        T0, limit_minutes=limit, closes_at=T0 + closes_in * MINUTE, extra_minutes=extra
    )
    assert ends == T0 + expected * MINUTE


@given(
    limit=st.none() | st.integers(1, 1440),
    closes_in=st.integers(1, 10_000),
    extra=st.integers(0, 1440),
)
def test_extra_time_is_worth_exactly_its_minutes(limit, closes_in, extra):
    def ends(minutes):
        return sitting.deadline(
            T0,
            limit_minutes=limit,
            closes_at=T0 + closes_in * MINUTE,
            extra_minutes=minutes,
        )

    assert ends(extra) - ends(0) == extra * MINUTE


def test_a_window_ends_with_the_local_day_also_when_the_clocks_change():
    # Chisinau springs forward on 29 March 2026: this day has 23 hours.
    ends = sitting.window_end(date(2026, 3, 29), "Europe/Chisinau")
    assert ends.astimezone(UTC) == datetime(2026, 3, 29, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "minutes", "late"),
    [
        (S.IN_PROGRESS, 0, False),
        (S.IN_PROGRESS, 10, False),
        (S.IN_PROGRESS, 10.001, True),
        (S.SUBMITTED, 1, True),
        (S.GRADING, 1, True),
        (S.HELD, 1000, False),
    ],
)
def test_late_is_by_the_servers_clock_and_after_handing_in(state, minutes, late):
    assert sitting.is_late(state, T0 + 10 * MINUTE, T0 + minutes * MINUTE) is late


@pytest.mark.parametrize("state", list(S))
def test_texts_are_taken_until_the_result_is_known(state):
    refused = sitting.save_refusal(state, 5)
    taken = state in (
        S.IN_PROGRESS,
        S.HELD,
        S.SUBMITTED,
        S.GRADING,
        S.GRADED,
        S.CONTROLLED,
    )
    assert refused is (None if taken else Refusal.CLOSED_FOR_ANSWERS)


def test_an_endless_text_is_refused():
    assert sitting.save_refusal(S.IN_PROGRESS, 20_000) is None
    assert sitting.save_refusal(S.IN_PROGRESS, 20_001) is Refusal.TEXT_TOO_LONG


def start_refusal(**given):
    defaults = {
        "oral": False,
        "cancelled": False,
        "closes_at": T0 + MINUTE,
        "extra_minutes": 0,
        "now": T0,
    }
    return sitting.start_refusal(given.pop("state", S.ASSIGNED), **defaults | given)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, None),
        ({"now": T0 + MINUTE}, Refusal.WINDOW_OVER),
        ({"now": T0 + MINUTE, "extra_minutes": 5}, None),
        ({"oral": True}, Refusal.ORAL),
        ({"cancelled": True}, Refusal.CANCELLED),
        ({"state": S.IN_PROGRESS}, Refusal.WRONG_STATE),
        ({"state": S.VOIDED}, Refusal.WRONG_STATE),
    ],
)
def test_starting(given, refusal):
    assert start_refusal(**given) is refusal


def retake_refusal(**given):
    defaults = {
        "state": S.RELEASED,
        "passed": False,
        "taken": 1,
        "allowed": 2,
        "released_at": T0,
        "cooling_off_days": 3,
        "closes_at": T0 + timedelta(days=30),
        "now": T0 + timedelta(days=3),
    }
    return sitting.retake_refusal(**defaults | given)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, None),
        ({"now": T0 + timedelta(days=3) - MINUTE}, Refusal.COOLING_OFF),
        ({"passed": True}, Refusal.ALREADY_PASSED),
        ({"taken": 2}, Refusal.NO_ATTEMPT_LEFT),
        ({"state": S.GRADED}, Refusal.ATTEMPT_OPEN),
        ({"closes_at": T0}, Refusal.WINDOW_OVER),
        ({"state": S.VOIDED, "passed": None, "taken": 0, "released_at": None}, None),
    ],
)
def test_the_next_attempt(given, refusal):
    assert retake_refusal(**given) is refusal


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, None),
        ({"is_self": True}, Refusal.OWN_TIME),
        ({"reason": " "}, Refusal.REASON_MISSING),
        ({"minutes": 0}, Refusal.TOO_MUCH_TIME),
        ({"total": 1441}, Refusal.TOO_MUCH_TIME),
        ({"state": S.SUBMITTED}, Refusal.WRONG_STATE),
    ],
)
def test_extra_time(given, refusal):
    defaults = {"is_self": False, "minutes": 15, "total": 15, "reason": "Reads slowly"}
    state = given.pop("state", S.IN_PROGRESS)
    assert sitting.extension_refusal(state, **defaults | given) is refusal


# --- which text counts --------------------------------------------------------------------------


def revision(ref, base="", late=False):
    client, seq = ref.split(":")
    return Revision(client=client, seq=int(seq), base=base, late=late)


@pytest.mark.parametrize(
    ("arrivals", "counts"),
    [
        ([], None),
        ([("a:1", "")], "a:1"),
        ([("a:1", ""), ("a:2", "")], "a:2"),
        ([("a:2", ""), ("a:1", "")], "a:2"),  # overtaken on the way
        ([("a:1", ""), ("b:1", "a:1")], "b:1"),  # another device went on from it
        ([("a:1", ""), ("b:1", "a:1"), ("a:2", "a:1")], "b:1"),  # the older tab
        ([("a:1", ""), ("b:1", "a:1"), ("a:2", "a:1"), ("a:3", "b:1")], "a:3"),  # chosen
        ([("a:1", ""), ("b:1", "")], "a:1"),  # two tabs opened on an empty answer
    ],
)
def test_which_text_counts(arrivals, counts):
    head = sitting.counted(revision(*arrival) for arrival in arrivals)
    assert (head.ref if head else None) == counts


def test_a_late_text_counts_only_by_a_decision():
    texts = [revision("a:1"), revision("a:2", late=True)]
    assert sitting.counted(texts).ref == "a:1"
    assert sitting.counted(texts, excused={"a:2"}).ref == "a:2"
    assert sitting.counted([texts[1]]) is None


@given(st.permutations(range(1, 8)))
def test_of_one_client_the_highest_number_counts_in_whatever_order(order):
    assert sitting.counted(revision(f"a:{seq}") for seq in order).seq == 7


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 5)), max_size=12))
def test_sending_everything_twice_changes_nothing(arrivals):
    def heads(sent):
        head = None
        for client, seq in sent:
            new = Revision(client=client, seq=seq, base=head.ref if head else "")
            if sitting.continues(head, new):
                head = new
        return head

    texts = list(dict.fromkeys(arrivals))
    revisions, head = [], None
    for client, seq in texts:
        revisions.append(Revision(client, seq, head.ref if head else ""))
        head = sitting.counted(revisions)
    assert sitting.counted([one for one in revisions for _ in range(2)]) == head
    assert heads(texts) == head


@pytest.mark.parametrize(
    ("text", "data", "answered"),
    [
        ("", {}, False),
        ("  \n", None, False),
        ("x", {}, True),
        ("", {"choice": ""}, False),
        ("", {"choice": "ka"}, True),
        ("", {"choices": []}, False),
        ("", {"gaps": ["", " "]}, False),
        ("", {"gaps": ["", "box"]}, True),
        ("", {"pairs": {}}, False),
        ("", {"pairs": {"a": "b"}}, True),
    ],
)
def test_what_is_an_answer(text, data, answered):
    assert sitting.answered(text, data) is answered
