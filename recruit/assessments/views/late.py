"""Texts that came outside the time of a sitting, each beside the text that counts."""

from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from recruit.assessments.models import AnswerRevision, AttemptItem
from recruit.assessments.queries import grading as grading_queries
from recruit.assessments.queries import sitting as queries
from recruit.assessments.queries import timing
from recruit.assessments.views import presenting
from recruit.assessments.views.blueprint import bp
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.rules import sitting as rules


@bp.get("/tests/papers/<pubid:pubid>/late")
@requires(Permission.TEST_READ)
def late_texts(pubid: str) -> ResponseReturnValue:
    """What came too late, with the reason to let it count or the decision that it does."""
    attempt = grading_queries.paper_for_trainer(current_person(), pubid) or abort(404)
    beside, counted = queries.beside(attempt.items), queries.counted_answers(attempt.items)
    excuses = {excuse.revision_id: excuse for excuse in queries.excuses(attempt.items)}
    stops = timing.pauses(attempt)

    def pair(item: AttemptItem, row: AnswerRevision) -> dict[str, Any]:
        return {
            "item": item,
            "question": presenting.asked(item),
            "row": row,
            "late": presenting.in_words(item, row),
            "counted": presenting.in_words(item, counted.get(item.id)),
            "excuse": excuses.get(row.id),
            "in_pause": any(
                stop.began_at < row.received_at
                and (stop.ended_at is None or row.received_at <= stop.ended_at)
                for stop in stops
            ),
            "contained": _contained(row, counted.get(item.id)),
        }

    return render_template(
        "assessments/late.html",
        attempt=attempt,
        zone=queries.zone_of(attempt.assignment.person),
        pairs=[
            pair(item, row)
            for item in attempt.items
            for row in beside.get(item.id, ())
            if row.late
        ],
        decidable=attempt.state not in rules.OVER,
    )


def _contained(late: AnswerRevision, counted: AnswerRevision | None) -> bool:
    """Tell whether the text that counts holds all of the late one."""
    if counted is None or counted is late:
        return False
    return counted.data == late.data and counted.text.startswith(late.text)
