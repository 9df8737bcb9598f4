"""Rows of a form that people add as many of as they need: lines of a rubric, files of a stem.

Without script the button "more" sends the form and brings it back with empty rows; with script
(`static/js/app/50-rows.js`) the page adds one by itself. Rows left empty say nothing.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, FieldList, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from recruit.assessments.forms.fields import Amount
from recruit.assessments.models import QuestionVersion
from recruit.kernel.forms import Form
from recruit.kernel.ids import new_code
from recruit.rules import rubric as rules
from recruit.rules.setting import MOST_FILES

SPARE = 2
"""Empty rows at the end of what is there."""


class RowList(FieldList):  # type: ignore[type-arg]  # no generic at run time
    """Rows by their numbers; a name with anything else for a number is no row."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        for name in formdata:
            number = name.removeprefix(f"{prefix}-").partition("-")[0]
            plain_number = number.isascii() and number.isdigit() and len(number) < 4
            if plain_number and name.startswith(f"{prefix}-"):
                yield int(number)


class _Row(Form):
    class Meta(Form.Meta):
        csrf = False


class RubricRow(_Row):
    """One line of a rubric."""

    code = HiddenField()
    group = StringField(_l("Criterion"), [Length(max=rules.LONGEST_GROUP)])
    points = Amount(_l("Points"), [Optional(), NumberRange(0, 1000)], places=None)
    text = TextAreaField(_l("What earns them"), [Length(max=rules.LONGEST_TEXT)])
    example = TextAreaField(_l("Example"), [Length(max=rules.LONGEST_TEXT)])

    @property
    def is_empty(self) -> bool:
        """Was nothing written here?"""
        typed = (
            self.group.data,
            self.text.data,
            self.example.data,
            *(self.points.raw_data or ()),
        )
        return not any(str(value or "").strip() for value in typed) and self.points.data is None


class FileRow(_Row):
    """A file of a stem: one that is there already, or a new one."""

    kept = HiddenField()
    file = FileField(_l("Picture or PDF"))
    alt = StringField(_l("What it shows, in words"), [Length(max=300)])
    remove = BooleanField(_l("Take it off"))


class RubricRows(Form):
    """The part of a form that writes a rubric."""

    rubric = RowList(FormField(RubricRow), max_entries=rules.MOST_LINES)
    points = Amount(_l("Points"), [Optional(), NumberRange(Decimal("0.01"), 1000)], places=None)

    def validate(self, extra_validators: Any = None) -> bool:
        """Points may be left empty where the rubric says them."""
        fine = bool(super().validate(extra_validators))
        if self.points.data is None and not self.points.errors and not self.most:
            self.refuse(self.points, _l("Write the points."))
            return False
        return fine

    @property
    def most(self) -> float:
        """The points of the best answer by the rubric."""
        return rules.most(self.lines())

    def lines(self, known: Any = ()) -> list[dict[str, Any]]:
        """Return the rubric. A row keeps its line's id when it is one of `known`."""
        ids = {line["id"] for line in known}
        found = []
        for row in self.rubric:
            if row.form.is_empty:
                continue
            code = row.form.code.data
            code = code if code in ids else new_code()
            ids.discard(code)
            points: Decimal = row.form.points.data or Decimal(0)
            found.append(
                {
                    "id": code,
                    "points": round(float(points), 2),
                    "text": " ".join(str(row.form.text.data or "").split("\n")),
                    "example": str(row.form.example.data or ""),
                    "group": str(row.form.group.data or ""),
                }
            )
        return found

    def add_rows(self, count: int = SPARE) -> None:
        """Add empty rows for a rubric."""
        for _row in range(min(count, rules.MOST_LINES - len(self.rubric.entries))):
            self.rubric.append_entry()


def plain(points: float) -> Decimal:
    """Return points as people write them: 2, not 2.00."""
    return Decimal(f"{points:.10g}")


def rubric_values(rubric: Any) -> list[dict[str, Any]]:
    """Return a rubric as the rows' values."""
    return [
        {
            "code": line["id"],
            "group": line.get("group") or "",
            "points": plain(line["points"]),
            "text": line["text"],
            "example": line.get("example") or "",
        }
        for line in rubric
    ]


class FileRows(Form):
    """The part of a form that attaches files."""

    files = RowList(FormField(FileRow), max_entries=2 * MOST_FILES)

    def add_file_row(self) -> None:
        """Add a row for a new file, while there is room."""
        if len(self.files.entries) < MOST_FILES:
            self.files.append_entry()


def file_values(version: QuestionVersion) -> list[dict[str, Any]]:
    """Return a version's files as the rows' values."""
    return [{"kept": one.file.pubid, "alt": one.alt} for one in version.attachments]
