"""The page of one application, opened by its secret link: it always shows today's truth."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import (
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh
from werkzeug.wrappers import Response as BaseResponse

from recruit.candidates import queries as candidates
from recruit.candidates.models import Application
from recruit.careers import queries
from recruit.careers.views import arriving
from recruit.careers.views.blueprint import bp, guesses, visitor
from recruit.interviews import queries as interviews
from recruit.interviews.models import Invitation, Slot, SlotHold
from recruit.interviews.personal_codes import personal_code
from recruit.interviews.queries.self_booking import open_offer
from recruit.kernel import clock
from recruit.kernel.i18n import LOCALES
from recruit.kernel.permissions import public
from recruit.kernel.security import link_token
from recruit.kernel.web import error_page
from recruit.notifications import ics
from recruit.notifications.outbox import Event
from recruit.organization import queries as organization
from recruit.organization.wayfinding import directions_of, map_url
from recruit.rules.attendance import AWAITED
from recruit.rules.desk import SELF_CHECK_IN_EARLY

COOKIE = "application"
KEPT = timedelta(days=30)


def open_door(answer: BaseResponse, application: Application) -> None:
    """Give the browser the key of this one page: no script reads it, no other page gets it but
    the one that the desk's picture code opens."""
    token = link_token("application", application.pubid, application.link_generation)
    arriving.remember(answer, application, token, int(KEPT.total_seconds()))
    answer.set_cookie(
        COOKIE,
        token,
        max_age=KEPT,
        path=f"/my/{application.pubid}",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def mine(pubid: str, token: str | None = None) -> Application:
    """Return the application this visitor holds the key of; anything else is not there.

    A wrong key, an unknown application and a revoked link answer alike.
    """
    now, address = clock.now(), visitor()
    key = request.cookies.get(COOKIE, "") if token is None else token
    if not key or guesses().too_many(address, now):
        abort(404)
    application = candidates.application_by_link(pubid, key)
    if application is None:
        guesses().note(address, now)
        abort(404)
    chosen = session.get("locale")
    known = application.candidate.locale
    g.locale = chosen if chosen in LOCALES else (known if known in LOCALES else "en")
    refresh()
    return application


@bp.errorhandler(404)
def _not_there(_error: Exception) -> ResponseReturnValue:
    if not request.path.startswith("/my/"):
        return error_page(404)
    return error_page(
        404,
        _("This link does not work any more. Open the newest mail we sent you, or call us."),
    )


@bp.get("/my/<path:_rest>")
@public
def nowhere(_rest: str) -> ResponseReturnValue:
    """Anything below /my/ that is no page: the same answer as a wrong link."""
    abort(404)


@bp.get("/my/<pubid:pubid>/<string(length=27):token>")
@public
def arrive(pubid: str, token: str) -> ResponseReturnValue:
    """Arrive by the link of a mail: it becomes a cookie, and the address bar forgets it."""
    application = mine(pubid, token)
    answer = redirect(url_for(".my", pubid=pubid), 303)
    open_door(answer, application)
    return answer


@bp.get("/my/<pubid:pubid>")
@public
def my(pubid: str) -> ResponseReturnValue:
    """Where the application stands, and what can be done now."""
    return page(mine(pubid))


def page(
    application: Application, problem: str | None = None, status: int = 200
) -> ResponseReturnValue:
    """Answer with a candidate's page, and with what just did not work."""
    now = clock.now()
    invitation = interviews.open_invitation(application)
    last = invitation or interviews.last_invitation(application)
    offer = candidates.open_offer(application)
    answer = render_template(
        "careers/my.html",
        application=application,
        vacancy=application.vacancy,
        invitation=invitation,
        awaited=invitation is not None and invitation.state in AWAITED,
        started=invitation is not None and invitation.slot.starts_at <= now,
        here=invitation is not None and _may_check_in(invitation),
        own_code=personal_code(invitation) if invitation else "",
        day_of=invitation is not None and _is_today(invitation),
        choosing=invitation is None and open_offer(application) is not None,
        last=last,
        promised=_promised(last),
        offer=offer,
        accepted=queries.accepted_offer(application),
        site=last.slot.pool.session.site if last else application.vacancy.site,
        company=organization.organization(),
        problem=problem,
    )
    return answer, status


def ends(slot: Slot) -> object:
    """Return when a slot ends."""
    return slot.starts_at + timedelta(minutes=slot.minutes)


def ends_at(row: Invitation | SlotHold) -> object:
    """Return when the slot of an invitation, or of a held place, ends."""
    return ends(row.slot)


bp.add_app_template_filter(map_url, "map_url")
bp.add_app_template_filter(ends, "ends")
bp.add_app_template_filter(ends_at, "ends_at")


def _may_check_in(invitation: Invitation) -> bool:
    """Tell whether this is the day: from the check-in's opening until the session ends."""
    session_, now = invitation.slot.pool.session, clock.now()
    zone = ZoneInfo(session_.site.zone)
    today = now.astimezone(zone).date() == session_.held_on
    early = now < invitation.slot.starts_at - SELF_CHECK_IN_EARLY
    return today and not early and invitation.state in AWAITED


def _is_today(invitation: Invitation) -> bool:
    """Tell whether the interview is on this day at its site, and not over."""
    session_, now = invitation.slot.pool.session, clock.now()
    today = now.astimezone(ZoneInfo(session_.site.zone)).date()
    return today == session_.held_on and now < session_.ends_at


def _promised(last: Invitation | None) -> object:
    """Return the new time promised to somebody we had no time for, if it is still to come."""
    if last is None or last.arrival is None or last.arrival.promised_at is None:
        return None
    return last.arrival.promised_at if last.arrival.promised_at > clock.now() else None


@bp.get("/my/<pubid:pubid>/interview.ics")
@public
def calendar(pubid: str) -> Response:
    """The interview for a calendar: the same entry as in the mail, moved or not."""
    application = mine(pubid)
    invitation = interviews.open_invitation(application) or abort(404)
    site = invitation.slot.pool.session.site
    event = Event(
        uid=invitation.pubid,
        sequence=invitation.sequence,
        starts_at=invitation.slot.starts_at,
        ends_at=invitation.slot.starts_at + timedelta(minutes=invitation.slot.minutes),
        summary=f"{organization.organization().name}: {application.vacancy.title}",
        location=", ".join(part for part in (site.name, site.address, site.city) if part),
        description=directions_of(site),
    )
    answer = Response(
        ics.calendar_file(event, attendee="", now=clock.now()),
        content_type="text/calendar; charset=utf-8; method=REQUEST",
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="interview.ics"'
    return answer
