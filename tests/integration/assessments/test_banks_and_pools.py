"""The frame, banks, files of stems, draws, whole tests: setting, from end to end."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import event, select

from recruit.assessments import operations
from recruit.assessments.models import (
    AttemptItem,
    FactKind,
    Question,
    QuestionState,
    StemFile,
    TestState,
)
from recruit.assessments.operations import Draw, Upload
from recruit.assessments.queries import attachments, bank, composing, pools
from recruit.assessments.queries import setting as queries
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.rules import setting
from recruit.rules.grading import EntryKind
from recruit.rules.marking import QuestionType
from recruit.rules.money import Money
from tests.conftest import NOW
from tests.factories.assessments import OPTIONS

TODAY = NOW.date()


def fact(make, product, kind, text):
    operations.record_fact(
        product, kind=kind, text=text, valid_from_on=TODAY, actor=make.the_trainer, now=NOW
    )


def closed(make, count, points=2.0, **kw):
    return [
        make.closed_question(wording={"points": points, "stem": f"How soon {number}?"}, **kw)
        for number in range(count)
    ]


# --- the frame ---------------------------------------------------------------------------------


def test_the_frame_is_ours_until_somebody_changes_it(make):
    trainer = make.the_trainer
    rows = operations.adopt_frame(actor=trainer, now=NOW)
    assert operations.adopt_frame(actor=trainer, now=NOW) == rows
    packaging = next(row for row in rows if row.title == "Packaging")
    wording = operations.FrameWording(
        title="Box",
        type=QuestionType.OPEN_SHORT,
        stem="What is in a box of {product}?",
        points=2.0,
        facts=["packaging"],
    )
    operations.edit_frame_question(packaging, wording, version=1, actor=trainer, now=NOW)
    off = operations.FrameWording(**{**vars_of(rows[0]), "active": False})
    operations.edit_frame_question(rows[0], off, version=1, actor=trainer, now=NOW)
    operations.add_frame_question(
        operations.FrameWording("Eighth", QuestionType.OPEN_LONG, "Who buys {product}?", 1.0),
        actor=trainer,
        now=NOW,
    )
    ink = make.product(name="Ink")
    fact(make, ink, FactKind.PACKAGING, "Six bottles")
    made = operations.draft_frame([ink, make.product()], actor=trainer, now=NOW)
    assert len(made) == 2 * 7  # one of ours switched off, one of our own added
    boxes = [one.current for one in made if one.frame_question is packaging]
    assert boxes[0].stem == "What is in a box of Ink?"
    assert boxes[0].model_answer == "Six bottles"
    assert operations.draft_frame([ink], actor=trainer, now=NOW) == []
    operations.reset_frame_question(packaging, actor=trainer, now=NOW)
    assert packaging.title == "Packaging"
    assert boxes[0].stem == "What is in a box of Ink?"  # drafted questions stay


def vars_of(row):
    names = operations.FrameWording.__dataclass_fields__
    return {name: getattr(row, name) for name in names}


def test_questions_that_grew_from_the_frame_before_are_not_drafted_twice(make):
    product, trainer = make.product(), make.the_trainer
    make.open_question(product=product, frame="packaging")
    made = operations.generate_frame(product, actor=trainer, now=NOW)
    assert len(made) == 6


# --- facts -------------------------------------------------------------------------------------


def test_a_fact_is_ended_and_replaced_in_one_step(make, sign_in):
    product = make.product()
    old = operations.record_fact(
        product, kind="packaging", text="Ten", valid_from_on=date(2026, 1, 1),
        valid_to_on=date(2026, 12, 31), actor=make.the_trainer, now=NOW,
    )  # fmt: skip
    client = sign_in(make.the_trainer)
    url = f"/products/facts/{old.pubid}/replace"
    page = client.get(url)
    assert "Ten" in page.text
    # not before the old one began, not after it was to end
    for wrong in ("2026-01-01", "2027-01-01"):
        assert (
            client.post(url, data={"text": "Twelve", "valid_from_on": wrong}).status_code == 422
        )
    client.post(url, data={"text": "Twelve", "valid_from_on": "2026-04-01"})
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 31), date(2027, 1, 1)]
    on = [[one.text for one in queries.facts_on([product.id], day)] for day in days]
    assert on == [["Ten"], ["Twelve"], ["Twelve"], []]
    shown = client.get(f"/products/{product.pubid}").text
    assert shown.index("True today") < shown.index("Twelve")


# --- banks -------------------------------------------------------------------------------------


def test_banks_lie_inside_banks_and_move_together(make):
    trainer = make.the_trainer
    outer = operations.bank_named(["Printers"], actor=trainer, now=NOW)
    inner = operations.bank_named(["Printers", "Labels"], actor=trainer, now=NOW)
    assert operations.bank_named([" Printers "], actor=trainer, now=NOW) is outer
    first, second = make.open_question(bank=outer), make.open_question(bank=inner)
    assert bank.page(bank.Filters(bank=outer))[1] == 2
    assert bank.page(bank.Filters(bank=inner))[0] == [second]
    operations.rename_bank(outer, ["Devices", "All"], actor=trainer, now=NOW)
    assert (outer.name, inner.name) == ("Devices/All", "Devices/All/Labels")
    for wrong in (["Devices", "All", "Labels"], ["Devices", "All", "Deeper"], [""]):
        with pytest.raises(Refused):
            operations.rename_bank(outer, wrong, actor=trainer, now=NOW)
    assert first.bank is outer


def test_many_questions_change_at_once(make, sign_in):
    client = sign_in(make.the_trainer)
    ticked = [make.open_question(ready=False) for _ in range(3)]
    other = make.open_question(ready=False)
    data = {"question": [one.pubid for one in ticked]}

    def change(do, text="", url="/tests/questions/change"):
        return client.post(url, data=data | {"do": do, "text": text}).status_code

    assert change("ready") == 303
    assert change("tag", " Label  Printer") == 303
    assert change("move", "Printers/Labels") == 303
    assert {one.state for one in ticked} == {QuestionState.READY}
    assert {row.tag for one in ticked for row in one.tags} == {"label printer"}
    assert {one.bank.name for one in ticked} == {"Printers/Labels"}
    assert (other.state, other.tags, other.bank) == (QuestionState.DRAFT, [], None)
    assert change("tag", "x" * 50) == 422
    assert change("dance") == 400
    assert client.post("/tests/questions/change", data={"do": "ready"}).status_code == 422
    found = client.get("/tests/questions?tag=label+printer&state=ready").text
    assert found.count('name="question"') == 3
    assert change("untag", "label printer") == 303
    assert change("retire") == 303
    assert bank.tags() == []


def test_a_page_of_the_bank_costs_the_same_for_few_and_for_many(make, sign_in):
    client = sign_in(make.the_trainer)
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    def cost():
        db.session.expire_all()
        statements.clear()
        assert client.get("/tests/questions").status_code == 200
        return len(statements)

    make.open_question(tags=["a"])
    cost()
    few = cost()
    for number in range(20):
        make.open_question(tags=[f"t{number}"], product=make.product())
    assert cost() <= few + 1


# --- the editor --------------------------------------------------------------------------------


def rows(**given):
    return {"stem": "Why?", "ready": "y", **given}


def test_a_rubric_is_written_in_rows(make, sign_in):
    client = sign_in(make.the_trainer)
    url = "/tests/questions/new?type=open_long"
    levels = {
        "rubric-0-group": "Offer", "rubric-0-points": "2", "rubric-0-text": "Fits",
        "rubric-1-group": "Offer", "rubric-1-points": "0,5", "rubric-1-text": "Nearly fits",
        "rubric-2-points": "1", "rubric-2-text": "Asks first", "rubric-2-example": "For what?",
        "rubric-3-text": "",
    }  # fmt: skip
    more = client.post(url, data=rows(more="rubric", **levels))
    assert more.status_code == 200
    assert 'name="rubric-5-text"' in more.text
    assert "Nearly fits" in more.text
    assert db.session.scalars(select(Question)).all() == []
    lone = {**levels, "rubric-1-group": "Other"}
    assert "A criterion has two levels or more" in client.post(url, data=rows(**lone)).text
    long = client.post(url, data=rows(**levels | {"rubric-2-text": "x" * 501})).text
    assert 'href="#rubric-2-text"' in long
    assert client.post(url, data=rows()).status_code == 422  # neither points nor rubric
    strange = {f"rubric-{number}-text": "x" for number in ("²", "9" * 5000, "-1", "")}
    assert client.post(url, data=rows(**strange)).status_code == 422
    assert (
        client.post(url, data=rows(**levels, tags="new, Label", bank="A/B")).status_code == 303
    )
    question = db.session.scalars(select(Question)).one()
    first = question.current
    assert first.points == 3.0  # what the rubric gives
    assert [(line["group"], line["points"]) for line in first.rubric] == [
        ("Offer", 2.0),
        ("Offer", 0.5),
        ("", 1.0),
    ]
    assert ([row.tag for row in question.tags], question.bank.name) == (["label", "new"], "A/B")
    # a new version keeps the ids of lines that stay
    codes = {f"rubric-{at}-code": line["id"] for at, line in enumerate(first.rubric)}
    changed = {**levels, **codes, "rubric-2-text": "Asks what for", "version": "1"}
    edit = f"/tests/questions/{question.pubid}"
    assert client.post(f"{edit}/edit", data=rows(**changed)).status_code == 303
    assert [one["id"] for one in question.current.rubric] == list(codes.values())
    page = client.get(edit).text
    assert "<del>first</del>" in page
    assert "<ins>what for</ins>" in page


# --- files -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "alt", "problem"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n no end", "x", "Attach a picture"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x", "Attach a picture"),
        ("a.pdf", b"%PDF-1.4 /JavaScript startxref 0 %%EOF", "x", "Attach a picture"),
        ("a.png", None, "", "Say in words"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(2000), "x", "at most 5 MB"),
    ],
)
def test_only_small_pictures_with_words_and_harmless_pdfs_are_attached(
    make, sign_in, monkeypatch, name, data, alt, problem
):
    monkeypatch.setattr(setting, "LARGEST_FILE", 1000)
    client = sign_in(make.the_trainer)
    given = rows(points="1", **{"files-0-alt": alt})
    given["files-0-file"] = (BytesIO(make.png() if data is None else data), name)
    answer = client.post("/tests/questions/new", data=given)
    assert answer.status_code == 422
    assert problem in answer.text
    assert db.session.scalars(select(Question)).all() == []


def test_a_picture_stays_with_its_version_and_is_seen_by_who_reads_the_question(
    make, sign_in, client
):
    trainer, trainee, mentor = make.the_trainer, make.the_trainee, make.person(Role.MENTOR)
    upload = Upload("../../etc/label.exe", make.png())
    question = make.open_question(wording={"files": [(upload, "A label")]})
    version = make.published_version([question])
    waiting = make.attempt(version=version)
    picture = question.current.attachments[0]
    assert (picture.file.filename, picture.file.media_type) == ("label.png", "image/png")
    url = f"/tests/files/{picture.pubid}"
    other = make.person(Role.TRAINEE)
    assert sign_in(trainee).get(url).status_code == 404  # the paper has not begun
    operations.start(waiting, actor=trainee, now=NOW)
    answer = sign_in(trainee).get(url)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, make.png(), "image/png")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    page = sign_in(trainee).get(f"/tests/attempts/{waiting.pubid}/1").text
    assert f'src="{url}" alt="A label"' in page
    assert sign_in(other).get(url).status_code == 404
    assert sign_in(make.the_director).get(url).status_code == 200
    # a mentor who is asked by name for marks sees it, before that not
    operations.submit(waiting, actor=trainee, now=NOW)
    assert attachments.attachment_for(mentor, picture.pubid) is None
    operations.ask(waiting, mentor, EntryKind.FIRST, actor=trainer, now=NOW)
    assert attachments.attachment_for(mentor, picture.pubid) is picture
    # taken off in the next version, the paper keeps it
    client = sign_in(trainer)
    data = rows(points="3", version=str(question.version))
    data |= {
        "files-0-kept": picture.file.pubid,
        "files-0-alt": "A label",
        "files-0-remove": "y",
    }
    assert client.post(f"/tests/questions/{question.pubid}/edit", data=data).status_code == 303
    assert question.current.attachments == []
    assert waiting.items[0].question_version.attachments == [picture]
    # somebody else's file cannot be put on by its name
    foreign = rows(points="1", **{"files-0-kept": picture.file.pubid, "files-0-alt": "Mine"})
    client.post("/tests/questions/new", data=foreign)
    newest = db.session.scalars(select(Question).order_by(Question.id.desc())).first()
    assert newest.current.attachments == []
    assert len(db.session.scalars(select(StemFile)).all()) == 1


# --- draws -------------------------------------------------------------------------------------


def pool_of(make, version, draws, **kw):
    section = version.sections[0]
    return operations.add_pool(section, Draw(draws, **kw), actor=make.the_trainer, now=NOW)


def asked(attempt):
    return {item.question_version.question_id for item in attempt.items}


def test_papers_draw_other_questions_and_a_second_attempt_new_ones(make):
    trainer, trainee = make.the_trainer, make.the_trainee
    fixed = make.closed_question()
    tagged = closed(make, 7, tags=["pool"])
    closed(make, 2)  # without the tag
    version = make.draft_version([fixed], attempts=3, cooling_off_days=0, pass_percent=100)
    pool_of(make, version, 3, tag="pool")
    operations.publish(version, actor=trainer, now=NOW)
    wording = tagged[0].current
    operations.reword(
        tagged[0],
        operations.Wording(type=wording.type, stem="New", points=9.0, key={"options": OPTIONS}),
        version=tagged[0].version,
        actor=trainer,
        now=NOW,
    )
    late = closed(make, 1, tags=["pool"])[0]
    attempt, seen = make.attempt(version=version), []
    for number in (1, 2, 3):
        operations.start(attempt, actor=trainee, now=NOW)
        drawn = asked(attempt) - {fixed.id}
        assert len(drawn) == 3
        assert drawn <= {one.id for one in tagged}
        assert late.id not in drawn  # came after publishing
        assert {item.question_version.points for item in attempt.items} == {2.0}
        seen.append(drawn)
        if number < 3:
            operations.submit(attempt, actor=trainee, now=NOW)
            operations.release(attempt, actor=trainer, now=NOW)
            attempt = operations.retake(attempt.assignment, actor=trainee, now=NOW)
    assert not seen[0] & seen[1]
    assert len(seen[2] - seen[0] - seen[1]) == 1  # the last unasked one comes again first
    assert not seen[2] & seen[1]  # the rest was asked longest ago
    others = {
        frozenset(one.wording.question_id for one in composing.compose(version, seed))
        for seed in range(12)
    }
    assert len(others) > 1


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda make: closed(make, 1, points=1.0, tags=["pool"]), "differ_in_points"),
        (lambda make: None, "too_few"),
    ],
)
def test_a_draw_that_makes_unequal_or_short_papers_is_not_published(make, spoil, reason):
    closed(make, 2, tags=["pool"])
    version = make.draft_version([make.open_question()])
    pool_of(make, version, 3, tag="pool")
    spoil(make)
    with pytest.raises(Refused, match=reason):
        operations.publish(version, actor=make.the_trainer, now=NOW)
    assert version.state is TestState.DRAFT


def test_a_chosen_list_is_copied_into_the_next_draft_and_pinned_anew(make):
    trainer, questions = make.the_trainer, []
    questions += closed(make, 3)
    version = make.draft_version([questions[0]])
    pool = pool_of(make, version, 1, questions=questions)
    found = pools.candidates(version)[pool.id]
    assert [row.question_id for row in found] == [one.id for one in questions[1:]]
    operations.publish(version, actor=trainer, now=NOW)
    draft = operations.new_draft(version.test, actor=trainer, now=NOW)
    copied = draft.sections[0].pools[0]
    assert {member.question_id for member in copied.members} == {q.id for q in questions[1:]}
    assert {member.question_version_id for member in copied.members} == {None}
    operations.retire_question(questions[2], actor=trainer, now=NOW)
    with pytest.raises(Refused, match="not_ready"):
        operations.publish(draft, actor=trainer, now=NOW)
    for act in (
        lambda: operations.remove_pool(pool, actor=trainer, now=NOW),
        lambda: operations.change_pool(pool, Draw(2), actor=trainer, now=NOW),
    ):
        with pytest.raises(Refused, match="never_change"):
            act()


# --- whole tests -------------------------------------------------------------------------------


def test_a_fair_test_from_products_to_publishing_through_the_pages(make, sign_in):
    trainer, client = make.the_trainer, sign_in(make.the_trainer)
    small, large = make.product(name="Ink"), make.product(name="Press")
    for product, minor in ((small, 100), (large, 900)):
        operations.record_profit(
            product, as_of_on=TODAY, profit=Money(minor, "EUR"), actor=trainer, now=NOW
        )
    client.post("/tests/new", data={"title": "Stage 3", "product": [small.pubid, large.pubid]})
    version = queries.tests()[0].versions[0]
    assert [section.title for section in version.sections] == ["Press", "Ink"]
    assert [len(section.items) for section in version.sections] == [7, 7]
    url = f"/tests/versions/{version.pubid}"
    page = client.get(url).text
    assert "14 questions are still drafts" in page
    assert "14 open questions have no model answer" in page
    before = len(db.session.scalars(select(AttemptItem)).all())
    preview = client.get(f"{url}/preview").text
    assert "Names the packing unit" not in preview  # the rubric is no trainee's
    assert preview.count("Your answer") == 14
    assert len(db.session.scalars(select(AttemptItem)).all()) == before
    first, second = version.sections
    client.post(
        f"/tests/sections/{first.pubid}", data={"title": "The press", "intro": "A *case*"}
    )
    client.post(f"/tests/sections/{second.pubid}/move", data={"direction": "up"})
    client.post(f"{url}/sections", data={"title": "Empty"})
    empty = version.sections[2]
    assert client.post(f"/tests/sections/{first.pubid}/remove").status_code == 422
    client.post(f"/tests/sections/{empty.pubid}/remove")
    assert [section.title for section in version.sections] == ["Ink", "The press"]
    assert client.post(f"{url}/publish").status_code == 422
    client.post(f"{url}/ready")
    assert client.post(f"{url}/publish").status_code == 303
    assert "<em>case</em>" in client.get(f"{url}/preview").text
    for path in (f"{url}/ready", f"/tests/sections/{first.pubid}"):
        assert client.post(path, data={"title": "x"}).status_code in (404, 422)


def test_a_test_is_given_to_several_with_the_study_order_of_the_day(make, sign_in):
    trainer, client = make.the_trainer, sign_in(make.the_trainer)
    ink, press = make.product(name="Ink"), make.product(name="Press")
    for product, minor in ((ink, 100), (press, 900)):
        operations.record_profit(
            product, as_of_on=TODAY, profit=Money(minor, "EUR"), actor=trainer, now=NOW
        )
    version = make.published_version(
        [make.open_question(product=ink), make.open_question(product=press)]
    )
    people = [make.the_trainee, make.person(Role.TRAINEE)]
    mentor = make.person(Role.MENTOR)
    url = f"/tests/versions/{version.pubid}"
    data = {
        "person": [one.pubid for one in people], "due_on": "2026-03-20",
        "mentor": mentor.pubid, "stake": "mentor_bonus",
    }  # fmt: skip
    assert client.post(f"{url}/assign", data=data).status_code == 303
    operations.record_profit(
        ink, as_of_on=TODAY, profit=Money(5000, "EUR"), actor=trainer, now=NOW
    )
    page = client.get(f"{url}/given").text
    assert page.count("Press, Ink") == 2  # as it was that day
    given = {a.person: a for t in people for a in [queries_assignment(t)]}
    assert [row.kind for row in given[people[0]].interests] == ["mentor_bonus"]
    third = make.person(Role.TRAINEE)
    again = client.post(f"{url}/assign", data=data | {"person": [third.pubid, people[1].pubid]})
    assert again.status_code == 422
    assert people[1].name in again.text
    assert queries_assignment(third) is None  # nobody got it
    assert client.post(f"{url}/assign", data={"due_on": "2026-03-20"}).status_code == 422
    taken = given[people[0]]
    assert client.post(f"/tests/assignments/{taken.pubid}/cancel").status_code == 303
    operations.start(given[people[1]].attempts[0], actor=people[1], now=NOW)
    begun = f"/tests/assignments/{given[people[1]].pubid}/cancel"
    assert client.post(begun).status_code == 422


def queries_assignment(person):
    from recruit.assessments.queries import sitting

    return next(iter(sitting.my_assignments(person)), None)
