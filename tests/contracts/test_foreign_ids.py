"""Ids in bodies and second places of paths: what belongs elsewhere is refused, nothing changes.

Users with two roles have both roles' rights and every conflict of either.
"""

import pytest

from recruit.kernel.db import db
from recruit.kernel.security import link_token
from recruit.rules.scoring import CRITERIA
from tests.contracts.objects import fingerprint

TERMS = {"verdict": "hire", "level": "1", "pay": "12000", "reason": "Good."}
BODIES = [
    # role, path, body
    ("H", "/interviews/{session}/invite", {"choice": "{application_away}:{slot}"}),
    ("H", "/interviews/{session}/invite", {"choice": "{waiting}:{slot_away}"}),
    ("R", "/interviews/{session}/invite", {"choice": "{application_away}:{slot}"}),
    ("R", "/interviews/{session}/invite", {"choice": "{waiting}:{slot_away}"}),
    ("D", "/interviews/{session}/invite", {"choice": "{application_away}:{slot_away}"}),
    ("D", "/desk/{session}/check-in", {"invitation": "{invitation_away}"}),
    ("R", "/desk/{session}/check-in", {"invitation": "{invitation_away}"}),
    ("D", "/desk/{session}/walk-in", {"application": "{application_away}"}),
    ("D", "/desk/{session}/walk-in", {"name": "A", "phone": "+37360000000",
                                      "vacancy": "{vacancy_away}"}),
    ("D", "/desk/arrivals/{arrival}/call", {"interviewer": "{person_away}"}),
    ("R", "/desk/arrivals/{arrival}/call", {"interviewer": "{person_away}"}),
    ("D", "/interviews/invitations/{invitation}/move", {"slot": "{slot_away}"}),
    ("R", "/interviews/invitations/{invitation}/move", {"slot": "{slot_away}"}),
    ("R", "/pipeline/move", {"card": "abdegjkmnpqr", "to": "screening"}),
    ("R", "/candidates/{application_away}/tags/{tag}/remove", {}),
    ("R", "/vacancies/{vacancy}/promotions/new", {"channel": "{vacancy}", "from_on": "2026-03-01"}),
    ("R", "/vacancies/new", {"position": "{vacancy}", "title": "T", "openings": "1"}),
    ("R", "/positions/new", {"department": "{site}", "title": "T"}),
    ("R", "/positions/descriptions/{description_in_force}/signatures", {"people": "{person_away}"}),
    ("R", "/positions/acknowledgements/{acknowledgement}/refusal",
     {"witness_1": "{witness_of}", "witness_2": "{witness_of}", "witness_3": "{person_away}"}),
    ("I", "/interviews/{session}/candidates/{application_away}/scorecard",
     {**dict.fromkeys(CRITERIA, "5"), "submit": "1"}),
    ("I", "/interviews/{session_away}/candidates/{application}/scorecard",
     {**dict.fromkeys(CRITERIA, "5"), "submit": "1"}),
    ("H", "/onboarding/plans/{plan}/mentor", {"mentor": "{mentor_away}", "reason": "x"}),
    ("H", "/onboarding/plans/{plan}/mentor", {"mentor": "{trainee}", "reason": "x"}),
    ("H", "/onboarding/plans/{plan}/test", {"test": "{test_version}", "due_on": "2026-03-20"}),
    ("M", "/onboarding/plans/{plan}/topics/{tag}", {}),
    ("N", "/onboarding/plans/{plan_away}/log", {"kind": "call", "count": "5"}),
    ("R", "/programs/versions/{draft}/stages/{stage_published}/edit", {"title": "T", "days": "1"}),
    ("R", "/programs/versions/{version}/edit", {"note": "x"}),
    ("R", "/programs/versions/{draft}/tasks/remove", {"task": "{tag}"}),
    ("T", "/tests/papers/{paper_given}/ask", {"person": "{trainee}", "kind": "final"}),
    ("T", "/tests/papers/{paper_given}/ask", {"person": "{person_away}", "kind": "first"}),
    ("T", "/tests/versions/{test_published}/assign",
     {"person": "{person_away}", "due_on": "2026-03-20"}),
    ("T", "/grading/papers/{task_final}/items/{controlled_item}", {"points": "1"}),
    ("T", "/tests/papers/{paper_given}/items/{open_item}/late", {"reason": "x"}),
    ("T", "/tests/papers/{paper_oral}/oral/{open_item}", {"text": "x"}),
    ("X", "/grading/control/{paper_controlled}/items/{given_item}", {"points": "1"}),
    ("R", "/organization/sites/{away}/rooms/{room}", {"name": "Mine", "seats": "1"}),
    ("R", "/organization/sites/{away}/rooms/{room}/remove", {}),
    ("A", "/people/{person}", {"name": "A", "email": "a@example.org", "roles": "emperor"}),
    ("A", "/people/invite", {"name": "A", "email": "a@example.org", "roles": "mentor",
                             "departments": "{site}"}),
]  # fmt: skip


