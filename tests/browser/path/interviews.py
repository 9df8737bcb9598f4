"""Steps 3 to 6: past attendance, a day planned and answered, the desk, a group session."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from recruit.kernel import paths
from tests.browser.path.cast import (
    VACANCY,
    Cast,
    button,
    calendar_of,
    heading_is,
    link_in,
    now_at_site,
    row,
)

ATTENDANCE = paths.ROOT / "tests" / "data" / "attendance_dirty.csv"


def import_attendance(cast: Cast) -> None:
    """A real, dirty file: columns mapped, progress shown, what was left out and why."""
    page = cast.go("recruiter", "/interviews/attendance", "Past attendance")
    page.locator("input[type=file]").set_input_files(ATTENDANCE)
    button(page, "Upload").click()
    heading_is(page, ATTENDANCE.name)
    expect(page.get_by_text("Never stored", exact=True)).to_be_visible()
    expect(page.get_by_text("never stored", exact=True).first).to_be_visible()
    cast.look(page, "attendance columns")
    button(page, "Read the file").click()
    expect(
        page.get_by_text("Reading the file").or_(page.get_by_text("Interviews read"))
    ).to_be_visible()
    expect(page.get_by_text("Interviews read")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("table", name="Lines left out")).to_be_visible()
    assert "Person 0" not in page.content()
    cast.look(page, "attendance report")
    cast.go("recruiter", "/interviews/rates", "Show rates")
    expect(page.get_by_role("table", name="Answer to the reminder")).to_contain_text(
        re.compile(r"\d+% \([\d,]+ of [\d,]+\)")
    )


def plan_day(cast: Cast) -> None:
    """The planner says how many to invite to each slot of tomorrow, and what it would bring."""
    page = cast.go("recruiter", "/interviews", "Interview days")
    page.get_by_role("link", name="Plan a streaming day").click()
    heading_is(page, "Plan a streaming day")
    page.get_by_label("Site").select_option(label="Moscow")
    page.get_by_label("Day", exact=True).fill(f"{now_at_site() + timedelta(days=1):%Y-%m-%d}")
    _only(page, "Vacancies", VACANCY)
    page.get_by_label("Begins at").fill("15:00")
    page.get_by_label("Ends at").fill("16:20")
    page.get_by_label("Minutes per interview").fill("20")
    page.get_by_role("checkbox", name="Katya Belova").check()
    button(page, "Show the plan").click()
    for words in (
        "Expected to come",
        "most likely",
        "Interviewers idle",
        "One interviewer more",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(row(page, "Capacity divided by the rate")).to_be_visible()
    cast.look(page, "plan a day")
    button(page, "Create this day").click()
    expect(page.get_by_role("table", name="Who is invited to which slot")).to_be_visible()
    cast.at["day"] = urlsplit(page.url).path


def _only(page: Page, group: str, *names: str) -> None:
    """Tick these boxes of a group and no others."""
    for choice in page.get_by_role("group", name=group).locator("label.choice").all():
        wanted = choice.inner_text().strip().startswith(names)
        choice.get_by_role("checkbox").set_checked(wanted)


def invite(cast: Cast) -> None:
    """One click invites the next in the recruiter's order; the mail can be called back."""
    page = cast.person("recruiter")
    page.get_by_role("link", name="Invite people").click()
    heading_is(page, "Invite people")
    cast.look(page, "invite people")
    _choose(page, {"Elena Dorin": 0, "Boris Vlasov": 0, "Clara Munte": 1})
    button(page, re.compile(r"Send \d+ invitations?")).click()
    expect(button(page.locator("#toasts"), "Undo")).to_be_visible()
    expect(page.locator(".appt")).to_have_count(3)


def _choose(page: Page, wanted: dict[str, int]) -> None:
    """Leave only these people ticked, each in the slot of that number."""
    for line in page.locator("tbody tr").all():
        name = line.get_by_role("checkbox").locator("xpath=..").inner_text().strip()
        line.get_by_role("checkbox").set_checked(name in wanted)
        if name in wanted:
            line.get_by_role("combobox").select_option(index=wanted[name])


