"""Draws: by the seed alone, without repeats while enough remain."""

from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.drawing import draw, shared_out

IDS = st.frozensets(st.integers(1, 60), max_size=30)
SEEDS = st.integers(0, 2**31)


@st.composite
def histories(draw_):
    candidates = draw_(IDS)
    asked = draw_(st.dictionaries(st.integers(1, 60), st.integers(1, 9), max_size=30))
    return candidates, draw_(st.integers(0, 35)), draw_(SEEDS), asked


@given(histories())
def test_a_draw_is_a_part_of_the_candidates_as_large_as_it_can_be(case):
    candidates, count, seed, asked = case
    got = draw(candidates, count, seed=seed, asked=asked)
    assert len(got) == min(count, len(candidates)) == len(set(got))
    assert set(got) <= candidates


@given(histories())
def test_nobody_is_asked_again_while_something_new_is_left(case):
    candidates, count, seed, asked = case
    got = draw(candidates, count, seed=seed, asked=asked)
    left_out = candidates - set(got)
    # Whatever was drawn was never asked later than anything that was left out.
    for one in got:
        for other in left_out:
            assert asked.get(one, 0) <= asked.get(other, 0)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_candidates_come_decides_nothing(case, chance):
    candidates, count, seed, asked = case
    mixed = list(candidates)
    chance.shuffle(mixed)
    again = draw(mixed, count, seed=seed, asked=asked)
    assert again == draw(sorted(candidates), count, seed=seed, asked=asked)


def test_every_question_comes_up_about_as_often_as_any_other():
    counts = dict.fromkeys(range(12), 0)
    for seed in range(1200):
        for one in draw(counts, 3, seed=seed):
            counts[one] += 1
    # 300 expected each; five standard deviations are 75
    assert all(225 < count < 375 for count in counts.values())
    assert draw(counts, 5, seed=7, pool=0) != draw(counts, 5, seed=7, pool=1)


def test_three_attempts_of_four_out_of_ten_repeat_only_the_oldest():
    asked, papers = {}, []
    for number in (1, 2, 3):
        got = draw(range(10), 4, seed=number * 17, asked=asked)
        papers.append(set(got))
        asked |= dict.fromkeys(got, number)
    assert not papers[0] & papers[1]
    assert len(papers[2] - papers[0] - papers[1]) == 2
    assert len(papers[2] & papers[0]) == 2
    assert not papers[2] & papers[1]


@given(IDS, st.lists(IDS, max_size=5))
def test_no_question_belongs_to_two_pools_or_to_everybody_and_a_pool(fixed, pools):
    shares = shared_out(fixed, pools)
    flat = [one for share in shares for one in share]
    assert len(flat) == len(set(flat))
    assert set(flat) == frozenset().union(*pools) - fixed
    for share, pool in zip(shares, pools, strict=True):
        assert set(share) <= pool
