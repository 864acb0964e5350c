"""How the warm-up of a dedicated IP goes: its pace, its expected end, what this week should look like.

AWS's plan for standard IPs goes by time: 45 days, whatever the volume; what exceeds a day's share goes
through the shared pool (SES.md). The API has no start date, so the pace is told from a history of
percentages that we kept.
"""

from enum import StrEnum

from ses_tui.core.clock import DAY
from ses_tui.core.model import Series
from ses_tui.core.record import Record

AUTO_OFF = "the account's automatic warm-up is off: AWS's 45-day plan does not run for a new IP"
"""What every text about the plan adds where GetAccount says so."""

PLAN_DAYS = 45
PLAN_PER_DAY = 100 / PLAN_DAYS
"""Percentage points a day."""

TOLERANCE = 3.0
"""Percentage points beside the plan that are no news; AWS rounds to whole ones."""

STALLED_DAYS = 3.0
"""Days without a rise after which it is called stalled: the plan rises 6.7 points in them."""

MEASURED_DAYS = 3.0
"""Days of history from which our own pace is believed over the plan's."""


class Standing(StrEnum):
    """Pace against the plan. ``new``: less than a day of history."""

    NEW = "new"
    ON_PLAN = "on plan"
    BEHIND = "behind the plan"
    AHEAD = "ahead of the plan"
    STALLED = "stalled"
    DONE = "done"


class Pace(Record, frozen=True):
    """One IP. ``percent``: 0-100. ``plan_day``: 0-45, the day of the plan that the percentage is.

    ``first_seen``, ``expected_end``, ``done_since``: UTC epoch seconds; ``first_seen`` is the begin of
    our history, not of the warm-up. ``per_day``: percentage points, None where too little was seen.
    """

    percent: float
    plan_day: float
    standing: Standing
    first_seen: float
    days_seen: float
    per_day: float | None = None
    expected_end: float | None = None
    done_since: float | None = None


def pace(history: Series, now: float) -> Pace | None:
    """From percentages (0-100) over time, ``now`` in UTC epoch seconds. None without any.

    A fall of the percentage begins anew: somebody set it back.
    """
    history = _since_reset(history)
    if not history.times:
        return None
    first, last = history.times[0], history.values[-1]
    seen = (now - first) / DAY
    if last >= 100:
        done = next(at for at, value in zip(history.times, history.values, strict=True) if value >= 100)
        since = done if history.values[0] < 100 else None
        return Pace(100.0, PLAN_DAYS, Standing.DONE, first, seen, done_since=since)
    span = (history.times[-1] - first) / DAY
    per_day = (last - history.values[0]) / span if span >= 1.0 else None
    measured = per_day if span >= MEASURED_DAYS else None
    rate = PLAN_PER_DAY if measured is None else measured
    standing = _standing(history, span)
    end = now + (100 - last) / rate * DAY if rate > 0 and standing is not Standing.STALLED else None
    return Pace(last, last / PLAN_PER_DAY, standing, first, seen, per_day, end)


def _since_reset(history: Series) -> Series:
    begin = 0
    for index in range(1, len(history)):
        if history.values[index] < history.values[index - 1]:
            begin = index
    return Series(history.times[begin:], history.values[begin:])


def _standing(history: Series, span: float) -> Standing:
    if span < 1.0:
        return Standing.NEW
    rose = max(
        (
            at
            for at, before, value in zip(history.times[1:], history.values, history.values[1:], strict=False)
            if value > before
        ),
        default=history.times[0],
    )
    if history.times[-1] - rose >= STALLED_DAYS * DAY:
        return Standing.STALLED
    off = history.values[-1] - history.values[0] - span * PLAN_PER_DAY
    if off < -TOLERANCE:
        return Standing.BEHIND
    return Standing.AHEAD if off > TOLERANCE else Standing.ON_PLAN


FIRST_DAY, FIRST_WEEK = 200, 2_000
"""Messages a day at the begin and at the end of week 1 (SES.md: a few hundred to two thousand)."""


class Week(Record, frozen=True):
    """What a week of warm-up should look like. ``low`` and ``high``: messages a day at its two ends."""

    number: int
    low: int
    high: int
    advice: str


_ADVICE = (
    (1, "only your most engaged recipients; a few hundred to two thousand a day"),
    (3, "add less active ones in small steps; look at bounces and complaints before each step"),
    (6, "towards your target volume; reduce to an ISP that throttles, never push through"),
)
AFTER = "warmed: no jump to full volume, and keep a steady cadence (about 1,000 a day per provider and IP)"


def week_of(plan_day: float, target: float) -> Week:
    """The week around ``plan_day`` (0-45 and on) on the way to ``target`` messages a day.

    Week 1 and its advice are the guide's (SES.md); the volumes between week 1 and day 45 are a
    geometric rise of ours: equal small steps.
    """
    if plan_day >= PLAN_DAYS:
        return Week(7, round(target), round(target), AFTER)
    number = int(plan_day // 7) + 1
    advice = next((text for upto, text in _ADVICE if number <= upto), _ADVICE[-1][1])
    return Week(number, ramp((number - 1) * 7, target), ramp(number * 7, target), advice)


def ramp(day: float, target: float) -> int:
    """Messages on that day of the plan: geometric to two thousand in a week, then to ``target``."""
    day = min(max(day, 0.0), PLAN_DAYS)
    week_end = min(FIRST_WEEK, target)
    if day <= 7:
        begin = min(FIRST_DAY, week_end)
        return round(begin * (week_end / begin) ** (day / 7)) if begin > 0 else 0
    return round(week_end * (target / week_end) ** ((day - 7) / (PLAN_DAYS - 7))) if week_end > 0 else 0
