"""Which language and zone a page speaks: the person's own, else the visitor's choice."""

from flask import current_app, g, request, session
from flask_login import current_user

LOCALES = {"en": "English", "ro": "Română", "ru": "Русский"}


def current_locale() -> str:
    """Return the locale of this request: a page may fix it (`g.locale`), a person's account
    holds one, a visitor chooses one, a browser asks for one."""
    if fixed := g.get("locale"):
        return str(fixed)
    if current_user and current_user.is_authenticated:
        return str(current_user.locale)
    chosen = session.get("locale")
    if chosen in LOCALES:
        return str(chosen)
    default = str(current_app.config["BABEL_DEFAULT_LOCALE"])
    return request.accept_languages.best_match(list(LOCALES), default) or default


def current_zone() -> str:
    """Return the IANA zone in which this request shows times that belong to no site."""
    if current_user and current_user.is_authenticated:
        return str(current_user.zone)
    return str(current_app.config["BABEL_DEFAULT_TIMEZONE"])