def confirm(cast: Cast) -> None:
    """A candidate's mail carries a calendar file and a secret link; one tap confirms."""
    elena = cast.candidate("Elena Dorin")
    mail = cast.mail(elena, "Your interview at")
    calendar = calendar_of(mail)
    assert "METHOD:REQUEST" in calendar
    assert "SEQUENCE:0" in calendar
    elena.page.goto(link_in(mail, "/my/"))
    heading_is(elena.page, "Can you make it, Elena?")
    cast.look(elena.page, "my invitation")
    button(elena.page, "Yes, I’ll be there").click()
    heading_is(elena.page, "See you on")
    cast.look(elena.page, "my confirmed interview")


def take_another_time(cast: Cast) -> None:
    """Another candidate takes another open slot; the same calendar entry moves."""
    boris = cast.candidate("Boris Vlasov")
    mail = cast.mail(boris, "Your interview at")
    boris.page.goto(link_in(mail, "/my/"))
    boris.page.get_by_role("link", name="I need another time").click()
    heading_is(boris.page, "Choose another time")
    cast.look(boris.page, "another time")
    boris.page.locator("label.slot", has_text="16:00").click()
    button(boris.page, "Move my interview").click()
    heading_is(boris.page, "See you on")
    moved = calendar_of(cast.mail(boris, "has a new time"))
    assert "SEQUENCE:1" in moved
    assert _uid(moved) == _uid(calendar_of(mail))


def decline(cast: Cast) -> None:
    """A third one cannot come, and is thanked for saying so."""
    clara = cast.candidate("Clara Munte")
    clara.page.goto(link_in(cast.mail(clara, "Your interview at"), "/my/"))
    clara.page.get_by_role("link", name="I can’t come").click()
    heading_is(clara.page, "You can’t come?")
    cast.look(clara.page, "decline")
    button(clara.page, "I can’t come: give my place away").click()
    heading_is(clara.page, "Thank you for telling us")


def board_changes(cast: Cast) -> None:
    """The board shows every answer and says whom to invite next, or to stop."""
    page = cast.person("recruiter")
    page.goto(cast.at["day"])
    expect(row(page, "15:00")).to_contain_text("Elena Dorin")
    expect(page.locator(".appt", has_text="Elena Dorin")).to_contain_text("Confirmed")
    expect(row(page, "16:00")).to_contain_text("Boris Vlasov")
    expect(page.locator(".appt", has_text="Clara Munte")).to_contain_text("Declined")
    advice = re.compile("Invite .+ next, to|Stop inviting|at their limit")
    expect(page.get_by_text(advice)).to_be_visible()
    cast.look(page, "day with answers")
    page.locator(".appt", has_text="Elena Dorin").click()
    heading_is(page, "Invitation of Elena Dorin")
    cast.look(page, "invitation")
    cast.go("recruiter", f"{cast.at['day']}/calls", "Call list", "calls")
    cast.go("recruiter", f"{cast.at['day']}/capacity", "Limits of", "capacity")


def _uid(calendar: str) -> str:
    found = re.search(r"UID:(\S+)", calendar)
    assert found, calendar
    return found[1]


def desk(cast: Cast) -> None:
    """The receptionist of today's session checks in by list, by name, and a walk-in."""
    page = cast.go(
        "reception", "/desk", "Reception", "desk"
    )  # the only session: its desk opens
    expect(page.locator("#expected")).to_be_visible()
    cast.at["desk"] = urlsplit(page.url).path
    waiting = page.locator("#waiting .desk-row")
    expected = page.locator("#expected .desk-row")
    if expected.count() > 1:
        before = waiting.count()
        button(expected.first, "Arrived").click()
        expect(waiting).to_have_count(before + 1)
        name = expected.last.locator(".desk-who b").inner_text()
        page.get_by_label("Find by name or phone").fill(name)
        found = page.locator("#expected .desk-row:visible")
        expect(found).to_have_count(1)
        button(found, "Arrived").click()
        expect(waiting).to_have_count(before + 2)
    page.get_by_label("Name, mail or phone").fill("Hanna Walk")
    button(page, "Look up").click()
    expect(page.get_by_text("Nobody found. Add the person below.")).to_be_visible()
    page.locator("summary", has_text="New person").click()
    page.get_by_label("Name", exact=True).fill("Hanna Walk")
    page.get_by_label("Phone", exact=False).last.fill("+7 495 010 00 77")
    button(page, "Add and check in").click()
    walk_in = page.locator("#waiting .desk-row", has_text="Hanna Walk")
    expect(walk_in).to_contain_text("walk-in")
    expect(walk_in.locator(".desk-wait")).to_contain_text("min")


