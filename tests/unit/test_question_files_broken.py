"""Files broken on purpose: no reader breaks, no hostile file holds us up."""
# ruff: noqa: E501 (tables read better on one line)

import json
import os
import random
import time
from itertools import count

import pytest

from recruit.rules import marking, question_files
from recruit.rules.question_files import (
    FileFormat,
    Unreadable,
    gift_writing,
    outward,
    showing,
    wording,
)
from recruit.rules.question_files.outward import Kept
from tests.unit.question_texts import BYTES, XML

MUTATIONS = int(os.environ.get("RECRUIT_FILE_MUTATIONS", "2000"))
"""In all; `RECRUIT_FILE_MUTATIONS=10000 pytest tests/unit/test_question_files.py` runs the lot."""


def mutated(data, chance):
    out = bytearray(data)
    for _turn in range(chance.randint(1, 6)):
        at = chance.randrange(len(out) or 1)
        what = chance.randrange(7)
        if what == 0 and out:
            out[at] = chance.randrange(256)
        elif what == 1:
            del out[at : at + chance.randint(1, 40)]
        elif what == 2:
            out[at:at] = chance.choice((b"{", b"}", b"~", b"=", b"\\", b"#", b"%", b"<", b"&", b'"', b"->", b"\n\n", b"\xff", b"\0", b"]]>", b"::", b"////", "\ufdd1".encode()))  # fmt: skip
        elif what == 3:
            lines = bytes(out).split(b"\n")
            chance.shuffle(lines)
            out = bytearray(b"\n".join(lines))
        elif what == 4:
            end = at + chance.randint(1, 200)
            out[at:at] = out[at:end] * chance.randint(1, 4)
        elif what == 5:
            del out[at:]
        else:
            swap = {b"{": b"}", b"}": b"{", b"<": b">", b"100": b"1e9", b"0": b"-0."}
            old, new = chance.choice(list(swap.items()))
            out = bytearray(bytes(out).replace(old, new, chance.randint(1, 5)))
    return bytes(out)


@pytest.mark.parametrize("form", list(FileFormat))
def test_no_broken_file_breaks_a_reader(form):
    chance = random.Random(f"questions {form}")
    codes = count()
    for _turn in range(MUTATIONS // len(FileFormat)):
        data = mutated(BYTES[form], chance)
        try:
            found = question_files.read(data, form)
        except Unreadable:
            continue
        json.dumps(found.as_json())
        lines = data.count(b"\n") + data.count(b"\r") + 1
        for problem in (*found.errors, *found.warnings):
            assert problem.message
            assert 1 <= problem.line <= lines
        for one in found.questions:
            json.dumps(showing.plain(one))
            assert one.name
            mapped = wording.mapped(one, lambda: str(next(codes)))
            if mapped.ours is not None:
                what = mapped.ours
                assert marking.key_problem(what.type, what.key, what.stem) is None
                back = Kept(what.type, what.stem, what.points, what.key)
                gift_writing.write([outward.parsed(back)])


@pytest.mark.parametrize(
    ("form", "piece"),
    [
        (FileFormat.GIFT, "[id:"), (FileFormat.GIFT, "// [tag:\\] "), (FileFormat.GIFT, "a{ =b\n\n"),
        (FileFormat.GIFT, "{{{{"), (FileFormat.GIFT, "\\"), (FileFormat.GIFT, "::"),
        (FileFormat.GIFT, "~%"), (FileFormat.GIFT, "a } \n\n"), (FileFormat.GIFT, " "),
        (FileFormat.AIKEN, "A) x\n"), (FileFormat.AIKEN, "ANSWER:"),
        (FileFormat.CSV, '"'), (FileFormat.CSV, "type;question;"), (FileFormat.CSV, "'"),
        (FileFormat.MOODLE_XML, "<a>"), (FileFormat.MOODLE_XML, "{1:MC:"),
    ],
)  # fmt: skip
def test_a_hostile_megabyte_takes_no_longer_than_an_honest_one(form, piece):
    text = piece * (1_000_000 // len(piece))
    if form is FileFormat.MOODLE_XML and piece.startswith("{"):
        text = XML.format("cloze", text, "")
    for data in (f"Q{{{text}}}", f"// {text}") if form is FileFormat.GIFT else (text,):
        begun = time.process_time()
        found = question_files.read(data.encode(), form)
        for one in found.questions:
            wording.mapped(one, lambda: "x")
        # No measurement: what grows with the square takes hours here, whatever the machine.
        assert time.process_time() - begun < 60
