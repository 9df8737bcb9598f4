"""What the public pages share: the blueprint, addresses, the source of a visit, headers."""

import re
from typing import Any

from flask import Blueprint, Response, current_app, g, request, session, url_for

from recruit.careers.guesses import Guesses
from recruit.kernel import clock
from recruit.kernel.web import argument
from recruit.vacancies import queries
from recruit.vacancies.models import Promotion, Vacancy

bp = Blueprint("careers", __name__)
_CODE = re.compile(r"[a-z0-9-]{3,40}")


def address_of(endpoint: str, **values: Any) -> str:
    """Return an absolute address with the configured host, never the request's."""
    return f"{current_app.config['BASE_URL']}{url_for(endpoint, **values)}"


def visitor() -> str:
    """Return the visitor's network address."""
    return request.remote_addr or "unknown"


def guesses() -> Guesses:
    """Return this process's count of wrong links."""
    found: Guesses = current_app.extensions.setdefault("recruit.guesses", Guesses())
    return found


def remember_source() -> None:
    """Keep the first promotion code of a visit in the visitor's cookie (first touch)."""
    code = argument("c").lower()
    if "source" in session or not _CODE.fullmatch(code):
        return
    if queries.promotion_by_code(code) is not None:
        session["source"] = code


def source_for(vacancy: Vacancy) -> Promotion | None:
    """Return the promotion that brought this visitor to this vacancy: the one of the first
    link; where that was for another vacancy, this one's promotion on the same channel."""
    first = queries.promotion_by_code(str(session.get("source", "")))
    if first is None or first.vacancy_id == vacancy.id:
        return first
    today = clock.now().date()
    return queries.promotion_on(vacancy, first.channel, today) or first


@bp.after_request
def _keep_links_private(response: Response) -> Response:
    """A candidate's address must not travel: not to other sites, not into an index."""
    if request.path.startswith("/my/") or g.get("private"):
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
