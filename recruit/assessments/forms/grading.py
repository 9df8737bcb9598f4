"""Forms of marking, control, release, appeals and decisions about a sitting."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from recruit.assessments.forms.fields import Amount
from recruit.assessments.models import AttemptItem
from recruit.assessments.operations import Mark
from recruit.kernel.fields import choices
from recruit.kernel.forms import Form
from recruit.rules.grading import EntryKind


class _Points(Form):
    points = Amount(_l("Points"), [Optional(), NumberRange(0, 1000)])
    ticks = SelectMultipleField(_l("Rubric"), validate_choice=False)
    excused = BooleanField(_l("Leave this question out of the result"))
    comment = TextAreaField(_l("Comment"), [Length(max=2000)])
    note = TextAreaField(_l("Note for graders"), [Length(max=2000)])

    def ticked(self) -> list[str]:
        """Return the ticked lines: boxes, and the chosen level of each criterion."""
        levels = [
            str(value)
            for name, value in (self.raw or {}).items()
            if name.startswith("level.") and value
        ]
        return [*(self.ticks.data or []), *levels]

    def mark(self, item: AttemptItem, *, retract: bool = False) -> Mark:
        """Return what the form says about this item; unknown rubric lines are left out."""
        known = {line["id"] for line in item.question_version.rubric}
        given: Decimal | None = self.points.data
        return Mark(
            points=None if given is None else round(float(given), 2),
            ticks=[tick for tick in self.ticked() if tick in known],
            excused=bool(self.excused.data),
            retract=retract,
            comment=str(self.comment.data or ""),
            note=str(self.note.data or ""),
        )

    raw: Mapping[str, str] | None = None

    def process(self, formdata: Any = None, *given: Any, **named: Any) -> None:
        """Read the form, and keep what has no field of its own."""
        super().process(formdata, *given, **named)
        self.raw = self.meta.wrap_formdata(self, formdata)


class MarkForm(_Points):
    """A grader's mark of one answer."""


class Correction(_Points):
    """A director's correction; the comment is the reason."""


class Decide(_Points):
    """The decision about an appeal; the comment is the reply."""

    outcome = RadioField(
        _l("Decision"),
        [InputRequired(_l("Choose a decision."))],
        choices=choices(
            [("uphold", _l("Give a new mark")), ("dismiss", _l("The mark stands"))]
        ),
    )


class Comment(Form):
    """A remark that may be left out."""

    comment = TextAreaField(_l("Comment"), [Length(max=2000)])


class Appeal(Form):
    """What a trainee objects to."""

    text = TextAreaField(
        _l("Why should the mark be looked at again?"),
        [InputRequired(_l("Write why.")), Length(max=2000)],
    )


class Reason(Form):
    """Why."""

    reason = StringField(
        _l("Reason"), [InputRequired(_l("Write the reason.")), Length(max=300)]
    )


class Extend(Reason):
    """Extra time."""

    minutes = IntegerField(
        _l("Extra minutes"),
        [InputRequired(_l("Write the minutes.")), NumberRange(1, 1440)],
    )


class Late(Form):
    """Why a late text counts."""

    reason = StringField(
        _l("Reason"), [InputRequired(_l("Write the reason.")), Length(max=500)]
    )
    revision = StringField(validators=[InputRequired(), Length(max=12)])


class Ask(Form):
    """Whom to ask for marks."""

    KINDS = tuple(
        choices(
            [
                (EntryKind.FIRST.value, _l("First marks")),
                (EntryKind.SECOND.value, _l("The second of two independent marks")),
                (EntryKind.THIRD.value, _l("The deciding marks, where two are apart")),
                (EntryKind.FINAL.value, _l("The final marks")),
            ]
        )
    )

    person = SelectField(_l("Ask"), [InputRequired(_l("Choose a person."))])
    kind = RadioField(
        _l("For"),
        [InputRequired(_l("Choose what to ask for."))],
        choices=list(KINDS),
        default=EntryKind.FIRST.value,
    )


class HandOver(Form):
    """To whom marks go over; nobody: to every trainer."""

    person = SelectField(_l("To"))


class Remark(Form):
    """A remark to use again."""

    text = TextAreaField(_l("Remark"), [DataRequired(_l("Write the remark.")), Length(max=500)])
    shared = BooleanField(_l("Offer it to all graders"))
