"""Uploading past attendance, and the answer asked where there is none."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from recruit.kernel.fields import choices as options
from recruit.kernel.forms import Form


class UploadForm(Form):
    """A table of past interviews."""

    file = FileField(_l("CSV file"), [FileRequired(_l("Choose a file."))])


class PriorForm(Form):
    """The recruiter's own guess while there is no history."""

    of_ten = IntegerField(
        _l("How many of ten invited people come?"),
        [
            InputRequired(_l("Write a number from 0 to 10.")),
            NumberRange(0, 10, _l("Write a number from 0 to 10.")),
        ],
    )
    weight = SelectField(
        _l("How sure are you?"),
        choices=options(
            [
                ("2", _l("A guess: it weighs as much as 2 people")),
                ("4", _l("From experience: as much as 4 people")),
                ("8", _l("We have counted: as much as 8 people")),
            ]
        ),
        coerce=int,
        default=4,
    )
