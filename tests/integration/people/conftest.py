"""A cheap Argon2 for the tests of accounts: the same code, a thousandth of the cost."""

import pytest
from argon2 import PasswordHasher

from recruit.people import passwords

PASSWORD = "seven grey umbrellas"


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", cheap)


@pytest.fixture
def password_hash(_cheap_hashes: None) -> str:
    return passwords.hashed(PASSWORD)
