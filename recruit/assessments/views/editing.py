"""A draft's questions: sections, items, draws, what to look at before publishing, preview."""

from secrets import randbelow

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.assessments import forms, operations
from recruit.assessments.models import AttemptItem, QuestionPool, TestSection, TestVersion
from recruit.assessments.queries import bank, composing
from recruit.assessments.queries import pools as pool_queries
from recruit.assessments.queries import setting as queries
from recruit.assessments.views import presenting
from recruit.assessments.views.blueprint import bp, words
from recruit.assessments.views.questions import MOST_PAGES, filters_again, filters_asked
from recruit.assessments.views.tests import draft_or_404, editor, version_or_404
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import choices
from recruit.kernel.ids import new_pubid
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import argument
from recruit.people.login import current_person
from recruit.rules import setting
from recruit.rules import sitting as sitting_rules


def _section_or_404(pubid: str) -> TestSection:
    return queries.section(pubid) or abort(404)


def _back(version: TestVersion, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(".test_version", pubid=version.pubid, _anchor=anchor), 303)


@bp.route("/tests/sections/<pubid:pubid>", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def edit_section(pubid: str) -> ResponseReturnValue:
    """Change a section's heading and the text above its questions."""
    section = _section_or_404(pubid)
    form = forms.SectionText(obj=section)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.edit_section(
                    section,
                    title=str(form.title.data or ""),
                    intro=str(form.intro.data or ""),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("Saved."), "success")
            return _back(section.test_version, f"s-{section.pubid}")
        except Refused as refused:
            form.refuse(form.title, words(refused))
    page = render_template("assessments/section_edit.html", form=form, section=section)
    return page, 422 if form.errors else 200


@bp.post("/tests/sections/<pubid:pubid>/move")
@requires(Permission.TEST_AUTHOR)
def move_section(pubid: str) -> ResponseReturnValue:
    """Move a section up or down."""
    section = _section_or_404(pubid)
    version, up = section.test_version, request.form.get("direction") == "up"
    try:
        with transaction():
            operations.move_section(section, up=up, actor=current_person(), now=clock.now())
    except Refused as refused:
        return editor(version_or_404(version.pubid), words(refused))
    return _back(version, f"s-{pubid}")


@bp.post("/tests/sections/<pubid:pubid>/remove")
@requires(Permission.TEST_AUTHOR)
def remove_section(pubid: str) -> ResponseReturnValue:
    """Take an empty section out."""
    section = _section_or_404(pubid)
    version = section.test_version
    try:
        with transaction():
            operations.remove_section(section, actor=current_person(), now=clock.now())
    except Refused as refused:
        return editor(version_or_404(version.pubid), words(refused))
    return _back(version)


@bp.post("/tests/versions/<pubid:pubid>/ready")
@requires(Permission.TEST_AUTHOR)
def make_ready(pubid: str) -> ResponseReturnValue:
    """Mark the draft questions of a draft as ready."""
    version = draft_or_404(pubid)
    with transaction():
        count = operations.make_ready(version, actor=current_person(), now=clock.now())
    flash(
        ngettext("%(num)s question is ready.", "%(num)s questions are ready.", count), "success"
    )
    return _back(version)


@bp.route("/tests/sections/<pubid:pubid>/questions", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def choose_questions(pubid: str) -> ResponseReturnValue:
    """Put questions of the bank into a section: asked of everybody, or to be drawn from."""
    section = _section_or_404(pubid)
    problem = None
    if request.method == "POST":
        problem = _put_in(section)
        if problem is None:
            return _back(section.test_version, f"s-{pubid}")
    page = argument("page", "1")
    if not page.isdecimal() or not 1 <= int(page) <= MOST_PAGES:
        abort(400)
    filters = filters_asked()
    rows, found = bank.page(filters, int(page), without=section.test_version)
    shown = render_template(
        "assessments/choose_questions.html",
        section=section,
        version=section.test_version,
        rows=rows,
        found=found,
        page_number=int(page),
        more=int(page) * bank.PAGE < found,
        products=queries.study_order(clock.now().date(), active=False),
        banks=bank.banks(),
        tags=bank.tags(),
        filters=filters,
        again=filters_again(filters),
        problem=problem,
    )
    return shown, 422 if problem else 200


def _put_in(section: TestSection) -> str | None:
    """Do what the pressed button says; return what is wrong, or None."""
    ticked = bank.named(request.form.getlist("question"))
    actor, now = current_person(), clock.now()
    if not ticked:
        return str(_("Tick at least one question."))
    try:
        with transaction():
            if request.form.get("do") == "draw":
                given = request.form.get("draws", "")
                draws = int(given) if given.isdecimal() and len(given) < 5 else 0
                draw = operations.Draw(draws=draws, questions=ticked)
                operations.add_pool(section, draw, actor=actor, now=now)
            else:
                operations.add_questions(
                    section.test_version, ticked, section=section, actor=actor, now=now
                )
    except Refused as refused:
        return words(refused)
    return None


def _pool_form(pool: QuestionPool | None) -> forms.PoolForm:
    data = {}
    if pool is not None:
        data = {
            "draws": pool.draws,
            "bank": pool.bank.pubid if pool.bank else "",
            "product": pool.product.pubid if pool.product else "",
            "tag": pool.tag,
            "type": pool.type.value if pool.type else "",
        }
    form = forms.PoolForm(data=data)
    rows = queries.study_order(clock.now().date(), active=False)
    form.product.choices = choices(((one.pubid, one.name) for one, _p in rows), _("Any"))
    form.bank.choices = choices(((one.pubid, one.name) for one in bank.banks()), _("Any"))
    form.tag.choices = choices(((tag, tag) for tag in bank.tags()), _("Any"))
    return form


def _draw(form: forms.PoolForm, pool: QuestionPool | None) -> operations.Draw:
    chosen = [member.question for member in pool.members] if pool and pool.chosen else []
    return operations.Draw(
        draws=int(form.draws.data or 0),
        bank=bank.bank(form.bank.data) if form.bank.data else None,
        product=queries.product(form.product.data) if form.product.data else None,
        tag=str(form.tag.data or ""),
        type=form.kind,
        questions=chosen,
    )


@bp.route("/tests/sections/<pubid:pubid>/draws", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def new_pool(pubid: str) -> ResponseReturnValue:
    """Draw some of many questions in a section."""
    section, form = _section_or_404(pubid), _pool_form(None)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.add_pool(
                    section, _draw(form, None), actor=current_person(), now=clock.now()
                )
            return _back(section.test_version, f"s-{pubid}")
        except Refused as refused:
            form.refuse(form.draws, words(refused))
    page = render_template("assessments/pool.html", form=form, section=section, pool=None)
    return page, 422 if form.errors else 200


@bp.route("/tests/draws/<pubid:pubid>", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def edit_pool(pubid: str) -> ResponseReturnValue:
    """Change a draw."""
    pool = pool_queries.pool(pubid) or abort(404)
    form, section = _pool_form(pool), pool.section
    if form.validate_on_submit():
        try:
            with transaction():
                operations.change_pool(
                    pool, _draw(form, pool), actor=current_person(), now=clock.now()
                )
            return _back(section.test_version, f"s-{section.pubid}")
        except Refused as refused:
            form.refuse(form.draws, words(refused))
    page = render_template("assessments/pool.html", form=form, section=section, pool=pool)
    return page, 422 if form.errors else 200


@bp.post("/tests/draws/<pubid:pubid>/remove")
@requires(Permission.TEST_AUTHOR)
def remove_pool(pubid: str) -> ResponseReturnValue:
    """Take a draw out of a draft."""
    pool = pool_queries.pool(pubid) or abort(404)
    version = pool.section.test_version
    try:
        with transaction():
            operations.remove_pool(pool, actor=current_person(), now=clock.now())
    except Refused as refused:
        return editor(version_or_404(version.pubid), words(refused))
    return _back(version)


@bp.get("/tests/versions/<pubid:pubid>/preview")
@requires(Permission.TEST_READ)
def preview(pubid: str) -> ResponseReturnValue:
    """A paper as a trainee would see it. Nothing is written down; no key is shown."""
    version = version_or_404(pubid)
    given = argument("paper", "1")
    if not given.isdecimal() or len(given) > 9:
        abort(400)
    composed = composing.compose(version, int(given))
    asked = [
        presenting.asked(
            AttemptItem(
                pubid=new_pubid(),
                position=position,
                section=one.section.title,
                intro=one.section.intro if one.first else "",
                question_version=one.wording,
                option_order=one.option_order,
            )
        )
        for position, one in enumerate(composed, start=1)
    ]
    return render_template(
        "assessments/test_preview.html",
        version=version,
        questions=asked,
        other=randbelow(10**6) + 2,
        longest=sitting_rules.LONGEST_TEXT,
        most=setting.MOST_POINTS,
    )
