"""Moodle XML: from a <quiz> to questions. A broken question is an error with its line; XML that
is not well formed leaves nothing to trust, so that it is one error and no question."""

from __future__ import annotations

from dataclasses import replace

from recruit.rules.question_files import moodle_types
from recruit.rules.question_files.decoding import check_size
from recruit.rules.question_files.form import (
    MOST_PROBLEMS,
    MOST_QUESTIONS,
    FileFormat,
    Found,
    Kind,
    Parsed,
    Problem,
    Unreadable,
    Wrong,
    category_path,
    one_line,
    tag_list,
)
from recruit.rules.question_files.gift_answers import odd_sum
from recruit.rules.question_files.moodle_parts import files_of, points_of, text_of
from recruit.rules.question_files.prose import title
from recruit.rules.question_files.troubles import Trouble
from recruit.rules.question_files.xml_tree import Node, parse

_NAMES = {"match": Kind.MATCHING, "multianswer": Kind.CLOZE}


def read(data: bytes) -> Found:
    """Read a Moodle XML file; Unreadable when it is too large."""
    check_size(data)
    try:
        quiz = parse(data)
    except Wrong as wrong:
        problem = Problem(wrong.line or 1, wrong.trouble, wrong.facts)
        return Found(FileFormat.MOODLE_XML, (), (problem,))
    if quiz.name not in ("quiz", "question"):
        problem = Problem(quiz.line, Trouble.NOT_A_QUIZ)
        return Found(FileFormat.MOODLE_XML, (), (problem,))
    questions: list[Parsed] = []
    errors: list[Problem] = []
    warnings: list[Problem] = []
    category: tuple[str, ...] = ()
    for node in [quiz] if quiz.name == "question" else quiz.all("question"):
        if node.attributes.get("type") == "category":
            category = category_path(node.value("category"))
            continue
        try:
            parsed = replace(_question(node), category=category)
        except Wrong as wrong:
            text = f'<question type="{node.attributes.get("type", "")}">'
            errors.append(
                Problem(
                    wrong.line or node.line,
                    wrong.trouble,
                    wrong.facts,
                    one_line(f"{text} {node.value('name')}", 200),
                )
            )
        else:
            questions.append(parsed)
            warnings += _odd(parsed)
        if len(questions) > MOST_QUESTIONS:
            raise Unreadable(Trouble.TOO_MANY, most=MOST_QUESTIONS)
        if len(errors) >= MOST_PROBLEMS:
            break
    return Found(
        FileFormat.MOODLE_XML, tuple(questions), tuple(errors), tuple(warnings[:MOST_PROBLEMS])
    )


def _odd(parsed: Parsed) -> list[Problem]:
    odd = []
    if (total := odd_sum(parsed)) is not None:
        odd.append(Problem(parsed.line, Trouble.SUM_NOT_WHOLE, {"sum": total}))
    if parsed.kind in moodle_types.NOT_IMPORTED:
        facts = {"type": parsed.kind.value}
        odd.append(Problem(parsed.line, Trouble.NOT_IMPORTED, facts))
    return odd


def _question(node: Node) -> Parsed:
    written = node.attributes.get("type", "").strip()
    try:
        kind = _NAMES.get(written) or Kind(written)
    except ValueError:
        raise Wrong(Trouble.UNSUPPORTED, type=written[:40]) from None
    stem = text_of(node.first("questiontext"))
    files, whole = files_of(node)
    name = one_line(node.value("name")) or title(stem)
    if not name and not stem:
        raise Wrong(Trouble.NO_TEXT)
    left_out = [] if whole else [Trouble.FILE_LEFT_OUT]
    if node.first("hint") is not None:
        left_out.append(Trouble.HINTS)
    combined = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    if any(node.value(one) for one in combined):
        left_out.append(Trouble.COMBINED_FEEDBACK)
    groups = (*node.all("tags"), *node.all("coursetags"))
    tags = [one.words for group in groups for one in group.all("tag")]
    base = Parsed(
        kind,
        name,
        stem,
        node.line,
        feedback=text_of(node.first("generalfeedback"), stem.format),
        points=points_of(node),
        penalty=moodle_types.penalty_of(node),
        tags=tag_list(tags),
        id_number=one_line(node.value("idnumber"), 100),
        files=files,
        left_out=tuple(left_out),
    )
    return moodle_types.read(base, node)
