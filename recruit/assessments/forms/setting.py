"""Forms of products, questions and tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from recruit.assessments.forms.fields import Amount
from recruit.assessments.models import Conductor, FactKind, InterestKind, TestForm
from recruit.assessments.operations import Settings
from recruit.kernel.fields import CheckList, choices
from recruit.kernel.forms import Form
from recruit.rules.marking import QuestionType
from recruit.rules.releasing import ControlPolicy
from recruit.rules.second_marks import SecondMark
from recruit.rules.setting import MOST_DRAWS

FACT_KINDS = {
    FactKind.FEATURES: _l("Features"),
    FactKind.COMPETITORS: _l("Difference from competitors"),
    FactKind.PACKAGING: _l("Packaging"),
    FactKind.SUBSTITUTES: _l("What to offer instead"),
    FactKind.EQUIPMENT: _l("Equipment that fits"),
    FactKind.CONDITIONS: _l("Conditions of use"),
    FactKind.DELIVERY_IN_STOCK: _l("Delivery from stock"),
    FactKind.DELIVERY_OUT_OF_STOCK: _l("Delivery when out of stock"),
    FactKind.OTHER: _l("Other"),
}
TYPES = {
    QuestionType.OPEN_SHORT: _l("Short answer"),
    QuestionType.OPEN_LONG: _l("Long answer"),
    QuestionType.ONE_OF_MANY: _l("One of many"),
    QuestionType.SEVERAL_OF_MANY: _l("Several of many"),
    QuestionType.TRUE_FALSE: _l("True or false"),
    QuestionType.MATCHING: _l("Matching"),
    QuestionType.ORDERING: _l("Ordering"),
    QuestionType.NUMERIC: _l("Number"),
    QuestionType.GAP_TEXT: _l("Gap text"),
}
CONTROLS = {
    ControlPolicy.NONE: _l("No paper"),
    ControlPolicy.ALL: _l("Every paper"),
    ControlPolicy.NEAR_PASS_LINE: _l("Papers near the pass line"),
    ControlPolicy.SAMPLE: _l("A sample"),
}
_FIRST, _LAST = date(2000, 1, 1), date(2100, 1, 1)
_WHOLE = {"inputmode": "numeric"}


def sensible_date(_form: Form, field: Any) -> None:
    """Refuse dates outside of this century: slips of the finger."""
    if field.data is not None and not _FIRST <= field.data < _LAST:
        raise ValidationError(_l("Write a date between 2000 and 2099."))


def need(message: Any) -> InputRequired:
    """An answer is needed, and this says which."""
    return InputRequired(message)


class ProductForm(Form):
    """A product."""

    name = StringField(_l("Name"), [need(_l("Write the product's name.")), Length(max=120)])
    summary = TextAreaField(_l("In one or two sentences"), [Length(max=1000)])
    active = BooleanField(_l("Still sold"), default=True)
    version = HiddenField()


class ProfitForm(Form):
    """What a product earns a month."""

    as_of_on = DateField(_l("As of"), [need(_l("Choose a date.")), sensible_date])
    profit = Amount(
        _l("Profit a month"),
        [
            need(_l("Write an amount, such as 12500.")),
            NumberRange(-(10**9), 10**9, _l("Write an amount below a thousand million.")),
        ],
        places=2,
    )


class FactForm(Form):
    """A dated fact."""

    kind = SelectField(
        _l("About"), choices=choices((kind.value, label) for kind, label in FACT_KINDS.items())
    )
    text = TextAreaField(_l("Fact"), [need(_l("Write the fact.")), Length(max=2000)])
    valid_from_on = DateField(_l("True from"), [need(_l("Choose a date.")), sensible_date])
    valid_to_on = DateField(_l("Until"), [Optional(), sensible_date])
    replaces = BooleanField(_l("It replaces what was true until now"), default=True)


class ReplaceFact(Form):
    """What is true instead of a fact."""

    text = TextAreaField(_l("Fact"), [need(_l("Write the fact.")), Length(max=2000)])
    valid_from_on = DateField(_l("True from"), [need(_l("Choose a date.")), sensible_date])


class EndFact(Form):
    """The last day of a fact."""

    valid_to_on = DateField(_l("True until"), [need(_l("Choose a date.")), sensible_date])


class NewTest(Form):
    """A test's title, and what it is about."""

    title = StringField(_l("Title"), [need(_l("Write a title.")), Length(max=120)])
    product = CheckList(_l("About these products"), validate_choice=False)


class SectionText(Form):
    """A section's heading and the text above its questions."""

    title = StringField(_l("Heading"), [Length(max=120)])
    intro = TextAreaField(_l("Text above its first question"), [Length(max=4000)])


class PoolForm(Form):
    """A draw by filters."""

    draws = IntegerField(
        _l("Questions to draw"),
        [need(_l("Write a number.")), NumberRange(1, MOST_DRAWS)],
        render_kw=_WHOLE,
    )
    bank = SelectField(_l("Bank"), [Optional()])
    product = SelectField(_l("Product"), [Optional()])
    tag = SelectField(_l("Tag"), [Optional()])
    type = SelectField(
        _l("Type of question"),
        [Optional()],
        choices=choices(((kind.value, label) for kind, label in TYPES.items()), _l("Any")),
    )

    @property
    def kind(self) -> QuestionType | None:
        """The type, or None for any."""
        return QuestionType(self.type.data) if self.type.data else None


