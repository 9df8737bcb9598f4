"""Forms of questions, of the frame, and of many questions at once."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length, Optional

from recruit.assessments.forms import keys
from recruit.assessments.forms.rows import (
    FileRows,
    RubricRows,
    file_values,
    plain,
    rubric_values,
)
from recruit.assessments.forms.setting import FACT_KINDS, TYPES, need
from recruit.assessments.models import FrameQuestion, QuestionVersion, StemFile
from recruit.assessments.operations import FrameWording, Upload, Wording
from recruit.assessments.queries.attachments import files_named
from recruit.kernel.fields import CheckList, choices
from recruit.kernel.forms import Form
from recruit.rules import marking, setting
from recruit.rules import rubric as rules
from recruit.rules.marking import QuestionType

OPEN = {kind: TYPES[kind] for kind in (QuestionType.OPEN_SHORT, QuestionType.OPEN_LONG)}


def _unreadable(problem: keys.Unreadable) -> str:
    return str(_l("Line %(line)s cannot be read: see the example above.", line=problem.line))


class QuestionForm(RubricRows, FileRows):
    """One wording of a question; `type` is fixed by the page."""

    product = SelectField(_l("Product"), [Optional()])
    bank = StringField(_l("Bank"), [Length(max=setting.LONGEST_BANK)])
    tags = StringField(_l("Tags"), [Length(max=800)])
    stem = TextAreaField(_l("Question"), [need(_l("Write the question.")), Length(max=8000)])
    lines_text = TextAreaField(_l("Answers"), [Length(max=60000)], name="lines")
    right = RadioField(
        _l("Right answer"),
        choices=choices([("true", _l("True")), ("false", _l("False"))]),
        default="true",
        validators=[Optional()],
    )
    value = StringField(_l("Right number"), [Length(max=40)])
    tolerance = StringField(_l("Tolerance"), [Length(max=40)], default="0")
    unit = StringField(_l("Unit"), [Length(max=40)])
    model_answer = TextAreaField(_l("Model answer"), [Length(max=8000)])
    feedback = TextAreaField(_l("What to study when it was wrong"), [Length(max=4000)])
    ready = BooleanField(_l("Ready to be asked"), default=True)
    version = HiddenField()

    kind: QuestionType = QuestionType.OPEN_LONG
    before: QuestionVersion | None = None
    """The wording that is changed."""
    _key: dict[str, Any]

    def validate_lines_text(self, field: TextAreaField) -> None:
        try:
            self._key = keys.read_key(self.kind, field.data or "")
        except keys.Unreadable as problem:
            raise ValidationError(_unreadable(problem)) from problem

    @property
    def bank_path(self) -> list[str]:
        """The bank's path; empty for no bank."""
        return [part for part in str(self.bank.data or "").split("/") if part.strip()]

    @property
    def tag_words(self) -> list[str]:
        """The tags, as they were typed."""
        return str(self.tags.data or "").split(",")

    def wording(self) -> Wording:
        """Return what the form says, after it validated."""
        key, before = self._key, self.before.key if self.before else {}
        if self.kind is QuestionType.TRUE_FALSE:
            said = ("feedback_right", "feedback_wrong")
            kept = {one: before[one] for one in said if one in before}
            key = {"right": self.right.data != "false", **kept}
        elif self.kind is QuestionType.NUMERIC:
            typed = (self.value.data, self.tolerance.data, self.unit.data)
            value, tolerance, unit = (str(one or "") for one in typed)
            key = keys.numeric_key(value, tolerance, unit, key, before)
        is_open = self.kind in marking.OPEN_TYPES
        lines = self.lines(self.before.rubric if self.before else ()) if is_open else []
        points = self.points.data
        return Wording(
            type=self.kind,
            stem=str(self.stem.data),
            points=rules.most(lines) if points is None else round(float(points), 2),
            key=key,
            rubric=lines,
            model_answer=str(self.model_answer.data or ""),
            feedback=str(self.feedback.data or ""),
            name=self.before.name if self.before else "",
            files=self._files(),
        )

    def _files(self) -> list[tuple[StemFile | Upload, str]]:
        there = {one.file.pubid for one in self.before.attachments} if self.before else set()
        kept = files_named([str(row.form.kept.data) for row in self.files])
        found: list[tuple[StemFile | Upload, str]] = []
        for row in self.files:
            form = row.form
            if form.remove.data:
                continue
            alt = " ".join(str(form.alt.data or "").split())
            if upload := form.file.data:
                # One byte more than is allowed is enough to know that it is too large.
                data = upload.stream.read(setting.LARGEST_FILE + 1)
                found.append((Upload(str(upload.filename or ""), data), alt))
            elif (one := kept.get(str(form.kept.data))) and one.pubid in there:
                found.append((one, alt))
        return found

    @staticmethod
    def values(version: QuestionVersion) -> dict[str, Any]:
        """Return the form's values for an existing wording."""
        key = version.key
        return {
            "stem": version.stem,
            "points": plain(version.points),
            "lines_text": keys.write_key(version.type, key),
            "right": "true" if key.get("right", True) else "false",
            "value": key.get("value", ""),
            "tolerance": key.get("tolerance", "0"),
            "unit": key.get("unit", ""),
            "rubric": rubric_values(version.rubric),
            "files": file_values(version),
            "model_answer": version.model_answer,
            "feedback": version.feedback,
        }


class FrameForm(RubricRows):
    """A standard question."""

    title = StringField(_l("Short name"), [need(_l("Write a short name.")), Length(max=80)])
    type = RadioField(
        _l("Type of question"),
        choices=choices((kind.value, label) for kind, label in OPEN.items()),
        default=QuestionType.OPEN_LONG.value,
    )
    stem = TextAreaField(_l("Question"), [need(_l("Write the question.")), Length(max=8000)])
    facts = CheckList(
        _l("Facts that answer it"),
        choices=choices((kind.value, label) for kind, label in FACT_KINDS.items()),
    )
    feedback = TextAreaField(_l("What to study when it was wrong"), [Length(max=4000)])
    active = BooleanField(_l("Draft it for products"), default=True)
    version = HiddenField()

    def wording(self, known: Any = ()) -> FrameWording:
        """Return what the form says, after it validated."""
        lines, points = self.lines(known), self.points.data
        return FrameWording(
            title=str(self.title.data),
            type=QuestionType(self.type.data),
            stem=str(self.stem.data),
            points=rules.most(lines) if points is None else round(float(points), 2),
            rubric=lines,
            feedback=str(self.feedback.data or ""),
            facts=[str(one) for one in self.facts.data or []],
            active=bool(self.active.data),
        )

    @staticmethod
    def values(row: FrameQuestion) -> dict[str, Any]:
        """Return the form's values for a standard question."""
        return {
            "title": row.title,
            "type": row.type.value,
            "stem": row.stem,
            "points": plain(row.points),
            "rubric": rubric_values(row.rubric),
            "facts": row.facts,
            "feedback": row.feedback,
            "active": row.active,
            "version": row.version,
        }


class BankForm(Form):
    """A bank's name."""

    name = StringField(
        _l("Name"), [need(_l("Write a name.")), Length(max=setting.LONGEST_BANK)]
    )
