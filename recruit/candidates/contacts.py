"""Mail addresses, phones and names in the one form in which we compare and search them."""

import unicodedata

import phonenumbers

LONGEST_WORD = 64
_FEWEST_DIGITS = 4


def normal_email(text: str) -> str:
    """Return a mail address as compared: trimmed, NFC, lower case; empty stays empty."""
    return unicodedata.normalize("NFC", text).strip().lower()


def phone_e164(text: str, country: str) -> str:
    """Return a phone in E.164 ("+40712345678"), read as dialled in `country` (ISO 3166-1
    alpha-2); an empty string where it cannot be a phone number."""
    try:
        number = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def folded(text: str) -> str:
    """Return text without case and accents: "Ștefan" and "STEFAN" are one."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in parts if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """Return the folded words of a text: runs of letters and digits."""
    spaced = "".join(char if char.isalnum() else " " for char in folded(text))
    return [word[:LONGEST_WORD] for word in spaced.split()]


def search_words(name: str, email: str, phone: str) -> set[str]:
    """Return every word under which somebody is found: the words of the name, the mail address
    whole and the words before its @, the phone (E.164 where known) as people dial it."""
    found = set(words(name)) | set(words(email.partition("@")[0]))
    if email:
        found.add(folded(email)[:LONGEST_WORD])
    for dialled in _dialled(phone):
        digits = "".join(char for char in dialled if char.isdigit())
        if len(digits) >= _FEWEST_DIGITS:
            found.add(digits[:LONGEST_WORD])
    return found


def _dialled(phone: str) -> list[str]:
    """Return a phone as written, and as dialled within its country with and without the 0."""
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return [phone]
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return [phone, national, phonenumbers.national_significant_number(number)]


def query_words(text: str) -> list[str]:
    """Return the prefixes a person searches for, at most six: a mail address stays whole, a
    phone becomes its digits, everything else its words."""
    text = text.strip()
    if "@" in text and " " not in text:
        return [folded(text)[:LONGEST_WORD]]
    digits = "".join(char for char in text if char.isdigit())
    if len(digits) >= _FEWEST_DIGITS and not any(char.isalpha() for char in text):
        return [digits[:LONGEST_WORD]]
    return words(text)[:6]
