"""Steps 1 and 2: a vacancy is published, people apply, the recruiter sees and moves them."""

import json
import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests import job_posting_check
from tests.browser.path.cast import (
    VACANCY,
    Candidate,
    Cast,
    button,
    docx,
    heading_is,
    link_in,
    pdf,
    row,
)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PEOPLE = (
    "Elena Dorin",
    "Boris Vlasov",
    "Clara Munte",
    "Daria Koval",
    "Fiodor Lisin",
    "Greta Hall",
)
"""Elena confirms, Boris takes another time, Clara declines, Daria waits; Fiodor and Greta come to
the group session, and Greta is hired."""


def open_vacancy(cast: Cast) -> None:
    """The recruiter writes a vacancy from a position; the head of its department approves it."""
    page = cast.go("recruiter", "/positions", "Positions")
    page.get_by_role("link", name="Customer-service manager").click()
    heading_is(page, "Customer-service manager")
    for section in ("General", "Duties", "Rights", "Relations", "Responsibility"):
        expect(
            page.get_by_role("heading", name=re.compile(section, re.I)).first
        ).to_be_visible()
    cast.look(page, "position")
    cast.go("recruiter", "/vacancies", "Vacancies")
    page.get_by_role("link", name="New vacancy").click()
    heading_is(page, "New vacancy")
    cast.look(page, "choose a position")
    page.get_by_role("link", name="Customer-service manager").click()
    heading_is(page, "New vacancy: Customer-service manager")
    cast.look(page, "write a vacancy")
    page.get_by_label("Title").fill(VACANCY)
    page.get_by_label("In one sentence").fill("Help our first customers of the day.")
    expect(page.get_by_label("Text", exact=True)).not_to_be_empty()
    page.get_by_label("Place of work").select_option(label="Moscow, Moscow")
    pay = page.get_by_label("Pay")
    pay.select_option(
        pay.locator("option", has_text="Level 1 in Moscow").get_attribute("value")
    )
    page.get_by_label("How many people to hire").fill("2")
    button(page, "Save the draft").click()
    heading_is(page, VACANCY)
    expect(button(page, "Publish")).to_have_count(0)
    cast.at["vacancy"] = urlsplit(page.url).path

    head = cast.go("head", cast.at["vacancy"], VACANCY, "draft vacancy")
    button(head, "Approve").click()
    expect(head.get_by_text("Approved, not public yet")).to_be_visible()
    page.reload()
    button(page, "Publish").click()
    expect(button(page, "Pause")).to_be_visible()


def promote(cast: Cast) -> None:
    """The recruiter promotes the vacancy on a channel: a cost, and a link with a code."""
    page = cast.person("recruiter")
    page.get_by_role("link", name="Add a promotion").click()
    heading_is(page, "New promotion")
    cast.look(page, "promotion")
    page.get_by_label("Channel").select_option(label="Job fair")
    page.get_by_label("Cost").fill("15000")
    button(page, "Add the promotion").click()
    heading_is(page, VACANCY)
    expect(row(page, "Job fair")).to_contain_text("15,000")
    link = page.get_by_label("Link for Job fair").input_value()
    cast.at["promotion"] = link.removeprefix(cast.site.url)
    cast.look(page, "vacancy")
    cast.go("recruiter", "/vacancies/channels", "Channels")


def see_the_job(cast: Cast) -> None:
    """The public careers page shows it, with a valid JobPosting."""
    visitor = cast.candidate("Elena Dorin").page
    visitor.goto("/jobs")
    expect(visitor.get_by_role("link", name=VACANCY)).to_be_visible()
    cast.look(visitor, "jobs")
    visitor.goto(cast.at["promotion"])
    heading_is(visitor, VACANCY)
    posting = json.loads(
        visitor.locator('script[type="application/ld+json"]').first.text_content() or ""
    )
    assert job_posting_check.problems(posting) == []
    assert posting["title"] == VACANCY
    assert posting["baseSalary"]["value"]["minValue"] == 25_000
    cast.look(visitor, "job")


def apply(cast: Cast, name: str) -> Candidate:
    """Somebody applies on a phone without an account, and lands on a page of their own."""
    person = cast.candidate(name)
    page = person.page
    page.goto(cast.at["promotion"])
    page.get_by_role("link", name="Apply now").first.click()
    heading_is(page, f"Apply: {VACANCY}")
    cast.look(page, "apply")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Mail").fill(person.email)
    page.get_by_label("Phone").fill(f"+7 495 010 00 {PEOPLE.index(name):02}")
    if name == "Elena Dorin":
        _send(page)  # without a CV and without the consent: refused, and nothing typed is lost
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        expect(page.get_by_label("Mail")).to_have_value(person.email)
        cast.look(page, "apply with problems")
        file = {
            "name": "cv.pdf",
            "mimeType": PDF,
            "buffer": pdf("Four years of telephone sales"),
        }
    else:
        file = {
            "name": "cv.docx",
            "mimeType": DOCX,
            "buffer": docx(f"{name} speaks with people"),
        }
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("checkbox", name=re.compile("I agree that")).check()
    page.wait_for_timeout(3200)  # nobody fills it in faster
    _send(page)
    heading_is(page, "Thank you, we have your application")
    cast.look(page, "thanks")
    return person


def _send(page: Page) -> None:
    button(page, "Send my application").click()


def confirmation(cast: Cast) -> None:
    """The mail brings the candidate to their own page, on whatever device it is read."""
    person = cast.candidate("Elena Dorin")
    mail = cast.mail(person, "We have your application")
    person.page.goto(link_in(mail, "/my/"))
    heading_is(person.page, "Your application, Elena")
    cast.look(person.page, "my application")


def pipeline(cast: Cast) -> None:
    """The recruiter finds everybody on the board, reads a CV and moves people on."""
    page = cast.go("recruiter", "/pipeline", "Pipelines")
    page.get_by_role("link", name=VACANCY).click()
    heading_is(page, VACANCY)
    cast.at["board"] = urlsplit(page.url).path
    for name in PEOPLE:
        expect(page.locator("#lane-applied").get_by_role("link", name=name)).to_be_visible()
    cast.look(page, "board")
    _read_cv(cast, page)
    page.goto(cast.at["board"])
    for name in PEOPLE:
        button(page, f"Actions for {name}").click()
        button(page.locator(".menux-panel:popover-open"), "To invite").click()
        expect(page.locator("#lane-to_invite").get_by_role("link", name=name)).to_be_visible()
    page.goto(f"{cast.at['board']}?view=table")
    cast.look(page, "board as a table")
    cast.go("recruiter", "/candidates", "Candidates")


def _read_cv(cast: Cast, page: Page) -> None:
    page.locator("#lane-applied").get_by_role("link", name="Elena Dorin").click()
    heading_is(page, "Elena Dorin")
    for _ in range(60):  # the text is read in a process of its own, within seconds
        if page.get_by_text("Four years of telephone sales").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.get_by_text("Four years of telephone sales")).to_be_visible()
    with page.expect_download() as download:
        button(page, re.compile("^Download .*pdf$")).click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    cast.look(page, "candidate")
    cast.at["profile"] = urlsplit(page.url).path
    stranger = cast.person("trainee")
    answer = stranger.goto(cast.at["profile"])
    assert answer is not None
    assert answer.status == 404
    cast.look(stranger, "not found")
