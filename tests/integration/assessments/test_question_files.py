"""Question files over HTTP: previewed, then imported whole or not at all; exported."""
# ruff: noqa: E501 (queries on one line)

import io
import random
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from recruit.assessments import commands
from recruit.assessments.models import (
    Question,
    QuestionBank,
    QuestionImport,
    QuestionState,
    QuestionVersion,
)
from recruit.assessments.operations import importing
from recruit.assessments.views import presenting
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.rules import question_files
from recruit.rules.marking import QuestionType
from recruit.rules.question_files import FileFormat
from tests.conftest import NOW

DATA = Path(__file__).parents[2] / "data" / "questions"
GOOD = "Sky?{T}\n\n$CATEGORY: Ink\n\n// [tag:Blue]\nRed?{~%-50%a ~%100%b#yes}\n"


def bank():
    return db.session.scalar(select(func.count()).select_from(Question))


def upload(client, data, name="questions.gift", **fields):
    if isinstance(data, str):
        data = data.encode()
    fields = {"file": (io.BytesIO(data), name), **fields}
    return client.post("/tests/questions/import", data=fields)


def confirm(client, place, **fields):
    page = client.get(place).text
    sha256 = re.search(r'name="sha256" value="([0-9a-f]{64})"', page)[1]
    return client.post(f"{place}/confirm", data={"sha256": sha256, **fields})


def test_a_file_is_shown_first_and_then_comes_in_as_drafts(make, client, sign_in):
    sign_in(make.the_trainer)
    product = make.product()
    before = bank()
    answer = upload(client, GOOD, bank="Shop", product=product.pubid)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "Import 2 questions" in page.text
    assert bank() == before
    assert confirm(client, answer.location).status_code == 303
    assert client.get(answer.location).status_code == 200
    rows = list(db.session.scalars(select(Question).order_by(Question.id.desc()).limit(2)))
    assert bank() == before + 2
    assert {one.state for one in rows} == {QuestionState.DRAFT}
    assert {one.product for one in rows} == {product}
    assert [one.bank.name for one in rows] == ["Shop/Ink", "Shop"]
    assert [tag.tag for tag in rows[0].tags] == ["blue"]
    version = rows[0].current
    assert (version.type, version.name) == (QuestionType.SEVERAL_OF_MANY, "Red?")
    assert [one["credit"] for one in version.key["options"]] == [-0.5, 1]


def test_a_second_click_and_another_file_change_nothing(make, client, sign_in):
    sign_in(make.the_trainer)
    place = upload(client, GOOD).location
    before = bank()
    wrong = client.post(f"{place}/confirm", data={"sha256": "0" * 64})
    assert (wrong.status_code, bank()) == (422, before)
    sha256 = db.session.scalars(select(QuestionImport).order_by(QuestionImport.id.desc())).first().sha256  # fmt: skip
    for _click in range(2):
        assert client.post(f"{place}/confirm", data={"sha256": sha256}).status_code == 303
    assert bank() == before + 2
    again = upload(client, GOOD).location
    assert client.get(again).text.count("There already") >= 2
    assert confirm(client, again).status_code == 422
    assert bank() == before + 2
    assert confirm(client, again, again="1").status_code == 303
    assert bank() == before + 4


def test_the_good_ones_of_a_broken_file_come_in_only_when_chosen(make, client, sign_in):
    sign_in(make.the_trainer)
    place = upload(client, GOOD + "\n<b>Open</b> {\n=a").location
    page = client.get(place).text
    assert "Import the 2 good ones" in page
    assert "&lt;b&gt;Open&lt;/b&gt;" in page
    assert '<th scope="row" class="num">8</th>' in page
    before = bank()
    assert confirm(client, place).status_code == 422
    assert bank() == before
    assert confirm(client, place, with_errors="1").status_code == 303
    assert bank() == before + 2


def test_what_cannot_be_read_says_why(make, client, sign_in):
    sign_in(make.the_trainer)
    for fields in (
        {"file": (io.BytesIO("Größe?{T}".encode("latin-1")), "a.gift")},
        {"file": (io.BytesIO(b""), "")},
        {"text": "  "},
        {"text": "Sky?{T}", "format": "nonsense"},
        {"text": "Sky?{T}", "bank": "x" * 201},
    ):
        answer = client.post("/tests/questions/import", data=fields)
        assert answer.status_code == 422
        assert "Error:" in answer.text
    assert db.session.scalar(select(func.count()).select_from(QuestionImport)) == 0
    answer = client.post("/tests/questions/import", data={"text": "Sky?{T}"})
    assert answer.status_code == 303


def test_moodle_xml_comes_in_with_its_pictures_and_losses(make, client, sign_in):
    sign_in(make.the_trainer)
    data = (DATA / "shop.xml").read_bytes()
    place = upload(client, data, "shop.xml").location
    page = client.get(place).text
    for words in ("A description asks nothing", "read, but not imported", "Is left out"):
        assert words in page
    assert confirm(client, place).status_code == 303
    found = {one.name: one for one in db.session.scalars(select(QuestionVersion).where(QuestionVersion.name != ""))}  # fmt: skip
    assert found["Opening"].points == 2.5
    assert [one.file.filename for one in found["Opening"].attachments] == ["door.png"]
    assert found["Angry"].model_answer == "Listens first."
    assert Counter(one.type.value for one in found.values()) == {
        "one_of_many": 1, "several_of_many": 1, "true_false": 1, "gap_text": 3, "numeric": 1,
        "matching": 1, "open_long": 1, "ordering": 1,
    }  # fmt: skip
    assert db.session.scalar(select(QuestionBank.name)) == "Service/Desk"


