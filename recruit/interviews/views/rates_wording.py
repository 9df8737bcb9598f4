"""A show rate explained in one sentence."""

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _

from recruit.interviews.views.wording import BANDS, REMINDERS
from recruit.rules.show_rate import Estimate, Level, Step

BANDS_FROM = {"same_day": 0, "1-2": 1, "3-7": 3, "8-14": 8, "15+": 15}
"""The first day of each band of days between invitation and interview."""


def explained(estimate: Estimate, prior_of_ten: int | None) -> str:
    """Return how the rate came about: every level with its n, from the widest to the deepest."""
    if len(estimate.steps) == 1:
        return str(
            _(
                "%(rate)s, because %(reason)s and nothing has been counted yet.",
                rate=format_percent(estimate.p),
                reason=_start(prior_of_ten),
            )
        )
    parts = [_start(prior_of_ten), *(_step(step) for step in estimate.steps[1:])]
    return str(
        _(
            "%(rate)s, because %(reasons)s; each count moves the rate before it, which weighs "
            "as much as 8 people.",
            rate=format_percent(estimate.p),
            reasons=", ".join(parts),
        )
    )


def _start(prior_of_ten: int | None) -> str:
    if prior_of_ten is None:
        return str(_("we begin with one half, as nobody was asked"))
    return str(_("we begin with your own answer of %(n)s in ten", n=prior_of_ten))


def _step(step: Step) -> str:
    facts = {
        "shows": format_decimal(step.shows),
        "n": format_decimal(step.n),
        "rate": format_percent(step.p),
    }
    if step.level is Level.REMINDER:
        key = REMINDERS[step.key]
        return str(
            _(
                "of those with the answer “%(key)s” %(shows)s of %(n)s came → %(rate)s",
                key=key,
                **facts,
            )
        )
    if step.level is Level.CHANNEL:
        key = step.key or _("no channel noted")
        return str(
            _(
                "of those among them from “%(key)s” %(shows)s of %(n)s → %(rate)s",
                key=key,
                **facts,
            )
        )
    if step.level is Level.LEAD_TIME:
        key = BANDS[step.key] if step.key else _("a time not noted")
        return str(
            _(
                "of those invited so long before (%(key)s) %(shows)s of %(n)s → %(rate)s",
                key=key,
                **facts,
            )
        )
    return str(_("of everybody %(shows)s of %(n)s came → %(rate)s", **facts))
