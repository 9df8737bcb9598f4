"""JobPosting: what search engines require, whatever the vacancy says."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.job_posting import Employer, Pay, Place, Posting, json_ld
from recruit.rules.money import Money
from tests.job_posting_check import problems


def posting(**kw: object) -> Posting:
    defaults: dict[str, object] = {
        "pubid": "abc",
        "url": "https://jobs.example.org/jobs/abc",
        "title": "Seller",
        "description": "<p>Sell.</p>",
        "posted_on": date(2026, 3, 2),
        "employer": Employer("Northwind", "https://example.org"),
        "place": Place("MD", "Chisinau", "Strada Mare 1", "Chisinau", "2001"),
        "zone": ZoneInfo("Europe/Chisinau"),
        "employment_type": "full_time",
    }
    return Posting(**defaults | kw)


def test_a_posting_has_all_that_is_required_and_recommended():
    data = json_ld(
        posting(
            closes_on=date(2026, 4, 30),
            openings=2,
            pay=Pay(Money(1_000_000, "MDL"), Money(1_500_050, "MDL")),
        )
    )
    assert problems(data) == []
    assert data["validThrough"] == "2026-04-30T23:59:59+03:00"
    assert data["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "minValue": 10000,
        "maxValue": 15000.5,
        "unitText": "MONTH",
    }
    assert data["jobLocation"]["address"]["postalCode"] == "2001"
    assert data["totalJobOpenings"] == 2


def test_remote_work_names_the_country_people_may_live_in():
    data = json_ld(posting(remote=True))
    assert data["jobLocationType"] == "TELECOMMUTE"
    assert data["applicantLocationRequirements"] == {"@type": "Country", "name": "MD"}
    assert "jobLocation" not in data
    assert problems(data) == []


def test_what_is_unknown_is_left_out():
    data = json_ld(posting(place=Place("MD"), employer=Employer("Northwind")))
    assert data["jobLocation"]["address"] == {"@type": "PostalAddress", "addressCountry": "MD"}
    assert data["hiringOrganization"] == {"@type": "Organization", "name": "Northwind"}
    assert {"validThrough", "baseSalary"}.isdisjoint(data)


def test_one_amount_is_no_range_and_a_currency_may_have_no_cents():
    data = json_ld(posting(pay=Pay(Money(300_000, "JPY"), Money(300_000, "JPY"), digits=0)))
    assert data["baseSalary"]["value"]["value"] == 300_000


def test_an_unknown_kind_of_work_is_a_mistake():
    with pytest.raises(ValueError):
        json_ld(posting(employment_type="slavery"))


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.sampled_from(["Europe/Chisinau", "America/New_York", "Asia/Kolkata", "UTC"]),
    st.integers(1, 10**9),
    st.integers(0, 10**9),
)
def test_the_last_moment_is_the_end_of_the_day_where_the_work_is(closes_on, zone, low, more):
    pay = Pay(Money(low, "EUR"), Money(low + more, "EUR"))
    data = json_ld(posting(closes_on=closes_on, zone=ZoneInfo(zone), pay=pay))
    last = datetime.fromisoformat(data["validThrough"])
    assert last.tzinfo is not None
    assert last.date() == closes_on
    assert (last.hour, last.minute) == (23, 59)
    assert problems(data) == []
