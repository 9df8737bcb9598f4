"""Who may do what around one plan; people are letters. Roles add up, conflicts subtract."""

import pytest

from recruit.rules.onboarding.conflicts import (
    Confirmation,
    Parties,
    check_refusal,
    confirmation,
    cosign_refusal,
    judge_refusal,
    topic_refusal,
    waive_refusal,
)
from recruit.rules.onboarding.mentors import Load, mentor_refusal, ranked
from recruit.rules.onboarding.role_plays import (
    Finals,
    assessors_needed,
    final_refusal,
    role_play_outcome,
    third_approval_refusal,
    third_request_refusal,
)
from recruit.rules.onboarding.states import (
    Checker,
    MentorKind,
    Refusal,
    RolePlayOutcome,
    Side,
)

PLAIN = Parties(trainee="T", head="H", mentor="M")
PAID = Parties(trainee="T", head="H", mentor="M", paid=frozenset("M"))
HEAD_MENTORS = Parties(trainee="T", head="H", mentor="H")
HEAD_PAID = Parties(trainee="T", head="H", mentor="H", paid=frozenset("H"))
ONCE_PAID = Parties(trainee="T", head="H", mentor="M", paid=frozenset("H"))
HEADLESS = Parties(trainee="T", mentor="M")
HEAD_TRAINS = Parties(trainee="H", head="H", mentor="M")
PASSED, FAILED = RolePlayOutcome.PASSED, RolePlayOutcome.FAILED


@pytest.mark.parametrize(
    ("parties", "actor", "director", "wanted"),
    [
        (PLAIN, "H", False, None),
        (PLAIN, "H", True, None),
        (PLAIN, "D", True, Refusal.HEAD_DECIDES),
        (PLAIN, "T", True, Refusal.SELF),
        (PLAIN, "M", True, Refusal.DIRECTOR_DECIDES),
        (PLAIN, "X", False, Refusal.HEAD_DECIDES),
        (HEAD_MENTORS, "H", False, Refusal.DIRECTOR_DECIDES),
        (HEAD_MENTORS, "H", True, Refusal.DIRECTOR_DECIDES),
        (HEAD_MENTORS, "D", True, None),
        (ONCE_PAID, "H", False, Refusal.DIRECTOR_DECIDES),
        (ONCE_PAID, "D", True, None),
        (HEADLESS, "D", True, None),
        (HEADLESS, "X", False, Refusal.DIRECTOR_DECIDES),
        (HEAD_TRAINS, "H", True, Refusal.SELF),
        (HEAD_TRAINS, "D", True, None),
    ],
)
def test_who_decides_a_gate(parties, actor, director, wanted):
    assert judge_refusal(parties, actor, is_director=director) is wanted


@pytest.mark.parametrize(
    ("parties", "actor", "wanted"),
    [
        (PLAIN, "D", None),
        (PLAIN, "T", Refusal.SELF),
        (PLAIN, "M", Refusal.DIRECTOR_DECIDES),
    ],
)
def test_a_director_waives_any_gate_but_not_their_own_case(parties, actor, wanted):
    assert judge_refusal(parties, actor, is_director=True, waives=True) is wanted


@pytest.mark.parametrize(
    ("parties", "actor", "corrects", "confirmed_by", "verified", "wanted"),
    [
        (PLAIN, "M", False, None, False, Confirmation.VERIFIES),
        (PLAIN, "H", False, None, False, Confirmation.VERIFIES),
        (PLAIN, "R", True, None, False, Confirmation.VERIFIES),
        (PLAIN, "X", False, None, False, Refusal.NOT_YOURS),
        (PLAIN, "T", True, None, False, Refusal.SELF),
        (PLAIN, "H", False, "M", True, Refusal.ALREADY_CONFIRMED),
        (PAID, "M", False, None, False, Confirmation.FIRST_OF_TWO),
        (PAID, "M", True, None, False, Confirmation.FIRST_OF_TWO),
        (PAID, "M", False, "M", False, Refusal.ALREADY_CONFIRMED),
        (PAID, "H", False, "M", False, Confirmation.VERIFIES),
        (PAID, "H", False, None, False, Confirmation.VERIFIES),
        (PAID, "R", True, "M", False, Confirmation.VERIFIES),
        (HEAD_PAID, "H", False, None, False, Confirmation.FIRST_OF_TWO),
        (HEAD_PAID, "R", True, "H", False, Confirmation.VERIFIES),
        (
            Parties("T", "H", "M", frozenset("MH")), "H", False, "M", False,
            Refusal.PAID_MENTOR,
        ),
    ],
)  # fmt: skip
def test_who_confirms_the_log(parties, actor, corrects, confirmed_by, verified, wanted):
    answer = confirmation(
        parties, actor=actor, corrects=corrects, confirmed_by=confirmed_by, verified=verified
    )
    assert answer is wanted


