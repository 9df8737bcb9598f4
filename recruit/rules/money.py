"""Money: whole minor units and a currency; never a float."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (cents, bani, kopecks) of an ISO 4217 currency."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.minor + other.minor, self.currency)

    def per(self, count: int) -> "Money | None":
        """Return the amount for each of `count`, rounded half up; None for none."""
        if count <= 0:
            return None
        return Money((2 * self.minor + count) // (2 * count), self.currency)
