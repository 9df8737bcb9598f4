"""Setting questions and tests."""

from datetime import date

import pytest

from recruit.rules import setting
from recruit.rules.marking import OPEN_TYPES
from recruit.rules.question_frame import FRAME, Frame
from recruit.rules.setting import Draft, Refusal


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (Draft(True, [True, True]), None),
        (Draft(True, [True, False]), Refusal.QUESTION_NOT_READY),
        (Draft(True, []), Refusal.NO_QUESTIONS),
        (Draft(False, [True]), Refusal.NOT_DRAFT),
    ],
)
def test_publishing(draft, refusal):
    assert setting.publish_refusal(draft) is refusal


@pytest.mark.parametrize(
    ("stem", "points", "rubric", "refusal"),
    [
        ("Why?", 3.0, 3.0, None),
        ("Why?", 0.3, 0.1 + 0.2, None),  # the sum of lines is compared in hundredths
        ("Why?", 3.0, 3.01, Refusal.RUBRIC_TOO_HIGH),
        ("Why?", 0.0, 0.0, Refusal.POINTS),
        ("Why?", 1000.01, 0.0, Refusal.POINTS),
        (" \n", 1.0, 0.0, Refusal.STEM),
        ("x" * 8001, 1.0, 0.0, Refusal.STEM),
    ],
)
def test_wording(stem, points, rubric, refusal):
    assert setting.wording_refusal(stem, points, rubric) is refusal


def test_a_fact_may_last_one_day_but_not_less():
    day = date(2026, 3, 2)
    assert setting.period_refusal(day, None) is None
    assert setting.period_refusal(day, day) is None
    assert setting.period_refusal(day, date(2026, 3, 1)) is Refusal.PERIOD


def test_the_seven_standard_questions_can_all_be_marked():
    assert set(FRAME) == set(Frame)
    for standard in FRAME.values():
        assert standard.type in OPEN_TYPES
        assert "{product}" in standard.stem
        assert setting.wording_refusal(standard.stem, standard.points, standard.points) is None
