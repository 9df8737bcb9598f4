"""Products and the test about them: most profitable first, seven open questions and closed ones."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

import segno

from recruit.assessments import operations
from recruit.assessments.models import (
    FactKind,
    Product,
    Question,
    QuestionBank,
    TestVersion,
)
from recruit.assessments.operations import Draw, Settings, Wording, questions
from recruit.demo.company import Company
from recruit.kernel.db import db
from recruit.rules.marking import QuestionType
from recruit.rules.money import Money
from recruit.rules.question_frame import Frame
from recruit.rules.releasing import ControlPolicy
from recruit.rules.second_marks import SecondMark

PRODUCTS = (
    (
        "Label printer L200",
        910_000,
        {
            FactKind.FEATURES: "Prints 200 labels a minute, rolls up to 110 mm, network and USB.",
            FactKind.COMPETITORS: "Half as loud as others; the head is changed by hand.",
            FactKind.PACKAGING: "One device, one trial roll and one cable in a box of 4 kg.",
            FactKind.SUBSTITUTES: "In a hurry: the L150, slower, always in stock.",
            FactKind.EQUIPMENT: "Cutter, peeler, barcode reader B7.",
            FactKind.CONDITIONS: "Dry rooms from 5 to 40 degrees; the leaflet lies in every box.",
            FactKind.DELIVERY_IN_STOCK: "The next working day.",
            FactKind.DELIVERY_OUT_OF_STOCK: "Twelve working days.",
        },
    ),
    (
        "Thermal rolls T80",
        640_000,
        {
            FactKind.FEATURES: "80 mm, 80 m, readable for seven years, free of phenol.",
            FactKind.PACKAGING: "50 rolls in a carton.",
            FactKind.DELIVERY_IN_STOCK: "The same day in the city.",
        },
    ),
    (
        "Barcode reader B7",
        380_000,
        {
            FactKind.FEATURES: "Reads from screens, 12 hours on one charge.",
            FactKind.DELIVERY_IN_STOCK: "Two working days.",
        },
    ),
    ("Service contract", 270_000, {FactKind.FEATURES: "An engineer within eight hours."}),
)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The products, the test in two versions of control, and the one that everybody sits."""

    products: list[Product]
    test: TestVersion
    controlled: TestVersion
    entrance: TestVersion


def build(company: Company, now: datetime) -> Knowledge:
    """Set products, facts, questions and two published tests."""
    trainer = company.people["trainer"]
    products = []
    for name, profit, facts in PRODUCTS:
        product = operations.add_product(name=name, summary="", actor=trainer, now=now)
        operations.record_profit(
            product,
            as_of_on=now.date(),
            profit=Money(profit * 100, "RUB"),
            actor=trainer,
            now=now,
        )
        for kind, words in facts.items():
            operations.record_fact(
                product, kind=kind, text=words, valid_from_on=now.date(), actor=trainer, now=now
            )
        products.append(product)
    first = products[0]
    printers = operations.bank_named(("Products", "Label printers"), actor=trainer, now=now)
    open_ones = [
        operations.write_question(
            questions.standard_wording(frame, first),
            product=first,
            frame=frame,
            bank=printers,
            tags=("basics", "delivery" if "delivery" in frame else "product"),
            actor=trainer,
            now=now,
        )
        for frame in Frame
    ]
    operations.generate_frame(products[1], actor=trainer, now=now)
    closed = _closed(company, first, printers, now)
    everything = [*open_ones, *closed]
    db.session.flush()
    return Knowledge(
        products,
        _test(
            company,
            "Label printers: what our customers ask",
            everything,
            ControlPolicy.NEAR_PASS_LINE,
            now,
        ),
        _test(
            company,
            "Label printers, controlled by the director",
            everything,
            ControlPolicy.ALL,
            now,
        ),
        _entrance(company, everything, _pictured(company, products[2], now), now),
    )


