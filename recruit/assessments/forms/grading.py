"""Forms of marking, control, release, appeals and decisions about a sitting."""

from decimal import Decimal

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
from wtforms.validators import InputRequired, Length, NumberRange, Optional

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

    def mark(self, item: AttemptItem, *, retract: bool = False) -> Mark:
        """Return what the form says about this item; unknown rubric lines are left out."""
        known = {line["id"] for line in item.question_version.rubric}
        given: Decimal | None = self.points.data
        return Mark(
            points=None if given is None else round(float(given), 2),
            ticks=[tick for tick in self.ticks.data or [] if tick in known],
            excused=bool(self.excused.data),
            retract=retract,
            comment=str(self.comment.data or ""),
        )


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

    person = SelectField(_l("Ask"), [InputRequired(_l("Choose a person."))])
    kind = RadioField(
        _l("For"),
        [InputRequired(_l("Choose what to ask for."))],
        choices=choices(
            [
                (EntryKind.FIRST.value, _l("First marks, as advice")),
                (EntryKind.FINAL.value, _l("The final marks")),
            ]
        ),
        default=EntryKind.FIRST.value,
    )