@pytest.mark.parametrize(
    ("side", "actor", "wanted"),
    [
        (Side.TRAINEE, "T", None),
        (Side.TRAINEE, "M", Refusal.NOT_YOURS),
        (Side.MENTOR, "M", None),
        (Side.MENTOR, "H", None),
        (Side.MENTOR, "T", Refusal.SELF),
        (Side.MENTOR, "R", Refusal.NOT_YOURS),
    ],
)
def test_nobody_confirms_both_sides_of_a_topic(side, actor, wanted):
    assert topic_refusal(PLAIN, side, actor=actor, confirmed=False) is wanted
    assert topic_refusal(PLAIN, side, actor=actor, confirmed=True) is Refusal.ALREADY_CONFIRMED


@pytest.mark.parametrize(
    ("checker", "owner", "actor", "corrects", "wanted"),
    [
        (Checker.MENTOR, "T", "M", False, None),
        (Checker.MENTOR, "T", "H", False, None),
        (Checker.MENTOR, "T", "R", True, None),
        (Checker.MENTOR, "T", "T", True, Refusal.SELF),
        (Checker.MENTOR, "T", "X", False, Refusal.NOT_YOURS),
        (Checker.HEAD, "T", "M", False, Refusal.NOT_YOURS),
        (Checker.HEAD, "H", "H", True, Refusal.SELF),
        (Checker.MENTOR, "M", "T", False, Refusal.NOT_YOURS),
    ],
)
def test_who_accepts_a_task(checker, owner, actor, corrects, wanted):
    assert check_refusal(PLAIN, checker, owner=owner, actor=actor, corrects=corrects) is wanted


@pytest.mark.parametrize(
    ("parties", "owner", "actor", "reason", "wanted"),
    [
        (PLAIN, "T", "R", "has done it before", None),
        (PLAIN, "T", "R", "  ", Refusal.REASON_MISSING),
        (PLAIN, "H", "H", "why not", Refusal.SELF),
        (PLAIN, "M", "T", "why not", Refusal.SELF),
        (HEAD_PAID, "T", "H", "why not", Refusal.PAID_MENTOR),
    ],
)
def test_who_waives_a_task(parties, owner, actor, reason, wanted):
    assert waive_refusal(parties, owner=owner, actor=actor, reason=reason) is wanted


@pytest.mark.parametrize(
    ("actor", "pending", "wanted"),
    [
        ("R", True, None),
        ("R", False, Refusal.NO_EXIT_PENDING),
        ("H", True, Refusal.SAME_PERSON),
        ("T", True, Refusal.SELF),
        ("M", True, Refusal.NOT_YOURS),
    ],
)
def test_an_exit_needs_a_second_person(actor, pending, wanted):
    assert cosign_refusal(PAID, decided_by="H", actor=actor, pending=pending) is wanted


@pytest.mark.parametrize(
    ("finals", "wanted"),
    [
        (Finals(), None),
        (Finals((FAILED,)), None),
        (Finals((None,)), Refusal.ALREADY_HELD),
        (Finals((PASSED,)), Refusal.ALREADY_PASSED),
        (Finals((FAILED, FAILED)), Refusal.THIRD_NOT_ASKED),
        (Finals((FAILED, FAILED), third_approved=True), None),
        (Finals((FAILED, FAILED, FAILED), third_approved=True), Refusal.NO_ATTEMPT_LEFT),
    ],
)
def test_two_final_attempts_and_a_third_by_exception(finals, wanted):
    assert final_refusal(finals) is wanted