def _closed(
    company: Company, product: Product, bank: QuestionBank, now: datetime
) -> list[Question]:
    wordings = (
        Wording(
            type=QuestionType.ONE_OF_MANY,
            stem="How soon is the L200 delivered from stock?",
            points=2.0,
            key={
                "options": [
                    {"id": "oa", "text": "The next working day", "credit": 1.0},
                    {"id": "ob", "text": "In a week", "credit": 0.0},
                    {"id": "oc", "text": "In twelve working days", "credit": 0.0},
                ]
            },
        ),
        Wording(
            type=QuestionType.TRUE_FALSE,
            stem="The print head of the L200 is changed by hand.",
            points=1.0,
            key={"right": True},
        ),
        Wording(
            type=QuestionType.NUMERIC,
            stem="How many labels a minute does the L200 print?",
            points=1.0,
            key={"value": "200", "tolerance": "0", "unit": "labels"},
        ),
    )
    return [
        operations.write_question(
            wording,
            product=product,
            bank=bank,
            tags=("basics", "numbers"),
            actor=company.people["trainer"],
            now=now,
        )
        for wording in wordings
    ]


def _pictured(company: Company, product: Product, now: datetime) -> list[Question]:
    """Questions about the reader, one with a picture; a draw takes two of them."""
    trainer = company.people["trainer"]
    bank = operations.bank_named(("Products", "Barcode readers"), actor=trainer, now=now)
    picture = io.BytesIO()
    segno.make("L200-110MM", micro=False).save(picture, kind="png", scale=6)
    code = operations.keep_file("code.png", picture.getvalue(), actor=trainer, now=now)
    wordings = (
        Wording(
            type=QuestionType.ONE_OF_MANY,
            stem="A customer shows you this code on a telephone. What do you say?",
            points=1.0,
            key={
                "options": [
                    {"id": "pa", "text": "The B7 reads it, also from a screen", "credit": 1.0},
                    {"id": "pb", "text": "It has to be printed first", "credit": 0.0},
                    {"id": "pc", "text": "Only a telephone reads such codes", "credit": 0.0},
                ]
            },
            feedback="The B7 reads from screens: try it on your own telephone.",
            files=[(code, "A square code of black and white dots")],
        ),
        Wording(
            type=QuestionType.NUMERIC,
            stem="How many hours does the B7 work on one charge?",
            points=1.0,
            key={"value": "12", "tolerance": "0", "unit": "hours"},
            feedback="A whole shift and more: twelve hours.",
        ),
        Wording(
            type=QuestionType.TRUE_FALSE,
            stem="The B7 is delivered from stock within two working days.",
            points=1.0,
            key={"right": True},
            feedback="Two working days from stock.",
        ),
    )
    return [
        operations.write_question(
            wording, product=product, bank=bank, tags=("reader",), actor=trainer, now=now
        )
        for wording in wordings
    ]


def _entrance(
    company: Company, chosen: list[Question], drawn: list[Question], now: datetime
) -> TestVersion:
    """The test that two people mark: every question about the printer, two about the reader."""
    trainer = company.people["trainer"]
    version = operations.create_test(
        title="Products: the end of training",
        settings=Settings(
            instructions="Plain sentences are fine. Everything you write is saved.",
            time_limit_minutes=60,
            pass_percent=60.0,
            second_mark=SecondMark.ALL,
            mark_tolerance=50.0,
        ),
        actor=trainer,
        now=now,
    )
    operations.add_questions(version, chosen, actor=trainer, now=now)
    section = operations.add_section(version, title="The reader", actor=trainer, now=now)
    db.session.flush()
    operations.add_pool(section, Draw(2, questions=drawn), actor=trainer, now=now)
    db.session.flush()
    operations.publish(version, actor=trainer, now=now + timedelta(minutes=5))
    return version


def _test(
    company: Company, title: str, chosen: list[Question], control: ControlPolicy, now: datetime
) -> TestVersion:
    trainer = company.people["trainer"]
    version = operations.create_test(
        title=title,
        settings=Settings(
            instructions="Plain sentences are fine. Everything you write is saved.",
            time_limit_minutes=60,
            control=control,
        ),
        actor=trainer,
        now=now,
    )
    operations.add_questions(version, chosen, actor=trainer, now=now)
    operations.publish(version, actor=trainer, now=now + timedelta(minutes=5))
    return version
