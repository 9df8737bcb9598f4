"""What people type into attendance tables, and what it means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher

from recruit.rules.show_rate import Reminder

_YES = {
    "yes",
    "y",
    "true",
    "1",
    "came",
    "shown",
    "showed",
    "show",
    "attended",
    "arrived",
    "present",
    "да",
    "пришел",
    "пришла",
    "явился",
    "явилась",
    "был",
    "была",
}
_NO = {
    "no",
    "n",
    "false",
    "0",
    "absent",
    "missed",
    "no show",
    "noshow",
    "did not come",
    "not attended",
    "нет",
    "не пришел",
    "не пришла",
    "не явился",
    "не явилась",
    "неявка",
}
_REMINDERS = {
    Reminder.CONFIRMED: {
        "yes",
        "y",
        "true",
        "1",
        "confirmed",
        "will come",
        "да",
        "придет",
        "подтвердил",
        "подтвердила",
        "подтверждено",
    },
    Reminder.DECLINED: {
        "no",
        "n",
        "false",
        "0",
        "declined",
        "refused",
        "will not come",
        "нет",
        "отказ",
        "отказался",
        "отказалась",
        "не придет",
    },
    Reminder.UNSURE: {
        "uncertain",
        "unsure",
        "not sure",
        "maybe",
        "need to check",
        "not yet",
        "yet to confirm",
        "yet to check",
        "havent checked",
        "cant say",
        "не уверен",
        "не уверена",
        "не знает",
        "возможно",
        "уточнит",
    },
    Reminder.NO_ANSWER: {
        "no answer",
        "not reached",
        "unreachable",
        "no reply",
        "busy",
        "voicemail",
        "не ответил",
        "не ответила",
        "нет ответа",
        "недоступен",
    },
    Reminder.NOT_CALLED: {"", "na", "n/a", "none", "null", "not called", "-", "не звонили"},
}
MOST_KINDS = 200
"""A column of more kinds than this is not mended: it is hardly one of channels."""
_CLOCK = re.compile(r"\d{1,2}\s*[:.]\s*\d{2}(\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?")
_MONTHS = (
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
)
_NUMBERS = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})(?!\d)")
_NAMED = re.compile(
    r"(\d{1,2})\s*[-. ]*\s*([A-Za-zА-Яа-яё]{3,})\s*[-. ]*\s*(\d{4}|\d{2})(?!\d)"
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_PROTECTED = re.compile(
    r"\b(gender|sex|age|aged|marital|married|native|origin|birth\w*|born|dob|nationality"
    r"|ethnic\w*|race|religion|caste|citizenship|photo\w*|picture|surname|fio"
    r"|пол|возраст|семейн\w*|рожден\w*|национальн\w*|гражданств\w*|фото\w*|фио|имя|фамили\w*"
    r"|отчеств\w*|религи\w*|родн\w*)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\bname\b", re.IGNORECASE)
_OTHER_NAME = re.compile(
    r"\b(client|company|channel|position|vacancy|site|file|source)\b", re.IGNORECASE
)


def plain(value: str) -> str:
    """For comparing: trimmed, lower case, single spaces, ё as е, no stray punctuation."""
    text = " ".join(value.replace("_", " ").replace("'", "").casefold().split())
    return text.replace("ё", "е").replace("’", "").rstrip(" .!;,")


def protected(header: str) -> bool:
    """Does a column of this name say something about a person that must not be used?"""
    spaced = re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я])", " ", header).replace("_", " ")
    spaced = re.sub(r"[^\w\s]", " ", spaced)
    if _PROTECTED.search(spaced):
        return True
    return bool(_NAME.search(spaced)) and not _OTHER_NAME.search(spaced)


def came(value: str) -> bool | None:
    """Whether somebody came; None where the word is not understood."""
    word = plain(value).replace("-", " ")
    return True if word in _YES else False if word in _NO else None


def answer(value: str) -> Reminder | None:
    """A reminder's answer; a clock time means they named when they come, so yes."""
    word = plain(value)
    if _CLOCK.fullmatch(word):
        return Reminder.CONFIRMED
    return next((reminder for reminder, words in _REMINDERS.items() if word in words), None)


def day_of(value: str) -> date | None:
    """The date in a cell, if there is one and only one way to read it.

    ISO, day.month.year, day-month-year, a month by name, times behind it are ignored; with
    slashes the order is known only where one number is above twelve or both are equal.
    """
    text = value.replace("–", "-").replace("—", "-").strip()
    if iso := _ISO.match(text):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    if named := _NAMED.match(text):
        start = named[2].casefold()[:3].replace("май", "мая")
        for names in _MONTHS:
            if start in names:
                return _date(_year(named[3]), names.index(start) + 1, int(named[1]))
        return None
    numbers = _NUMBERS.match(text)
    if not numbers:
        return None
    first, second, year = int(numbers[1]), int(numbers[3]), _year(numbers[4])
    if numbers[2] == "/" and first <= 12 and second <= 12 and first != second:
        return None
    return _date(year, second, first) if second <= 12 else _date(year, first, second)


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1990 <= year <= 2100 else None


def without_fill_down(days: Sequence[date | None]) -> list[date | None]:
    """Undo a spreadsheet's fill-down: the same day of rising years, row by row, is one day."""
    result = list(days)
    at = 0
    while at < len(days):
        end, first = at, days[at]
        while (
            first is not None and end + 1 < len(days) and _next_year(days[end], days[end + 1])
        ):
            end += 1
        if end - at >= 2:
            result[at : end + 1] = [first] * (end + 1 - at)
        at = end + 1
    return result


def _next_year(one: date | None, other: date | None) -> bool:
    return (
        one is not None
        and other is not None
        and other.year == one.year + 1
        and (other.month, other.day) == (one.month, one.day)
    )


def spelling_key(value: str) -> str:
    """Spellings that differ in case, blanks and punctuation only have the same key."""
    return re.sub(r"[\W_]+", "", value.casefold())


def one_spelling(values: Sequence[str]) -> dict[str, str]:
    """Every spelling -> the most used one of its kind; rare near misses join a common one."""
    spelled = Counter(" ".join(value.split()) for value in values if value.strip())
    kinds: Counter[str] = Counter()
    for spelling, n in spelled.items():
        kinds[spelling_key(spelling)] += n
    best: dict[str, str] = {}
    for spelling, _ in spelled.most_common():
        best.setdefault(spelling_key(spelling), spelling)
    common = [
        key
        for key, n in kinds.most_common(50)
        if n * 100 >= len(values) and len(kinds) <= MOST_KINDS
    ]
    chosen = {}
    for key, n in kinds.items():
        near = (
            [
                other
                for other in common
                if other != key
                and kinds[other] >= 20 * n
                and SequenceMatcher(None, key, other).ratio() >= 0.9
            ]
            if len(key) > 5
            else []
        )
        chosen[key] = best[near[0] if near else key]
    return {value: chosen[spelling_key(value)] for value in set(values) if value.strip()}
