"""What of a snapshot is kept for the first paint of the next run, and how it is marked."""

from ses_tui.core.condition import Health
from ses_tui.core.model import Series
from ses_tui.core.record import replace
from ses_tui.core.snapshot import NO_INVENTORY, Reading, Row, Snapshot, TargetSnapshot

ROWS_KEPT = 50
"""Rows per kind of subject, worst first: more than any screen shows at once."""

ACCOUNT_POINTS = 300
ROW_POINTS = 24
"""Points kept of a series of the last 24 h: what 5-minute rates have; what a sparkline can draw."""

SERIES_SECONDS = 24 * 3600.0
DAILY_SECONDS = 14 * 86400.0


def kept(snapshot: Snapshot) -> Snapshot:
    """As the next run shall show it: restored, what was fresh is stale, series thinned.

    Marked already here, since reading it back must be quick. Left out: the channels (they say how
    this run's notifications went) and the times of this run's monotonic clock.
    """
    return replace(
        snapshot,
        targets=tuple(_kept_target(target, snapshot.generated_at) for target in snapshot.targets),
        channels=(),
        silences=(),
        restored=True,
        sequence=0,
    )


def _kept_target(target: TargetSnapshot, now: float) -> TargetSnapshot:
    return replace(
        target,
        inventory=NO_INVENTORY,
        health=_aged(target.health),
        readings=tuple(_kept_reading(reading, now, ACCOUNT_POINTS) for reading in target.readings),
        rows={
            kind: tuple(
                replace(
                    row, readings=tuple(_kept_reading(reading, now, ROW_POINTS) for reading in row.readings)
                )
                for row in rows[:ROWS_KEPT]
            )
            for kind, rows in target.rows.items()
        },
        sources=tuple(
            replace(source, health=_aged(source.health), last_success_mono=None) for source in target.sources
        ),
    )


def _kept_row(row: Row, now: float) -> Row:
    return replace(row, readings=tuple(_kept_reading(reading, now, ROW_POINTS) for reading in row.readings))


def _kept_reading(reading: Reading, now: float, most: int) -> Reading:
    return replace(
        reading,
        health=_aged(reading.health),
        series=thinned(reading.series.since(now - SERIES_SECONDS), most),
        daily=reading.daily.since(now - DAILY_SECONDS),
    )


def _aged(health: Health) -> Health:
    return Health.STALE if health is Health.FRESH else health


def thinned(series: Series, most: int) -> Series:
    """At most ``most`` points, evenly taken, the newest always among them."""
    step = -(-len(series) // most)
    if step <= 1:
        return series
    first = (len(series) - 1) % step
    return Series(series.times[first::step], series.values[first::step])