@pytest.mark.parametrize(("letter", "path", "body"), BODIES)
def test_what_belongs_elsewhere_is_refused(world, request_as, letter, path, body):
    before = fingerprint()
    sent = {name: value.format(**world.pubids) for name, value in body.items()}
    target = path.format(**world.pubids)
    answer = request_as(world.own[letter], "POST", target, keep=True, data=sent)
    assert answer.status_code in (400, 404, 409, 422)
    assert fingerprint() == before


OWN = [
    ("R", "/interviews/{session}/invite", {"choice": "{waiting}:{slot}"}),
    ("H", "/interviews/{session}/invite", {"choice": "{waiting}:{slot}"}),
    ("D", "/desk/{session}/check-in", {"invitation": "{invitation}"}),
    ("D", "/interviews/invitations/{invitation}/move", {"slot": "{slot_next}"}),
    ("R", "/pipeline/move", {"card": "{waiting}", "to": "screening"}),
    ("R", "/candidates/{application}/tags/{tag}/remove", {}),
    ("D", "/desk/arrivals/{arrival}/call", {"interviewer": "{person}"}),
    ("T", "/tests/versions/{test_free}/assign",
     {"person": "{trainee}", "due_on": "2026-03-20"}),
    ("N", "/onboarding/plans/{plan}/log", {"kind": "call", "count": "5"}),
    ("R", "/organization/sites/{site}/rooms/{room}/remove", {}),
]  # fmt: skip


@pytest.mark.parametrize(("letter", "path", "body"), OWN)
def test_the_same_with_ones_own_is_done(world, request_as, letter, path, body):
    """The control of the test above: its refusals come from whose things they are."""
    sent = {name: value.format(**world.pubids) for name, value in body.items()}
    answer = request_as(world.own[letter], "POST", path.format(**world.pubids), data=sent)
    assert answer.status_code == 303
    assert answer.written


@pytest.mark.parametrize("entry", ["entry_away", "tag"])
def test_a_line_of_another_log_is_not_confirmed(world, request_as, entry):
    before = fingerprint()
    path = "/onboarding/plans/{plan}/log/confirm".format(**world.pubids)
    request_as(world.own["H"], "POST", path, keep=True, data={"entry": world.pubids[entry]})
    assert fingerprint()["activity_entry"] == before["activity_entry"]


def test_a_candidates_link_opens_one_application_only(app, world, request_as):
    """Another application's cookie, another purpose, another generation: nothing there."""
    mine, other = world.pubids["application"], world.pubids["application_away"]
    before = fingerprint()
    for purpose, pubid, generation in (
        ("application", other, 1), ("join", mine, 1), ("application", mine, 2),
        ("application", mine, 0),
    ):  # fmt: skip
        token = link_token(purpose, pubid, generation)
        assert request_as(None, "GET", f"/my/{mine}/{token}", keep=True).status_code == 404
    for action in ("confirm", "decline", "move", "unsure", "withdraw", "here", "offer/accept"):
        client = app.test_client()
        client.set_cookie(
            "application", link_token("application", other, 1), path=f"/my/{mine}"
        )
        answer = client.post(f"/my/{mine}/{action}", data={"slot": world.pubids["slot"]})
        db.session.remove()
        assert answer.status_code == 404, action
    assert fingerprint() == before


CONFLICTS = [
    ("TM", "/grading/papers/{task_stake}/take", {}),
    ("TM", "/grading/papers/{task_stake}/finish", {}),
    ("RH", "/interviews/decisions/answers/{decision_rh}", {"answer": "agree", **TERMS}),
    ("MI", "/onboarding/plans/{plan}", None),
    ("MI", "/interviews/{session}", None),
    ("MI", "/onboarding/stages/{stage}/decide", {"outcome": "pass"}),
    ("RH", "/desk/arrivals/{arrival}/call", {"interviewer": "{person_away}"}),
    ("TM", "/onboarding/plans/{plan}/log/confirm", {"all": "1"}),
]


@pytest.mark.parametrize(("who", "path", "body"), CONFLICTS)
def test_two_roles_have_the_conflicts_of_both(world, request_as, who, path, body):
    before = fingerprint()
    target, method = path.format(**world.pubids), "GET" if body is None else "POST"
    sent = {name: value.format(**world.pubids) for name, value in (body or {}).items()}
    answer = request_as(world.two[who], method, target, keep=True, data=sent)
    assert answer.status_code in (404, 409, 422)
    assert fingerprint() == before


@pytest.mark.parametrize(
    ("who", "path"),
    [("TM", "/grading"), ("TM", "/onboarding/trainees"), ("RH", "/candidates"),
     ("RH", "/onboarding/gates"), ("MI", "/interviews/mine"), ("MI", "/onboarding/trainees"),
     ("RH", "/candidates/{application_away}"), ("TM", "/tests/papers/{paper_stake}")],
)  # fmt: skip
def test_two_roles_have_the_rights_of_both(world, request_as, who, path):
    assert request_as(world.two[who], "GET", path.format(**world.pubids)).status_code == 200
