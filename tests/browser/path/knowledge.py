"""Step 8: the written test, its grading, the director's control, the result, the gate."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from recruit.demo.accounts import TRAINEE
from tests.browser.path.cast import Cast, button, heading_is, row

ANSWER = "It prints 200 labels a minute and is delivered the next working day."


def sit(cast: Cast) -> None:
    """Seven open questions and closed ones, saved while they are written, handed in."""
    page = cast.go("trainee", "/tests/mine", "My tests", "my tests")
    row(page, "Assigned").get_by_role("link").click()
    cast.at["attempt"] = urlsplit(page.url).path
    cast.look(page, "before a test")
    button(page, "Begin the test").click()
    cast.look(page, "question")
    questions = page.locator(".qgrid a").count()
    assert questions >= 9
    for number in range(1, questions + 1):
        heading_is(page, f"Question {number} of {questions}")
        _answer(page)
        expect(page.locator("[data-save-text]")).to_contain_text("Saved")
        button(page, re.compile("^(Next|Review and hand in)$")).click()
    heading_is(page, "Hand in your answers")
    expect(page.get_by_text("Every question is answered.")).to_be_visible()
    cast.look(page, "hand in")
    cast.at["codes"] = " ".join(_codes(cast))
    button(page, "Hand in").click()
    page.wait_for_url(f"**{cast.at['attempt']}")
    cast.look(page, "handed in")


def _answer(page: Page) -> None:
    right = page.locator("label.choice", has_text=re.compile("next working day|True"))
    if page.locator("textarea[name=text]").count():
        page.locator("textarea[name=text]").fill(ANSWER)
    elif right.count():
        right.first.click()
    else:
        page.locator("input[name=value]").fill("200")


def _codes(cast: Cast) -> list[str]:
    page = cast.person("trainer")
    page.goto("/grading")
    return [link.get_attribute("href") or "" for link in page.locator("tbody th a").all()]


def grade(cast: Cast) -> None:
    """The trainer marks every open answer with its rubric; the mentor has no such page."""
    page = cast.go("trainer", "/grading", "Papers to mark", "papers to mark")
    (paper,) = set(_codes(cast)) - set(cast.at["codes"].split())
    mentor = cast.go("mentor", "/grading", "Papers to mark", "mentor's papers")
    expect(mentor.locator(f"a[href='{paper}']")).to_have_count(0)
    answer = mentor.goto(paper)
    assert answer is not None
    assert answer.status == 404
    page.goto(paper)
    assert TRAINEE.name not in page.locator("main").inner_text()
    button(page, "Take this paper").click()
    cast.look(page, "paper to mark")
    forms = page.get_by_role("form", name=re.compile("^Mark of question"))
    for number in range(forms.count()):
        form = forms.nth(number)
        if not form.locator("input[name=ticks]").count():
            continue  # a closed question: the key marks it
        most = float(re.findall(r"[\d.]+", form.locator(".with-unit span").inner_text())[-1])
        form.locator("input[name=ticks]").first.check()
        form.locator("input[name=points]").fill(str(round(most * 0.68, 1)))
        form.locator("textarea[name=comment]").fill("Name the substitute too.")
        with page.expect_navigation():
            button(form, "Save the mark").click()
    button(page, "Finish").click()
    heading_is(page, "Papers to mark")
    expect(page.locator(f"a[href='{paper}']")).to_have_count(0)
    cast.go("trainer", "/tests", "Tests", "tests")
    page.locator("main tbody th a").first.click()
    cast.look(page, "test")
    cast.go("trainer", "/tests/questions", "Question bank", "questions")
    cast.go("trainer", "/products", "Products", "products")
    page.locator("main th a").first.click()
    cast.look(page, "product")


def release(cast: Cast) -> None:
    """A paper near the pass line is controlled and then released by the director."""
    page = cast.go("director", "/grading/control", "Papers to control", "papers to control")
    page.get_by_role("link", name=re.compile("^Paper ")).last.click()  # the newest
    heading_is(page, re.compile("^Control of paper"))
    cast.look(page, "control")
    line = page.locator("article").filter(has=page.locator("input[name=ticks]")).first
    line.locator("summary", has_text="Correct this mark").click()
    correction = page.get_by_role("form", name=re.compile("^Correction of question")).first
    most = re.findall(r"[\d.]+", correction.locator(".with-unit span").inner_text())[-1]
    correction.locator("input[name=points]").fill(most)
    correction.locator("textarea[name=comment]").fill(
        "The substitute is named in the second sentence."
    )
    with page.expect_navigation():
        button(correction, "Save the correction").click()
    decision = page.locator("#decision")
    decision.locator("textarea").fill("Fair marks.")
    button(decision, "Confirm the marks").click()
    page.goto("/grading/release")
    cast.look(page, "results to release")
    row(page, TRAINEE.name).get_by_role("link", name="Look and release").click()
    heading_is(page, "What will be released")
    cast.look(page, "release preview")
    button(page, "Release 1 result now").click()
    heading_is(page, "Results to release")
    expect(page.get_by_role("link", name=TRAINEE.name)).to_have_count(0)
    trainee = cast.go("trainee", cast.at["attempt"], re.compile("Label printers"), "result")
    expect(trainee.get_by_text(re.compile(r"\d+%")).first).to_be_visible()
    expect(trainee.get_by_text("Passed", exact=True).first).to_be_visible()


def gate(cast: Cast) -> None:
    """The gate of stage 3 shows the result among what it asks for; the head decides there."""
    head = cast.person("head")
    head.goto(cast.at["plan"])
    head.get_by_role("link", name="Gate", exact=True).click()
    heading_is(head, TRAINEE.name)
    test = head.locator("dl").get_by_text("Test", exact=True).locator("xpath=..")
    expect(test).to_contain_text(re.compile(r"\d+%"))
    cast.look(head, "gate")
    passing = head.get_by_role("radio", name=re.compile("^Pass"))
    if passing.count():
        passing.check()
        button(head, "Decide").click()
        heading_is(head, TRAINEE.name)


def other_rooms(cast: Cast) -> None:
    """What trainers, directors and the public open beside the one paper of this path."""
    for key, path, heading in (
        ("trainer", "/tests/banks", "Banks"),
        ("trainer", "/tests/frame", "Standard questions"),
        ("trainer", "/tests/questions/new", ""),
        ("trainer", "/tests/questions/import", ""),
        ("trainer", "/tests/questions/export", ""),
        ("trainer", "/tests/new", "New test"),
        ("trainer", "/tests/accommodations", ""),
        ("trainer", "/grading/oral", "Oral tests"),
        ("trainer", "/grading/remarks", ""),
        ("trainer", "/grading/regrades", ""),
        ("trainer", "/grading/appeals", ""),
        ("director", "/reports/learning", ""),
    ):
        cast.go(key, path, heading)
    page = cast.go("trainer", "/tests", "Tests")
    page.get_by_role("link", name="Products: the end of training").click()
    test = page.url
    for name in ("Statistics", "Version 1", "Preview"):
        page.get_by_role("link", name=name).first.click()
        cast.look(page, f"test: {name}")
        if name == "Statistics":
            page.goto(test)
    page.goto("/grading")
    page.get_by_role("link", name="Mark by question").first.click()
    cast.look(page, "questions to mark")
    button(page, "Mark").first.click()
    heading_is(page, "Mark by question")
    cast.look(page, "mark by question")
    page.get_by_role("link", name="Similar answers").click()
    cast.look(page, "similar answers")
    page.goto(test)
    row(page, "Released").get_by_role("link").first.click()
    cast.look(page, "paper")
    trainee = cast.person("trainee")
    trainee.goto(cast.at["attempt"])
    trainee.get_by_role("link", name="Certificate").first.click()
    cast.look(trainee, "certificate")
    code = trainee.locator(".certificate-code").inner_text()
    visitor = cast.enter()
    visitor.goto(f"/verify/{code}")
    expect(visitor.locator("main")).to_contain_text(TRAINEE.name)
    cast.look(visitor, "verify")
