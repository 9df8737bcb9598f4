"""Forms of decisions about the time of a sitting."""

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from recruit.kernel.forms import Form
from recruit.rules.sitting_time import MOST_ACCOMMODATION


class Pause(Form):
    """Why the clock stops. The trainee reads it."""

    reason = StringField(
        _l("Reason"), [InputRequired(_l("Write the reason.")), Length(max=300)]
    )


class MoveEnd(Pause):
    """A new end on the clock of the trainee's site."""

    ends_at = DateTimeLocalField(
        _l("New end"), [InputRequired(_l("Write the day and the time."))]
    )


class Accommodate(Pause):
    """More time for a person on every written test with a time limit."""

    person = SelectField(_l("Trainee"), [InputRequired(_l("Choose a person."))])
    percent = IntegerField(
        _l("More time, in percent"),
        [
            InputRequired(_l("Write how much.")),
            NumberRange(1, MOST_ACCOMMODATION, _l("Between 1 and 200 percent.")),
        ],
        default=25,
    )
