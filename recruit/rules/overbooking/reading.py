"""Days and plans from the keys of the command's JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from recruit.rules.overbooking.counts import plan_counts
from recruit.rules.overbooking.days import BadInput, Costs, Day, common_p, listed, probabilities
from recruit.rules.overbooking.listed import plan_everyone, plan_in_order
from recruit.rules.overbooking.plans import Plan

MODES = ("counts", "in-order", "everyone")
_COSTS = ("idle", "wait", "overtime", "turned_away")


def day_from_json(given: object) -> Day:
    """A day to evaluate; unknown keys are ignored, wrong values raise BadInput."""
    keys = _mapping(given)
    _required(keys, "slots_p")
    return _invited(keys)


def plan_from_json(given: object, mode: str, fair: bool = True) -> Plan:
    """The plan a file asks for, on top of those it says are invited already (`slots_p`)."""
    keys = _mapping(given)
    day = _invited(keys) if "slots_p" in keys else _blank(keys)
    p = _required(keys, "p")
    if mode == "counts":
        return plan_counts(day, common_p(p))
    if mode not in MODES:
        raise BadInput("mode", "unknown", f"must be one of {', '.join(MODES)}")
    plan = plan_in_order if mode == "in-order" else plan_everyone
    return plan(day, probabilities(p, "p"), fair)


def _mapping(given: object) -> Mapping[str, object]:
    if not isinstance(given, Mapping):
        raise BadInput("file", "not_an_object", "must be a JSON object")
    return given


def _required(keys: Mapping[str, object], name: str) -> object:
    if name not in keys:
        raise BadInput(name, "missing", "is missing")
    return keys[name]


def _invited(keys: Mapping[str, object]) -> Day:
    """The day with those who hold a place."""
    slots = tuple(
        probabilities(slot, f"slots_p[{t}]")
        for t, slot in enumerate(listed(keys["slots_p"], "slots_p"))
    )
    capacity = listed(_required(keys, "capacity"), "capacity")
    if len(slots) != len(capacity):
        raise BadInput(
            "slots_p",
            "lengths_differ",
            f"has {len(slots)} slots where capacity has {len(capacity)}",
        )
    return _blank(keys).with_people(slots)


def _blank(keys: Mapping[str, object]) -> Day:
    """The day without the people."""
    costs: dict[str, Any] = {
        name: keys[f"cost_{name}"] for name in _COSTS if f"cost_{name}" in keys
    }
    rest: dict[str, Any] = {
        name: keys[name]
        for name in ("initial_backlog", "overtime_slots", "shock_tau")
        if name in keys
    }
    return Day(
        capacity=_required(keys, "capacity"),  # type: ignore[arg-type]
        costs=Costs(**costs),
        **rest,
    )
