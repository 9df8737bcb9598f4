"""`recruit bench overbooking`: the engine's figures beside the goals it must reach."""

from __future__ import annotations

import json
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import click

from recruit.rules import attendance_csv, show_rate
from recruit.rules.overbooking import Costs, Day, evaluate, plan_everyone, top_up
from recruit.rules.overbooking.chain import Crowd
from recruit.rules.overbooking.counts import descend
from recruit.rules.overbooking.neighbourhood import Schedules
from recruit.rules.overbooking.order import Search, greedy
from recruit.rules.overbooking.plans import naive_counts

OPTIMA = Path(__file__).with_name("overbooking_optima.json")
RATES, INTERVIEWERS, LENGTHS = (0.2, 0.35, 0.5, 0.7, 0.9), (1, 2, 3, 4, 5), (4, 8, 12, 16)
COST_SETS = (
    (1.0, 0.2, 1.5, 3.0, 1),
    (1.0, 0.05, 1.0, 2.0, 1),
    (1.0, 1.0, 1.5, 5.0, 1),
    (1.0, 0.2, 0.0, 3.0, 0),
    (1.0, 0.1, 1.5, 3.0, 2),
    (1.0, 0.5, 1.5, 0.0, None),
)
"""idle, wait, overtime, turned away, overtime slots; the first are the defaults."""


def grid() -> Iterator[tuple[Day, float]]:
    """The 600 homogeneous days, always in this order."""
    for p, c, slots, costs in product(RATES, INTERVIEWERS, LENGTHS, COST_SETS):
        yield Day((c,) * slots, costs=Costs(*costs[:4]), overtime_slots=costs[4]), p


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, its goal and whether it is reached (None: only told)."""

    what: str
    figure: str
    goal: str
    reached: bool | None


def certify() -> list[dict[str, object]]:
    """The optimum of every day of the grid, reached from three starts that must agree."""
    found = []
    for day, p in grid():
        schedules = Schedules(day, p)
        starts = (
            naive_counts(day, p),
            (0,) * len(day.capacity),
            tuple(2 * c for c in day.capacity),
        )
        ends = [descend(schedules, start)[0] for start in starts]
        costs = [schedules.cost(counts) for counts in ends]
        if max(costs) - min(costs) > 1e-9 * max(1.0, min(costs)):
            raise click.ClickException(f"starts disagree at p={p}, {day}")
        found.append({"cost": min(costs), "counts": ends[costs.index(min(costs))]})
    return found


def _homogeneous() -> list[Line]:
    optima = json.loads(OPTIMA.read_text("utf-8"))
    searched, sloped, naive = [], [], []
    for (day, p), best in zip(grid(), optima, strict=True):
        schedules = Schedules(day, p)
        optimum = best["cost"]
        counts, _ = descend(schedules, naive_counts(day, p))
        searched.append(schedules.cost(counts) / optimum - 1)
        people = sum(best["counts"]) * 2 + 20
        crowd = Crowd(day, people)
        greedy(crowd, [crowd.person(p)] * people, everyone=False)
        sloped.append(crowd.cost() / optimum - 1)
        naive.append(schedules.cost(naive_counts(day, p)) / optimum - 1)
    mean, most = statistics.mean(searched), max(searched)
    return [
        Line("600 days, counts: mean loss", f"{mean:.4%}", "<= 0.01 %", mean <= 1e-4),
        Line("600 days, counts: largest loss", f"{most:.4%}", "<= 0.2 %", most <= 2e-3),
        Line(
            "600 days, slope rule alone: mean, largest loss",
            f"{statistics.mean(sloped):.3%}, {max(sloped):.2%}",
            "told",
            None,
        ),
        Line(
            "600 days, naive rule: mean, largest loss",
            f"{statistics.mean(naive):+.0%}, {max(naive):+.0%}",
            "told",
            None,
        ),
    ]


def _reference(day: Day) -> float:
    """The cost of a small day by going through every pattern of shows."""
    people = [(t, p) for t, slot in enumerate(day.slots_p) for p in slot]
    costs, total = day.costs, 0.0
    for pattern in product((0, 1), repeat=len(people)):
        chance, came = 1.0, [0] * len(day.capacity)
        for (t, p), shows in zip(people, pattern, strict=True):
            chance *= p if shows else 1 - p
            came[t] += shows
        waiting, spent = day.initial_backlog, 0.0
        for c, arrived in zip(day.capacity, came, strict=True):
            present = waiting + arrived
            served = min(c, present)
            waiting = present - served
            spent += costs.idle * (c - served) + costs.wait * waiting
        rounds = 0
        while waiting and (day.overtime_slots is None or rounds < day.overtime_slots):
            served = min(day.capacity[-1], waiting)
            waiting -= served
            rounds += 1
            spent += costs.overtime * served + costs.wait * waiting
        total += chance * (spent + costs.turned_away * waiting)
    return total


def _small_day(chance: random.Random) -> tuple[Day, list[float]]:
    slots = chance.choice((2, 3))
    costs = chance.choice(COST_SETS)
    return (
        Day(
            tuple(chance.choice((1, 1, 2)) for _ in range(slots)),
            initial_backlog=chance.choice((0, 0, 1)),
            costs=Costs(*costs[:4]),
            overtime_slots=costs[4],
        ),
        [round(chance.uniform(0.1, 0.95), 2) for _ in range(chance.choice((4, 5, 6)))],
    )


def _heterogeneous() -> list[Line]:
    chance = random.Random(600)
    apart, losses = [], []
    for _ in range(40):
        day, ps = _small_day(chance)
        costs: dict[tuple[tuple[float, ...], ...], float] = {}
        best = {"in-order": float("inf"), "everyone": float("inf")}
        for invited in range(len(ps) + 1):
            for slots in product(range(len(day.capacity)), repeat=invited):
                held = tuple(
                    tuple(sorted(p for p, s in zip(ps, slots, strict=False) if s == t))
                    for t in range(len(day.capacity))
                )
                if held not in costs:
                    costs[held] = Crowd(day.with_people(held)).cost()
                best["in-order"] = min(best["in-order"], costs[held])
                if invited == len(ps):
                    best["everyone"] = min(best["everyone"], costs[held])
        held, cost = chance.choice(list(costs.items()))
        apart.append(abs(_reference(day.with_people(held)) - cost))
        for mode, optimum in best.items():
            found, _ = Search(day, ps, mode == "everyone").run()
            losses.append(found / optimum - 1 if optimum > 1e-9 else 0.0)
    mean, most = statistics.mean(losses), max(losses)
    return [
        Line(
            "evaluation against every pattern of shows",
            f"{max(apart):.1e}",
            "<= 1e-6",
            max(apart) <= 1e-6,
        ),
        Line(
            "small days against exhaustive search: mean",
            f"{mean:.4%}",
            "<= 0.2 %",
            mean <= 2e-3,
        ),
        Line(
            "small days against exhaustive search: largest",
            f"{most:.4%}",
            "<= 1 %",
            most <= 1e-2,
        ),
    ]


def _seconds(work: Callable[[], object], times: int) -> float:
    """The median of processor seconds, which other programs' work does not lengthen."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def _speed() -> list[Line]:
    chance = random.Random(16)
    ps = [chance.uniform(0.35, 0.9) for _ in range(120)]
    blank = Day((5,) * 16)
    full = plan_everyone(blank, ps).day
    people = [(p,) for p in ps]
    one = _seconds(lambda: evaluate(full), 51)
    fast = _seconds(lambda: greedy(Crowd(blank, 120), people, everyone=True), 5)
    slow = _seconds(lambda: plan_everyone(blank, ps), 5)
    live = _seconds(lambda: top_up(full, [0.6]), 21)

    def line(what: str, seconds: float, most: int) -> Line:
        return Line(
            f"16 x 5 x 120: {what}",
            f"{seconds / one:.0f} x ({seconds * 1e3:.1f} ms)",
            f"<= {most} x",
            seconds <= most * one,
        )

    return [
        Line("16 x 5 x 120: one evaluation", f"{one * 1e3:.2f} ms", "told", None),
        line("greedy", fast, 150),
        line("with search and fairness", slow, 1000),
        line("one top-up", live, 20),
    ]


