"""The shape of what people send to onboarding pages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from recruit.kernel.fields import choices
from recruit.kernel.forms import Form
from recruit.onboarding import words
from recruit.rules.onboarding.states import (
    ActivityKind,
    Outcome,
    RolePlayKind,
)

_WRITE = _l("Write something here.")
_CHOOSE = _l("Choose one.")
_DAY = _l("Choose a day.")


def _choices(table: Mapping[Any, Any]) -> list[Any]:
    return choices((key.value, label) for key, label in table.items())


def near(_form: Form, field: DateField) -> None:
    """Refuse days so far away that counting working days from them makes no sense."""
    if field.data is not None and not 2000 <= field.data.year <= 2100:
        raise ValidationError(_l("Choose a day of these years."))


class Versioned(Form):
    """A form that knows which state of the row it was opened on."""

    version = HiddenField()

    def opened(self, row: Any) -> None:
        """Remember the row's present version."""
        self.version.data = str(row.version)

    @property
    def opened_on(self) -> int | None:
        """The row's version when the form was opened; None when it does not say."""
        data = str(self.version.data or "")
        return int(data) if data.isascii() and data.isdigit() and len(data) < 10 else None


class Submit(Versioned):
    content = TextAreaField(_l("Your note"), [Length(max=2000)])


class Reason(Versioned):
    reason = TextAreaField(_l("Reason"), [Length(max=500)])


class Tap(Form):
    """One tap on the counter, or a line of the log."""

    kind = SelectField(_l("What"), [DataRequired(_CHOOSE)], choices=_choices(words.ACTIVITIES))
    count = IntegerField(
        _l("How many"),
        [Optional(), NumberRange(1, 1000, _l("Write a number from 1 to 1,000."))],
    )
    on = DateField(_l("Day"), [Optional()])
    amount = DecimalField(
        _l("Amount"), [Optional(), NumberRange(0, 10_000_000, _l("Write an amount of money."))],
        places=2,
    )  # fmt: skip
    note = StringField(_l("Note"), [Length(max=300)])


class Correct(Versioned):
    count = IntegerField(_l("How many"), [InputRequired(_WRITE), NumberRange(1, 1000)])
    amount = DecimalField(_l("Amount"), [Optional(), NumberRange(0, 10_000_000)], places=2)
    reason = StringField(_l("Reason"), [DataRequired(_WRITE), Length(max=300)])


class Prospect(Form):
    company = StringField(_l("Company"), [DataRequired(_WRITE), Length(max=160)])
    contact = StringField(_l("Contact"), [Length(max=160)])
    phone = StringField(_l("Phone"), [Length(max=40)])
    remark = StringField(_l("Note"), [Length(max=500)])


class Decide(Versioned):
    outcome = RadioField(_l("Decision"), [DataRequired(_CHOOSE)])
    days = IntegerField(
        _l("Working days for the second try or the extension"),
        [Optional(), NumberRange(1, 60, _l("Write a number from 1 to 60."))],
        default=2,
    )
    reason = TextAreaField(_l("Reason"), [Length(max=1000)])

    def offer(self, outcomes: Iterable[Outcome]) -> None:
        """Offer these outcomes only."""
        self.outcome.choices = choices(
            (one.value, words.OUTCOME_CHOICES[one]) for one in outcomes
        )


class Cosign(Form):
    agreed = RadioField(
        _l("Your answer"), [DataRequired(_CHOOSE)],
        choices=choices([("yes", _l("I agree to the exit")), ("no", _l("I do not agree"))]),
    )  # fmt: skip
    reason = TextAreaField(_l("Reason"), [Length(max=500)])


class Advice(Form):
    words = TextAreaField(_l("Your advice"), [DataRequired(_WRITE), Length(max=1000)])


class Propose(Form):
    mentor = RadioField(_l("Mentor"), [DataRequired(_CHOOSE)])
    reason = StringField(_l("Why this person and no trainer"), [Length(max=300)])


class Decline(Form):
    answer = StringField(_l("Reason"), [Length(max=300)])


class Profile(Versioned):
    capacity = IntegerField(
        _l("Places for trainees"), [InputRequired(_WRITE), NumberRange(0, 20)]
    )
    products = StringField(_l("Products"), [Length(max=300)])
    languages = StringField(_l("Languages"), [Length(max=200)])
    experience = StringField(_l("Experience"), [Length(max=500)])
    willing = BooleanField(_l("Wishes to mentor"))
    attested = BooleanField(_l("Works openly and likes to help: I vouch for it"))


class OpenPlan(Form):
    person = SelectField(_l("Employee"), [DataRequired(_CHOOSE)])
    position = SelectField(_l("Position"), [DataRequired(_CHOOSE)])
    site = SelectField(_l("Site"), [DataRequired(_CHOOSE)])
    program = SelectField(_l("Program"), [DataRequired(_CHOOSE)])
    starts_on = DateField(_l("First day"), [DataRequired(_DAY), near])

    def offer(self, name: str, rows: Sequence[tuple[str, str]]) -> None:
        """Fill a select with (pubid, label) pairs."""
        self[name].choices = choices(rows, _l("Choose"))


class MoveStart(Versioned):
    starts_on = DateField(_l("New first day"), [DataRequired(_DAY), near])


class PauseFrom(Versioned):
    from_on = DateField(_l("First day of the pause"), [DataRequired(_DAY)])
    cause = StringField(
        _l("Reason"), [Length(max=300)], description=_l("No diagnosis, please.")
    )


