"""Rubrics with ticks and levels; what a test lacks before it is published."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import checklist, rubric, setting
from recruit.rules.checklist import Asked, Draw, Finding, Paper, Point, Section
from recruit.rules.marking import QuestionType as T
from recruit.rules.question_frame import proposed_answer
from recruit.rules.rubric import RubricProblem

LINES = st.lists(
    st.builds(
        lambda points, group: {"points": points / 2, "group": group, "text": "x"},
        st.integers(0, 8),
        st.sampled_from(["", "", "a", "b"]),
    ),
    max_size=7,
).map(lambda lines: [line | {"id": str(at)} for at, line in enumerate(lines)])


def fair(ticks, lines):
    groups = [line["group"] for line in lines if line["id"] in ticks and line["group"]]
    return len(groups) == len(set(groups))


@given(LINES)
def test_the_most_is_the_best_of_all_fair_ways_to_tick(lines):
    ids = [line["id"] for line in lines]
    ways = [
        set(ticks)
        for size in range(len(ids) + 1)
        for ticks in itertools.combinations(ids, size)
        if fair(ticks, lines)
    ]
    sums = [sum(line["points"] for line in lines if line["id"] in way) for way in ways]
    assert rubric.most(lines) == max(sums)
    for way, points in zip(ways, sums, strict=True):
        assert rubric.earned(lines, way) == points
        assert not rubric.doubled(lines, way)


@given(LINES, st.sets(st.integers(0, 6).map(str)))
def test_two_levels_of_a_criterion_are_seen(lines, ticks):
    assert rubric.doubled(lines, ticks) is (not fair(ticks, lines))


def line(points, group="", text="x"):
    return {"id": "i", "points": points, "text": text, "group": group}


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([], None),
        ([{"id": "i", "points": 2.0, "text": "old lines have no group"}], None),
        ([line(2, "a"), line(0, "a"), line(1)], None),
        ([line(1, text=" ")], RubricProblem.NO_TEXT),
        ([line(0)], RubricProblem.NO_POINTS),
        ([line(0, "a"), line(-1, "a")], RubricProblem.NO_POINTS),
        ([line(1, "a")], RubricProblem.LONE_LEVEL),
        ([line(1, "a"), line(1, "a")], RubricProblem.SAME_LEVELS),
        ([line(1, text="x" * 501)], RubricProblem.TOO_LONG),
        ([line(1)] * 61, RubricProblem.TOO_MANY),
    ],
)
def test_a_rubric_that_cannot_mark_is_named(lines, problem):
    assert rubric.problem(lines) is problem


OPEN = Asked(T.OPEN_LONG, 5, rubric_most=5)
CLOSED = Asked(T.TRUE_FALSE, 1)


def paper(*asked, draws=(), **kw):
    return Paper([Section(asked, draws)], **{"pass_percent": 70.0} | kw)


@pytest.mark.parametrize(
    ("given_paper", "found"),
    [
        (paper(OPEN, CLOSED), []),
        (paper(), [Finding(Point.NO_QUESTIONS)]),
        (paper(OPEN, Asked(T.TRUE_FALSE, 1, ready=False)), [Finding(Point.DRAFTS)]),
        (paper(OPEN, Asked(T.NUMERIC, 1, False, retired=True)), [Finding(Point.RETIRED)]),
        (paper(Asked(T.OPEN_SHORT, 2)), [Finding(Point.NO_RUBRIC)]),
        (
            paper(Asked(T.OPEN_SHORT, 4, rubric_most=2, model_answer=False)),
            [
                Finding(Point.RUBRIC_SHORT),
                Finding(Point.NO_MODEL_ANSWER),
                Finding(Point.OUT_OF_REACH),
            ],
        ),
        (paper(OPEN, minutes=5), [Finding(Point.TOO_LITTLE_TIME)]),
        (paper(draws=[Draw(2, [CLOSED])]), [Finding(Point.POOL_TOO_FEW)]),
        (paper(OPEN, draws=[Draw(1, [CLOSED, OPEN])]), [Finding(Point.POOL_UNEQUAL)]),
        (paper(draws=[Draw(2, [CLOSED] * 3)], attempts=2), [Finding(Point.POOL_REPEATS)]),
        (paper(draws=[Draw(2, [CLOSED] * 4)], attempts=2), []),
        (
            Paper([Section([CLOSED]), Section([])], pass_percent=50.0),
            [Finding(Point.EMPTY_SECTION)],
        ),
    ],
)
def test_what_a_test_lacks_is_listed(given_paper, found):
    assert checklist.findings(given_paper) == found


def test_a_paper_is_counted_with_its_draws():
    summary = checklist.summary(
        Paper([Section([OPEN]), Section([CLOSED], [Draw(3, [CLOSED] * 8)])], pass_percent=66.6)
    )
    assert (summary.questions, summary.points, summary.section_points) == (5, 9.0, (5.0, 4.0))
    assert summary.needed == 6.0  # 5.994, rounded up to what can be shown
    assert summary.minutes == 9


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (["Printers", " Labels "], "Printers/Labels"),
        (["a/b", "c"], "a\uff0fb/c"),
        (["", " "], None),
        (["x" * 201], None),
        (["a\x00b"], None),
    ],
)
def test_banks_are_named_by_their_path(path, name):
    assert setting.bank_name(path) == name


def test_tags_are_small_words():
    assert setting.tags_of([" Label  Printer ", "label printer", ""]) == {"label printer"}
    assert setting.tags_of(["x" * 41]) is None
    assert setting.tags_of(["a,b"]) is None
    assert setting.tags_of(map(str, range(21))) is None


def test_a_model_answer_is_proposed_from_the_facts_it_wants():
    facts = [
        ("packaging", "Ten to a box"),
        ("features", "Fast"),
        ("features", "Quiet\nand small"),
    ]
    assert proposed_answer(["packaging"], facts) == "Ten to a box"
    assert proposed_answer(["features", "packaging"], facts) == (
        "- Fast\n- Quiet and small\n- Ten to a box"
    )
    assert proposed_answer(["equipment"], facts) == ""
