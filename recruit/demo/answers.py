"""What people of the demo write in the product test: from nothing to everything right."""

from recruit.rules.question_frame import Frame

ANSWERS: dict[Frame, tuple[tuple[float, str], ...]] = {
    Frame.FEATURES: (
        (0.0, "I am not sure, it is a printer."),
        (0.2, "It prints labels fast."),
        (0.4, "It prints 200 labels a minute and takes rolls up to 110 mm."),
        (0.4, "Prints 200 labels a minute, takes rolls up to 110 mm"),
        (0.4, "it prints 200 labels a minute and takes rolls up to 110 mm!"),
        (0.6, "200 labels a minute, rolls up to 110 mm, network and USB. It is quieter."),
        (
            0.8,
            "200 labels a minute on rolls up to 110 mm, by network or USB. Others are twice as "
            "loud, and with ours the head is changed by hand.",
        ),
        (
            1.0,
            "200 labels a minute on rolls up to 110 mm, by network or USB. Others of its class are "
            "twice as loud and need an engineer for the head; ours is changed by hand, so the "
            "customer loses no shift when it wears out.",
        ),
    ),
    Frame.PACKAGING: (
        (0.0, "In a box."),
        (0.5, "One device in a box."),
        (0.5, "One device in a box"),
        (0.5, "one device, in a box."),
        (1.0, "One device, one trial roll and one cable in a box of 4 kg."),
        (1.0, "A box of 4 kg: one device, one trial roll, one cable."),
    ),
    Frame.OUT_OF_STOCK: (
        (0.0, "I say that we do not have it."),
        (0.2, "I say that it comes in twelve working days."),
        (0.4, "I offer the L150, it is always in stock."),
        (0.4, "I offer the L150, which is always in stock."),
        (
            0.8,
            "I ask what it is for and by when, and offer the L150: slower, but always in stock. "
            "The L200 comes in twelve working days.",
        ),
        (
            1.0,
            "First I ask what it is for and by when. Then I offer the L150, slower but in stock, "
            "say honestly that the L200 takes twelve working days, and we agree that I send both "
            "offers today and call tomorrow at ten.",
        ),
    ),
    Frame.EQUIPMENT: (
        (0.0, "Any equipment."),
        (0.5, "The cutter and the barcode reader B7."),
        (0.5, "Cutter and barcode reader B7."),
        (0.75, "I ask what they use now, then the cutter, the peeler or the reader B7."),
        (
            1.0,
            "I ask which make they work with and what they do by hand. The cutter or the peeler "
            "fits when labels are put on by hand, the reader B7 when they scan what they print.",
        ),
    ),
    Frame.CONDITIONS: (
        (0.0, "Everywhere."),
        (0.67, "In dry rooms from 5 to 40 degrees."),
        (0.67, "Dry rooms, from 5 to 40 degrees"),
        (0.67, "In dry rooms, 5 to 40 degrees."),
        (1.0, "In dry rooms from 5 to 40 degrees; the leaflet in the box says so."),
    ),
    Frame.DELIVERY_IN_STOCK: (
        (0.0, "In a week, I think."),
        (0.5, "The next working day."),
        (0.5, "the next working day"),
        (0.5, "Next working day."),
        (1.0, "The next working day, when the order is in before noon."),
    ),
    Frame.DELIVERY_OUT_OF_STOCK: (
        (0.0, "I do not know."),
        (0.0, "In 21 working days."),
        (0.5, "In 12 working days."),
        (0.5, "in 12 working days"),
        (0.5, "Twelve working days."),
        (1.0, "Twelve working days; I ask the warehouse for the date and report it myself."),
    ),
}
"""Per question of the frame: (share of the points it deserves, text), the weakest first."""

PEOPLE = (
    ("Alina Rotaru", 0.95),
    ("Timur Aliev", 0.9),
    ("Olga Reznik", 0.88),
    ("Victor Balan", 0.84),
    ("Hanna Weiss", 0.8),
    ("Ilya Sidorov", 0.76),
    ("Corina Munteanu", 0.74),
    ("Artur Petrosyan", 0.7),
    ("Marta Nowak", 0.66),
    ("Egor Tkachenko", 0.62),
    ("Nicu Ceban", 0.52),
    ("Polina Orlova", 0.46),
    ("Damir Sultanov", 0.4),
    ("Zoya Kim", 0.34),
)
"""Who has sat the test, with how much of it they know."""

WAITING = (
    ("Anton Zaitsev", 0.7),
    ("Bianca Lungu", 0.65),
    ("Roman Fischer", 0.5),
    ("Yana Pavlenko", 0.8),
    ("Kirill Danilov", 0.45),
)
"""Whose papers wait for their marks; the first one's are nearly overdue."""


def answer(frame: Frame, knows: float, luck: float) -> tuple[float, str]:
    """Return the answer of somebody who knows this much, on a day with this luck (-1 to 1)."""
    wanted = min(1.0, max(0.0, knows + 0.3 * luck))
    best = min(abs(share - wanted) for share, _ in ANSWERS[frame])
    same = [one for one in ANSWERS[frame] if abs(abs(one[0] - wanted) - best) < 1e-9]
    return same[int((luck + 1) * 997) % len(same)]
