"""Secret links, made at delivery from their recipe: neither database nor outbox holds one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app

from recruit.kernel.security import link_token
from recruit.people import links


def url(recipe: Mapping[str, Any], now: datetime) -> str:
    """Return the address a recipe (see `outbox.link`) stands for; its host is configured."""
    purpose, pubid = str(recipe["_link"]), str(recipe["pubid"])
    generation = int(recipe["generation"])
    if purpose == "application":
        path = f"/my/{pubid}/{link_token(purpose, pubid, generation)}"
    else:
        path = links.path(links.Purpose(purpose), pubid, generation, now)
    return f"{current_app.config['BASE_URL']}{path}"


def filled(context: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return a message's context with every recipe, however deep, turned into its address."""
    return {name: _filled(value, now) for name, value in context.items()}


def _filled(value: Any, now: datetime) -> Any:
    if isinstance(value, Mapping):
        return url(value, now) if "_link" in value else filled(value, now)
    if isinstance(value, list):
        return [_filled(item, now) for item in value]
    return value
