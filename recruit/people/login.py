"""Who is signed in. A session names a person and an epoch; a newer epoch ends it at once."""

from typing import cast

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, lazyload

from recruit.kernel.db import db
from recruit.kernel.extensions import login_manager
from recruit.kernel.ids import is_pubid
from recruit.kernel.web import error_page
from recruit.people.models import Person

_ACCOUNT = (
    select(Person)
    .where(Person.pubid == bindparam("pubid"))
    .options(joinedload(Person.role_rows), lazyload(Person.memberships))
)
"""Every request pays for this: one statement, built once, and memberships only where they are
asked for."""


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_person(identity: str) -> Person | None:
    """Return the active account of this session, or None when the session is over."""
    pubid, _, epoch = identity.partition(".")
    if not is_pubid(pubid):
        return None
    person = db.session.scalars(_ACCOUNT, {"pubid": pubid}).unique().one_or_none()
    if person is None or not person.active or str(person.epoch) != epoch:
        return None
    return person


@login_manager.unauthorized_handler  # type: ignore[untyped-decorator]
def send_to_login() -> ResponseReturnValue:
    """Ask a page's visitor to sign in; tell a script that its session is over."""
    if request.headers.get("HX-Request") == "true" or request.path.startswith("/api/"):
        answer = error_page(401)
        return (*answer, {"HX-Refresh": "true"}) if isinstance(answer, tuple) else answer
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("people.sign_in", next=wanted if wanted != "/" else None), 303)


def current_person() -> Person:
    """Return the signed-in person of a guarded view."""
    return cast(Person, current_user._get_current_object())


def start_session(person: Person) -> None:
    """Begin a session of this person: nothing of an earlier one survives, and the form token,
    which somebody may have planted, is a new one."""
    locale = session.get("locale")
    session.clear()
    session.permanent = True
    if locale:
        session["locale"] = locale  # the visitor's own choice, for after signing out
    login_user(person)
    generate_csrf()
