"""The seven standard questions about a product: our suggestion, every word can be changed.

They show whether somebody understands the range, what customers ask for, and delivery.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from recruit.rules.marking import QuestionType


class Frame(StrEnum):
    FEATURES = "features"
    PACKAGING = "packaging"
    OUT_OF_STOCK = "out_of_stock"
    EQUIPMENT = "equipment"
    CONDITIONS = "conditions"
    DELIVERY_IN_STOCK = "delivery_in_stock"
    DELIVERY_OUT_OF_STOCK = "delivery_out_of_stock"


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard question; `{product}` becomes the product's name. rubric: (points, line)."""

    title: str
    type: QuestionType
    stem: str
    rubric: tuple[tuple[float, str], ...]
    feedback: str
    facts: tuple[str, ...]
    """Kinds of product facts that answer it."""

    @property
    def points(self) -> float:
        return sum(points for points, _ in self.rubric)


_SHORT, _LONG = QuestionType.OPEN_SHORT, QuestionType.OPEN_LONG

FRAME: Mapping[Frame, Standard] = {
    Frame.FEATURES: Standard(
        "Features and competitors",
        _LONG,
        "What are the main features of **{product}**, and how does it differ from what "
        "competitors offer?",
        (
            (2, "Names the main features correctly"),
            (2, "Names at least two real differences from competing products"),
            (1, "Says what a difference is worth to the customer"),
        ),
        "Study the product sheet and the comparison with competing products.",
        ("features", "competitors"),
    ),
    Frame.PACKAGING: Standard(
        "Packaging",
        _SHORT,
        "How is **{product}** packed? Name the units and how many go together.",
        (
            (1, "Names the packing unit"),
            (1, "Gives the right quantity per unit"),
        ),
        "Look at a packed unit in the warehouse and at the price list's packing column.",
        ("packaging",),
    ),
    Frame.OUT_OF_STOCK: Standard(
        "Out of stock and urgent",
        _LONG,
        "A customer needs **{product}** urgently, or something like it, and it is not in "
        "stock. What do you suggest?",
        (
            (2, "Offers a suitable substitute from our range"),
            (1, "Asks what the customer needs it for and by when"),
            (1, "Says honestly when the product itself can be delivered"),
            (1, "Agrees on a next step instead of ending the conversation"),
        ),
        "Learn the substitutes of the product and how to ask about the urgent need.",
        ("substitutes", "delivery_out_of_stock"),
    ),
    Frame.EQUIPMENT: Standard(
        "Equipment for this customer",
        _LONG,
        "A customer already works with equipment of a certain make. Which of our equipment "
        "around **{product}** can you offer, and what do you ask first?",
        (
            (2, "Names equipment that fits"),
            (1, "Asks about the equipment in use before offering"),
            (1, "Explains why it fits"),
        ),
        "Study which equipment fits which, and ask before you offer.",
        ("equipment",),
    ),
    Frame.CONDITIONS: Standard(
        "Conditions of use",
        _LONG,
        "Under which conditions may **{product}** be used, and where can the customer read "
        "about them?",
        (
            (2, "Names the conditions that matter"),
            (1, "Names the place where the customer finds them"),
        ),
        "Read the conditions of use, and keep the link or leaflet at hand.",
        ("conditions",),
    ),
    Frame.DELIVERY_IN_STOCK: Standard(
        "Delivery from stock",
        _SHORT,
        "**{product}** is in stock. How soon does the customer have it?",
        (
            (1, "Gives the right time"),
            (1, "Says from when it is counted, or what it depends on"),
        ),
        "Check the delivery times from stock.",
        ("delivery_in_stock",),
    ),
    Frame.DELIVERY_OUT_OF_STOCK: Standard(
        "Delivery when out of stock",
        _SHORT,
        "**{product}** has run out. How soon can the customer have it?",
        (
            (1, "Gives the right time"),
            (1, "Says whom to ask for the date, and offers to report it"),
        ),
        "Check the delivery times when the product has to be ordered.",
        ("delivery_out_of_stock",),
    ),
}


PLACEHOLDER = "{product}"
LONGEST_ANSWER = 8000


def about(stem: str, product: str) -> str:
    """Return a frame's stem about a product of this name."""
    return stem.replace(PLACEHOLDER, product)


def proposed_answer(wanted: Sequence[str], facts: Iterable[tuple[str, str]]) -> str:
    """Return a model answer out of what is true: (kind, text) pairs of the wanted kinds, in the
    order in which the question wants them; "" when nothing is written down."""
    rank = {kind: at for at, kind in enumerate(wanted)}
    texts = [text for _at, text in sorted((rank[k], t) for k, t in facts if k in rank)]
    if len(texts) == 1:
        return texts[0][:LONGEST_ANSWER]
    return "\n".join("- " + " ".join(text.split()) for text in texts)[:LONGEST_ANSWER]
