"""What of a snapshot is kept for the first paint of the next run, and how it is marked."""

from ses_tui.core.condition import Health
from ses_tui.core.model import Series
from ses_tui.core.record import replace
from ses_tui.core.snapshot import NO_INVENTORY, Reading, Snapshot, TargetSnapshot

ROWS_KEPT = 50
"""Rows per kind of subject, worst first: more than any screen shows at once."""

ACCOUNT_POINTS = 300
ROW_POINTS = 24
"""Points kept of a series of its last 24 h: what 5-minute rates have; what a sparkline can draw."""

SERIES_SECONDS = 24 * 3600.0
DAILY_SECONDS = 14 * 86400.0


def kept(snapshot: Snapshot) -> Snapshot:
    """As the next run shall show it: restored, what was fresh is stale, series thinned.

    Marked already here, since reading it back must be quick. Left out: the channels (they say how
    this run's notifications went) and the times of this run's monotonic clock.
    """
    return replace(
        snapshot,
        targets=tuple(_kept_target(target) for target in snapshot.targets),
        channels=(),
        silences=(),
        restored=True,
        sequence=0,
    )


def _kept_target(target: TargetSnapshot) -> TargetSnapshot:
    return replace(
        target,
        inventory=NO_INVENTORY,
        health=_aged(target.health),
        readings=tuple(_kept_reading(reading, ACCOUNT_POINTS) for reading in target.readings),
        rows={
            kind: tuple(
                replace(row, readings=tuple(_kept_reading(reading, ROW_POINTS) for reading in row.readings))
                for row in rows[:ROWS_KEPT]
            )
            for kind, rows in target.rows.items()
        },
        sources=tuple(
            replace(source, health=_aged(source.health), last_success_mono=None) for source in target.sources
        ),
    )


def _kept_reading(reading: Reading, most: int) -> Reading:
    return replace(
        reading,
        health=_aged(reading.health),
        series=thinned(_newest(reading.series, SERIES_SECONDS), most),
        daily=_newest(reading.daily, DAILY_SECONDS),
    )


def _newest(series: Series, seconds: float) -> Series:
    """Counted from its newest point, so that what is kept changes with what was read and not with time."""
    return series.since((series.last_at or 0.0) - seconds)


def _aged(health: Health) -> Health:
    return Health.STALE if health is Health.FRESH else health


def thinned(series: Series, most: int) -> Series:
    """At most ``most`` points, evenly taken, the newest always among them."""
    step = -(-len(series) // most)
    if step <= 1:
        return series
    first = (len(series) - 1) % step
    return Series(series.times[first::step], series.values[first::step])