def _received(page: Page) -> None:
    """Wait until the server has every step and the desk shows its answer."""
    expect(page.locator("#desk-live .is-kept")).to_have_count(0)


def call_next(cast: Cast) -> None:
    """Somebody free gets the next in the queue; the others see that nobody is free."""
    page = cast.person("reception")
    panel = page.get_by_role("list", name="Interviewers")
    for _ in range(6):  # everybody finishes whom they talk with
        over = button(panel, re.compile("^(Is over|Has begun)$")).first
        if not over.count():
            break
        over.click()
        _received(page)
    first = page.locator("#waiting .desk-row").first
    chosen = first.get_by_role("combobox")
    who = "Ion Cebotari"
    if chosen.count():
        chosen.select_option(label=who)
    button(first, re.compile("^Call")).click()
    _received(page)
    busy = panel.locator(".desk-row", has_text=who)
    expect(busy).to_contain_text("with ")
    button(busy, "Has begun").click()
    _received(page)
    expect(button(panel.locator(".desk-row", has_text=who), "Is over")).to_be_visible()


def scorecard(cast: Cast) -> None:
    """The interviewer writes a scorecard, ends the interview and takes the next."""
    page = cast.go("interviewer", "/interviews/mine", "My interviews")
    page.get_by_role("link", name="Scorecard").first.click()
    expect(page.get_by_text("Your scorecard")).to_be_visible()
    cast.look(page, "scorecard")
    for question, answer in (
        ("Motivation", "5"),
        ("Competence", "4"),
        ("Suitability", "4"),
        ("Recommendation", "Yes"),
    ):
        group = page.get_by_role("group", name=question)
        group.get_by_role("radio", name=re.compile(f"^{answer}")).first.check()
    page.get_by_label("What you heard and saw").fill("Asks before offering.")
    button(page, "Submit").click()
    expect(button(page, "Submit")).to_have_count(0)
    page.goto("/interviews/mine")
    expect(page.get_by_text("Submitted").first).to_be_visible()
    button(page, "Interview is over").click()
    cast.look(page, "my interviews with somebody waiting")
    button(page, "Take next").click()
    expect(page.get_by_role("button", name="Submit", exact=True)).to_be_visible()


def past_sessions(cast: Cast) -> None:
    """No-shows of sessions that ended were marked by rule, and feed the show rate."""
    page = cast.go("recruiter", "/interviews?show=past", "Interview days", "past days")
    row(page, "Closed").get_by_role("link").first.click()
    expect(page.locator(".appt", has_text="Did not come").first).to_be_visible()
    cast.look(page, "past day")


def other_rooms(cast: Cast) -> None:
    """What a recruiter, a receptionist and an interviewer open beside the day itself."""
    past = urlsplit(cast.person("recruiter").url).path
    day = cast.at["day"]
    for key, path, heading in (
        ("recruiter", f"{past}/summary", "The day in one look"),
        ("recruiter", "/interviews/rates/forecasts", "Were the forecasts right?"),
        ("recruiter", "/reports/interviews", "Interview days"),
        ("recruiter", "/interviews/templates", "Templates of days"),
        ("recruiter", f"/interviews/new?copy={day.rsplit('/', 1)[1]}", "Plan a streaming day"),
        ("recruiter", f"{day}/offer-times", ""),
        ("recruiter", "/interviews/incoming", "Somebody calls us"),
        ("recruiter", "/interviews/kits", "Criteria and kits"),
        ("recruiter", "/interviews/kits/new", "New kit"),
    ):
        cast.go(key, path, heading)
    page = cast.go("reception", cast.at["desk"], "Reception")
    page.get_by_role("link", name="Self check-in").click()
    heading_is(page, "Self check-in")
    cast.look(page, "self check-in")
    page = cast.go("recruiter", "/interviews/kits", "Criteria and kits")
    page.locator("main").get_by_role("link").first.click()
    cast.look(page, "kit")


