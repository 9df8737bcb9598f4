"""Kits: what they must say, keys that last, what changed; seats."""

import tomllib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.kernel import paths
from recruit.rules import kits, scoring, seating
from recruit.rules.kits import Change, Content, Criterion, Refusal, Step
from tests.conftest import NOW

FIVE = ("None", "Little", "Some", "Much", "All")


def content(*names, steps=()):
    return Content(tuple(Criterion("", name, points=FIVE) for name in names), tuple(steps))


def test_the_shipped_kit_is_whole():
    file = paths.ROOT / "recruit" / "interviews" / "kits" / "en.toml"
    shipped = kits.from_data(tomllib.loads(file.read_text("utf-8")))
    assert kits.refusal(shipped) is None
    assert shipped.keys == scoring.CRITERIA
    assert all(one.questions for one in shipped.criteria)
    assert any(step.exercise for step in shipped.steps)
    assert kits.from_data(kits.to_data(shipped)) == shipped


@pytest.mark.parametrize(
    ("given_content", "expected"),
    [
        (content(), (Refusal.NO_CRITERIA, 0)),
        (content("Drive", " drive"), (Refusal.SAME_NAME, 2)),
        (content("Drive", ""), (Refusal.CRITERION_NAME, 2)),
        (
            Content((Criterion("", "Drive", points=("a", "b", "c", "d", " ")),)),
            (Refusal.POINTS, 1),
        ),
        (content(*"abcdefghi"), (Refusal.TOO_MUCH, 0)),
        (content("a", steps=[Step(" ", 5)]), (Refusal.STEP_TITLE, 1)),
        (content("a", steps=[Step("Hello", 0)]), (Refusal.STEP_MINUTES, 1)),
        (content("a", steps=[Step("Hello", 5)]), None),
    ],
)
def test_what_a_kit_must_say(given_content, expected):
    assert kits.refusal(given_content) == expected


def test_a_key_lasts_through_a_new_name_and_is_never_given_twice():
    first = kits.with_keys(content("Drive", "Comment", "Честность", "Drive!"))
    assert first.keys == ("drive", "comment_2", "criterion", "drive_2")
    renamed = Content(tuple(replace(c, name=f"{c.name} (new)") for c in first.criteria[1:]))
    second = kits.with_keys(
        replace(
            renamed, criteria=(*renamed.criteria, Criterion("forged", "Drive", points=FIVE))
        ),
        known=first.keys,
    )
    assert second.keys == ("comment_2", "criterion", "drive_2", "drive_3")


def test_what_changed_between_versions():
    before = kits.with_keys(content("A", "B", "C", steps=[Step("Hello", 5)]))
    a, b, c = before.criteria
    after = replace(
        before, criteria=(b, a, replace(c, about="New"), Criterion("d", "D", points=FIVE))
    )
    criteria, steps = kits.differences(before, replace(after, steps=()))
    assert [row.change for row in criteria] == [
        Change.MOVED, Change.MOVED, Change.CHANGED, Change.ADDED]  # fmt: skip
    assert [row.change for row in steps] == [Change.REMOVED]
    assert {row.change for part in kits.differences(before, before) for row in part} == {
        Change.SAME
    }


def test_the_timetable_runs_without_gaps():
    rows = kits.timetable([Step("Hello", 10), Step("Work", 20)], NOW)
    assert [(row.starts_at - NOW, row.ends_at - NOW) for row in rows] == [
        (timedelta(), timedelta(minutes=10)),
        (timedelta(minutes=10), timedelta(minutes=30)),
    ]


def test_seats_go_to_those_who_came_and_beforehand_only_when_everybody_fits():
    assert seating.seats({}, [1], [2, 3], 3) == {1: 1, 2: 2, 3: 3}
    assert seating.seats({}, [1], [2, 3], 2) == {1: 1}
    assert seating.seats({7: 1, 2: 2}, [1, 2], [], 3) == {2: 2, 1: 1}, "7 has left"
    assert seating.seats({}, [1, 2, 3], [], 2) == {1: 1, 2: 2}


@given(
    st.dictionaries(st.integers(0, 9), st.integers(0, 9), max_size=5),
    st.lists(st.integers(0, 9), unique=True),
    st.integers(0, 8),
)
def test_no_seat_is_given_twice(taken, here, capacity):
    seats = {person: seat for seat, person in {s: p for p, s in taken.items()}.items()}
    found = seating.seats(seats, here, [], capacity)
    assert len(set(found.values())) == len(found) == min(len(here), capacity)
    assert all(1 <= seat <= capacity for seat in found.values())