def test_an_import_that_fails_in_the_middle_leaves_nothing(make, monkeypatch):
    job = importing.upload(GOOD.encode(), "a.gift", None, actor=make.the_trainer, now=NOW)
    db.session.flush()
    before, write = bank(), importing.write_question

    def fail_at_the_second(wording, **more):
        if wording.type is QuestionType.SEVERAL_OF_MANY:
            raise Refused(importing.Refusal.NOTHING_GOOD)
        return write(wording, **more)

    monkeypatch.setattr(importing, "write_question", fail_at_the_second)
    with pytest.raises(Refused), db.session.begin_nested():
        importing.import_questions(job, sha256=job.sha256, actor=make.the_trainer, now=NOW)
    assert bank() == before
    assert job.imported_at is None


def test_an_export_says_what_it_loses_and_comes_back_the_same(make, client, sign_in):
    sign_in(make.the_trainer)
    place = upload(client, (DATA / "shop.gift").read_bytes(), bank="Shop").location
    assert confirm(client, place).status_code == 303
    chosen = db.session.scalars(select(QuestionBank).where(QuestionBank.name == "Shop")).one_or_none()  # fmt: skip
    chosen = chosen or make.add(QuestionBank(name="Shop", created_at=NOW))
    make.open_question()
    for form in ("gift", "csv"):
        page = client.get(f"/tests/questions/export?format={form}&bank={chosen.pubid}")
        assert page.status_code == 200
        assert "Download 13 questions" in page.text
        answer = client.get(f"/tests/questions/export/file?format={form}&bank={chosen.pubid}")
        found = question_files.read(answer.data, FileFormat(form))
        assert (len(found.questions), found.errors) == (13, ())
        assert {one.category for one in found.questions} == {("Shop", "Printers", "Ink／Toner")}
    whole = client.get("/tests/questions/export?format=gift").text
    assert "the rubric" in whole
    assert client.get("/tests/questions/export?format=aiken").status_code == 400


def test_broken_files_never_break_the_pages(make, client, sign_in):
    """Never a 500, never half an import."""
    sign_in(make.the_trainer)
    chance = random.Random("broken uploads")
    for path in sorted(DATA.iterdir()):
        data = path.read_bytes()
        for _turn in range(8):
            at = chance.randrange(len(data))
            piece = chance.choice(
                (b"{", b"}", b"<", b"\xff", b"\0", b"\n\n", b"=", b"", b"%200%")
            )
            broken = data[:at] + piece + data[at + chance.randint(0, 60) :]
            answer = upload(client, broken, path.name)
            assert answer.status_code in (303, 422)
            if answer.status_code == 422:
                continue
            assert client.get(answer.location).status_code == 200
            job = db.session.scalars(select(QuestionImport).order_by(QuestionImport.id.desc())).first()  # fmt: skip
            before = bank()
            done = client.post(
                f"{answer.location}/confirm",
                data={"sha256": job.sha256, "with_errors": "1", "again": "1"},
            )
            assert done.status_code in (303, 422)
            assert bank() - before == (job.imported if done.status_code == 303 else 0)


def test_the_commands_bring_in_and_take_out(app, make, tmp_path):
    run = app.test_cli_runner().invoke
    path, out = tmp_path / "a.gift", tmp_path / "out.gift"
    path.write_text(GOOD + "\n\nOpen {")
    arguments = [str(path), "--as", make.the_trainer.email, "--bank", "Shop"]
    db.session.commit()  # a refusal rolls back
    before = bank()
    stranger = run(commands.import_file, [str(path), "--as", "nobody@example.com"])
    assert "may write questions" in stranger.output
    refused = run(commands.import_file, arguments)
    assert (refused.exit_code, bank()) == (1, before)
    done = run(commands.import_file, [*arguments, "--good-only"])
    assert (done.exit_code, bank()) == (0, before + 2), done.output
    done = run(commands.export_file, [str(out), "--bank", "Shop"])
    assert done.exit_code == 0, done.output
    found = question_files.read(out.read_bytes(), FileFormat.GIFT)
    assert (found.types, found.errors) == ({"multichoice": 1, "truefalse": 1}, ())


def test_a_gap_to_choose_from_shows_its_words_and_not_the_right_one(app):
    gaps = [
        {"answers": ["zeal", "<ant>"], "choose": True, "exact": True, "credits": [1, 0]},
        {"answers": ["secret"], "exact": False},
    ]
    wording = SimpleNamespace(
        type=QuestionType.GAP_TEXT,
        key={"gaps": gaps},
        stem="A [[1]], a [[2]]",
        points=1,
        attachments=[],
    )
    item = SimpleNamespace(
        question_version=wording, pubid="p", position=1, option_order=[], section="", intro=""
    )
    question = presenting.asked(item)
    with app.test_request_context("/"):
        module = app.jinja_env.get_template("assessments/_question.html").make_module(
            {"_": lambda text, **more: text % more if more else text}
        )
        shown = str(
            module.fields(question, {"data": {"gaps": ["zeal", ""]}, "text": ""}, 100, "x")
        )
    assert re.findall(r'value="([^"]*)"', shown) == ["", "&lt;ant&gt;", "zeal", ""]
    assert re.search(r'value="zeal" selected', shown)
    assert "secret" not in shown
    assert "credit" not in shown
