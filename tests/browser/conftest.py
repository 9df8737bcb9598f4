"""A real server on the demo, Debian's Chromium, and a watch that fails a test on any console
error, script error, violation of the content policy, 5xx answer, file or background request that
fails, or request to another host."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Response,
    ViewportSize,
    expect,
)

from recruit.demo.accounts import PASSWORD
from recruit.kernel import paths

expect.set_options(timeout=15_000)  # a loaded machine is slow, not wrong
AXE = paths.ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
SETTLED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  .then(() => Promise.race([
    Promise.allSettled(document.getAnimations().map((one) => one.finished)),
    new Promise((done) => setTimeout(done, 700)),
  ])).then(() => true)"""
"""Colours change in a transition: wait for its end."""
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--no-first-run",
    "--no-default-browser-check",
    "--metrics-recording-only",
    "--disable-domain-reliability",
    "--no-pings",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(autouse=True)
def travel() -> None:
    """A browser lives in real time: the frozen clock of the other tests stays away."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        pytest.fail("Chromium is missing. On Debian: apt-get install chromium fonts-liberation")
    return {
        **browser_type_launch_args,
        "headless": True,
        "args": FLAGS,
        "executable_path": found,
    }


@dataclass
class Site:
    """A running demo: its address, its data directory, the mail it has written."""

    url: str
    data: Path

    def mails(
        self, recipient: str, wanted: str = "", seconds: float = 90
    ) -> list[EmailMessage]:
        """Wait until mail to somebody (with `wanted` in its subject) is there; newest last."""
        until = time.monotonic() + seconds
        while True:
            found = [
                mail
                for path in sorted(
                    (self.data / "mail").glob("*.eml"), key=lambda p: p.stat().st_mtime_ns
                )
                if recipient in str((mail := read_mail(path))["To"])
                and wanted.lower() in str(mail["Subject"]).lower()
            ]
            if found or time.monotonic() > until:
                return found
            time.sleep(0.3)


def read_mail(path: Path) -> EmailMessage:
    """Parse a mail file as a mail program would."""
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`recruit run` on a fresh demo: web server and scheduler, as a newcomer starts them.

    RECRUIT_TEST_DEMO names a data directory with today's demo, to be copied instead of made anew:
    it saves time while one works on these tests.
    """
    data, port = tmp_path_factory.mktemp("site"), free_port()
    if made := os.environ.get("RECRUIT_TEST_DEMO"):
        shutil.copytree(made, data, dirs_exist_ok=True)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("RECRUIT_")},
        "RECRUIT_DATA_DIR": str(data),
        "RECRUIT_DEMO": "true",
        "RECRUIT_PORT": str(port),
        "RECRUIT_LOG_LEVEL": "warning",
        "RECRUIT_MAIL_UNDO_SECONDS": "2",
    }
    log = (data / "log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "recruit.cli", "run"], env=environment, stdout=log, stderr=log
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/healthz", server, data / "log")
        yield Site(url, data)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=40)
        log.close()


def _wait_for(
    url: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 240
) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the site did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    return site.url


@dataclass
class Watch:
    """What went wrong in any page of this test."""

    origin: str
    problems: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        if not any(part in text for part in self.allowed):
            self.problems.append(text)

    def follow(self, context: BrowserContext) -> None:
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', e => console.error(`CSP "
            "${e.effectiveDirective} blocked ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`))"
        )
        context.on("console", lambda m: self._console(m.type, m.text))
        context.on("weberror", lambda e: self.add(f"script error: {e.error}"))
        context.on("request", lambda r: self._request(r.url))
        context.on("response", self._response)

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.add(text)  # what failed to load is judged below, where its address is known

    def _request(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "blob:", "about:")):
            self.add(f"outside request: {url}")

    def _response(self, response: Response) -> None:
        a_page = response.request.resource_type == "document"  # may refuse: 404, 409, 422
        if response.status >= (500 if a_page else 400):
            self.add(f"{response.status} {response.url}")


@pytest.fixture
def watch(base_url: str) -> Iterator[Watch]:
    watching = Watch(base_url)
    yield watching
    assert not watching.problems, "\n".join(watching.problems)


@pytest.fixture
def visitor(browser: Browser, base_url: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """`visitor(**viewport)`: a page of somebody's own browser, with nobody signed in."""
    contexts: list[BrowserContext] = []

    def enter(*, scripts: bool = True, width: int = 1440, height: int = 900) -> Page:
        context = browser.new_context(
            base_url=base_url,
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/Chisinau",
            color_scheme="light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(15_000)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in(visitor: Callable[..., Page]) -> Callable[..., Page]:
    """`signed_in("recruiter")`: a page of a demo person's own browser."""

    def enter(key: str, **kwargs: Any) -> Page:
        page = visitor(**kwargs)
        page.goto("/login")
        page.get_by_label("Mail").fill(f"{key}@demo.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    return enter


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """`axe(page)`: no violation of WCAG 2.2 AA on the page as it stands (or of these rules)."""
    source = AXE.read_text()

    def check(page: Page, rules: list[str] = RULES, without: Sequence[str] = ()) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)  # by the debugger: the page's own policy does not count
        found = page.evaluate(
            "([runOnly, rules]) => axe.run({include: [['html']]}, "
            "{resultTypes: ['violations'], runOnly, rules, preload: false})",
            [rules, {rule: {"enabled": False} for rule in without}],
        )["violations"]
        assert not found, (
            page.url
            + "\n"
            + "\n".join(
                f"{one['impact']} {one['id']}: {one['help']} -> "
                + " | ".join(str(node["target"]) for node in one["nodes"][:4])
                + " :: "
                + one["nodes"][0]["failureSummary"][:300].replace("\n", " ")
                for one in found
            )
        )

    return check


@pytest.fixture(scope="session")
def looks_right(axe: Callable[..., None]) -> Callable[[Page], None]:
    """`looks_right(page)`: accessible in light, in dark and at 390 px, without sideways scroll.

    The markup is the same in dark: there only the rules about colours can tell something new,
    and on a phone those cannot.
    """

    def check(page: Page) -> None:
        size = page.viewport_size or DESK
        for scheme, shape, rules, without in (
            ("dark", DESK, COLOURS, ()),
            ("light", DESK, RULES, ()),
            ("light", PHONE, RULES, COLOURS),
        ):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.set_viewport_size(shape)
            page.evaluate(SETTLED)
            axe(page, rules, without)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{page.url} scrolls sideways: {wide} px"
        page.set_viewport_size(size)

    return check
