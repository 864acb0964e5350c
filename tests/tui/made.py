"""Readings, rows and targets made by hand, from few numbers, the same on every run."""

from collections.abc import Mapping
from functools import cache
from math import sin

from ses_tui.core.binomial import too_few
from ses_tui.core.clock import DAY, HOUR, utc_day
from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES, NO_LINES, Condition, Health, Lines
from ses_tui.core.errors import SourceError
from ses_tui.core.isps import DEFAULT_ISPS, OTHER
from ses_tui.core.model import ACCOUNT, Key, Metric, Series, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import (
    AccountStatus,
    Alert,
    Budget,
    ChannelStatus,
    Quota,
    Reading,
    Row,
    Snapshot,
    SourceStatus,
    TargetSnapshot,
    Usage,
)
from ses_tui.core.text import safe

NOW = 1795530031.0  # 2026-11-24T14:20:31Z
MONO = 5000.0
ZONE = "Europe/Berlin"
VALUES: Mapping[Metric, Lines] = {
    Metric.BOUNCE_RATE: BOUNCE_LINES,
    Metric.COMPLAINT_RATE: COMPLAINT_LINES,
}


def wave(value: float, rise: float, index: int, count: int, seed: int = 0) -> float:
    """A rate that ends at ``value`` and lay ``rise`` lower before its last eighth."""
    climb = max(0.0, index / count - 0.875) * 8
    return max(0.0, value - rise + rise * climb + 0.03 * value * sin(index / 3 + seed))


_TODAY = utc_day(NOW)
_DAYS = tuple(_TODAY - DAY * (13 - day) for day in range(14))
_QUARTERS = tuple(NOW - 900 * (57 - index) for index in range(58))


@cache  # ten thousand rows share a few seeds
def _sines(seed: int) -> tuple[float, ...]:
    return tuple(1 + 0.2 * sin(day * seed + seed) for day in range(12))


@cache
def _waves(seed: int) -> tuple[tuple[float, float], ...]:
    """For ``intraday``: the share of the rise that is made, and the sine."""
    return tuple((max(0.0, index / 57 - 0.875) * 8, sin(index / 3 + seed)) for index in range(58))


def daily(value: float, before: float, seed: int) -> Series:
    """Two weeks that went at ``before``, and end at ``value``."""
    return Series(_DAYS, (*(before * sine for sine in _sines(seed)), (before + value) / 2, value))


def intraday(value: float, before: float, seed: int) -> Series:
    """A quarter of an hour each: up to ``value``."""
    low, rise, swing = value - max(0.0, value - before), max(0.0, value - before), 0.03 * value
    return Series(
        _QUARTERS, tuple([max(0.0, low + rise * climb + swing * sine) for climb, sine in _waves(seed)])
    )


@cache  # four thousand points, the same in nearly every state
def account_series(value: float, rise: float, hole: tuple[float, float] | None = None) -> Series:
    """Fourteen days at five minutes; ``hole``: hours before now without points, from-to."""
    start, count = NOW - 14 * DAY - NOW % 300, int(14 * DAY / 300)
    day = int(DAY / 300)
    pairs = []
    for index in range(count + 1):
        at = start + 300 * index
        if hole and NOW - hole[0] * HOUR <= at <= NOW - hole[1] * HOUR:
            continue
        within = index - (count - day)
        pairs.append((at, wave(value, rise, max(0, within), day)))
    pairs[-1] = (pairs[-1][0], value)
    return Series.of(pairs)


def account_reading(
    metric: Metric,
    value: float | None,
    rise: float = 0.0,
    condition: Condition | None = None,
    health: Health = Health.FRESH,
    since: float | None = None,
    hole: tuple[float, float] | None = None,
    recovering: bool = False,
) -> Reading:
    lines = VALUES.get(metric, NO_LINES)
    series = Series() if value is None else account_series(value, rise, hole)
    return Reading(
        ACCOUNT,
        metric,
        "rates",
        value,
        lines.band(value) if condition is None else condition,
        series.last_at,
        health,
        series=series,
        lines=lines,
        since=since,
        recovering=recovering,
    )


