"""Changing vacancies, their promotions and the channels."""

from recruit.vacancies.operations.promotions import (
    add_channel,
    change_channel,
    change_promotion,
    promote,
)
from recruit.vacancies.operations.vacancies import (
    Terms,
    approve,
    close,
    create,
    edit,
    pause,
    pause_expired,
    prefill,
    publish,
)

__all__ = [
    "Terms",
    "add_channel",
    "approve",
    "change_channel",
    "change_promotion",
    "close",
    "create",
    "edit",
    "pause",
    "pause_expired",
    "prefill",
    "promote",
    "publish",
]
