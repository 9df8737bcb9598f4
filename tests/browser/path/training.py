"""Step 7: the offer, the trainee's account and plan, the mentor, the work of learning."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from recruit.demo.accounts import TRAINEE
from tests.browser.path.cast import (
    Cast,
    button,
    heading_is,
    link_in,
    now_at_site,
    row,
)

HIRED = "Greta Hall"


def hire(cast: Cast) -> None:
    """Two named people hire: the recruiter proposes, the head agrees with terms."""
    page = cast.go("recruiter", "/interviews/decisions", "Decisions", "decisions")
    page.get_by_role("link", name=HIRED).click()
    heading_is(page, HIRED)
    cast.at["decision"] = urlsplit(page.url).path
    cast.look(page, "propose")
    page.get_by_role("radio", name="Hire").check()
    page.get_by_label("Reason").fill("Best of the group, and wants to learn.")
    button(page, "Propose").click()
    expect(page.get_by_text("Waiting for somebody else")).to_be_visible()

    head = cast.go("head", cast.at["decision"], HIRED, "answer a proposal")
    head.get_by_label("Level").select_option("1")
    head.get_by_label("Monthly pay").fill("28000")
    head.get_by_label("First working day").fill(f"{_next_monday():%Y-%m-%d}")
    head.get_by_label("Offer valid until").fill(f"{now_at_site() + timedelta(days=2):%Y-%m-%d}")
    button(head, "Agree").click()
    expect(head.get_by_role("heading", name="Your answer")).to_have_count(0)

    page.goto(cast.at["decision"])
    page.get_by_role("link", name="The whole application").click()
    page.get_by_role("link", name="Open the offer").click()
    heading_is(page, f"Offer to {HIRED}")
    cast.look(page, "offer")
    button(page, "Send the offer").click()
    button(page.get_by_role("dialog"), "Send the offer").click()
    expect(page.get_by_text("Answered by voice or on paper?")).to_be_visible()
    cast.look(page, "offer sent")

    greta = cast.candidate(HIRED)
    greta.page.goto(link_in(cast.mail(greta, "An offer from"), "/my/"))
    heading_is(greta.page, "We would like you to join us, Greta")
    cast.look(greta.page, "my offer")
    greta.page.get_by_role("link", name="Accept the offer").click()
    cast.look(greta.page, "accept the offer")
    button(greta.page, "Yes, I accept").click()
    heading_is(greta.page, "Welcome to the team, Greta")
    cast.look(greta.page, "my welcome")


def _next_monday() -> date:
    today = now_at_site().date()
    return today + timedelta(days=7 + (7 - today.weekday()) % 7)


def prepare(cast: Cast) -> None:
    """The hired one gets an account and a plan of four stages; a mentor is asked and agrees."""
    greta = cast.candidate(HIRED)
    greta.page.goto(link_in(cast.mail(greta, "Your account at"), "/people/join/"))
    cast.look(greta.page, "choose a password")
    greta.page.get_by_label("Password").fill("seven quiet lamps shine")
    button(greta.page, "Save the password and sign in").click()
    heading_is(greta.page, re.compile("My day|Today"))
    expect(greta.page.get_by_text("You start on")).to_be_visible()
    cast.look(greta.page, "my day before the first day")

    head = cast.go("head", "/onboarding/gates", "Gates and mentors")
    head.get_by_role("link", name=HIRED).first.click()
    heading_is(head, f"Mentor for {HIRED}")
    cast.look(head, "propose a mentor")
    head.get_by_role("radio", name=re.compile("Vera Popescu")).check()
    head.get_by_label("Why this person and no trainer").fill("No trainer is free this month.")
    button(head, "Ask").click()
    cast.at["plan of Greta"] = re.sub(r"/mentor$", "", urlsplit(head.url).path)

    mentor = cast.go(
        "mentor", "/onboarding/trainees", "My trainees", "trainees with a proposal"
    )
    button(mentor.locator(".next-person", has_text=HIRED), "Yes, gladly").click()
    expect(mentor.get_by_role("heading", name="Will you be the mentor?")).to_have_count(0)
    head.goto(cast.at["plan of Greta"])
    heading_is(head, HIRED)
    expect(head.get_by_text("Vera Popescu").first).to_be_visible()
    expect(head.locator("[id^=stage-]")).to_have_count(4)
    cast.look(head, "plan")
    cast.go("recruiter", "/onboarding/plans", "Plans")


def learn(cast: Cast) -> None:
    """The demo's trainee, in stage 3: tasks, calls, topics, role-play, readiness."""
    page = cast.go("trainee", "/onboarding/my-day", "My day", "my day")
    page.get_by_role("link", name="My plan").click()
    heading_is(page, TRAINEE.name)
    cast.at["plan"] = urlsplit(page.url).path
    _task(cast, page)

    page.goto("/onboarding/my-day")
    tap = page.locator(".tapx", has_text="Calls")
    before = int(tap.locator("b").inner_text())
    tap.click()
    expect(page.locator(".tapx", has_text="Calls").locator("b")).to_have_text(str(before + 1))
    cast.go("trainee", f"{cast.at['plan']}/log", "Log of", "log")
    mentor = cast.go("mentor", f"{cast.at['plan']}/log", "Log of", "log to confirm")
    button(mentor, "Confirm all that wait").click()
    expect(mentor.get_by_role("table", name="Log")).to_contain_text("Vera Popescu")

    training = f"{cast.at['plan']}/training"
    cast.go("trainee", training, "Training of", "training")
    topic = (
        page.get_by_role("table", name="Topics")
        .get_by_role("row")
        .filter(has=page.get_by_role("button", name="Confirm", exact=True))
        .first
    )
    words = topic.get_by_role("rowheader").inner_text().split("\n")[0]
    button(topic, "Confirm").click()
    mentor.goto(training)
    button(row(mentor, words), "Confirm").click()
    expect(row(mentor, words).locator(".tagx.is-good")).to_have_count(2)

    _role_play(cast, training)
    head = cast.go("head", f"{cast.at['plan']}/talks", "Talks and decisions", "talks")
    expect(head.get_by_role("heading", name="Readiness")).to_be_visible()
    cast.go("mentor", "/onboarding/tasks", "My tasks", "tasks")
    cast.go("recruiter", f"{cast.at['plan']}/manage", "Manage", "manage a plan")
    cast.go("recruiter", "/programs", "Programs")
    cast.person("recruiter").locator("main a[href^='/programs/']").first.click()
    cast.look(cast.person("recruiter"), "program")
    cast.go("director", "/onboarding/bonuses", re.compile("bonus", re.I))


