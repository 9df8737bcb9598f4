"""How many of the invited come: rates learned from one's own past, explained, and scored."""

from recruit.rules.show_rate.days import arrivals, day_interval, learn_shocks, learn_tau
from recruit.rules.show_rate.observations import Observation, Reminder, lead_band
from recruit.rules.show_rate.rates import (
    NEUTRAL_PRIOR,
    Estimate,
    Level,
    Prior,
    ShowRates,
    Step,
    Summary,
    interval,
    summary,
)
from recruit.rules.show_rate.scoring import (
    BINS,
    Bin,
    Evaluation,
    Scores,
    brier,
    calibration,
    cross_validate,
    log_loss,
    reliability,
    score,
)
from recruit.rules.show_rate.shock import Shock, Shocks

__all__ = [
    "BINS",
    "NEUTRAL_PRIOR",
    "Bin",
    "Estimate",
    "Evaluation",
    "Level",
    "Observation",
    "Prior",
    "Reminder",
    "Scores",
    "Shock",
    "Shocks",
    "ShowRates",
    "Step",
    "Summary",
    "arrivals",
    "brier",
    "calibration",
    "cross_validate",
    "day_interval",
    "interval",
    "lead_band",
    "learn_shocks",
    "learn_tau",
    "log_loss",
    "reliability",
    "score",
    "summary",
]