def row(
    subject: Subject,
    sends: int | None,
    bounces: int = 0,
    complaints: int = 0,
    usual: float = 0.008,
    seed: int = 1,
    feedback: bool = True,
) -> Row:
    """Two days of mail; the 13 days before went at ``usual``."""
    if sends is None:
        unread = tuple(
            Reading(subject, metric, "vdm", lines=VALUES.get(metric, NO_LINES))
            for metric in (Metric.SENDS, Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE, Metric.DELIVERY_RATE)
        )
        return Row(subject, unread)
    readings = [Reading(subject, Metric.SENDS, "vdm", float(sends), at=NOW - 300, health=Health.FRESH)]
    delivered = max(0, sends - bounces - sends // 90)
    complained = (complaints, delivered, 0.0003) if feedback else (0, 0, 0.0)
    rates = {
        Metric.BOUNCE_RATE: (bounces, sends, usual),
        Metric.COMPLAINT_RATE: complained,
        Metric.DELIVERY_RATE: (delivered, sends, 0.985),
    }
    for metric, (above, below, before) in rates.items():
        value = above / below if below else None
        lines = VALUES.get(metric, NO_LINES)
        few = too_few(metric, lines, above, below)
        readings.append(
            Reading(
                subject,
                metric,
                "vdm",
                value,
                Condition.OK if few else lines.band(value),
                NOW - 300,
                Health.FRESH,
                above,
                below or None,
                Series() if value is None else intraday(value, before, seed),
                Series() if value is None else daily(value, before, seed),
                lines,
                few,
                NOW - 1800 if lines.band(value) > Condition.OK and not few else None,
            )
        )
    return Row(subject, tuple(readings), no_feedback_loop=not feedback)


def isp(name: str, sends: int | None, bounces: int = 0, complaints: int = 0, seed: int = 1) -> Row:
    return row(
        Subject(SubjectKind.ISP, name), sends, bounces, complaints, 0.009, seed, feedback=name != "Gmail"
    )


def identity(name: str, sends: int | None, bounces: int = 0, complaints: int = 0, seed: int = 1) -> Row:
    return row(Subject(SubjectKind.IDENTITY, safe(name)), sends, bounces, complaints, 0.007, seed)


CALM_ISPS = tuple(
    isp(name, sends, int(sends * 0.008), int(sends * 0.0002), seed)
    for seed, (name, sends) in enumerate(
        zip(
            (*DEFAULT_ISPS, OTHER),
            (88_000, 41_200, 30_100, 12_400, 6_020, 3_000, 2_100, 1_400, 900, 24_000),
            strict=True,
        ),
        1,
    )
)
CALM_IDENTITIES = tuple(
    identity(f"{name}.example.org", sends, int(sends * 0.006), int(sends * 0.0003), seed)
    for seed, (name, sends) in enumerate(
        {
            "news": 61_000,
            "shop": 40_300,
            "billing": 22_000,
            "app": 18_000,
            "alerts": 9_100,
            "support": 5_200,
            "hr": 2_900,
            "status": 2_050,
            "eu": 1_200,
            "legal": 640,
            "jobs": 260,
            "beta": 210,
        }.items(),
        1,
    )
)


def ordered(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=Row.order))


def sources(
    health: Health = Health.FRESH, ago: float = 40.0, error: SourceError | None = None
) -> tuple[SourceStatus, ...]:
    return (
        SourceStatus("bounce_rate", health, 300.0, NOW - ago, MONO - ago, error),
        SourceStatus("complaint_rate", health, 300.0, NOW - ago, MONO - ago, error),
        SourceStatus("account", Health.FRESH, 60.0, NOW - 20, MONO - 20),
        SourceStatus("vdm", Health.FRESH, 900.0, NOW - 300, MONO - 300),
    )


HEALTHY = AccountStatus("HEALTHY", True, True, True, Quota(500_000.0, 120.0, 208_400.0))


def target(**changes: object) -> TargetSnapshot:
    base = TargetSnapshot(
        name="prod",
        region="us-east-1",
        account_id="123456789012",
        health=Health.FRESH,
        account=HEALTHY,
        readings=(
            account_reading(Metric.BOUNCE_RATE, 0.0081),
            account_reading(Metric.COMPLAINT_RATE, 0.00021),
        ),
        rows={SubjectKind.ISP: ordered(CALM_ISPS), SubjectKind.IDENTITY: ordered(CALM_IDENTITIES)},
        budgets={
            Metric.BOUNCE_RATE: Budget(Metric.BOUNCE_RATE, 10_030, volume=239_000),
            Metric.COMPLAINT_RATE: Budget(Metric.COMPLAINT_RATE, 188, volume=239_000),
        },
        sources=sources(),
        usage=Usage(31, 12, 24, 0.17),
        identities_total=12,
    )
    return replace(base, **changes)


def snapshot(one: TargetSnapshot, **changes: object) -> Snapshot:
    base = Snapshot(
        NOW,
        (one,),
        channels=(ChannelStatus("terminal", "ready"), ChannelStatus("desktop", "ok")),
        sequence=7,
    )
    return replace(base, **changes)


def alert(
    condition: Condition,
    subject: Subject,
    metric: Metric,
    value: float | str | None,
    line: float | None,
    who: str = "",
    ago: float = 1800.0,
) -> Alert:
    key = Key("prod", subject, metric)
    return Alert(str(key), "FIRING", condition, key, value, line, NOW - ago, "", who)
