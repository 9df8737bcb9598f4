"""The reception desk through a lost connection: twelve steps, all there, once."""

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Site

STEPS = "select step, outcome, client_id, happened_at, received_at from desk_action order by id"

KEPT = "Object.keys(localStorage).filter(key => key.startsWith('recruit.desk')).length"


def name_of(row: Any) -> str:
    return str(row.get_attribute("data-name"))


def test_twelve_steps_without_a_connection_are_all_there_once(
    signed_in: Callable[..., Page], site: Site, looks_right: Callable[[Page], None]
) -> None:
    page = signed_in("reception")
    page.goto("/desk")
    if "/desk/" not in page.url:  # several sessions today
        page.locator("main .rowx a").first.click()
    expect(page.locator("#desk")).to_be_attached()
    expected = page.locator("#expected [data-row], #behind [data-row]")
    names = [name_of(expected.nth(i)) for i in range(6)]
    busy = page.locator("[data-interviewer][data-row]").filter(has_text="Is over")
    inside = [name_of(busy.first)] if busy.count() else []
    database = sqlite3.connect(site.data / "recruit.db")
    before = len(database.execute(STEPS).fetchall())

    page.context.set_offline(True)
    for name in names:
        find(page, name).get_by_role("button", name="Arrived").click()
    page.get_by_text("New person").click()
    page.get_by_label("Name", exact=True).fill("Offline Walkin")
    page.locator("#phone").fill("+373 69 123 456")
    page.get_by_role("button", name="Add and check in").click()
    for name in inside:  # somebody is free after this
        find(page, name).get_by_role("button", name="Is over").click()
    if not inside:
        find(page, names[2]).get_by_role("button", name="Has left").click()
    first = find(page, names[0])
    first.get_by_role("button", name="Call").click()
    first.get_by_role("button", name="Has begun").click()
    first.get_by_role("button", name="Is over").click()
    find(page, names[1]).get_by_role("button", name="Has left").click()

    kept = page.locator("#desk-kept")
    expect(kept).to_contain_text("not sent: 12")
    expect(page.get_by_text("No connection")).to_be_visible()
    assert len(database.execute(STEPS).fetchall()) == before
    looks_right(page)

    lost: list[str] = []

    def lose_one_answer(route: Route) -> None:
        """The server hears the step; its answer is lost on the way."""
        if lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/steps", lose_one_answer)
    page.context.set_offline(False)
    expect(kept).to_be_hidden(timeout=30_000)
    assert lost
    rows = database.execute(STEPS).fetchall()[before:]
    assert [row[0] for row in rows] == [
        *["check_in"] * 6, "walk_in", "done" if inside else "leave",
        "call", "start", "done", "leave",
    ]  # fmt: skip
    assert {row[1] for row in rows} == {"done"}
    assert len({row[2] for row in rows}) == 12
    assert page.evaluate(KEPT) == 0

    page.reload()
    waiting = page.locator("#waiting [data-row]")
    for name in (*names[3:], "Offline Walkin"):
        expect(waiting.filter(has_text=name)).to_have_count(1)
    counted = database.execute(
        "select application_id, count(*) from arrival group by 1 having count(*) > 1"
    ).fetchall()
    assert json.dumps(counted) == "[]"


def test_what_is_kept_goes_at_sign_out_after_a_warning(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("reception")
    page.goto("/desk")
    if "/desk/" not in page.url:
        page.locator("main .rowx a").first.click()
    page.route("**/steps", lambda route: route.abort())
    page.locator("#expected [data-row], #behind [data-row]").get_by_role(
        "button", name="Arrived"
    ).first.click()
    expect(page.locator("#desk-kept")).to_contain_text("not sent: 1")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#toasts")).to_contain_text("not sent yet")
    assert page.evaluate(KEPT) == 1
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login")
    assert page.evaluate(KEPT) == 0


def find(page: Page, name: str) -> Any:
    """The row of a person, found by typing the name."""
    page.get_by_label("Find by name or phone").fill(name)
    row = page.locator(f'[data-row][data-name="{name}"]:visible')
    expect(row).to_have_count(1)
    return row
