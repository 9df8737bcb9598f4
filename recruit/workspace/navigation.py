"""The navigation: one table of entries; a person sees those their roles open."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from recruit.kernel import i18n
from recruit.kernel.permissions import Permission as P
from recruit.kernel.permissions import Role, may
from recruit.organization import queries as organization


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation: shown when the person has one of `needs` (or for everybody
    signed in) and, where `roles` is given, one of these roles."""

    label: Any
    endpoint: str
    icon: str
    needs: tuple[P, ...] = ()
    roles: tuple[Role, ...] = ()


TABLE: tuple[tuple[Any, tuple[Entry, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    icon: str
    active: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    entries: list[Link]


def navigation() -> list[Group]:
    """Return the signed-in person's navigation, with the present page marked."""
    if not current_user.is_authenticated:
        return []
    groups = []
    for label, entries in TABLE:
        links = [
            Link(str(entry.label), url_for(entry.endpoint), entry.icon, _is_here(entry.endpoint))
            for entry in entries
            if entry.endpoint in current_app.view_functions
            and (not entry.needs or any(may(current_user, need) for need in entry.needs))
            and (not entry.roles or current_user.roles & set(entry.roles))
        ]
        if links:
            groups.append(Group(str(label), links))
    return groups


def _is_here(endpoint: str) -> bool:
    here = url_for(endpoint)
    return request.path == here or (here != "/" and request.path.startswith(here + "/"))


def register(app: Flask) -> None:
    """Give every template the navigation, the person, the company's name, the locale."""

    @app.context_processor
    def _globals() -> dict[str, Any]:
        person = current_user if current_user and current_user.is_authenticated else None
        return {"current_person": person, "locale": i18n.current_locale(), "P": P,
                "may": lambda permission: person is not None and may(person, permission)}

    app.jinja_env.globals["navigation"] = navigation
    app.jinja_env.globals["settings"] = _Settings()


class _Settings:
    """What every page may know of the configuration; read lazily, once per request."""

    @property
    def organization_name(self) -> str:


        if "organization_name" not in g:
            g.organization_name = organization.organization().name
        return str(g.organization_name)

    @property
    def demo_mode(self) -> bool:
        return bool(current_app.config["DEMO"])
