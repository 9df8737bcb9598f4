"""Passwords: hashed with Argon2, refused when they are among the first that a guesser tries."""

import base64
import secrets
import unicodedata
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()
"""The parameters of RFC 9106 for ordinary servers; a sign-in raises older hashes to them."""

SHORTEST = 10
LONGEST = 128


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    ABOUT_YOU = "about_you"


def _typed(password: str) -> bytes:
    """Return the bytes to hash: one form for the same characters from any keyboard, uncut."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def hashed(password: str) -> str:
    """Return the Argon2 hash to store."""
    return HASHER.hash(_typed(password))


def matches(password_hash: str, password: str) -> bool:
    """Tell whether the password is the one; a damaged hash matches nothing."""
    try:
        return HASHER.verify(password_hash, _typed(password))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


def decoy() -> str:
    """Return a hash that no password matches and that takes as long to check as a real one.

    It is put together, not computed, so an unknown address costs exactly what a known one does.
    """
    salt, digest = (
        base64.b64encode(secrets.token_bytes(length)).decode().rstrip("=")
        for length in (HASHER.salt_len, HASHER.hash_len)
    )
    cost = f"m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"


def weakness(password: str, *about: str) -> Weakness | None:
    """Return why a password is refused, or None. `about`: the person's name and address."""
    if len(password) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(password) > LONGEST:
        return Weakness.TOO_LONG
    if _is_common(password):
        return Weakness.COMMON
    folded = password.casefold()
    words = {part for text in about for part in _words(text)}
    if any(len(word) >= 4 and word in folded and len(word) * 2 > len(folded) for word in words):
        return Weakness.ABOUT_YOU
    return None


def _words(text: str) -> list[str]:
    whole = text.casefold().strip()
    pieces = "".join(char if char.isalnum() else " " for char in whole).split()
    return [whole, whole.partition("@")[0], "".join(pieces), *pieces]


# Lists of leaked passwords are mostly a word with digits around it, a walk over the keyboard,
# a repetition or a series. Shapes catch what ten thousand lines would, and their cousins.
_WORDS = """
password passwort passwd parola contrasena motdepasse пароль qwerty qwertz azerty йцукен
welcome letmein iloveyou admin administrator root login master secret dragon monkey football
baseball basketball superman batman spiderman starwars pokemon princess sunshine shadow
michael jennifer jordan michelle charlie daniel thomas ashley nicole jessica andrew joshua
matthew anthony alexander alexandru andrei mihai natasha natalia maria elena ivan sergey
dmitry vladimir chisinau moldova romania bucuresti moscow russia london paris liverpool
chelsea arsenal barcelona realmadrid juventus manchester ferrari mercedes porsche harley
yamaha computer internet samsung google facebook linkedin microsoft windows apple iphone
android minecraft fortnite summer winter spring autumn january february march april june july
august september october november december monday friday sunday hello hallo salut privet love
lovely loveme fuckyou bitch asshole freedom whatever trustno killer hunter ranger buster
tigger ginger pepper cheese chocolate banana orange cookie flower butterfly purple silver
golden diamond crystal angel heaven lucky happy family mother father brother sister abc abcd
abcdef abcdefg test testing tester user guest demo default changeme temp temporary access
company office work recruit recruiter candidate interview manager sales training trainee
"""
_STEMS = frozenset(_WORDS.split())
_ROWS = (
    "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop",
    "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
)  # fmt: skip
_LEET = str.maketrans("013457@$!|", "oleastasil")


def _is_common(password: str) -> bool:
    folded = password.casefold()
    if len(set(folded)) < 4 or folded.isdecimal() or _repeats(folded):
        return True
    if _walks(folded) >= len(folded) - 3:
        return True
    core = folded.strip("0123456789!?.,;:-_+*#/ ")  # what is left without the usual fringe
    for text in (folded, core, folded.translate(_LEET), core.translate(_LEET)):
        if _is_stems("".join(char for char in text if char.isalpha())):
            return True
    return False


def _is_stems(word: str) -> bool:
    """Tell whether a word is one of the stems, or two of them, or one doubled."""
    if word in _STEMS:
        return True
    return any(word[:cut] in _STEMS and word[cut:] in _STEMS for cut in range(3, len(word) - 2))


def _repeats(text: str) -> bool:
    """Tell whether the text is one piece of at most five characters over and over."""
    return any(
        (text[:size] * (len(text) // size + 1))[: len(text)] == text for size in range(1, 6)
    )


def _walks(text: str) -> int:
    """Return how many characters belong to runs (four or more) along a row or a series."""
    count = start = 0
    while start < len(text):
        length = _longest_run(text[start:])
        count += length if length >= 4 else 0
        start += length if length >= 4 else 1
    return count


def _longest_run(text: str) -> int:
    best = 1
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        length = 1
        while length < len(text) and text[: length + 1] in row + row:
            length += 1
        best = max(best, length)
    return best
