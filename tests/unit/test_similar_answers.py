"""Similar answers: what is proposed together, and what never is."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from recruit.rules import answer_text, similar_answers
from recruit.rules.similar_answers import Basis, groups, similarity

SAME = [
    ("Delivery takes two days.", "delivery takes  TWO days"),
    ("In stock: 2 days", "in stock 2 days!"),
    ("Livrarea durează 14 zile", "LIVRAREA DUREAZĂ, 14 ZILE."),
    ("It’s not available", "it's not available"),
    ("ﬁve ½ litres", "five ½ litres"),
]
ALIKE = [
    ("It is packed in boxes of 14 pieces", "They are packed in boxes of 14 pieces"),
    ("Ambalat în cutii de carton rezistent", "Ambalat in cutii de carton rezistente"),
    ("Доставка со склада занимает две недели", "Доставка со склада занимает 2 недели"),
    ("The cable is sold by the metre on a drum", "The cable is sold on a drum by the metre"),
    ("It doesn't need any special equipment", "It does not need any special equipement"),
]
NEVER = [
    ("Delivery from stock takes 14 days", "Delivery from stock takes 15 days"),
    ("Delivery from stock takes 14 days", "Delivery from stock takes 14 weeks"),
    ("Delivery from stock takes two days", "Delivery from stock takes three days"),
    ("From stock 14 days, otherwise 30", "From stock 30 days, otherwise 14"),
    ("Stored at 20 degrees in a dry place", "Stored at -20 degrees in a dry place"),
    ("Packed in rolls of 1.5 metres each", "Packed in rolls of 15 metres each"),
    ("The printer can be used outside", "The printer can not be used outside"),
    ("The printer can be used outside", "The printer can't be used outside"),
    ("Sold together with the power supply", "Sold without the power supply"),
    ("Always store it lying on the floor", "Never store it lying on the floor"),
    ("Not by air freight but by sea freight", "By air freight but not by sea freight"),
    ("Imprimanta merge cu baterii", "Imprimanta nu merge cu baterii"),
    ("Se livreaza cu cablu de retea", "Se livreaza fără cablu de retea"),
    ("Se folosește afară iarna", "Nu se folosește niciodată afară iarna"),
    ("Можно хранить на улице зимой", "Можно не хранить на улице зимой"),
    ("Продаётся с блоком питания", "Продаётся без блока питания"),
    ("The cable is available from stock", "The cable is unavailable from stock"),
    ("Pay before the goods are delivered", "Pay after the goods are delivered"),
    ("The discount is above 5 % for them", "The discount is above 5 € for them"),
    ("Temperatures < 5 are good for it", "Temperatures > 5 are good for it"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_words_are_one_answer(one, other):
    assert answer_text.exact(one) == answer_text.exact(other)
    (group,) = groups({"a": one, "b": other})
    assert (group.basis, group.lowest) == (Basis.EXACT, 100.0)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_nearly_the_same_is_proposed(one, other):
    (group,) = groups({"a": one, "b": other})
    assert group.basis is Basis.SIMILAR
    assert group.members == ("a", "b")


@pytest.mark.parametrize(("one", "other"), NEVER)
def test_it_never_joins_what_a_number_or_a_negation_parts(one, other):
    assert similarity(one, other) == similarity(other, one) == 0.0
    assert len(groups({"a": one, "b": other})) == 2


def test_stop_words_deny_and_turn_nothing():
    fixed = answer_text.NEGATIONS | answer_text.TURNING_WORDS | answer_text.UNITS.keys()
    assert not answer_text.STOP_WORDS & (fixed | answer_text.NUMBER_WORDS.keys())


def test_ten_squared_is_not_a_hundred_and_two():
    assert answer_text.exact("10² m") != answer_text.exact("102 m")


def test_every_two_of_a_group_are_alike():
    """A chain a-b-c whose ends are too different is cut."""
    chain = ["abcdefghijklmnopqrst", "abcdefghijklmnopqrXX", "abcdefghijklmnopYYXX"]
    assert fuzz.ratio(chain[0], chain[1]) == fuzz.ratio(chain[1], chain[2]) == 90.0
    found = groups(dict(zip("abc", (word.lower() for word in chain), strict=True)))
    assert sorted(len(one.members) for one in found) == [1, 2]


def test_long_answers_are_proposed_only_word_by_word():
    long = "letter " * 150
    assert len(groups({"a": long + "one", "b": long + "eno"})) == 2
    assert len(groups({"a": long, "b": long.upper()})) == 1


def test_blank_answers_are_one_group():
    found = groups({"a": "", "b": " \n", "c": "...", "d": "yes"})
    assert [one.members for one in found] == [("a", "b", "c"), ("d",)]


VOCABULARY = (
    "not nu не without 14 15 two days weeks cable cables packed pack in boxes cutii "
    "printer prінter доставка склад never % available unavailable the before"
)
WORDS = st.lists(st.sampled_from(VOCABULARY.split()), max_size=7).map(" ".join)
ANSWERS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), WORDS, max_size=14)


@given(WORDS, WORDS)
def test_similarity_is_symmetric(one, other):
    assert similarity(one, other) == similarity(other, one)
    assert similarity(one, one) == 100.0


@settings(max_examples=60)
@given(ANSWERS, st.randoms(use_true_random=False))
def test_groups_are_a_partition_whatever_the_order(answers, chance):
    found = groups(answers)
    assert sorted(key for one in found for key in one.members) == sorted(answers)
    shuffled = list(answers.items())
    chance.shuffle(shuffled)
    assert groups(dict(shuffled)) == found
    assert similar_answers.by_similarity(dict(shuffled)) == similar_answers.by_similarity(
        answers
    )
    for group in found:
        texts = [answers[key] for key in group.members]
        scores = [similarity(one, other) for one in texts for other in texts]
        assert min(scores) >= similar_answers.THRESHOLD
        assert abs(min(scores) - group.lowest) < 0.01


FIXED = frozenset(
    ("not", "nu", "не", "without", "never", "14", "15", "two", "%", "days", "weeks", "before")
)
CANONICAL = {"two": "2", "days": "day", "weeks": "week"}


@settings(max_examples=60)
@given(ANSWERS)
def test_members_share_their_numbers_units_and_negations(answers):
    """Computed anew, by splitting at blanks."""
    for group in groups(answers):
        kept = {
            tuple(
                sorted(
                    CANONICAL.get(word, word) for word in answers[key].split() if word in FIXED
                )
            )
            for key in group.members
        }
        assert len(kept) == 1


def test_the_scorer_is_token_sort_ratio():
    one, other = "cable sold drum metre", "drum cables sold metre"
    assert similarity(one, other) == fuzz.token_sort_ratio(one, other)


def test_sorting_puts_neighbours_beside_each_other():
    answers = {
        "a": "packed in boxes",
        "b": "delivered by train",
        "c": "packed in a box",
        "d": "delivered by trains",
    }
    order = similar_answers.by_similarity(answers)
    assert sorted(order) == list("abcd")
    assert abs(order.index("a") - order.index("c")) == 1
    assert abs(order.index("b") - order.index("d")) == 1


def test_differing_words_are_marked():
    marked = similar_answers.differing(["Packed in boxes.", "Packed in box"])
    assert marked[0] == [("Packed", False), ("in", False), ("boxes.", True)]
    assert marked[1][-1] == ("box", True)


def test_a_thousand_answers_take_less_than_a_coffee():
    chance = random.Random(4)
    words = [f"{chance.choice('bcdfg')}{chance.choice('aeiou')}{n}x" for n in range(60)]
    words = ["".join(c for c in word if c.isalpha()) + word[-2] * 3 for word in words]
    answers = {
        f"{n:04}": " ".join(chance.choices(words, k=25)) + f" {chance.randint(1, 3)} days"
        for n in range(1000)
    }
    began = time.perf_counter()
    groups(answers)
    similar_answers.by_similarity(answers)
    assert time.perf_counter() - began < 5
