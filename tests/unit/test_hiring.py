"""Who decides after the interview."""

import pytest

from recruit.rules import hiring
from recruit.rules.hiring import Refusal, Standing
from recruit.rules.pipeline import Stage

HEAD = Standing(heads=True)
RECRUITER = Standing(recruiter=True)
DIRECTOR = Standing(director=True)
BOTH = Standing(heads=True, recruiter=True)
NOBODY = Standing()


@pytest.mark.parametrize(
    ("stage", "who", "reason", "open_one", "expected"),
    [
        (Stage.INTERVIEWED, RECRUITER, "good", False, None),
        (Stage.INTERVIEWED, HEAD, "good", False, None),
        (Stage.INTERVIEWED, DIRECTOR, "good", False, Refusal.MAY_NOT_PROPOSE),
        (Stage.INTERVIEWED, NOBODY, "good", False, Refusal.MAY_NOT_PROPOSE),
        (Stage.INVITED, RECRUITER, "good", False, Refusal.NOT_INTERVIEWED),
        (Stage.HIRED, RECRUITER, "good", False, Refusal.NOT_INTERVIEWED),
        (Stage.INTERVIEWED, RECRUITER, "good", True, Refusal.OPEN_PROPOSAL),
        (Stage.INTERVIEWED, RECRUITER, "  ", False, Refusal.REASON_MISSING),
    ],
)
def test_proposing(stage, who, reason, open_one, expected):
    assert hiring.proposal_refusal(stage, who, reason, open_one=open_one) is expected


@pytest.mark.parametrize(
    ("hire", "proposer", "who", "same", "expected"),
    [
        (True, RECRUITER, HEAD, False, None),
        (True, HEAD, RECRUITER, False, None),
        (True, HEAD, DIRECTOR, False, None),
        (True, RECRUITER, RECRUITER, False, Refusal.MAY_NOT_ANSWER),
        (True, RECRUITER, DIRECTOR, False, Refusal.MAY_NOT_ANSWER),
        (True, HEAD, HEAD, False, Refusal.MAY_NOT_ANSWER),
        (True, BOTH, BOTH, True, Refusal.SAME_PERSON),
        (True, BOTH, HEAD, False, None),
        (False, RECRUITER, HEAD, False, None),
        (False, RECRUITER, DIRECTOR, False, Refusal.MAY_NOT_ANSWER),
        (False, RECRUITER, RECRUITER, False, Refusal.MAY_NOT_ANSWER),
    ],
)
def test_answering(hire, proposer, who, same, expected):
    refusal = hiring.answer_refusal(hire, proposer, who, same_person=same, answered=False)
    assert refusal is expected


def test_an_answer_is_given_once():
    refusal = hiring.answer_refusal(True, RECRUITER, HEAD, same_person=False, answered=True)
    assert refusal is Refusal.ALREADY_ANSWERED


def test_a_heads_own_rejection_needs_no_second_a_hire_always_does():
    assert not hiring.needs_second(False, HEAD)
    assert hiring.needs_second(False, RECRUITER)
    assert hiring.needs_second(True, HEAD)
    assert hiring.needs_second(True, BOTH)
