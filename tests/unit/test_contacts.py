"""How mail addresses, phones and names are compared and found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.candidates import contacts


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("0712 345 678", "RO", "+40712345678"),
        ("+40 (712) 345-678", "MD", "+40712345678"),
        ("8 916 123-45-67", "RU", "+79161234567"),
        ("not a phone", "RO", ""),
        ("12", "RO", ""),
        ("", "RO", ""),
    ],
)
def test_phones(text: str, country: str, expected: str) -> None:
    assert contacts.phone_e164(text, country) == expected


def test_case_and_accents_do_not_matter() -> None:
    assert contacts.words("Ștefan-Cel MARE") == ["stefan", "cel", "mare"]
    assert contacts.words("ПЁТР") == contacts.words("петр")


@pytest.mark.parametrize(
    "typed", ["+40712345678", "0712345678", "40712345678", "712345678", "0712 34"]
)
def test_a_phone_is_found_however_it_is_typed(typed: str) -> None:
    kept = contacts.search_words("", "", "+40712345678")
    (prefix,) = contacts.query_words(typed)
    assert any(word.startswith(prefix) for word in kept)


@given(st.text(max_size=200))
def test_any_text_gives_bounded_words(text: str) -> None:
    assert len(contacts.query_words(text)) <= 6
    assert all(0 < len(word) <= 64 for word in contacts.search_words(text, text, text))


@given(st.text(max_size=300), st.sampled_from(["RO", "ru", "", "??"]))
def test_any_text_is_a_phone_or_none(text: str, country: str) -> None:
    number = contacts.phone_e164(text, country)
    assert number == "" or (number[0] == "+" and number[1:].isdigit() and len(number) <= 20)
