"""Products and the test about them: most profitable first, seven open questions and closed ones."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from recruit.assessments import operations
from recruit.assessments.models import FactKind, Product, Question, TestVersion
from recruit.assessments.operations import Settings, Wording, questions
from recruit.demo.company import Company
from recruit.kernel.db import db
from recruit.rules.marking import QuestionType
from recruit.rules.money import Money
from recruit.rules.question_frame import Frame
from recruit.rules.releasing import ControlPolicy

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
    """The products, and the test in two versions of control."""

    products: list[Product]
    test: TestVersion
    controlled: TestVersion


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
    open_ones = [
        operations.write_question(
            questions.standard_wording(frame, first),
            product=first,
            frame=frame,
            actor=trainer,
            now=now,
        )
        for frame in Frame
    ]
    operations.generate_frame(products[1], actor=trainer, now=now)
    everything = [*open_ones, *_closed(company, first, now)]
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
    )


def _closed(company: Company, product: Product, now: datetime) -> list[Question]:
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
            wording, product=product, actor=company.people["trainer"], now=now
        )
        for wording in wordings
    ]


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