def test_attempts_left():
    assert Finals().left == 2
    assert Finals((FAILED,)).left == 1
    assert Finals((FAILED, FAILED)).left == 0
    assert Finals((FAILED, FAILED), third_approved=True).left == 1
    assert Finals((FAILED, PASSED)).left == 0


@pytest.mark.parametrize(
    ("parties", "marks", "wanted"),
    [
        (PLAIN, {}, None),
        (PLAIN, {"M": True}, PASSED),
        (PLAIN, {"M": False}, FAILED),
        (PAID, {"M": True}, None),
        (PAID, {"H": True}, None),
        (PAID, {"M": True, "H": True}, PASSED),
        (PAID, {"M": True, "H": False}, FAILED),
        (PAID, {"M": False, "H": True}, PASSED),
        (PAID, {"R": True, "H": False}, FAILED),
        (Parties("T", "H", "M", frozenset("MH")), {"M": True, "H": True}, None),
    ],
)
def test_a_paid_mentor_is_never_the_only_assessor(parties, marks, wanted):
    assert role_play_outcome(parties, marks) is wanted
    assert assessors_needed(parties) == (2 if parties.paid else 1)


@pytest.mark.parametrize(
    ("actor", "finals", "asked", "wanted"),
    [
        ("H", Finals((FAILED, FAILED)), False, None),
        ("H", Finals((FAILED, FAILED)), True, Refusal.WRONG_STATE),
        ("H", Finals((FAILED,)), False, Refusal.WRONG_STATE),
        ("H", Finals((FAILED, None)), False, Refusal.WRONG_STATE),
        ("H", Finals((FAILED, PASSED)), False, Refusal.ALREADY_PASSED),
        ("M", Finals((FAILED, FAILED)), False, Refusal.HEAD_DECIDES),
        ("T", Finals((FAILED, FAILED)), False, Refusal.SELF),
    ],
)
def test_who_asks_for_a_third_attempt(actor, finals, asked, wanted):
    assert third_request_refusal(PLAIN, finals, actor=actor, asked=asked) is wanted


@pytest.mark.parametrize(
    ("actor", "wanted"),
    [("R", None), ("H", Refusal.SAME_PERSON), ("T", Refusal.SELF), ("M", Refusal.PAID_MENTOR)],
)
def test_who_approves_a_third_attempt(actor, wanted):
    assert third_approval_refusal(PAID, requested_by="H", actor=actor) is wanted


def load(key="M", kind=MentorKind.TRAINER, capacity=2, mentees=0, **kw):
    return Load(key, kind, capacity, mentees, **({"same_site": True, "attested": True} | kw))


@pytest.mark.parametrize(
    ("one", "reason", "wanted"),
    [
        (load(), "", None),
        (load("T"), "", Refusal.SELF),
        (load(mentees=2), "", Refusal.MENTOR_FULL),
        (load(mentees=3), "", Refusal.MENTOR_FULL),
        (load(willing=False), "", Refusal.MENTOR_NOT_WILLING),
        (load(kind=MentorKind.SELLER), "", Refusal.FALLBACK_REASON),
        (load(kind=MentorKind.SELLER), "no trainer free", None),
        (load(kind=MentorKind.SELLER, attested=False), "x", Refusal.MENTOR_NOT_ATTESTED),
        (load(kind=MentorKind.HEAD, attested=False), "nobody else", None),
        (load(kind=MentorKind.HEAD), " ", Refusal.FALLBACK_REASON),
    ],
)
def test_who_may_be_proposed(one, reason, wanted):
    assert mentor_refusal(one, "T", reason=reason) is wanted


def test_mentors_are_asked_in_the_order_of_the_domain():
    people = [
        load("head", MentorKind.HEAD),
        load("seller, far", MentorKind.SELLER, same_site=False),
        load("seller, busy", MentorKind.SELLER, mentees=1),
        load("seller", MentorKind.SELLER),
        load("trainer, full", mentees=2),
        load("trainer"),
    ]
    assert [one.key for one in ranked(people)] == [
        "trainer", "seller", "seller, busy", "seller, far", "head", "trainer, full",
    ]  # fmt: skip
