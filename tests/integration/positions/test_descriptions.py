"""A job description from its draft to the signature, or to the act of a refusal."""

from datetime import date

import pytest
from sqlalchemy import select

from recruit.kernel.db import db
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.permissions import Role
from recruit.positions import operations, queries
from recruit.positions.models import Acknowledgement, DescriptionState, JobDescription, Witness
from recruit.rules.positions import Refusal
from tests.conftest import NOW
from tests.xss_corpus import XSS

TEXT = dict.fromkeys(queries.SECTIONS, "Some **words**.")
REVIEW = date(2030, 1, 1)


@pytest.fixture
def people(make):
    position = make.position()
    return {
        "position": position,
        "recruiter": make.recruiter(),
        "head": make.head(position.department),
        "director": make.person(Role.DIRECTOR),
        "trainee": make.person(Role.TRAINEE, department=position.department),
    }


def in_force(people):
    description = operations.draft(people["position"], TEXT, actor=people["recruiter"], now=NOW)
    operations.agree(description, actor=people["head"], now=NOW)
    operations.approve(description, review_on=REVIEW, actor=people["director"], now=NOW)
    operations.put_in_force(description, actor=people["recruiter"], now=NOW)
    return description


def test_it_goes_from_draft_to_force_and_supersedes_the_last_one(people):
    first = in_force(people)
    second = in_force(people)
    db.session.refresh(first)
    assert (first.state, second.state) == (
        DescriptionState.SUPERSEDED, DescriptionState.IN_FORCE
    )  # fmt: skip
    assert (second.number, second.in_force_on, second.review_on) == (2, NOW.date(), REVIEW)
    assert queries.in_force(people["position"]) == second


def test_there_is_one_draft_at_a_time(people):
    operations.draft(people["position"], TEXT, actor=people["recruiter"], now=NOW)
    with pytest.raises(Refused, match=Refusal.DRAFT_EXISTS):
        operations.draft(people["position"], TEXT, actor=people["recruiter"], now=NOW)


def test_a_later_version_ends_one_that_was_never_approved(people):
    stuck = operations.draft(people["position"], TEXT, actor=people["recruiter"], now=NOW)
    operations.agree(stuck, actor=people["head"], now=NOW)
    in_force(people)
    db.session.refresh(stuck)
    assert stuck.state is DescriptionState.SUPERSEDED


def test_only_the_head_of_this_department_agrees_and_only_to_all_five_sections(make, people):
    gap = operations.draft(
        people["position"], TEXT | {"rights": " "}, actor=people["recruiter"], now=NOW
    )
    with pytest.raises(Refused, match=Refusal.NOT_HEAD):
        operations.agree(gap, actor=make.head(make.department()), now=NOW)
    with pytest.raises(Refused, match=Refusal.EMPTY):
        operations.agree(gap, actor=people["head"], now=NOW)


def test_nobody_approves_what_they_wrote_or_agreed_to(make, people):
    both = make.person(Role.DIRECTOR, Role.RECRUITER)
    own = operations.draft(people["position"], TEXT, actor=both, now=NOW)
    operations.agree(own, actor=people["head"], now=NOW)
    with pytest.raises(Refused, match=Refusal.OWN_WORK):
        operations.approve(own, review_on=REVIEW, actor=both, now=NOW)
    with pytest.raises(Refused, match=Refusal.OWN_WORK):
        operations.approve(own, review_on=REVIEW, actor=people["head"], now=NOW)


def test_an_agreed_text_is_not_changed_any_more(people):
    description = operations.draft(people["position"], TEXT, actor=people["recruiter"], now=NOW)
    operations.agree(description, actor=people["head"], now=NOW)
    with pytest.raises(Refused, match=Refusal.NOT_FROM_HERE):
        operations.revise(description, TEXT, version=None, actor=people["recruiter"], now=NOW)


def test_a_draft_changed_by_somebody_else_is_not_overwritten(people, sign_in):
    description = operations.draft(people["position"], TEXT, actor=people["recruiter"], now=NOW)
    with pytest.raises(Stale):
        operations.revise(description, TEXT, version=99, actor=people["recruiter"], now=NOW)
    client = sign_in(people["recruiter"])
    answer = client.post(
        f"/positions/descriptions/{description.pubid}/edit", data=TEXT | {"version": "99"}
    )
    assert answer.status_code == 409


