"""What a test's results say about its questions and its graders; nothing about a person sat."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from recruit.assessments.models import Test, TestForm, TestVersion
from recruit.assessments.queries import grader_statistics as graders
from recruit.assessments.queries import question_statistics as questions
from recruit.assessments.queries import setting, statistics
from recruit.assessments.queries.grader_statistics import Agreed, GraderLine
from recruit.assessments.queries.question_statistics import QuestionLine
from recruit.assessments.queries.statistics import Whole
from recruit.assessments.views.blueprint import bp
from recruit.kernel import richtext, spreadsheet, web
from recruit.kernel.permissions import Permission, requires
from recruit.rules import learning
from recruit.rules.learning import Flag

FLAGS = {
    Flag.VERY_EASY: (_l("very easy"), "info", _l("Nearly everybody knows it.")),
    Flag.VERY_HARD: (_l("very hard"), "warn", _l("Is it taught, and asked clearly?")),
    Flag.ALL_ALIKE: (
        _l("the same marks for all"),
        "info",
        _l("It says nothing about who knows more."),
    ),
    Flag.NOT_APART: (
        _l("does not tell people apart"),
        "warn",
        _l("People who know the rest well do hardly better here."),
    ),
    Flag.AGAINST: (
        _l("better people do worse"),
        "bad",
        _l("Look at the key and the wording first."),
    ),
    Flag.HEAVY: (
        _l("weighs more than meant"),
        "info",
        _l("It moves the results more than its points say."),
    ),
    Flag.LIGHT: (
        _l("weighs less than meant"),
        "info",
        _l("It moves the results less than its points say."),
    ),
}
TABLES = ("questions", "test", "options", "graders")


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: the papers of `shown` versions; figures only when there are enough."""

    test: Test
    counts: Mapping[int, int]
    shown: tuple[TestVersion, ...]
    left_out: tuple[TestVersion, ...]
    one: TestVersion | None
    papers: int
    whole: Whole | None = None
    lines: tuple[QuestionLine, ...] = ()
    graders: tuple[GraderLine, ...] = ()
    agreed: Agreed | None = None

    @property
    def have(self) -> int:
        """Papers so far, hidden ones too."""
        return self.papers if self.shown else sum(self.counts.values())

    @property
    def missing(self) -> int:
        return learning.missing(self.papers)

    @property
    def line(self) -> TestVersion | None:
        """Whose pass line is drawn: the newest version that is shown."""
        return max(self.shown, key=lambda one: one.number, default=None)


def _look(pubid: str) -> Look:
    """Read what the address asks for; 404 for an unknown test, 400 for an unknown version."""
    test = setting.test(pubid) or abort(404)
    versions = {one.pubid: one for one in test.versions}
    wanted = web.argument("version")
    if wanted and wanted not in versions:
        abort(400)
    counts = statistics.paper_counts(test)
    one = versions.get(wanted)
    together = learning.together(counts)
    shown = (one,) if one else tuple(v for v in test.versions if v.id in together)
    left_out = () if one else tuple(v for v in test.versions if v not in shown)
    n = sum(counts[v.id] for v in shown)
    if learning.missing(n):
        return Look(test, counts, shown, left_out, one, n)
    found = statistics.papers(test, [v.id for v in shown])
    numbers = {v.id: v.number for v in test.versions}
    written = any(v.form is TestForm.WRITTEN for v in shown)
    lines = questions.question_lines(found, numbers, timed=written)
    pairs = graders.double_marks(found)
    return Look(
        test,
        counts,
        shown,
        left_out,
        one,
        found.n,
        statistics.whole(found, {line.wording.id: line.wording.points for line in lines}),
        tuple(lines),
        tuple(graders.grader_lines(found, pairs)),
        graders.agreed(pairs),
    )


@bp.get("/tests/<pubid:pubid>/statistics")
@requires(Permission.TEST_READ)
def statistics_page(pubid: str) -> ResponseReturnValue:
    """Questions, the test as a whole and its graders, from ten papers on."""
    return render_template(
        "assessments/statistics.html",
        look=_look(pubid),
        FLAGS=FLAGS,
        letters="ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        enough=learning.ENOUGH,
    )


@bp.get("/tests/<pubid:pubid>/statistics.csv")
@requires(Permission.TEST_READ)
def statistics_csv(pubid: str) -> Response:
    """The same as a file: `table` is questions, options, test or graders. Hidden stays hidden."""
    table = web.argument("table") or "questions"
    if table not in TABLES:
        abort(400)
    look = _look(pubid)
    heads, rows = {
        "questions": _question_rows,
        "options": _option_rows,
        "test": _test_rows,
        "graders": _grader_rows,
    }[table](look)
    return spreadsheet.csv_answer(f"test-{table}.csv", heads, rows)


Table = tuple[tuple[str, ...], list[tuple[object, ...]]]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _question_rows(look: Look) -> Table:
    heads = (
        "question",
        "question_version",
        "asked_in_versions",
        "n",
        "facility_percent",
        "sd_percent",
        "discrimination_index_percent",
        "discriminative_efficiency_percent",
        "effective_weight_percent",
        "intended_weight_percent",
        "median_minutes",
        "timed_n",
        "remarks",
    )
    rows: list[tuple[object, ...]] = [
        (
            richtext.plain(line.wording.stem, 200),
            line.wording.number,
            " ".join(map(str, line.asked_in)),
            line.papers,
            *(
                _rounded(value)
                for value in (dict(line.figures).values() if line.figures else [None] * 6)
            ),
            _rounded(line.minutes),
            line.timed if line.figures else None,
            " ".join(line.flags),
        )
        for line in look.lines
    ]
    return heads, rows


def _option_rows(look: Look) -> Table:
    heads = ("question", "n", "option", "right", "chosen", "upper_third", "lower_third")
    rows: list[tuple[object, ...]] = [
        (
            richtext.plain(line.wording.stem, 200),
            line.papers,
            one.text,
            int(one.right),
            one.chosen,
            one.upper,
            one.lower,
        )
        for line in look.lines
        for one in line.options
    ]
    return heads, rows


def _test_rows(look: Look) -> Table:
    heads = ("figure", "value", "n")
    if look.whole is None:
        return heads, []
    figures = dict(look.whole.figures)
    rows: list[tuple[object, ...]] = [
        (name, _rounded(value), look.papers) for name, value in figures.items()
    ]
    rows += [(f"results_from_{low}_percent", n, look.papers) for low, n in look.whole.histogram]
    return heads, rows


def _grader_rows(look: Look) -> Table:
    heads = (
        "grader",
        "papers",
        "marks",
        "severity_points_percent",
        "double_marked_papers",
        "kappa",
        "quadratic_kappa",
        "icc",
        "median_days",
        "tasks_n",
    )
    rows: list[tuple[object, ...]] = [
        (
            line.person.name,
            line.papers,
            None if line.missing else line.marks,
            _rounded(line.severity),
            line.agreed.papers,
            _rounded(line.agreed.kappa),
            _rounded(line.agreed.weighted),
            _rounded(line.agreed.icc),
            _rounded(line.days),
            None if line.missing else line.done,
        )
        for line in look.graders
    ]
    return heads, rows
