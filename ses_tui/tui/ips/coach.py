"""What this week of a warm-up should look like, and which mistakes show, each with its numbers."""

from ses_tui.core.clock import utc_day
from ses_tui.core.condition import Condition
from ses_tui.core.inventory import MOST_METRICS, Inventory, ListedValue
from ses_tui.core.model import EMPTY_SERIES, Metric, Series, SubjectKind
from ses_tui.core.prices import PLAN_CEILING
from ses_tui.core.resources import DedicatedIp
from ses_tui.core.snapshot import Row, TargetSnapshot
from ses_tui.core.warmup import Pace, Standing, pace, week_of
from ses_tui.core.warmup_mistakes import MistakeKind, Stream, Usage, Warming, mistakes, not_known
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.values import by_isp, daily, summed, total, values_of
from ses_tui.tui.line import folded, styled
from ses_tui.tui.viewstate import ViewState

WARMING, DONE = "IN_PROGRESS", "DONE"

DEFAULT_POOL = "ses-default-dedicated-pool"
"""AWS's name for the IPs of no pool: mail of any set that names none may go through them."""

_OF_THE_ACCOUNT = frozenset(
    {MistakeKind.VOLUME_JUMP, MistakeKind.JUMP_AFTER_END, MistakeKind.STALE_LIST, MistakeKind.THROTTLING}
)


def pace_of(one: DedicatedIp, inventory: Inventory, now: float) -> Pace | None:
    """Its pace while it is being warmed; the history is kept as fractions and seldom, so that what was
    read last counts too."""
    return _pace(one, inventory, now) if one.warmup == WARMING else None


def _pace(one: DedicatedIp, inventory: Inventory, now: float) -> Pace | None:
    if one.percent is None:
        return None
    kept = inventory.warmup.get(one.ip, EMPTY_SERIES)
    history = Series(kept.times, tuple(100 * value for value in kept.values))
    read_at = inventory.read_at.get("pools", now)
    return pace(history.merged([(read_at, float(one.percent))], float("-inf")), now)


def coach_lines(one: DedicatedIp, state: ViewState, room: int) -> list[StyledLine]:
    """Every mistake that shows, this week while it is being warmed, what is not known."""
    target, look = state.target, state.look
    if target is None or one.warmup not in (WARMING, DONE):
        return []
    lines: list[StyledLine] = []
    pool = _warming(one, target, state.now)
    found = mistakes(pool)
    sign, style = look.sign(Condition.NOTICE)
    for mistake in found:
        label: StyledLine = ((f" {sign} ", style), (f"{mistake.kind.value}: ", style))
        lines += folded(label, mistake.text, room)
    if any(mistake.kind in _OF_THE_ACCOUNT for mistake in found):
        words = "counts are the whole account's: AWS counts none per standard pool"
        lines += folded(styled(" ", look.label), words, room, look.label)
    going = pace_of(one, target.inventory, state.now)
    lines += [] if going is None else _week(one, going, state, room)
    for words in not_known(pool):
        lines += folded(styled(" not known  ", look.label), words, room, look.label)
    return lines


def _week(one: DedicatedIp, going: Pace, state: ViewState, room: int) -> list[StyledLine]:
    target = state.target
    volume = _volume(one, target.inventory) if target else None
    week = week_of(going.plan_day, volume or 0.0)
    said = week.advice
    if volume:
        said = (
            f"{week.low:,}-{week.high:,} messages a day through this IP, on the way to {volume:,.0f}; {said}"
        )
    said += f"; AWS's own plan ends at {PLAN_CEILING:,} a day and IP"
    if (volume or 0.0) > PLAN_CEILING:
        said += ": plan for more IPs"
    return folded(styled(f" week {week.number}  "), said, room)


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


def _usage(pool: str, inventory: Inventory) -> Usage | None:
    """Which sets send through the pool, and whether they do. Mail needs no set to take the default pool."""
    sets = inventory.sets.sets if inventory.sets else ()
    if pool == DEFAULT_POOL or inventory.sets is None or any(one.pool is None for one in sets):
        return None
    names = tuple(one.name for one in sets if one.pool == pool)
    sends = [value for value in inventory.values if _is_send_of(value, names)]
    whole = 0 < len(inventory.values) < MOST_METRICS and not inventory.errors.get("values")
    if "values" not in inventory.read_at or not whole:
        return Usage(names, len(sets))
    return Usage(names, len(sets), sum(sum(one.series.values) for one in sends), bool(sends))


def _is_send_of(value: ListedValue, names: tuple[str, ...]) -> bool:
    subject = value.subject
    return (
        subject.kind is SubjectKind.CONFIGURATION_SET
        and subject.name in names
        and value.name == "Send"
        and value.isp is None
    )


def _warming(one: DedicatedIp, target: TargetSnapshot, now: float) -> Warming:
    """Days and ISPs are the account's (VDM counts per ISP): AWS counts none per standard pool."""
    inventory = target.inventory
    rows = target.rows.get(SubjectKind.ISP, ())
    bounces: dict[float, float] = {}
    for row in rows:
        rates = daily(row, Metric.BOUNCE_RATE)
        for day, sent in daily(row, Metric.SENDS).items():
            bounces[day] = bounces.get(day, 0.0) + sent * rates.get(day, 0.0)
    siblings = [each for each in inventory.pools.ips if each.pool == one.pool] if inventory.pools else []
    paces = [going for each in siblings if (going := _pace(each, inventory, now)) is not None]
    ends = [going.done_since for going in paces if going.done_since is not None]
    return Warming(
        now=now,
        in_progress=any(going.standing is not Standing.DONE for going in paces),
        daily={day: sent for day, sent in summed(by_isp(target)).items() if day < utc_day(now)},
        bounces=bounces,
        isps={row.subject.label: counts for row in rows if (counts := _deferred(row)) is not None},
        streams=_streams(one.pool, inventory),
        done_since=max(ends, default=None),
        usage=_usage(one.pool, inventory),
    )


def _deferred(row: Row) -> tuple[int, int] | None:
    reading = row.get(Metric.TRANSIENT_BOUNCE_RATE)
    if reading is None or reading.numerator is None or not reading.denominator:
        return None
    return reading.numerator, reading.denominator
