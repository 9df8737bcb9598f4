"""An answer's text as comparing needs it: the words, and what must never differ unnoticed.

English, Romanian and Russian. Everything here is careful in one direction: two answers that
mean the same may come out different, two that differ in a number, a unit, a negation or a
turning word ("before", "only") never come out alike.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = _words(
    "a an the is are was were be been am it its this that these those and to of for by we you "
    "they he she i our your their his her my will would can could shall should do does did has "
    "have had as at so then there also please "
    "un o al ai ale este e sunt era fi si sau de la pe cu ca sa se va vor am are au eu noi voi "
    "ei ele el ea lui lor acest aceasta acestea pentru prin din care ce mai "
    "и а в во на с со к ко о об по за из от у же бы ли то это этот эта эти он она оно они мы вы "
    "я его ее их для что как так есть был была было были будет"
)
NEGATIONS = _words(
    "no not never none nor neither without nothing nobody "
    "nu fara nici niciodata niciun nicio nimic nimeni "
    "не нет без никогда ни нельзя ничего никто"
)
TURNING_WORDS = _words(
    "out off before after more less over under above below max min maximum minimum only except "
    "unless until yes always all "
    "dupa inainte mult putin peste sub maxim minim doar numai exceptia pana da mereu toate "
    "после до больше меньше более менее выше ниже только кроме да всегда все"
)
OPPOSITE_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "ne", "не", "без", "бес")
SHORTEST_STEM = 4
"""Letters that must follow such a prefix: "in" + "vite" is no opposite."""

_UNITS = {
    "mm": "mm millimetre millimetres millimeter millimeters milimetru milimetri мм",
    "cm": "cm centimetre centimetres centimeter centimeters centimetru centimetri см",
    "m": "m metre metres meter meters metru metri м метр метра метров",
    "km": "km kilometre kilometres kilometer kilometers км",
    "g": "g gram grams gr г грамм граммов",
    "kg": "kg kilo kilos kilogram kilograms kilograme кг килограмм килограммов",
    "l": "l litre litres liter liters litru litri л литр литра литров",
    "ml": "ml millilitre millilitres мл",
    "second": "second seconds sec secunda secunde секунда секунды секунд",
    "minute": "minute minutes min minut минута минуты минут мин",
    "hour": "hour hours h ora ore час часа часов",
    "day": "day days zi zile день дня дней дни",
    "week": "week weeks saptamana saptamani неделя недели недель неделю",
    "month": "month months luna luni месяц месяца месяцев",
    "year": "year years ani год года лет",
    "eur": "eur euro euros euroi евро",
    "usd": "usd dollar dollars dolari доллар доллара долларов",
    "lei": "lei leu ron mdl лей лея леев",
    "rub": "rub ruble rubles ruble rouble roubles руб рубль рубля рублей",
}
UNITS = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_COUNTED = (
    ("2", "two doi doua два две"),
    ("3", "three trei три"),
    ("4", "four patru четыре"),
    ("5", "five cinci пять"),
    ("6", "six sase шесть"),
    ("7", "seven sapte семь"),
    ("8", "eight opt восемь"),
    ("9", "nine noua девять"),
    ("10", "ten zece десять"),
    ("12", "twelve doisprezece двенадцать"),
    ("14", "fourteen paisprezece четырнадцать"),
    ("15", "fifteen cincisprezece пятнадцать"),
    ("20", "twenty douazeci двадцать"),
    ("30", "thirty treizeci тридцать"),
)
NUMBER_WORDS = {word: number for number, words in _COUNTED for word in words.split()}

_TOKEN = re.compile(r"(?<!\w)-?\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_MINUSES = str.maketrans(dict.fromkeys("−‐‑‒–—", "-"))
_CONTRACTED = re.compile(r"n't\b|(?<=\bcan)not\b")
_ROMANIAN_N = re.compile(r"\bn-(?=[^\W\d_])")
_YO = str.maketrans({"ё": "е"})
_LATIN = 0x250


def tokens(text: str) -> tuple[str, ...]:
    """Return the words, numbers and signs of a text, without case, layout and punctuation.

    A number keeps its decimal point and its minus; signs that mean something (%, <, €) stay.
    A raised digit stands alone, so ten squared is not one hundred and two.
    """
    raised = "".join(f" {c} " if unicodedata.category(c) == "No" else c for c in text)
    plain = unicodedata.normalize("NFKC", raised).casefold()
    plain = unicodedata.normalize("NFKC", plain).translate(_APOSTROPHES).translate(_MINUSES)
    plain = _ROMANIAN_N.sub("nu ", _CONTRACTED.sub(" not", plain))
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
    found = (one.replace(",", ".") for one in _TOKEN.findall(plain))
    return tuple(one for one in found if one[-1].isalnum() or _is_sign(one))


def _is_sign(char: str) -> bool:
    return char in "%°" or unicodedata.category(char) in ("Sc", "Sm", "So")


def exact(text: str) -> str:
    """Return the form in which two answers are the same answer; "" for a blank one."""
    return " ".join(tokens(text))


@dataclass(frozen=True, slots=True)
class Comparable:
    """What is compared of an answer."""

    sorted_words: str
    """The content words in the order of the alphabet."""
    fixed: tuple[str, ...]
    """Numbers, units, signs, negations with what they deny, turning words, in their order: two
    answers whose fixed parts differ are never alike."""


def comparable(words: tuple[str, ...], vocabulary: Collection[str] = ()) -> Comparable:
    """Return what is compared of an answer, given its tokens.

    vocabulary: the words of the answers that it is compared with. A word that is an opposite of
    one of them by its prefix ("unavailable") belongs to the fixed parts.
    """
    plain = [_fold(word) for word in words]
    fixed: list[str] = []
    content: list[str] = []
    denied = ""
    for word in plain:
        number = NUMBER_WORDS.get(word)
        if number or not word.isalpha():
            fixed.append(number or word)
        elif word in NEGATIONS:
            fixed.append(f"not:{word}")
            denied = word
        elif word in TURNING_WORDS or word in UNITS:
            fixed.append(UNITS.get(word, word))
        elif word not in STOP_WORDS:
            if denied:
                fixed.append(f"{denied}:{word}")
                denied = ""
            if _opposes(word, vocabulary):
                fixed.append(f"opposite:{word}")
        if word not in STOP_WORDS:
            content.append(number or word)
    return Comparable(" ".join(sorted(content or plain)), tuple(fixed))


def folded(words: tuple[str, ...]) -> set[str]:
    """Return the words without diacritics, as a vocabulary."""
    return {_fold(word) for word in words}


def _opposes(word: str, vocabulary: Collection[str]) -> bool:
    """Tell whether the word, without a prefix that turns its meaning, is among the others."""
    return any(
        word.startswith(prefix)
        and len(word) - len(prefix) >= SHORTEST_STEM
        and word[len(prefix) :] in vocabulary
        for prefix in OPPOSITE_PREFIXES
    )


def _fold(word: str) -> str:
    """Return a word without Latin diacritics: many type Romanian without them."""
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word.translate(_YO)):
        if unicodedata.category(char) == "Mn" and letters and ord(letters[-1]) < _LATIN:
            continue
        letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters))
