"""Overbooked interview days: exact evaluation, plans, live top-ups. Pure mathematics.

T slots with c_t interviewers; candidate i shows with probability p_i, independently given the
day. Costs in idle interviewer-slots. Nothing here simulates, reads a clock or touches storage.
"""

from recruit.rules.overbooking import _one_thread as _one_thread  # before numpy
from recruit.rules.overbooking.counts import plan_counts
from recruit.rules.overbooking.days import BadInput, Costs, Day
from recruit.rules.overbooking.fairness import waits
from recruit.rules.overbooking.listed import plan_everyone, plan_in_order
from recruit.rules.overbooking.live import (
    CurvePoint,
    TopUp,
    group_day,
    invitation_curve,
    invitations_for,
    slopes,
    top_up,
    top_ups,
)
from recruit.rules.overbooking.plans import (
    Certificate,
    Fairness,
    Naive,
    Plan,
    Third,
    naive_counts,
)
from recruit.rules.overbooking.quick import quick_counts
from recruit.rules.overbooking.reading import MODES, day_from_json, plan_from_json
from recruit.rules.overbooking.reports import Arrivals, Report, evaluate

__all__ = [
    "MODES",
    "Arrivals",
    "BadInput",
    "Certificate",
    "Costs",
    "CurvePoint",
    "Day",
    "Fairness",
    "Naive",
    "Plan",
    "Report",
    "Third",
    "TopUp",
    "day_from_json",
    "evaluate",
    "group_day",
    "invitation_curve",
    "invitations_for",
    "naive_counts",
    "plan_counts",
    "plan_everyone",
    "plan_from_json",
    "plan_in_order",
    "quick_counts",
    "slopes",
    "top_up",
    "top_ups",
    "waits",
]
