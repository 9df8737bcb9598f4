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
    """The trainee's browser on the first open question of a test the trainer has just given."""
    trainer = signed_in("trainer")
    trainer.goto("/tests")
    trainer.get_by_role("row").filter(has_text="Published").first.get_by_role("link").click()
    trainer.get_by_role("link", name="Give it to a trainee").click()
    trainer.get_by_label("Trainee").select_option(label="Sofia Brandt")
    due = datetime.now(UTC) + timedelta(days=5)
    trainer.get_by_label("To be sat by the end of").fill(f"{due:%Y-%m-%d}")
    trainer.get_by_role("button", name="Give the test").click()
    expect(trainer.get_by_text("the trainee told")).to_be_visible()
    page = signed_in("sofia.brandt")
    page.goto("/tests/mine")
    waiting = page.get_by_role("row").filter(has_text="Assigned").first
    waiting.get_by_role("link").click()
    page.get_by_role("button", name="Begin the test").click()
    page.wait_for_url("**/1")
    while not page.get_by_label("Your answer").count():
        page.get_by_role("button", name="Next").click()
        page.wait_for_load_state()
    page.get_by_label("Your answer").fill("It prints fast.")
    page.wait_for_selector(SAVED)
    return page


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


def test_a_closed_browser_brings_back_what_was_not_sent(paper: Page, watch: Any) -> None:
    watch.allowed.append("ERR_INTERNET_DISCONNECTED")
    paper.context.set_offline(True)
    write(paper, " Before the crash.")
    here = paper.url
    paper.close(run_before_unload=False)
    context = paper.context
    context.set_offline(False)
    page = context.new_page()
    page.goto(here)
    expect(page.get_by_label("Your answer")).to_have_value("It prints fast. Before the crash.")
    page.wait_for_selector(SAVED)


def test_the_older_tab_is_told_and_both_texts_are_kept(paper: Page) -> None:
    newer = paper.context.new_page()
    newer.goto(paper.url)
    write(newer, " From the newer tab.")
    newer.wait_for_selector(SAVED)
    newer.wait_for_timeout(2500)
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