class SectionForm(Form):
    """A section's heading."""

    title = StringField(_l("Heading"), [need(_l("Write a heading.")), Length(max=120)])


SECOND_MARKS = {
    SecondMark.NONE: _l("No paper"),
    SecondMark.SAMPLE: _l("A sample"),
    SecondMark.NEAR_PASS_LINE: _l("Papers near the pass line"),
    SecondMark.ALL: _l("Every paper"),
}


class SettingsForm(Form):
    """How a version is sat, graded and controlled."""

    instructions = TextAreaField(_l("Instructions for the trainee"), [Length(max=4000)])
    form = RadioField(
        _l("How it is held"),
        choices=choices(
            [(TestForm.WRITTEN.value, _l("Written")), (TestForm.ORAL.value, _l("Oral"))]
        ),
    )
    conducted_by = RadioField(
        _l("Who marks it"),
        choices=choices(
            [
                (Conductor.TRAINER.value, _l("The trainers")),
                (Conductor.RECRUITER.value, _l("The recruiter who assigns it")),
            ]
        ),
    )
    time_limit_minutes = IntegerField(
        _l("Minutes"), [Optional(), NumberRange(1, 1440)], render_kw=_WHOLE
    )
    pass_percent = Amount(
        _l("Passed from"), [need(_l("Write a percentage.")), NumberRange(1, 100)]
    )
    attempts = IntegerField(_l("Attempts"), [need(_l("Write a number.")), NumberRange(1, 10)])
    cooling_off_days = IntegerField(
        _l("Days between attempts"), [need(_l("Write a number.")), NumberRange(0, 365)]
    )
    shuffle = BooleanField(_l("Another order of questions and options for everybody"))
    check_days = IntegerField(
        _l("Graded within"), [need(_l("Write a number.")), NumberRange(1, 60)]
    )
    appeal_days = IntegerField(
        _l("Appeals within"), [need(_l("Write a number.")), NumberRange(0, 365)]
    )
    control = RadioField(
        _l("The director controls"),
        choices=choices((policy.value, label) for policy, label in CONTROLS.items()),
    )
    control_margin = Amount(
        _l("Near means within"), [need(_l("Write a number.")), NumberRange(0, 50)]
    )
    sample_percent = IntegerField(
        _l("The sample is"), [need(_l("Write a number.")), NumberRange(1, 100)]
    )
    second_mark = RadioField(
        _l("Two people mark, without seeing each other’s marks"),
        choices=choices((policy.value, label) for policy, label in SECOND_MARKS.items()),
        default=SecondMark.NONE.value,
    )
    second_sample_percent = IntegerField(
        _l("The sample marked twice is"), [Optional(), NumberRange(1, 100)], default=20
    )
    mark_tolerance = Amount(
        _l("A third person decides beyond a gap of"),
        [Optional(), NumberRange(0, 100)],
        default=Decimal(20),
    )
    anonymous = BooleanField(_l("Graders mark without the trainee’s name"))
    presence_log = BooleanField(_l("Note when the test’s page is left and opened again"))
    version = HiddenField()

    def settings(self) -> Settings:
        """Return what the form says, after it validated."""
        return Settings(
            instructions=str(self.instructions.data or ""),
            form=TestForm(self.form.data),
            conducted_by=Conductor(self.conducted_by.data),
            time_limit_minutes=self.time_limit_minutes.data,
            pass_percent=round(float(self.pass_percent.data or 0), 2),
            attempts=int(self.attempts.data or 1),
            cooling_off_days=int(self.cooling_off_days.data or 0),
            shuffle=bool(self.shuffle.data),
            check_days=int(self.check_days.data or 28),
            appeal_days=int(self.appeal_days.data or 0),
            control=ControlPolicy(self.control.data),
            control_margin=round(float(self.control_margin.data or 0), 2),
            sample_percent=int(self.sample_percent.data or 20),
            second_mark=SecondMark(self.second_mark.data),
            second_sample_percent=int(self.second_sample_percent.data or 20),
            mark_tolerance=round(float(self.mark_tolerance.data or 0), 2),
            anonymous=bool(self.anonymous.data),
            presence_log=bool(self.presence_log.data),
        )


class Assign(Form):
    """Who sits a test by when."""

    person = CheckList(_l("Trainees"))
    due_on = DateField(
        _l("To be sat by the end of"), [need(_l("Choose a date.")), sensible_date]
    )
    gate_on = DateField(_l("Day of the gate that waits for it"), [Optional(), sensible_date])
    mentor = SelectField(_l("Who has a stake in the result"), [Optional()])
    stake = RadioField(
        _l("Which stake"),
        choices=choices(
            [
                (InterestKind.MENTOR.value, _l("Mentor")),
                (
                    InterestKind.MENTOR_BONUS.value,
                    _l("Mentor, with a bonus that depends on it"),
                ),
                (InterestKind.OTHER.value, _l("Another one")),
            ]
        ),
        default=InterestKind.MENTOR.value,
        validators=[Optional()],
    )