def _role_play(cast: Cast, training: str) -> None:
    """The head assesses the first of two final attempts, then the mentor without seeing how."""
    head, mentor = cast.person("head"), cast.person("mentor")
    head.goto(training)
    head.get_by_role("link", name="Record a role-play").click()
    heading_is(head, "Role-play of")
    head.get_by_role("radio", name="Final attempt").check()
    head.get_by_label(re.compile("Scenario")).fill("A dentist who needs labels by Friday.")
    _marks(head)
    cast.look(head, "role-play")
    button(head, "Record").click()
    attempt = row(head, "Final attempt 1")
    expect(attempt).to_contain_text("second assessor missing")
    mentor.goto(training)
    mentor.get_by_role("link", name="Give my marks").click()
    _marks(mentor)
    button(mentor, "Record").click()
    expect(row(mentor, "Final attempt 1")).to_contain_text("Passed")


def _marks(page: Page) -> None:
    for mark in page.locator("input[inputmode=numeric]").all():
        mark.fill("4")
    page.get_by_role("radio", name="The deal was closed: passed").check()


def _task(cast: Cast, page: Page) -> None:
    """The trainee hands a task in; who checks it accepts it."""
    mine = (
        page.get_by_role("row")
        .filter(has_text=TRAINEE.name)
        .filter(has=page.get_by_text("Open", exact=True))
    )
    mine.first.get_by_role("link").click()
    title = page.locator("h1").inner_text()
    cast.look(page, "task")
    checker = page.locator("dl").get_by_text("Checked by").locator("xpath=..").inner_text()
    page.locator("textarea[name=content]").fill("https://northernlight.example/notes")
    button(page, re.compile("^(Hand in|Done)$")).click()
    heading_is(page, title)
    if "nobody" in checker.lower():
        return
    who = cast.person("head" if "head" in checker.lower() else "mentor")
    who.goto(urlsplit(page.url).path)
    button(who, "Accept").click()
    page.reload()
    expect(page.locator(".page-lead")).to_contain_text(re.compile("Accepted|Done"))
