"""The pages of vacancies: scope, forms, steps, promotions, channels."""

import pytest
from sqlalchemy import select

from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.rules.vacancies import CloseReason, VacancyState
from recruit.vacancies import queries
from recruit.vacancies.models import Channel, Promotion, Vacancy
from tests.conftest import NOW
from tests.xss_corpus import XSS


def fields(make, **kw):
    return {
        "title": "Seller",
        "summary": "Sell.",
        "description": "You **sell**.",
        "site": make.the_site.pubid,
        "band": "",
        "employment_type": "full_time",
        "openings": "2",
    } | kw


def test_heads_see_their_own_departments_and_others_nothing(make, sign_in):
    own, other = (
        make.vacancy(),
        make.vacancy(position=make.position(department=make.department())),
    )
    client = sign_in(make.head(own.department))
    assert client.get(f"/vacancies/{own.pubid}").status_code == 200
    assert client.get(f"/vacancies/{other.pubid}").status_code == 404
    listed = client.get("/vacancies").text
    assert own.pubid in listed
    assert other.pubid not in listed
    for step in ("approve", "publish", "pause", "close"):
        assert client.post(f"/vacancies/{other.pubid}/{step}").status_code == 404
    for role in (Role.ADMIN, Role.INTERVIEWER, Role.RECEPTIONIST, Role.DIRECTOR, Role.TRAINEE):
        client = sign_in(make.person(role, department=own.department))
        assert client.get(f"/vacancies/{own.pubid}").status_code == 404
        assert client.get("/vacancies").status_code == 404


def test_a_head_approves_but_neither_edits_nor_publishes(make, sign_in):
    vacancy = make.vacancy(state=VacancyState.DRAFT, published_at=None)
    client = sign_in(make.head())
    assert "Approve" in client.get(f"/vacancies/{vacancy.pubid}").text
    assert client.post(f"/vacancies/{vacancy.pubid}/edit", data=fields(make)).status_code == 404
    assert client.post(f"/vacancies/{vacancy.pubid}/publish").status_code == 404
    assert client.post(f"/vacancies/{vacancy.pubid}/approve").status_code == 303
    db.session.refresh(vacancy)
    assert vacancy.state is VacancyState.APPROVED


def test_a_recruiter_does_not_approve(make, sign_in):
    vacancy = make.vacancy(state=VacancyState.DRAFT, published_at=None)
    client = sign_in(make.recruiter(department=vacancy.department))
    assert client.post(f"/vacancies/{vacancy.pubid}/approve").status_code == 404


def test_who_is_recruiter_and_head_elsewhere_is_told_why_not(make, sign_in):
    vacancy = make.vacancy(state=VacancyState.DRAFT, published_at=None)
    both = make.person(
        Role.RECRUITER, Role.HIRING_MANAGER, department=make.department(), head=True
    )
    client = sign_in(both)
    answer = client.post(f"/vacancies/{vacancy.pubid}/approve")
    assert answer.status_code == 422
    assert "Only the head" in answer.text


def test_it_is_written_from_a_position_with_its_pay(make, sign_in):
    band = make.band()
    client = sign_in(make.recruiter())
    assert band.position.title in client.get("/vacancies/new").text
    page = client.get(f"/vacancies/new?position={band.position.pubid}")
    assert band.pubid in page.text
    sent = fields(make, position=band.position.pubid, band=band.pubid)
    preview = client.post("/vacancies/new", data=sent | {"preview": "1"})
    assert "<strong>sell</strong>" in preview.text
    assert db.session.scalars(select(Vacancy)).all() == []
    made = client.post("/vacancies/new", data=sent)
    assert made.status_code == 303
    vacancy = db.session.scalars(select(Vacancy)).one()
    assert (vacancy.band, vacancy.openings) == (band, 2)
    assert client.get(made.location).status_code == 200


def test_a_date_in_the_past_gets_a_clear_message_and_nothing_is_lost(make, sign_in):
    position = make.position()
    client = sign_in(make.recruiter())
    answer = client.post(
        "/vacancies/new",
        data=fields(make, position=position.pubid, closes_on="2020-01-01", title="Kept title"),
    )
    assert answer.status_code == 422
    assert "has passed" in answer.text
    assert "Kept title" in answer.text


