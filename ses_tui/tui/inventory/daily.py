"""Messages per UTC day from the rows per ISP, since AWS counts none per standard pool."""

from collections.abc import Mapping

from ses_tui.core.model import Metric, SubjectKind
from ses_tui.core.snapshot import Row, TargetSnapshot


def by_isp(target: TargetSnapshot) -> dict[str, Mapping[float, float]]:
    """ISP, with ``other``, -> start of the UTC day -> messages (VDM's count)."""
    return {row.subject.label: daily(row, Metric.SENDS) for row in target.rows.get(SubjectKind.ISP, ())}


def daily(row: Row, metric: Metric) -> Mapping[float, float]:
    """Start of the UTC day -> value; empty where it was not read."""
    reading = row.get(metric)
    return dict(zip(reading.daily.times, reading.daily.values, strict=True)) if reading else {}


def summed(days: Mapping[str, Mapping[float, float]]) -> dict[float, float]:
    """All of them together, day by day."""
    total: dict[float, float] = {}
    for one in days.values():
        for day, count in one.items():
            total[day] = total.get(day, 0.0) + count
    return total
