"""A written test in a real browser: no word is lost, whatever happens to the connection."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

SAVED = "[data-save][data-state=ok]"
KEPT = "[data-save][data-state=off]"


@pytest.fixture
def paper(signed_in: Callable[..., Page]) -> Page:
    """The trainee's browser on the first open question of a running test; the trainer gives it
    once, and every test goes on with it."""
    page = signed_in("sofia.brandt")
    page.goto("/tests/mine")
    if not page.locator("#next").count():
        _give(signed_in("trainer"))
        page.reload()
    page.locator("#next").get_by_role("link").last.click()
    if page.get_by_role("button", name="Begin the test").count():
        page.get_by_role("button", name="Begin the test").click()
    page.wait_for_url("**/1")
    while not page.get_by_label("Your answer").count():
        with page.expect_navigation():
            page.get_by_role("button", name="Next").click()
    page.get_by_label("Your answer").fill("It prints fast.")
    page.wait_for_selector(SAVED)
    return page


def _give(trainer: Page) -> None:
    trainer.goto("/tests")
    trainer.get_by_role("row").filter(has_text="Published").first.get_by_role("link").click()
    trainer.get_by_role("link", name="Give it to a trainee").click()
    trainer.get_by_label("Sofia Brandt").check()
    due = datetime.now(UTC) + timedelta(days=5)
    trainer.get_by_label("To be sat by the end of").fill(f"{due:%Y-%m-%d}")
    trainer.get_by_role("button", name="Give the test").click()
    trainer.wait_for_url("**/given")
    trainer.context.close()


def write(page: Page, words: str) -> None:
    answer = page.get_by_label("Your answer")
    answer.focus()
    answer.press("Control+End")
    answer.press_sequentially(words)


def text(page: Page) -> str:
    return page.get_by_label("Your answer").input_value()


def test_it_says_saved_after_the_receipt_and_looks_right(
    paper: Page, looks_right: Callable[[Page], None]
) -> None:
    expect(paper.locator("[data-save-text]")).to_contain_text("Saved")
    assert paper.evaluate("Object.keys(localStorage).join()").count("recruit.answer") == 0
    paper.get_by_role("button", name="Flag for later").click()
    expect(paper.get_by_role("button", name="Flag for later")).to_have_attribute(
        "aria-pressed", "true"
    )
    looks_right(paper)
    paper.reload()
    assert text(paper) == "It prints fast."
    expect(paper.locator(".qn.cur")).to_contain_text("flagged")


def test_offline_words_come_through_and_the_page_is_not_left(paper: Page, watch: Any) -> None:
    watch.allowed.append("ERR_INTERNET_DISCONNECTED")
    here = paper.url
    paper.context.set_offline(True)
    write(paper, " And quietly.")
    paper.wait_for_selector(KEPT)
    expect(paper.get_by_text("You are offline.")).to_be_visible()
    paper.get_by_role("button", name="Next").click()
    expect(paper.get_by_text("The connection is gone")).to_be_visible()
    assert paper.url == here
    paper.context.set_offline(False)
    paper.wait_for_selector(SAVED, timeout=40_000)
    paper.reload()
    assert text(paper) == "It prints fast. And quietly."


def test_after_a_crash_another_device_goes_on_and_both_texts_are_kept(
    paper: Page, signed_in: Callable[..., Page], watch: Any
) -> None:
    watch.allowed.append("ERR_INTERNET_DISCONNECTED")
    here, context = paper.url, paper.context
    context.set_offline(True)
    write(paper, " Before the crash.")
    paper.wait_for_selector(KEPT)
    paper.close(run_before_unload=False)
    phone = signed_in("sofia.brandt", width=390, height=844)
    phone.goto(here)
    assert text(phone) == "It prints fast."
    write(phone, " On the phone.")
    phone.wait_for_selector(SAVED)
    context.set_offline(False)
    page = context.new_page()
    page.goto(here)
    conflict = page.locator("[data-conflict]")
    expect(conflict).to_contain_text("It prints fast. On the phone.")
    assert text(page) == "It prints fast. Before the crash."
    page.get_by_role("button", name="Use what I wrote").click()
    page.wait_for_selector(SAVED)
    expect(phone.locator("[data-older]")).to_be_visible()  # the phone is told by itself


def test_the_page_before_handing_in_sends_what_is_only_on_this_device(
    paper: Page, watch: Any
) -> None:
    watch.allowed += ["ERR_INTERNET_DISCONNECTED", "status of 503", "/tests/answers/"]
    paper.route("**/tests/answers/*", lambda route: route.fulfill(status=503, body="busy"))
    write(paper, " Behind a tired proxy.")
    expect(paper.get_by_text("The server does not answer.")).to_be_visible()
    here, finish = paper.url, paper.url.rpartition("/")[0] + "/finish"
    paper.close(run_before_unload=False)
    page = paper.context.new_page()
    page.goto(finish)
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).join()").count("recruit.answer") == 0
    page.goto(here)
    assert text(page) == "It prints fast. Behind a tired proxy."


def test_nobody_else_on_this_device_sends_or_sees_a_text(
    paper: Page, signed_in: Callable[..., Page], watch: Any
) -> None:
    watch.allowed += ["status of 400", "status of 401", "status of 404", "/tests/answers/"]
    mine = paper.context.cookies()
    other = signed_in("trainer").context.cookies()
    paper.context.clear_cookies()
    paper.context.add_cookies(other)  # type: ignore[arg-type]
    write(paper, " Mine alone.")
    expect(paper.get_by_text("Somebody else is signed in here now.")).to_be_visible()
    theirs = paper.context.new_page()
    theirs.goto("/tests")
    assert "Mine alone" not in theirs.content()
    theirs.close()
    paper.context.clear_cookies()
    paper.context.add_cookies(mine)  # type: ignore[arg-type]
    paper.wait_for_selector(SAVED, timeout=40_000)
    paper.reload()
    assert text(paper) == "It prints fast. Mine alone."


def test_a_pause_is_seen_within_seconds_and_gives_its_time_back(
    paper: Page, signed_in: Callable[..., Page]
) -> None:
    pubid = paper.url.rpartition("/")[0].rpartition("/")[2]
    trainer = signed_in("trainer")
    trainer.goto(f"/tests/papers/{pubid}/time")
    trainer.locator("#pause").get_by_label("Reason").fill("Fire alarm")
    trainer.get_by_role("button", name="Stop the clock").click()
    expect(paper.locator("[data-news]")).to_contain_text("Fire alarm", timeout=9_000)
    assert paper.evaluate("document.getElementById('answer').inert")
    first = paper.locator("[data-timer-text]").inner_text()
    paper.wait_for_timeout(1500)
    assert paper.locator("[data-timer-text]").inner_text() == first
    trainer.get_by_role("button", name="Let the clock run again").click()
    expect(trainer.get_by_text("The clock runs again")).to_be_visible()
    expect(paper.locator("[data-news]")).to_contain_text("The clock runs again", timeout=9_000)
    write(paper, " After the alarm.")
    paper.wait_for_selector(SAVED)


def test_the_older_tab_is_told_and_both_texts_are_kept(paper: Page) -> None:
    newer = paper.context.new_page()
    newer.goto(paper.url)
    write(newer, " From the newer tab.")
    newer.wait_for_selector(SAVED)
    paper.bring_to_front()
    write(paper, " From the older tab.")
    conflict = paper.locator("[data-conflict]")
    expect(conflict).to_be_visible()
    expect(conflict).to_contain_text("It prints fast. From the newer tab.")
    paper.get_by_role("button", name="Use what I wrote").click()
    expect(conflict).to_be_hidden()
    paper.reload()
    assert text(paper) == "It prints fast. From the older tab."


def test_an_ended_session_keeps_the_text_and_sends_it_after_signing_in(
    paper: Page, watch: Any
) -> None:
    watch.allowed += ["status of 400", "status of 401", "/tests/answers/"]
    cookies = paper.context.cookies()
    paper.context.clear_cookies()
    write(paper, " Signed out.")
    expect(paper.get_by_text("You are signed out.")).to_be_visible()
    paper.context.add_cookies(cookies)  # type: ignore[arg-type]
    paper.wait_for_selector(SAVED, timeout=40_000)
    paper.reload()
    assert text(paper) == "It prints fast. Signed out."
