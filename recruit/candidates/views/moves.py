"""The pipeline: the board and the table of a vacancy, and the one route that moves cards."""

import json
from datetime import datetime

from flask import (
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.candidates import operations, queries
from recruit.candidates.models import Application
from recruit.candidates.queries.board import CARDS, COLUMNS, ROWS
from recruit.candidates.views import bp, words_of
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Permission, may, requires
from recruit.kernel.state_words import state_word
from recruit.kernel.web import argument, flash_undo, local_path
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules import pipeline
from recruit.rules.pipeline import Stage
from recruit.vacancies.models import Vacancy

_PLACES = {"up": operations.raise_, "down": operations.lower}


@bp.get("/pipeline")
@requires(Permission.VACANCY_READ)
def pipelines() -> ResponseReturnValue:
    """Every vacancy with how many people stand where."""
    state = argument("state")
    if state not in ("", "closed"):
        abort(400)
    rows = queries.summaries(current_person(), closed=state == "closed")
    return render_template(
        "candidates/pipelines.html", rows=rows, stages=COLUMNS, closed=state == "closed"
    )


@bp.get("/pipeline/<pubid:vacancy>")
@requires(Permission.VACANCY_READ)
def board(vacancy: str) -> ResponseReturnValue:
    """The pipeline of a vacancy as a board, or as a table of one stage."""
    person, now = current_person(), clock.now()
    found = queries.vacancy_for(person, vacancy) or abort(404)
    view = argument("view", "board")
    if view == "table":
        return _table(found, now)
    if view != "board":
        abort(400)
    return _board_page(person, found, now)


@bp.get("/pipeline/<pubid:vacancy>/<any({}):stage>".format(",".join(f'"{s}"' for s in Stage)))
@requires(Permission.VACANCY_READ)
def more(vacancy: str, stage: str) -> ResponseReturnValue:
    """The next cards of a column, for its "more" button."""
    person, now = current_person(), clock.now()
    found = queries.vacancy_for(person, vacancy) or abort(404)
    cards, further = queries.column(found, Stage(stage), _after())
    return render_template(
        "candidates/_cards.html", cards=cards, more=further, **_about(person, found, now)
    )


@bp.post("/pipeline/move")
@requires(Permission.APPLICATION_MOVE)
def move() -> ResponseReturnValue:
    """Move a card: `card`, `to` (a stage, "up" or "down"), where known `from`, `before` and
    `after`. Drag, keyboard and menu all come here."""
    person, now = current_person(), clock.now()
    given = request.form
    application = _card(person, "card") or abort(404)
    vacancy, name = application.vacancy, application.candidate.name
    to = given.get("to", "")
    if to not in _PLACES and to not in set(Stage):
        abort(400)
    change = None
    try:
        with transaction():
            if to in _PLACES:
                _PLACES[to](application, actor=person, now=now)
            else:
                change = operations.drop(
                    application,
                    Stage(to),
                    before=_card(person, "before"),
                    after=_card(person, "after"),
                    expected=_expected(given.get("from", "")),
                    actor=person,
                    now=now,
                )
    except Refused as refused:
        if refused.reason is not pipeline.Refusal.SAME_STAGE:
            return _refused(person, vacancy, now, words_of(refused), 422)
    except Stale:
        if not _by_htmx():
            raise
        words = _(
            "Somebody has moved %(name)s meanwhile. This is the present state.", name=name
        )
        return _refused(person, vacancy, now, words, 409)
    if change is None:
        return _answer(person, vacancy, now, None, None)
    text = _("%(name)s: %(stage)s", name=name, stage=state_word(change.to_stage).label)
    return _answer(person, vacancy, now, text, url_for(".undo", change=change.pubid))


@bp.post("/pipeline/undo/<pubid:change>")
@requires(Permission.APPLICATION_MOVE, Permission.REJECT_EARLY)
def undo(change: str) -> ResponseReturnValue:
    """Take the last move or rejection of somebody back."""
    person, now = current_person(), clock.now()
    found = queries.change_for(person, change) or abort(404)
    vacancy, name = found.application.vacancy, found.application.candidate.name
    try:
        with transaction():
            back = operations.undo(found, actor=person, now=now)
    except Refused as refused:
        return _refused(person, vacancy, now, words_of(refused), 422)
    stage = state_word(back.to_stage).label
    text = _("%(name)s is back: %(stage)s", name=name, stage=stage)
    if not _by_htmx():
        flash(text, "success")
    return _answer(person, vacancy, now, text, None)


def _board_page(
    person: Person, vacancy: Vacancy, now: datetime, problem: object = None, status: int = 200
) -> ResponseReturnValue:
    columns = queries.board(vacancy)
    page = render_template(
        "candidates/board.html",
        columns=columns,
        counts=queries.counts(vacancy) if problem else None,
        problem=problem,
        **_about(person, vacancy, now),
    )
    return page, status


def _table(vacancy: Vacancy, now: datetime) -> ResponseReturnValue:
    wanted = argument("stage", Stage.APPLIED.value)
    if wanted not in set(Stage):
        abort(400)
    counts = queries.counts(vacancy)
    cards, more_follow = queries.column(vacancy, Stage(wanted), _after(), ROWS)
    return render_template(
        "candidates/board_table.html",
        vacancy=vacancy,
        counts=counts,
        stage=Stage(wanted),
        cards=cards,
        more=more_follow,
        paged=bool(argument("after")),
        now=now,
    )


def _about(person: Person, vacancy: Vacancy, now: datetime) -> dict[str, object]:
    """Return what every rendering of cards needs."""
    return {
        "vacancy": vacancy,
        "now": now,
        "movable": may(person, Permission.APPLICATION_MOVE),
        "by_hand": pipeline.BY_HAND,
        "per_column": CARDS,
    }


def _answer(
    person: Person, vacancy: Vacancy, now: datetime, text: str | None, undo_url: str | None
) -> ResponseReturnValue:
    """Answer a move: the board for htmx, otherwise back to where the click was made."""
    if not _by_htmx():
        if text and undo_url:
            flash_undo(text, undo_url)
        default = url_for(".board", vacancy=vacancy.pubid)
        return redirect(local_path(request.form.get("next"), default), 303)
    toast = {"text": text, "undo": undo_url} if text else None
    return _fragment(person, vacancy, now, toast, 200)


def _refused(
    person: Person, vacancy: Vacancy, now: datetime, words: object, status: int
) -> ResponseReturnValue:
    if _by_htmx():
        return _fragment(person, vacancy, now, {"text": str(words), "tone": "bad"}, status)
    return _board_page(person, vacancy, now, words, status)


def _fragment(
    person: Person,
    vacancy: Vacancy,
    now: datetime,
    toast: dict[str, str | None] | None,
    status: int,
) -> Response:
    columns = queries.board(vacancy)
    inside = render_template(
        "candidates/_board.html", columns=columns, **_about(person, vacancy, now)
    )
    answer = make_response(inside, status)
    if toast:
        answer.headers["HX-Trigger"] = json.dumps({"app:toast": toast | {"target": "#board"}})
    return answer


def _card(person: Person, name: str) -> Application | None:
    """Return the application a field names, if the person decides about it."""
    return queries.application_for(person, request.form.get(name), deciding=True)


def _expected(value: str) -> Stage | None:
    if value and value not in set(Stage):
        abort(400)
    return Stage(value) if value else None


def _after() -> str | None:
    after = argument("after")
    if after and not is_pubid(after):
        abort(400)
    return after or None


def _by_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"
