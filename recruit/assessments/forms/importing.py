"""Forms of question files."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from recruit.kernel.fields import choices
from recruit.kernel.forms import Form
from recruit.rules import question_files, setting
from recruit.rules.question_files import FileFormat

FORMATS = {
    FileFormat.GIFT: _l("Moodle GIFT"),
    FileFormat.MOODLE_XML: _l("Moodle XML"),
    FileFormat.AIKEN: _l("Aiken"),
    FileFormat.CSV: _l("CSV"),
}
EXPORTS = (FileFormat.GIFT, FileFormat.CSV)


class ImportForm(Form):
    """A question file, or its text, and where its questions are to go."""

    file = FileField(_l("File"))
    text = TextAreaField(_l("Or its text"), [Length(max=1_000_000)])
    format = SelectField(
        _l("Format"),
        choices=choices(
            [("", _l("Find out")), *((one.value, label) for one, label in FORMATS.items())]
        ),
        validators=[Optional()],
    )
    bank = StringField(_l("Bank"), [Length(max=setting.LONGEST_BANK)])
    product = SelectField(_l("Product"), [Optional()])

    def content(self) -> tuple[bytes, str]:
        """Return the bytes to read and what they are called; empty when there are none."""
        upload: Any = self.file.data
        if upload is not None and upload.filename:
            # One byte more than is allowed is enough to know that it is too large.
            return upload.stream.read(question_files.MOST_BYTES + 1), str(upload.filename)
        return str(self.text.data or "").encode(), ""

    @property
    def chosen(self) -> FileFormat | None:
        """The format that was named; None: find it out."""
        return FileFormat(self.format.data) if self.format.data else None

    @property
    def bank_path(self) -> list[str]:
        """The bank's path; empty for none."""
        return [part for part in str(self.bank.data or "").split("/") if part.strip()]
