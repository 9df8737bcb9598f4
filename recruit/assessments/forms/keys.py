"""Keys as plain lines of text: quick to type, quick to paste, read back the same.

- options: one a line; `*` before a right one, `50%` before one that earns half, `-25%` before one
  that takes a quarter away. Where several may be chosen, a percentage anywhere means that the
  percentages of what was chosen are added up.
- matching: `left = right`, one pair a line; a right side without a partner as `= right`. Where a
  side has an equals sign of its own: `left => right`.
- ordering: one item a line, in the right order.
- gap text: one line per gap, accepted answers separated by `|`, each with a percentage where it
  earns less. A line may begin with what is special, in brackets: `[exact]` capitals matter,
  `[wildcards]` a * stands for any text, `[choose]` the answers are shown to choose from,
  `[number]` the answers are numbers such as `3.5 ± 0.1`, `[counts 2]` twice as much as other gaps.
- number: further right numbers, one a line, such as `50% 1822 ± 2`; `*` is any other number.

Behind an option, a number or a gap's answer, ` ## ` begins what is said to who gave it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from recruit.kernel.ids import new_code
from recruit.rules import accepted
from recruit.rules.marking import QuestionType, number

MOST_LINES = 200
LONGEST_LINE = 4000
SAID = " ## "
_CREDIT = re.compile(r"(-?\d{1,3}(?:[.,]\d{1,5})?)\s?%\s+(\S.*)", re.DOTALL)
_FLAGS = re.compile(r"\[([a-z0-9., ]{1,60})\]\s*")
_BAR = re.compile(r"(?<!\\)\|")
_WORTH = re.compile(r"counts (\d{1,3}(?:\.\d{1,2})?)")


class Unreadable(ValueError):
    """A line that says nothing we can read; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _lines(text: str) -> list[tuple[int, str]]:
    lines = [(at, line.strip()) for at, line in enumerate(text.split("\n"), start=1)]
    kept = [(at, line) for at, line in lines if line]
    for at, line in kept:
        if len(line) > LONGEST_LINE:
            raise Unreadable(at)
    if len(kept) > MOST_LINES:
        raise Unreadable(kept[MOST_LINES][0])
    return kept


def read_key(kind: QuestionType, text: str) -> dict[str, Any]:
    """Return the key written in `text`, or raise Unreadable. The first number, true and false
    have fields of their own."""
    lines = _lines(text)
    if kind is QuestionType.ONE_OF_MANY:
        return {"options": [_option(at, line) for at, line in lines]}
    if kind is QuestionType.SEVERAL_OF_MANY:
        options = [_option(at, line) for at, line in lines]
        weighted = any(_CREDIT.fullmatch(_split(line)[0]) for _, line in lines)
        return {"options": options} | ({"weighted": True} if weighted else {})
    if kind is QuestionType.MATCHING:
        return _pairs(lines)
    if kind is QuestionType.ORDERING:
        return {"items": [{"id": new_code(), "text": line} for _, line in lines]}
    if kind is QuestionType.GAP_TEXT:
        return {"gaps": [_gap(at, line) for at, line in lines]}
    if kind is QuestionType.NUMERIC:
        return {"answers": [_number(at, line) for at, line in lines]}
    return {}