def plan_group(cast: Cast) -> None:
    """A group session in a few minutes: one start, seats, two observers."""
    page = cast.person("recruiter")
    page.goto("/interviews")
    page.get_by_role("link", name="Plan a group session").click()
    heading_is(page, "Plan a group session")
    soon = now_at_site() + timedelta(minutes=12)
    page.get_by_label("Site").select_option(label="Moscow")
    page.get_by_label("Day", exact=True).fill(f"{soon:%Y-%m-%d}")
    page.get_by_label("Begins at").fill(f"{soon:%H:%M}")
    page.get_by_label("Minutes").fill("60")
    page.get_by_label("Seats").fill("4")
    _only(page, "Vacancies", VACANCY)
    _only(page, "Observers", "Mikhail Stern", "Katya Belova")
    button(page, "Show the plan").click()
    expect(page.get_by_text("More come than there are seats")).to_be_visible()
    cast.look(page, "plan a group")
    button(page, "Create this session").click()
    expect(page.get_by_role("link", name="Invite people")).to_be_visible()
    cast.at["group"] = urlsplit(page.url).path
    page.get_by_role("link", name="Invite people").click()
    count = page.get_by_label("How many")
    if count.count():
        count.fill("4")
        button(page, "Show").click()
    _choose(page, {"Fiodor Lisin": 0, "Greta Hall": 0})
    button(page, re.compile(r"Send \d+ invitations?")).click()
    expect(page.locator(".appt")).to_have_count(2)


def hold_group(cast: Cast) -> None:
    """Everybody is checked in; each observer marks alone; then they see each other's marks."""
    pubid = cast.at["group"].rsplit("/", 1)[1]
    desk_page = cast.person("reception")
    desk_page.goto(f"/desk/{pubid}")
    for name in ("Fiodor Lisin", "Greta Hall"):
        button(desk_page.locator("#expected .desk-row", has_text=name), "Arrived").click()
        expect(desk_page.locator("#waiting .desk-row", has_text=name)).to_be_visible()
    for key, marks in (("head", ("3", "5")), ("interviewer3", ("3", "4"))):
        page = cast.go(key, "/interviews/mine", "My interviews", "my interviews")
        page.get_by_role("link", name="Open the grid").click()
        cast.look(page, "grid")
        if key == "head":
            page.goto(f"{cast.at['group']}/ranking")
            expect(page.get_by_text("Submit your own marks first")).to_be_visible()
            cast.look(page, "hidden ranking")
            page.goto(f"{cast.at['group']}/grid")
        for name, mark in zip(("Fiodor Lisin", "Greta Hall"), marks, strict=True):
            line = row(page, name)
            for select in line.get_by_role("combobox").all()[:3]:
                select.select_option(mark)
            _last(line).select_option(index=1 if mark > "3" else 3)
        button(page, "Submit all my marks").click()
        expect(button(page, "Submit all my marks")).to_have_count(0)
        page.goto(f"{cast.at['group']}/ranking")
    ranking = page.get_by_role("table", name="Ranking")
    expect(ranking.locator("tbody tr").first).to_contain_text("Greta Hall")
    cast.look(page, "ranking")
    for part in ("group", "seats", "round"):
        page.goto(f"{cast.at['group']}/{part}")
        cast.look(page, f"group: {part}")
    page.goto(f"{cast.at['group']}/grid")
    button(page, "Session is over").click()
    with page.expect_navigation():
        button(page.get_by_role("dialog"), "Session is over").click()


def _last(line: Locator) -> Locator:
    return line.get_by_role("combobox").nth(3)
