"""Which passwords are refused, and that hashing cuts nothing off."""

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from recruit.people import passwords
from recruit.people.passwords import Weakness, weakness


@pytest.fixture(scope="module", autouse=True)
def _cheap_hashes():
    kept, passwords.HASHER = passwords.HASHER, PasswordHasher(1, 64, 1)
    yield
    passwords.HASHER = kept


@pytest.mark.parametrize(
    "password",
    [
        "password123",
        "Passw0rd2024",
        "P@ssw0rd!!",
        "qwertyuiop",
        "qwerty12345",
        "1234567890",
        "0987654321",
        "112233445566",
        "aaaaaaaaaa",
        "abc123abc123",
        "1q2w3e4r5t",
        "1qaz2wsx3edc",
        "iloveyou12",
        "letmein1234",
        "welcome2025",
        "Summer2026!!",
        "football2023!",
        "zxcvbnm123",
        "superman123",
        "administrator",
        "passwordpassword",
        "йцукенгшщз",
        "пароль12345",
    ],
)
def test_it_refuses_what_guessers_try_first(password):
    assert weakness(password) is Weakness.COMMON


@pytest.mark.parametrize(
    "password",
    ["seven grey umbrellas", "MyDog8ate3socks", "x7$kkfQ9zzt", "correct horse battery staple"],
)
def test_it_takes_what_is_hard_to_guess(password):
    assert weakness(password, "Ana Popescu", "ana.popescu@example.org") is None


@pytest.mark.parametrize("password", ["ana.popescu@example.org", "AnaPopescu1", "popescu12345"])
def test_it_refuses_name_and_address(password):
    assert weakness(password, "Ana Popescu", "ana.popescu@example.org") is Weakness.ABOUT_YOU


def test_length_has_two_ends():
    assert weakness("k7$xq2") is Weakness.TOO_SHORT
    long = "grey umbrella " * 9
    assert weakness(long + "ab") is None
    assert weakness(long + "abc") is Weakness.TOO_LONG


def test_nothing_is_cut_off():
    long = "grey umbrella " * 9
    stored = passwords.hashed(long + "a")
    assert passwords.matches(stored, long + "a")
    assert not passwords.matches(stored, long + "b")


def test_the_same_letters_from_another_keyboard_match():
    assert passwords.matches(passwords.hashed("caf\u00e9 umbrella"), "cafe\u0301 umbrella")


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text):
    assert weakness(text, text, text) in (None, *Weakness)
    assert not passwords.matches(passwords.decoy(), text)


def test_a_decoy_costs_what_a_real_hash_costs():
    real, decoy = passwords.hashed("seven grey umbrellas"), passwords.decoy()
    assert decoy.split("$")[:4] == real.split("$")[:4]
    assert len(decoy) == len(real)
    assert not passwords.is_outdated(decoy)


def test_a_damaged_hash_matches_nothing():
    assert not passwords.matches("damaged", "seven grey umbrellas")
