"""Step 9: reports for those who hire, administration for the admin."""

import re

from playwright.sync_api import expect

from tests.browser.path.cast import Cast, row
from tests.browser.path.training import HIRED


def reports(cast: Cast) -> None:
    """Recruiter and head see the funnel, the dashboard, the channels with their costs."""
    for key in ("recruiter", "head"):
        page = cast.go(key, "/reports", re.compile("Reports|Dashboard|Hiring"), "dashboard")
        cast.go(key, "/reports/funnel", re.compile("Funnel", re.I), "funnel")
        expect(page.get_by_text("Hired").first).to_be_visible()
    cast.go("recruiter", "/reports/channels", re.compile("Channels"), "report of channels")
    expect(row(cast.person("recruiter"), "Job fair")).to_contain_text("15,000")
    for key in ("recruiter", "head", "mentor", "trainer", "director", "admin"):
        cast.go(key, "/today", "Today", f"today of {key}")


def admin(cast: Cast) -> None:
    """The admin sees accounts, roles, the audit trail and the outbox."""
    page = cast.go("admin", "/people", "Accounts")
    page.get_by_role("link", name="Rita Orlova").click()
    cast.look(page, "account")
    cast.go("admin", "/people/invite", "Invite somebody")
    page = cast.go("admin", "/people/audit", "Audit trail")
    expect(page.get_by_role("table", name="Audit trail")).to_be_visible()
    page = cast.go("admin", "/outbox", "Outbox")
    expect(page.get_by_role("table", name="Mails")).to_be_visible()
    assert cast.candidate(HIRED).email not in page.content()
    for path, words in (
        ("/organization", "ompany"),
        ("/organization/departments", "Departments"),
        ("/organization/sites", "Sites"),
        ("/me", ""),
        ("/notices", "Notices"),
    ):
        cast.go("admin", path, words)
    cast.go("recruiter", "/organization/calendars", "Work calendars")
