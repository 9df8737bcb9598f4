"""The certificate of a passed test, and the public check of its code."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from recruit.assessments.models import Certificate
from recruit.assessments.queries import certificates as queries
from recruit.assessments.queries import sitting
from recruit.assessments.views.blueprint import bp
from recruit.kernel import clock, qr
from recruit.kernel.limits import Brake
from recruit.kernel.permissions import Permission, public, requires
from recruit.kernel.web import argument
from recruit.people.login import current_person
from recruit.rules import releasing

WRONG = Brake(most=30, within=timedelta(minutes=10))
"""Codes of the right shape that are no certificate's, by address."""


def _address(found: Certificate) -> str:
    path = url_for(".verify_code", code=releasing.written_code(found.code))
    return str(current_app.config["BASE_URL"]).rstrip("/") + path


def _context(found: Certificate) -> dict[str, object]:
    attempt = found.attempt
    zone = sitting.zone_of(attempt.assignment.person)
    return {
        "certificate": found,
        "holder": attempt.assignment.person,
        "test": attempt.assignment.test_version.test,
        "issued_on": found.issued_at.astimezone(ZoneInfo(zone)).date(),
        "zone": zone,
        "code": releasing.written_code(found.code),
    }


@bp.get("/tests/papers/<pubid:pubid>/certificate")
@requires(Permission.TEST_SIT, Permission.TEST_READ)
def certificate(pubid: str) -> ResponseReturnValue:
    """The certificate of a passed paper, to print: the own one, for trainers any."""
    found = queries.certificate_for(current_person(), pubid) or abort(404)
    address = _address(found)
    return render_template(
        "assessments/certificate.html",
        checked_at=address.rpartition("/")[0],
        picture=qr.drawing(address),
        own=found.attempt.assignment.person_id == current_person().id,
        **_context(found),
    )


@bp.get("/verify")
@public
def verify() -> ResponseReturnValue:
    """A field for the code that stands on a certificate."""
    typed = argument("code")
    if code := releasing.read_code(typed):
        return redirect(url_for(".verify_code", code=releasing.written_code(code)), 303)
    return _unlisted("assessments/verify.html", 422 if typed else 200, typed=typed)


@bp.get("/verify/<code>")
@public
def verify_code(code: str) -> ResponseReturnValue:
    """Whether a certificate holds, and whose it is: for whoever holds its code."""
    now, place = clock.now(), request.remote_addr or ""
    if WRONG.is_on(place, now):
        abort(429)
    found = queries.by_code(code)
    if found is None:
        if releasing.read_code(code):
            WRONG.note(place, now)
        return _unlisted("assessments/verify.html", 404, typed=code[:60])
    return _unlisted("assessments/verified.html", 200, **_context(found))


def _unlisted(template: str, status: int, **context: object) -> ResponseReturnValue:
    """Answer with a page that search engines leave out and nobody keeps a copy of."""
    response = make_response(render_template(template, **context), status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
