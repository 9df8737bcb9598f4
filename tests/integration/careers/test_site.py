"""The public site: what is shown, what is gone, what machines read."""

import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from recruit.careers.views import jobs
from recruit.kernel.permissions import Role
from recruit.organization.models import Organization
from recruit.rules.vacancies import VacancyState
from tests.conftest import NOW
from tests.job_posting_check import problems
from tests.xss_corpus import XSS

HIDDEN = [
    (VacancyState.DRAFT, None, 404),
    (VacancyState.APPROVED, None, 404),
    (VacancyState.CLOSED, None, 404),  # cancelled before it was ever public
    (VacancyState.PAUSED, NOW, 410),
    (VacancyState.CLOSED, NOW, 410),
]


def structured(page: str) -> dict:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert len(found) == 1
    return json.loads(found[0])


def test_a_published_vacancy_has_its_page_with_valid_structured_data(make, client):
    position = make.position()
    vacancy = make.vacancy(
        position=position, band=make.band(position=position), closes_on=date(2026, 4, 30)
    )
    page = client.get(f"/jobs/{vacancy.pubid}")
    assert page.status_code == 200
    data = structured(page.text)
    assert problems(data) == []
    assert data["title"] == vacancy.title
    assert data["description"] == "<p>You <strong>help</strong> customers.</p>\n"
    assert data["url"] == f"http://127.0.0.1:8000/jobs/{vacancy.pubid}"
    assert data["validThrough"] == "2026-04-30T23:59:59+03:00"
    assert data["baseSalary"]["value"]["minValue"] == 10000
    assert data["jobLocation"]["address"]["addressLocality"] == "Chisinau"
    for part in ('property="og:title"', 'property="og:url"', 'rel="canonical"'):
        assert part in page.text
    assert page.text.count("<h1") == 1


def test_a_site_without_a_country_has_the_company_s(make, client):
    make.add(Organization(id=1, name="Northwind", country="RO", website="https://e.org"))
    data = structured(
        client.get(f"/jobs/{make.vacancy(site=make.site(country='')).pubid}").text
    )
    assert problems(data) == []
    assert data["jobLocation"]["address"]["addressCountry"] == "RO"
    assert data["hiringOrganization"]["sameAs"] == "https://e.org"


def test_remote_work_and_a_vacancy_without_pay_are_valid_too(make, client):
    data = structured(client.get(f"/jobs/{make.vacancy(remote=True).pubid}").text)
    assert problems(data) == []
    assert data["jobLocationType"] == "TELECOMMUTE"


@pytest.mark.parametrize(("state", "published_at", "status"), HIDDEN)
def test_what_is_not_public_is_nowhere(make, client, state, published_at, status):
    hidden = make.vacancy(
        title="Hidden title",
        summary="Hidden summary",
        description="Hidden text",
        state=state,
        published_at=published_at,
    )
    shown = make.vacancy(title="Shown title")
    for path in ("", "/apply"):
        page = client.get(f"/jobs/{hidden.pubid}{path}")
        assert page.status_code == status
        assert "Hidden" not in page.text
        if status == 410:
            assert "Shown title" in page.text
    assert client.post(f"/jobs/{hidden.pubid}/apply", data={"name": "x"}).status_code == status
    for path in ("/jobs", "/jobs?q=hidden", "/sitemap.xml", "/jobs/feed.xml"):
        page = client.get(path)
        assert page.status_code == 200
        assert "Hidden" not in page.text
        assert hidden.pubid not in page.text
    assert shown.pubid in client.get("/sitemap.xml").text


def test_the_list_is_searched_and_filtered(make, client):
    there = make.site(city="Balti")
    a = make.vacancy(title="Phone seller", summary="a")
    b = make.vacancy(
        title="Driver",
        site=there,
        remote=True,
        employment_type="part_time",
        position=make.position(department=make.department(name="Cars")),
    )

    def shown(query: str) -> set:
        page = client.get(f"/jobs?{query}").text
        return {v.pubid for v in (a, b) if v.pubid in page}

    assert shown("") == {a.pubid, b.pubid}
    assert shown("q=PHONE") == {a.pubid}
    assert shown("q=%25") == set()
    assert shown("city=Balti") == {b.pubid}
    assert shown(f"department={b.department.pubid}") == {b.pubid}
    assert shown("type=part_time") == {b.pubid}
    assert shown("remote=1") == {b.pubid}
    assert shown("q=nothing+at+all") == set()