def test_the_whole_way_by_the_pages(people, client, sign_in):
    position = people["position"]
    sign_in(people["recruiter"])
    preview = client.post(
        f"/positions/{position.pubid}/descriptions/new", data=TEXT | {"preview": "1"}
    )
    assert "<strong>words</strong>" in preview.text
    assert db.session.scalars(select(JobDescription)).all() == []
    made = client.post(f"/positions/{position.pubid}/descriptions/new", data=TEXT)
    assert made.status_code == 303
    pubid = made.location.rsplit("/", 1)[1]

    sign_in(people["head"])
    page = client.get(made.location)
    assert "Agree to this version" in page.text
    assert client.post(f"/positions/descriptions/{pubid}/agree").status_code == 303
    assert client.post(f"/positions/descriptions/{pubid}/agree").status_code == 422

    sign_in(people["director"])
    late = client.post(
        f"/positions/descriptions/{pubid}/approve", data={"review_on": "2035-01-01"}
    )
    assert late.status_code == 422
    assert "five years" in late.text
    answer = client.post(
        f"/positions/descriptions/{pubid}/approve", data={"review_on": "2030-01-01"}
    )
    assert answer.status_code == 303

    sign_in(people["recruiter"])
    assert client.post(f"/positions/descriptions/{pubid}/force").status_code == 303
    asked = client.post(
        f"/positions/descriptions/{pubid}/signatures", data={"people": people["trainee"].pubid}
    )
    assert asked.status_code == 303
    row = db.session.scalars(select(Acknowledgement)).one()

    sign_in(people["trainee"])
    assert position.title in client.get("/positions/to-sign").text
    assert "I have read it" in client.get(f"/positions/to-sign/{row.pubid}").text
    assert client.post(f"/positions/to-sign/{row.pubid}").status_code == 303
    assert client.post(f"/positions/to-sign/{row.pubid}").status_code == 422
    db.session.refresh(row)
    assert row.signed_at == NOW


def test_nobody_signs_for_somebody_else(make, people, sign_in):
    description = in_force(people)
    [row] = operations.ask_to_sign(
        description, [people["trainee"]], actor=people["recruiter"], now=NOW
    )
    other = make.person(Role.TRAINEE, department=people["position"].department)
    client = sign_in(other)
    assert client.get(f"/positions/to-sign/{row.pubid}").status_code == 404
    assert client.post(f"/positions/to-sign/{row.pubid}").status_code == 404
    assert row.signed_at is None


def test_nobody_is_asked_twice(people):
    description = in_force(people)
    ask = [people["trainee"], people["trainee"]]
    operations.ask_to_sign(description, ask[:1], actor=people["recruiter"], now=NOW)
    assert (
        operations.ask_to_sign(description, ask[:1], actor=people["recruiter"], now=NOW) == []
    )


@pytest.fixture
def refused_by(make, people, sign_in):
    description = in_force(people)
    [row] = operations.ask_to_sign(
        description, [people["trainee"]], actor=people["recruiter"], now=NOW
    )
    witnesses = [make.person(Role.INTERVIEWER) for _ in range(3)]
    return row, witnesses, sign_in(people["recruiter"])


def test_a_refusal_needs_three_distinct_witnesses_none_of_them_the_employee(refused_by, people):
    row, (a, b, c), client = refused_by
    url = f"/positions/acknowledgements/{row.pubid}/refusal"
    assert people["trainee"].pubid not in client.get(url).text
    for chosen in ((a, b, b), (a, b, people["trainee"])):
        fields = dict(zip(("first", "second", "third"), (p.pubid for p in chosen), strict=True))
        assert client.post(url, data=fields).status_code == 422
    with pytest.raises(Refused, match=Refusal.WITNESS_IS_EMPLOYEE):
        operations.record_refusal(
            row, [a, b, people["trainee"]], actor=people["recruiter"], now=NOW
        )
    good = {"first": a.pubid, "second": b.pubid, "third": c.pubid}
    assert client.post(url, data=good).status_code == 303
    db.session.refresh(row)
    assert row.refused_at == NOW
    assert row.signed_at is None
    assert len(db.session.scalars(select(Witness)).all()) == 3


def test_a_refusal_is_final_and_no_signature(refused_by, people):
    row, witnesses, _client = refused_by
    operations.record_refusal(row, witnesses, actor=people["recruiter"], now=NOW)
    with pytest.raises(Refused, match=Refusal.ALREADY_ANSWERED):
        operations.sign(row, actor=people["trainee"], now=NOW)


def test_a_refusal_blocks_nothing(refused_by, people):
    row, witnesses, _client = refused_by
    operations.record_refusal(row, witnesses, actor=people["recruiter"], now=NOW)
    assert in_force(people).state is DescriptionState.IN_FORCE


@pytest.mark.parametrize("text", XSS)
def test_text_that_would_run_is_only_read(people, sign_in, text):
    description = operations.draft(
        people["position"], TEXT | {"duties": text}, actor=people["recruiter"], now=NOW
    )
    client = sign_in(people["recruiter"])
    page = client.get(f"/positions/descriptions/{description.pubid}").text.lower()
    for bad in ("<script>alert", "<img src=x", "<svg/", "<iframe", 'href="javascript', "<base"):
        assert bad not in page