class HoldRolePlay(Form):
    kind = RadioField(
        _l("Kind"), [DataRequired(_CHOOSE)],
        choices=choices([
            (RolePlayKind.PRACTICE.value, _l("Practice, not counted")),
            (RolePlayKind.FINAL.value, _l("Final attempt")),
        ]),
    )  # fmt: skip
    held_on = DateField(_l("Day"), [DataRequired(_DAY)])
    scenario = TextAreaField(
        _l("Scenario: customer, product, hidden objections"),
        [DataRequired(_WRITE), Length(max=1000)],
    )


class Mark(Form):
    """Marks from 1 to 5 and a verdict."""

    contact = IntegerField(words.ROLE_PLAY_CRITERIA["contact"])
    need = IntegerField(words.ROLE_PLAY_CRITERIA["need"])
    offer = IntegerField(words.ROLE_PLAY_CRITERIA["offer"])
    objections = IntegerField(words.ROLE_PLAY_CRITERIA["objections"])
    closing = IntegerField(words.ROLE_PLAY_CRITERIA["closing"])
    passed = RadioField(
        _l("Verdict"), [DataRequired(_CHOOSE)],
        choices=choices([("yes", _l("The deal was closed: passed")), ("no", _l("Not yet"))]),
    )  # fmt: skip
    comment = TextAreaField(_l("What was good, what to try next"), [Length(max=1000)])

    @property
    def ratings(self) -> dict[str, int]:
        """Marks by criterion."""
        return {name: int(self[name].data) for name in words.ROLE_PLAY_CRITERIA}


for _name in words.ROLE_PLAY_CRITERIA:
    getattr(Mark, _name).kwargs["validators"] = [
        InputRequired(_l("Give a mark from 1 to 5.")),
        NumberRange(1, 5, _l("Give a mark from 1 to 5.")),
    ]


class HoldAndMark(HoldRolePlay, Mark):
    """A role-play with the first assessor's marks."""


class Review(Form):
    result = RadioField(
        _l("Decision"), [DataRequired(_CHOOSE)], choices=_choices(words.READINESS)
    )
    note = TextAreaField(_l("Why"), [Length(max=1000)])


class HoldCheckIn(Versioned):
    notes = TextAreaField(_l("Shared notes"), [DataRequired(_WRITE), Length(max=4000)])
    private_notes = TextAreaField(
        _l("Private notes"), [Length(max=4000)], description=_l("Only you see these.")
    )
    action = StringField(
        _l("Agreed action"), [Length(max=160)], description=_l("It becomes a task.")
    )
    action_due_on = DateField(_l("Due"), [Optional(), near])


class AssignTest(Form):
    test = SelectField(_l("Test"), [DataRequired(_CHOOSE)])
    due_on = DateField(_l("To be written by"), [DataRequired(_DAY), near])


class EditVersion(Versioned):
    note = StringField(_l("What is new"), [Length(max=500)])
    target_kind = SelectField(_l("What counts as a result"), choices=_choices(words.ACTIVITIES))
    target_unit = SelectField(_l("Counted as"), choices=_choices(words.UNITS))
    target_per_day = IntegerField(
        _l("Target for a worked day"), [InputRequired(_WRITE), NumberRange(1, 100_000_000)]
    )
    readiness_days = IntegerField(
        _l("Worked days looked at for readiness"), [InputRequired(_WRITE), NumberRange(1, 120)]
    )
    readiness_percent = IntegerField(
        _l("Share of the target, per cent"), [InputRequired(_WRITE), NumberRange(1, 200)]
    )
    bonus = DecimalField(
        _l("Mentor's bonus"), [InputRequired(_WRITE), NumberRange(0, 10_000_000)], places=2,
        description=_l("0: no bonus."),
    )  # fmt: skip
    bonus_target = IntegerField(
        _l("Result for the bonus"), [InputRequired(_WRITE), NumberRange(1, 2_000_000_000)]
    )
    bonus_days = IntegerField(
        _l("Within worked days"), [InputRequired(_WRITE), NumberRange(1, 260)]
    )


class EditStage(Versioned):
    title = StringField(_l("Title"), [DataRequired(_WRITE), Length(max=120)])
    intro = TextAreaField(_l("Introduction"), [Length(max=4000)])
    days = IntegerField(_l("Working days"), [Optional(), NumberRange(1, 260)])
    months = IntegerField(_l("or months after the first day"), [Optional(), NumberRange(1, 36)])
    gate_words = TextAreaField(_l("The gate in plain words"), [Length(max=500)])


class EditCriterion(Versioned):
    threshold = IntegerField(_l("At least"), [InputRequired(_WRITE), NumberRange(1, 1_000_000)])
    window_days = IntegerField(
        _l("within consecutive working days"), [Optional(), NumberRange(1, 60)]
    )


class EditTask(Versioned):
    title = StringField(_l("Title"), [DataRequired(_WRITE), Length(max=160)])
    body = TextAreaField(_l("What to do, whom to ask, links"), [Length(max=8000)])
    owner = SelectField(_l("Whose task"), choices=_choices(words.OWNERS))
    checker = SelectField(_l("Who checks it"), choices=_choices(words.CHECKERS))
    offset_days = IntegerField(
        _l("Due, in working days"), [InputRequired(_WRITE), NumberRange(-60, 260)],
        description=_l("0 is the day itself, 1 the next working day, -3 three before."),
    )  # fmt: skip
    anchor = SelectField(_l("counted from"), choices=_choices(words.ANCHORS))
    evidence = SelectField(_l("Evidence"), choices=_choices(words.EVIDENCE))
    required = BooleanField(_l("The gate waits for it"))


QUICK = (ActivityKind.CALL, ActivityKind.REQUEST, ActivityKind.MEETING, ActivityKind.REFERRAL)
"""The counter's big buttons."""