def test_bad_fields_are_answered_beside_them(make, sign_in):
    position = make.position()
    client = sign_in(make.recruiter())
    for bad in (
        {"openings": "0"},
        {"openings": "9" * 30},
        {"openings": "x"},
        {"title": ""},
        {"site": "nope"},
        {"band": "nope"},
        {"employment_type": "slave"},
        {"closes_on": "yesterday"},
        {"description": ""},
        {"description": "x" * 20_001},
        {"title": "\x00"},
        {"title": "x" * 121},
    ):
        answer = client.post("/vacancies/new", data=fields(make, position=position.pubid) | bad)
        assert answer.status_code == 422, bad
    assert client.post("/vacancies/new", data=fields(make, position="nope")).status_code == 404


def test_a_change_made_meanwhile_is_not_overwritten(make, sign_in):
    vacancy = make.vacancy()
    client = sign_in(make.recruiter())
    url = f"/vacancies/{vacancy.pubid}/edit"
    page = client.get(url).text
    assert f'name="version" type="hidden" value="{vacancy.version}"' in page
    good = fields(make, version=str(vacancy.version), title="First")
    assert client.post(url, data=good).status_code == 303
    assert client.post(url, data=good | {"title": "Second"}).status_code == 409
    assert client.post(url, data=good | {"version": "abc"}).status_code == 409
    db.session.refresh(vacancy)
    assert vacancy.title == "First"


def test_fields_that_are_not_on_the_form_change_nothing(make, sign_in):
    vacancy = make.vacancy()
    client = sign_in(make.recruiter())
    extra = {
        "state": "closed",
        "department": "x",
        "recruiter": "x",
        "approved_by": "x",
        "id": "9",
    }
    sent = fields(make, version=str(vacancy.version)) | extra
    assert client.post(f"/vacancies/{vacancy.pubid}/edit", data=sent).status_code == 303
    db.session.refresh(vacancy)
    assert vacancy.state is VacancyState.PUBLISHED


def test_steps_by_the_buttons_with_a_way_back(make, sign_in):
    vacancy = make.vacancy()
    client = sign_in(make.recruiter())
    here = f"/vacancies/{vacancy.pubid}"
    assert client.post(f"{here}/pause").status_code == 303
    assert f"{here}/publish" in client.get(here).text
    assert client.post(f"{here}/pause").status_code == 422
    assert client.post(f"{here}/close").status_code == 422
    assert client.post(f"{here}/close", data={"reason": "bored"}).status_code == 422
    assert client.post(f"{here}/close", data={"reason": "filled"}).status_code == 303
    db.session.refresh(vacancy)
    assert vacancy.close_reason is CloseReason.FILLED
    assert client.post(f"{here}/edit", data=fields(make)).status_code in (409, 422)


def test_the_list_is_filtered_paged_and_counts_in_few_queries(
    make, sign_in, count_queries, monkeypatch
):
    monkeypatch.setattr(queries, "PAGE", 3)
    vacancies = [make.vacancy(title=f"Job {n}") for n in range(4)]
    for _ in range(3):
        make.application(vacancy=vacancies[3])
    make.application(vacancy=vacancies[3], closed_at=NOW)
    make.vacancy(title="Over", state=VacancyState.CLOSED)
    client = sign_in(make.recruiter())
    with count_queries() as statements:
        first = client.get("/vacancies")
    assert len(statements) < 14
    assert "Job 3" in first.text
    assert "Job 0" not in first.text
    assert "Over" not in first.text
    assert f"after={vacancies[1].pubid}" in first.text
    assert "Job 0" in client.get(f"/vacancies?after={vacancies[1].pubid}").text
    assert "Over" in client.get("/vacancies?show=closed").text
    assert "Job 2" not in client.get("/vacancies?q=job+3").text
    assert '<td class="num">3</td>' in first.text  # open
    assert '<td class="num">4</td>' in first.text  # all


@pytest.mark.parametrize(
    "query", ["show=nonsense", "department=x", "site='--", "after=x", "after=222222222222"]
)
def test_filters_outside_the_list_are_400(make, sign_in, query):
    assert sign_in(make.recruiter()).get(f"/vacancies?{query}").status_code == 400


def promotion_fields(channel, **kw):
    return {
        "channel": channel.pubid,
        "from_on": "2026-03-01",
        "until_on": "",
        "cost": "1 500,50",
        "currency": "MDL",
    } | kw


