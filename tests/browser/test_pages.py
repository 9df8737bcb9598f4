"""Pages under other hands: without script, by keyboard, in other languages, clicked twice."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Site
from tests.browser.path.cast import button, docx, heading_is, link_in

FILE = {
    "name": "cv.docx",
    "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "buffer": docx("Six years at a counter"),
}


def open_application(page: Page) -> None:
    """Open the form of some job of the demo."""
    page.goto("/jobs")
    page.get_by_role("link", name="Service consultant").first.click()
    page.get_by_role("link", name="Apply now").first.click()


def test_a_candidate_needs_no_script(site: Site, visitor: Callable[..., Page]) -> None:
    page = visitor(scripts=False, **PHONE)
    open_application(page)
    page.get_by_label("Your name").fill("Nora Plain")
    page.get_by_label("Mail").fill("nora.plain@mail.example")
    button(page, "Send my application").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("Nora Plain")
    page.locator("input[type=file]").set_input_files(FILE)  # type: ignore[arg-type]
    page.get_by_role("checkbox", name=re.compile("I agree that")).check()
    page.wait_for_timeout(3200)
    button(page, "Send my application").click()
    heading_is(page, "Thank you, we have your application")

    other = visitor(scripts=False, **PHONE)
    (mail,) = site.mails("nora.plain@mail.example", "We have your application")
    other.goto(link_in(mail, "/my/"))
    heading_is(other, "Your application, Nora")
    other.get_by_role("link", name="Take my application back").click()
    button(other, "Take it back").click()
    heading_is(other, "You took your application back")


def test_a_second_click_applies_once(site: Site, visitor: Callable[..., Page]) -> None:
    page = visitor()
    open_application(page)
    page.get_by_label("Your name").fill("Tom Twice")
    page.get_by_label("Mail").fill("tom.twice@mail.example")
    page.locator("input[type=file]").set_input_files(FILE)  # type: ignore[arg-type]
    page.get_by_role("checkbox", name=re.compile("I agree that")).check()
    page.wait_for_timeout(3200)
    button(page, "Send my application").dblclick()
    heading_is(page, "Thank you, we have your application")
    assert len(site.mails("tom.twice@mail.example")) == 1


@pytest.mark.parametrize(
    ("code", "sign_in", "jobs"),
    [("ro", "Autentificare", "Locuri de muncă"), ("ru", "Войти", "Работа в")],
)
def test_visitors_read_their_language(
    visitor: Callable[..., Page],
    looks_right: Callable[[Page], None],
    code: str,
    sign_in: str,
    jobs: str,
) -> None:
    page = visitor()
    page.goto("/login")
    button(page.get_by_role("group", name="Language"), re.compile(f"^{code}", re.I)).click()
    expect(page.locator("html")).to_have_attribute("lang", code)
    heading_is(page, sign_in)
    looks_right(page)
    page.goto("/jobs")
    heading_is(page, jobs)
    looks_right(page)


@pytest.fixture
def board(signed_in: Callable[..., Page]) -> Page:
    """The board of a demo vacancy, as its recruiter sees it."""
    page = signed_in("recruiter")
    page.goto("/pipeline")
    page.get_by_role("link", name="Key account manager").click()
    expect(page.locator("#lane-screening .kcard").first).to_be_visible()
    return page


def lane(page: Page, name: str) -> Locator:
    return page.locator(f"#lane-{name}")


def first_card(page: Page, column: str) -> str:
    """Return the id of the first card of a column."""
    return lane(page, column).locator(".kcard").first.get_attribute("id") or ""


def undo(page: Page) -> None:
    button(page.locator("#toasts"), "Undo").last.click()


def test_a_card_moves_by_its_menu_and_back(board: Page) -> None:
    card = first_card(board, "screening")
    board.locator(f"#{card} [data-menu]").click()
    button(board.locator(f"#{card} .menux-panel"), "To invite").click()
    expect(lane(board, "to_invite").locator(f"#{card}")).to_be_visible()
    undo(board)
    expect(lane(board, "screening").locator(f"#{card}")).to_be_visible()


def test_a_card_moves_by_the_keyboard_and_back(board: Page) -> None:
    card = first_card(board, "screening")
    board.locator(f"#{card} [data-grip]").focus()
    board.keyboard.press("Space")
    expect(board.locator("#say")).to_contain_text("picked up")
    board.keyboard.press("ArrowRight")
    with board.expect_response("**/pipeline/move") as moved:
        board.keyboard.press("Space")
    assert moved.value.status == 200
    expect(lane(board, "to_invite").locator(f"#{card}")).to_be_visible()
    expect(board.locator(f"#{card} [data-grip]")).to_be_focused()
    undo(board)
    expect(lane(board, "screening").locator(f"#{card}")).to_be_visible()


def test_escape_puts_a_held_card_back(board: Page) -> None:
    card = first_card(board, "screening")
    board.locator(f"#{card} [data-grip]").focus()
    board.keyboard.press("Space")
    board.keyboard.press("ArrowRight")
    expect(lane(board, "to_invite").locator(f"#{card}")).to_be_visible()
    board.keyboard.press("Escape")
    expect(lane(board, "screening").locator(f"#{card}")).to_be_visible()


def test_a_card_moves_by_the_mouse_and_back(board: Page) -> None:
    card = first_card(board, "screening")
    board.locator(f"#{card}").scroll_into_view_if_needed()
    start = board.locator(f"#{card} .kcard-meta").bounding_box()
    target = lane(board, "to_invite").locator(".lane-list").bounding_box()
    assert start
    assert target
    board.mouse.move(start["x"] + 60, start["y"] + 5)
    board.mouse.down()
    board.mouse.move(start["x"] + 90, start["y"] + 10, steps=4)
    with board.expect_response("**/pipeline/move"):
        board.mouse.move(target["x"] + 80, target["y"] + 30, steps=12)
        board.mouse.up()
    expect(lane(board, "to_invite").locator(f"#{card}")).to_be_visible()
    undo(board)
    expect(lane(board, "screening").locator(f"#{card}")).to_be_visible()


def test_demo_accounts_sign_in_with_one_click_and_out_again(
    visitor: Callable[..., Page],
) -> None:
    page = visitor()
    page.goto("/login")
    button(page, "Sign in: Rita Orlova, Recruiter").click()
    heading_is(page, "Today")
    button(page, "Sign out").click()
    page.goto("/pipeline")
    heading_is(page, "Sign in")