@pytest.mark.parametrize(
    "query", ["type=slave", "department=1", "remote=yes", "after=x", "after=222222222222"]
)
def test_filters_outside_the_list_are_400(client, query):
    assert client.get(f"/jobs?{query}").status_code == 400


def test_the_list_is_paged_in_few_queries(make, client, monkeypatch, count_queries):
    monkeypatch.setattr(jobs, "PAGE", 2)
    rows = [
        make.vacancy(title=f"Job {n}", published_at=NOW - timedelta(days=n)) for n in range(3)
    ]
    with count_queries() as statements:
        first = client.get("/jobs").text
    assert len(statements) <= 6
    assert "Job 1" in first
    assert "Job 2" not in first
    assert f"after={rows[1].pubid}" in first
    assert "Job 2" in client.get(f"/jobs?after={rows[1].pubid}").text


def test_an_empty_site_says_what_to_do(client):
    assert "No open jobs today" in client.get("/jobs").text


def test_the_pages_speak_three_languages(make, client):
    vacancy = make.vacancy()
    for locale in ("en", "ro", "ru"):
        page = client.get(f"/jobs/{vacancy.pubid}", headers={"Accept-Language": locale})
        assert f'<html lang="{locale}">' in page.text


def test_the_sitemap_and_the_feed_are_well_formed(make, client):
    vacancy = make.vacancy(title="Sell & <win>", summary="A & B")
    ours = f"http://127.0.0.1:8000/jobs/{vacancy.pubid}"
    sitemap = client.get("/sitemap.xml")
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = ElementTree.fromstring(sitemap.data)
    found = [node.text for node in root.findall("s:url/s:loc", names)]
    assert found == ["http://127.0.0.1:8000/jobs", ours]
    feed = ElementTree.fromstring(client.get("/jobs/feed.xml").data)
    [item] = feed.findall("channel/item")
    assert item.findtext("title") == "Sell & <win>"
    assert item.findtext("link") == item.findtext("guid") == ours
    assert item.findtext("pubDate") == "Mon, 02 Mar 2026 09:00:00 +0000"
    robots = client.get("/robots.txt").text
    assert "Disallow: /my/" in robots
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in robots


def test_a_foreign_host_builds_no_links(make, client):
    vacancy = make.vacancy()
    page = client.get(f"/jobs/{vacancy.pubid}", headers={"Host": "evil.test"})
    assert page.status_code == 400
    assert "evil.test" not in page.text


@pytest.mark.parametrize("text", XSS)
def test_text_that_would_run_is_only_read(make, client, text):
    make.vacancy(title="Other")
    vacancy = make.vacancy(title=text[:120], summary=text[:300], description=text)
    for path in ("/jobs", f"/jobs/{vacancy.pubid}", f"/jobs/{vacancy.pubid}/apply"):
        page = client.get(path).text
        scripts = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)[^>]*>", page, re.I)
        assert scripts == []
        lowered = page.lower()
        for bad in (
            "<img src=x",
            "<svg/",
            "<iframe",
            'href="javascript',
            "<base",
            "<form action=//",
        ):
            assert bad not in lowered
    data = structured(client.get(f"/jobs/{vacancy.pubid}").text)
    assert data["title"] == text[:120]
    ElementTree.fromstring(client.get("/jobs/feed.xml").data)


def test_the_preview_is_for_those_who_may_see_the_vacancy(make, client, sign_in):
    draft = make.vacancy(state=VacancyState.DRAFT, published_at=None)
    url = f"/jobs/{draft.pubid}/preview"
    assert client.get(url).status_code == 303
    head = sign_in(make.head(draft.department))
    page = head.get(url)
    assert page.status_code == 200
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert "ld+json" not in page.text
    assert f"/jobs/{draft.pubid}/apply" not in page.text
    assert sign_in(make.head(make.department())).get(url).status_code == 404
    assert sign_in(make.person(Role.INTERVIEWER)).get(url).status_code == 404