def numeric_key(
    value: str, tolerance: str, unit: str, more: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a number's key from its fields and its further lines; units that the wording
    `before` knew stay with their factors as long as the first one is the same."""
    key: dict[str, Any] = {"value": value, "tolerance": tolerance or "0", "unit": unit}
    first: dict[str, Any] = {"value": value, "tolerance": tolerance or "0", "credit": 1.0}
    known = accepted.number_answers(before) if before.get("answers") else []
    if known and known[0].get("feedback"):
        first["feedback"] = known[0]["feedback"]
    if more.get("answers") or "feedback" in first:
        key["answers"] = [first, *more.get("answers", ())]
    units = before.get("units") or ()
    if units and units[0]["unit"] == unit:
        key["units"] = list(units)
    return key


def _split(line: str) -> tuple[str, str]:
    """Cut a line from what is said to who gave it."""
    text, _mark, said = line.partition(SAID)
    return text.strip(), said.strip()


def _weighed(at: int, text: str) -> tuple[float | None, str]:
    found = _CREDIT.fullmatch(text)
    if found is None:
        return None, text
    credit = float(found[1].replace(",", ".")) / 100
    if abs(credit) > 1:
        raise Unreadable(at)
    return round(credit, 7), found[2].strip()


def _option(at: int, line: str) -> dict[str, Any]:
    line, said = _split(line)
    credit, text = 0.0, line
    if line.startswith("*"):
        credit, text = 1.0, line[1:].strip()
    else:
        given, text = _weighed(at, line)
        credit = given or 0.0
    if not text:
        raise Unreadable(at)
    return {"id": new_code(), "text": text, "credit": credit} | _feedback(said)


def _feedback(said: str) -> dict[str, str]:
    return {"feedback": said} if said else {}


def _pairs(lines: Sequence[tuple[int, str]]) -> dict[str, Any]:
    pairs, alone = [], []
    for at, line in lines:
        sign = " => " if " => " in f" {line}" else "="
        left, found, right = (part.strip() for part in f" {line}".partition(sign))
        if not found or not right:
            raise Unreadable(at)
        one = {"right": right, "right_id": new_code()}
        if left:
            pairs.append({"id": new_code(), "left": left, **one})
        else:
            alone.append(one)
    return {"pairs": pairs} | ({"distractors": alone} if alone else {})


def _gap(at: int, line: str) -> dict[str, Any]:
    flags, worth = set(), 1.0
    if begun := _FLAGS.match(line):
        for flag in begun[1].split(","):
            if found := _WORTH.fullmatch(flag.strip()):
                worth = float(found[1])
            else:
                flags.add(flag.strip())
        if flags - {"exact", "wildcards", "choose", "number"} or worth <= 0:
            flags, worth = set(), 1.0  # brackets of the answer's own
        else:
            line = line[begun.end() :]
    answers, credits_, said = [], [], []
    for part in _BAR.split(line):
        text, feedback = _split(part.replace("\\|", "|").strip())
        credit, text = _weighed(at, text)
        if text:
            answers.append(text)
            credits_.append(1.0 if credit is None else credit)
            said.append(feedback)
    gap: dict[str, Any] = {"answers": answers, "exact": "exact" in flags}
    if any(credit != 1 for credit in credits_):
        gap["credits"] = credits_
    if any(said):
        gap["feedback"] = said
    if worth != 1:
        gap["worth"] = worth
    gap |= {flag: True for flag in ("wildcards", "choose") if flag in flags}
    if "number" in flags:
        split = [_with_tolerance(at, answer) for answer in answers]
        gap |= {"answers": [v for v, _t in split], "tolerances": [t for _v, t in split]}
    return gap


def _with_tolerance(at: int, text: str) -> tuple[str, str]:
    value, found, off = (part.strip() for part in text.replace("+-", "±").partition("±"))
    off = off if found else "0"
    if value != accepted.ANYTHING and (number(value) is None or number(off) is None):
        raise Unreadable(at)
    return value, off


def _number(at: int, line: str) -> dict[str, Any]:
    text, said = _split(line)
    credit, text = _weighed(at, text)
    value, off = _with_tolerance(at, text)
    if credit is None:
        credit = 0.0 if value == accepted.ANYTHING else 1.0
    return {"value": value, "tolerance": off, "credit": credit} | _feedback(said)


def write_key(kind: QuestionType, key: Mapping[str, Any]) -> str:
    """Return a key as lines, the reverse of `read_key`."""
    if kind in (QuestionType.ONE_OF_MANY, QuestionType.SEVERAL_OF_MANY):
        whole = "100% " if key.get("weighted") else "* "
        return "\n".join(_write_option(option, whole) for option in key.get("options", ()))
    if kind is QuestionType.MATCHING:
        return "\n".join(_write_pairs(key))
    if kind is QuestionType.ORDERING:
        return "\n".join(str(item["text"]) for item in key.get("items", ()))
    if kind is QuestionType.GAP_TEXT:
        return "\n".join(_write_gap(gap) for gap in key.get("gaps", ()))
    if kind is QuestionType.NUMERIC:
        return "\n".join(_write_number(one) for one in key.get("answers", ())[1:])
    return ""


def _percent(credit: float) -> str:
    return f"{round(credit * 100, 5):.8g}%"


def _said(feedback: str) -> str:
    flat = " ".join(feedback.split())
    return f"{SAID}{flat}" if flat else ""


def _mark(credit: float, text: str, plain: float, whole: str = "100% ") -> str:
    """Return what stands before a text that earns `credit`; nothing for the `plain` one, unless
    the text could be taken for a mark of its own."""
    if credit == plain and not text.startswith("*") and not _CREDIT.fullmatch(text):
        return ""
    return whole if credit == 1 else f"{_percent(credit)} "


def _write_option(option: Mapping[str, Any], whole: str) -> str:
    text = str(option["text"])
    mark = _mark(float(option["credit"]), text, 0.0, whole)
    return f"{mark}{text}{_said(option.get('feedback', ''))}"


def _write_pairs(key: Mapping[str, Any]) -> Iterator[str]:
    for one in (*key.get("pairs", ()), *key.get("distractors", ())):
        left, right = one.get("left", ""), one["right"]
        sign = "=>" if "=" in left + right else "="
        yield f"{left} {sign} {right}".strip()


def _write_gap(gap: Mapping[str, Any]) -> str:
    flags = [name for name in ("exact", "wildcards", "choose") if gap.get(name)]
    flags += ["number"] if "tolerances" in gap else []
    flags += [f"counts {gap['worth']:g}"] if gap.get("worth", 1) != 1 else []
    feedback = gap.get("feedback") or [""] * len(gap["answers"])
    parts = []
    for at, (answer, credit) in enumerate(
        zip(gap["answers"], accepted.credits_of(gap), strict=True)
    ):
        off = gap["tolerances"][at] if "tolerances" in gap else "0"
        text = answer if off in ("", "0") else f"{answer} ± {off}"
        text = f"{_mark(credit, text, 1.0)}{text}{_said(feedback[at])}"
        parts.append(text.replace("|", "\\|"))
    return (f"[{', '.join(flags)}] " if flags else "") + " | ".join(parts)


def _write_number(answer: Mapping[str, Any]) -> str:
    off, credit = str(answer.get("tolerance", "0")), float(answer.get("credit", 1))
    text = answer["value"] if off in ("", "0") else f"{answer['value']} ± {off}"
    usual = 0.0 if answer["value"] == accepted.ANYTHING else 1.0
    mark = "" if credit == usual else f"{_percent(credit)} "
    return f"{mark}{text}{_said(answer.get('feedback', ''))}"


def read_rubric(text: str) -> list[dict[str, Any]]:
    """Return the rubric written in `text`, or raise Unreadable."""
    rubric = []
    for at, line in _lines(text):
        parts = [part.strip() for part in line.split("|")]
        points = number(parts[0])
        if points is None or points <= 0 or len(parts) < 2 or not parts[1]:
            raise Unreadable(at)
        example = parts[2] if len(parts) > 2 else ""
        rubric.append(
            {
                "id": new_code(),
                "points": round(float(points), 2),
                "text": parts[1],
                "example": example,
            }
        )
    return rubric


def write_rubric(rubric: Sequence[Mapping[str, Any]]) -> str:
    """Return a rubric as lines, the reverse of `read_rubric`."""
    return "\n".join(
        " | ".join(filter(None, (f"{line['points']:g}", line["text"], line.get("example"))))
        for line in rubric
    )
