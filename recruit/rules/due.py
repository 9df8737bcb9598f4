"""By when a paper is graded and a test is sat, when clocks stand still and gates move.

Days are local dates at the trainee's site, and a due time is the end of its day on the wall
clock there, so the change to summer time moves nothing.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from recruit.rules.calendar import Period, WorkDays
from recruit.rules.sitting import window_end

WORKDAYS_BEFORE_GATE = 3
WARN_DAYS = 7
_DAY = timedelta(days=1)


def merged(pauses: Iterable[Period]) -> list[Period]:
    """Return the ended pauses in order, those that touch or overlap as one."""
    found: list[Period] = []
    ended = (one for one in pauses if one.last is not None)
    for pause in sorted(ended, key=lambda one: (one.first, one.last)):
        before = found[-1] if found else None
        if before is None or before.last is None or pause.first > before.last + _DAY:
            found.append(pause)
        elif pause.last is not None and pause.last > before.last:
            found[-1] = Period(before.first, pause.last)
    return found


def after_pauses(started_on: date, due_on: date, pauses: Iterable[Period]) -> date:
    """Return a due day moved by every day after its start on which the clock stood still.

    A pause that began after the (moved) due day moves nothing; one that lasts still is not
    counted before it ends.
    """
    for pause in merged(pauses):
        first = max(pause.first, started_on + _DAY)
        if pause.last is None or pause.last < first or first > due_on:
            continue
        due_on += pause.last - first + _DAY
    return due_on


def grading_due_on(
    submitted_on: date, *, check_days: int, gate_on: date | None, calendar: WorkDays
) -> date:
    """Return the day by whose end a paper is graded.

    The earlier of `check_days` after submission and three working days before the gate that
    waits for it; never before the day on which it was handed in. `calendar.pauses` are the days
    on which the trainee's clocks stood still: neither count uses them.
    """
    due = after_pauses(submitted_on, submitted_on + check_days * _DAY, calendar.pauses)
    if gate_on is not None:
        due = min(due, calendar.subtract(gate_on, WORKDAYS_BEFORE_GATE))
    return max(due, submitted_on)


def moved_due_on(
    present: date, computed: date, *, today: date, ended: Period | None = None
) -> date:
    """Return the new due day of a paper that waits for its marks.

    A gate that came nearer never makes a paper late at once: it is due today at the earliest.
    What is late already stays late, unless the new day gives it time again.
    ended: the pause that ends just now. Where it used up the days before a gate that stayed,
    as many days are left as when it began.
    """
    if computed >= today:
        return computed
    if ended is not None and ended.last is not None and ended.first <= present:
        return max(today, present + (ended.last - ended.first) + _DAY)
    return max(present, computed) if present < today else today


def warn_from(created_at: datetime, due_on: date, zone: str) -> datetime:
    """Return from when graders are warned: a week before the due day, on the wall clock there.

    Where the whole time is shorter than a week, a warning at its start would say nothing new:
    it comes at half time.
    """
    week_before = window_end(due_on - WARN_DAYS * _DAY, zone)
    if week_before > created_at:
        return week_before
    return created_at + max(timedelta(), window_end(due_on, zone) - created_at) / 2


def moved_window(due_on: date, *, assigned_on: date, pause: Period, calendar: WorkDays) -> date:
    """Return the last day of a test that nobody has begun, after an ended pause.

    As many days are left as when the pause began; the day is a working day. A window that was
    over before the pause stays over.
    """
    if pause.last is None or pause.first > due_on:
        return due_on
    missed = (pause.last - max(pause.first, assigned_on)).days + 1
    return calendar.on_or_after(due_on + missed * _DAY) if missed > 0 else due_on