_REAL = """
[columns]
scheduled_on = "Date of Interview"
reminder = "Expected Attendance"
channel = "Interview Type"
showed = "Observed Attendance"
"""


def _attendance(data: Path | None) -> list[Line]:
    if data is None:
        return [Line("attendance data", "RECRUIT_ATTENDANCE_CSV is not set", "told", None)]
    result = attendance_csv.read(data.read_bytes(), attendance_csv.Mapping.from_toml(_REAL))
    found = show_rate.cross_validate(result.observations())
    covered = found.day_coverage or 0.0
    return [
        Line(
            "attendance by date: log-loss",
            f"{found.model.log_loss:.4f} (constant {found.constant.log_loss:.3f})",
            "<= 0.560",
            found.model.log_loss <= 0.560,
        ),
        Line(
            "attendance by date: Brier",
            f"{found.model.brier:.4f} (constant {found.constant.brier:.3f})",
            "<= 0.191",
            found.model.brier <= 0.191,
        ),
        Line(
            "attendance by date: ECE",
            f"{found.model.ece:.4f}",
            "<= 0.040",
            found.model.ece <= 0.040,
        ),
        Line(
            "attendance: days within their 80 % interval",
            f"{covered:.1%} of {found.days}",
            "75-90 %",
            0.75 <= covered <= 0.90,
        ),
    ]


@click.group()
def bench() -> None:
    """Measure, and say whether the goals are reached."""


@bench.command()
@click.option(
    "--certify",
    "certifying",
    is_flag=True,
    help="Work out the optima of the 600 days anew and keep them.",
)
@click.option(
    "--data",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The attendance table; else RECRUIT_ATTENDANCE_CSV.",
)
def overbooking(certifying: bool, data: Path | None) -> None:
    """The overbooking engine against its goals; exit status 1 where one is missed."""
    if certifying:
        rows = [json.dumps(row) for row in certify()]
        OPTIMA.write_text("[\n" + ",\n".join(rows) + "\n]\n", "utf-8")
        click.echo(f"Certified {len(rows)} days: {OPTIMA}")
    given = os.environ.get("RECRUIT_ATTENDANCE_CSV")
    table = data or (Path(given) if given else None)
    lines = [*_heterogeneous(), *_homogeneous(), *_speed(), *_attendance(table)]
    for line in lines:
        mark = {True: "ok  ", False: "MISS", None: "    "}[line.reached]
        click.echo(f"{mark}  {line.what:<52} {line.figure:<28} {line.goal}")
    if any(line.reached is False for line in lines):
        raise SystemExit(1)