def test_a_promotion_gets_a_readable_code_and_a_link(make, sign_in):
    vacancy, channel = make.vacancy(title="Vânzător & Co"), make.channel(name="Head Hunter")
    client = sign_in(make.recruiter())
    url = f"/vacancies/{vacancy.pubid}/promotions/new"
    assert client.get(url).status_code == 200
    assert client.post(url, data=promotion_fields(channel)).status_code == 303
    promotion = db.session.scalars(select(Promotion)).one()
    assert promotion.code.startswith("head-hunter-vanzator-co-")
    assert (promotion.cost_minor, promotion.currency) == (150_050, "MDL")
    page = client.get(f"/vacancies/{vacancy.pubid}").text
    assert f"http://127.0.0.1:8000/jobs/{vacancy.pubid}?c={promotion.code}" in page
    again = client.post(url, data=promotion_fields(channel))
    assert again.status_code == 303
    assert len({p.code for p in db.session.scalars(select(Promotion))}) == 2


def test_applications_are_counted_per_promotion_with_their_cost(make, sign_in):
    promotion = make.promotion(cost_minor=90_000)
    for _ in range(3):
        make.application(vacancy=promotion.vacancy, promotion=promotion)
    make.application(vacancy=promotion.vacancy)
    page = sign_in(make.recruiter()).get(f"/vacancies/{promotion.vacancy.pubid}").text
    assert '<td class="num">3</td>' in page
    assert "300 MDL" in page
    assert "No promotion known" in page


@pytest.mark.parametrize(
    "bad",
    [
        {"until_on": "2026-02-01"},
        {"cost": "free"},
        {"channel": "nope"},
        {"from_on": ""},
        {"currency": "XXX"},
        {"cost": "99999999999"},
    ],
)
def test_bad_promotions_are_refused_with_the_values_kept(make, sign_in, bad):
    vacancy, channel = make.vacancy(), make.channel()
    client = sign_in(make.recruiter())
    answer = client.post(
        f"/vacancies/{vacancy.pubid}/promotions/new", data=promotion_fields(channel) | bad
    )
    assert answer.status_code == 422
    assert db.session.scalars(select(Promotion)).all() == []


def test_a_draft_is_not_promoted(make, sign_in):
    vacancy = make.vacancy(state=VacancyState.DRAFT, published_at=None)
    client = sign_in(make.recruiter())
    answer = client.post(
        f"/vacancies/{vacancy.pubid}/promotions/new", data=promotion_fields(make.channel())
    )
    assert answer.status_code == 422
    assert "approves" in answer.text


def test_period_and_cost_are_corrected_the_code_stays(make, sign_in):
    promotion = make.promotion()
    code = promotion.code
    client = sign_in(make.recruiter())
    url = f"/vacancies/promotions/{promotion.pubid}/edit"
    assert 'value="500"' in client.get(url).text
    sent = {"from_on": "2026-02-01", "until_on": "2026-03-01", "cost": "0", "currency": "MDL"}
    assert client.post(url, data=sent).status_code == 303
    assert client.post(url, data=sent | {"until_on": "2026-01-01"}).status_code == 422
    db.session.refresh(promotion)
    assert (promotion.cost_minor, promotion.code) == (0, code)
    head = sign_in(make.head())
    assert head.get(url).status_code == 404


def test_channels_are_added_renamed_and_retired(make, sign_in):
    client = sign_in(make.recruiter())
    sent = {"name": "Fair", "kind": "fair"}
    assert client.post("/vacancies/channels", data=sent).status_code == 303
    assert client.post("/vacancies/channels", data=sent).status_code == 422
    channel = db.session.scalars(select(Channel)).one()
    url = f"/vacancies/channels/{channel.pubid}"
    assert client.post(url, data={"name": "City fair", "kind": "fair"}).status_code == 303
    db.session.refresh(channel)
    assert (channel.name, channel.active) == ("City fair", False)
    assert "City fair" in client.get("/vacancies/channels").text
    vacancy = make.vacancy()
    page = client.get(f"/vacancies/{vacancy.pubid}/promotions/new").text
    assert "City fair" not in page
    assert client.post(url, data={"name": "x", "kind": "nonsense"}).status_code == 422


@pytest.mark.parametrize("text", XSS)
def test_text_that_would_run_is_only_read(make, sign_in, text):
    vacancy = make.vacancy(title=text[:120], summary=text[:300], description=text)
    client = sign_in(make.recruiter())
    for path in (
        "/vacancies",
        f"/vacancies/{vacancy.pubid}",
        f"/vacancies/{vacancy.pubid}/edit",
    ):
        page = client.get(path).text.lower()
        for bad in (
            "<script>alert",
            "<img src=x",
            "<svg/",
            "<iframe",
            'href="javascript',
            "<base",
        ):
            assert bad not in page
