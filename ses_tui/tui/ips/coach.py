"""What this week of a warm-up should look like, and which mistakes show, each with its numbers."""

from ses_tui.core.clock import utc_day
from ses_tui.core.condition import Condition
from ses_tui.core.inventory import Inventory
from ses_tui.core.model import EMPTY_SERIES, Metric, Series, SubjectKind
from ses_tui.core.resources import DedicatedIp
from ses_tui.core.snapshot import Row, TargetSnapshot
from ses_tui.core.warmup import Pace, pace, week_of
from ses_tui.core.warmup_mistakes import Stream, Warming, mistakes
from ses_tui.tui.draw.bandstyle import Cell
from ses_tui.tui.frame import Frame
from ses_tui.tui.inventory.daily import by_isp, daily, summed
from ses_tui.tui.inventory.fold import folded
from ses_tui.tui.inventory.values import total, values_of
from ses_tui.tui.line import cell

WARMING = "IN_PROGRESS"


def pace_of(one: DedicatedIp, inventory: Inventory, now: float) -> Pace | None:
    """Its pace while it is being warmed; the history is kept as fractions and seldom, so that what was
    read last counts too."""
    if one.warmup != WARMING or one.percent is None:
        return None
    kept = inventory.warmup.get(one.ip, EMPTY_SERIES)
    history = Series(kept.times, tuple(100 * value for value in kept.values))
    read_at = inventory.read_at.get("pools", now)
    return pace(history.merged([(read_at, float(one.percent))], float("-inf")), now)


def coach_lines(one: DedicatedIp, going: Pace, frame: Frame, room: int) -> list[Cell]:
    """This week, then every mistake that shows."""
    target, look = frame.target, frame.look
    if target is None:
        return []
    volume = _volume(one, target.inventory)
    week = week_of(going.plan_day, volume or 0.0)
    said = week.advice
    if volume:
        said = (
            f"{week.low:,}-{week.high:,} messages a day through this IP, on the way to {volume:,.0f}; {said}"
        )
    lines = folded(cell(f" week {week.number}  "), look.say(said), room)
    sign, style = look.sign(Condition.NOTICE)
    for mistake in mistakes(_warming(one.pool, target, frame.now)):
        label: Cell = ((f" {sign} ", style), (f"{mistake.kind.value}: ", style))
        lines += folded(label, look.say(mistake.text), room)
    return lines


def _streams(pool: str, inventory: Inventory) -> list[Stream]:
    """What the sets that send through the pool sent in 24 h, where it was read."""
    values, found = values_of(inventory), []
    for one in inventory.sets.sets if inventory.sets else ():
        sends = total(values.of(SubjectKind.CONFIGURATION_SET, one.name), "Send")
        if one.pool == pool and sends:
            found.append(Stream(one.name, sends))
    return found


def _volume(one: DedicatedIp, inventory: Inventory) -> float | None:
    """Messages a day of the pool's sets, per IP of it; None where they were not read."""
    sends = sum(stream.sends for stream in _streams(one.pool, inventory))
    many = sum(each.pool == one.pool for each in inventory.pools.ips) if inventory.pools else 0
    return sends / many if sends and many else None


def _warming(pool: str, target: TargetSnapshot, now: float) -> Warming:
    """Days and ISPs are the account's (VDM counts per ISP): AWS counts none per standard pool."""
    rows = target.rows.get(SubjectKind.ISP, ())
    bounces: dict[float, float] = {}
    for row in rows:
        rates = daily(row, Metric.BOUNCE_RATE)
        for day, sent in daily(row, Metric.SENDS).items():
            bounces[day] = bounces.get(day, 0.0) + sent * rates.get(day, 0.0)
    return Warming(
        now=now,
        in_progress=True,
        daily={day: sent for day, sent in summed(by_isp(target)).items() if day < utc_day(now)},
        bounces=bounces,
        isps={row.subject.label: counts for row in rows if (counts := _deferred(row)) is not None},
        streams=_streams(pool, target.inventory),
    )


def _deferred(row: Row) -> tuple[int, int] | None:
    reading = row.get(Metric.TRANSIENT_BOUNCE_RATE)
    if reading is None or reading.numerator is None or not reading.denominator:
        return None
    return reading.numerator, reading.denominator
