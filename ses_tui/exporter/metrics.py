"""From a snapshot to samples. What was not read has no sample: it is absent, never 0."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from ses_tui import __version__
from ses_tui.core import model
from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import RATES, SubjectKind
from ses_tui.core.report import printed_health, target_condition
from ses_tui.core.snapshot import Reading, Row, Snapshot, TargetSnapshot
from ses_tui.exporter import families
from ses_tui.exporter.families import Family

MOST_SUBJECTS = 50
"""Of a kind and target: the worst, then those with most mail."""

STATES = (Health.FRESH, Health.STALE, Health.BLIND)
LOUD = (Condition.WARN, Condition.REVIEW, Condition.PAUSE)

_OF_ROWS = {
    model.Metric.BOUNCE_RATE: families.BOUNCE_RATE,
    model.Metric.COMPLAINT_RATE: families.COMPLAINT_RATE,
    model.Metric.DELIVERY_RATE: families.DELIVERY_RATE,
    model.Metric.SENDS: families.SENDS,
}

Sample = tuple[Family, tuple[str, ...], float]
"""A metric, the values of its labels, and its own."""


class SnapshotCollector:
    """What Prometheus is told: the newest snapshot, taken whole, from any thread."""

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None

    def collect(self) -> Iterator[GaugeMetricFamily | CounterMetricFamily]:
        """All metrics that have a sample."""
        made: dict[str, GaugeMetricFamily | CounterMetricFamily] = {}
        for family, labels, value in samples(self.snapshot):
            if family.name not in made:
                kind = CounterMetricFamily if family.counter else GaugeMetricFamily
                made[family.name] = kind(family.name, family.help, labels=family.labels)
            made[family.name].add_metric(labels, value)
        yield from made.values()


def samples(snapshot: Snapshot | None) -> Iterator[Sample]:
    """Every sample of ``snapshot``; of this program itself where there is none yet."""
    yield families.BUILD_INFO, (__version__,), 1.0
    if snapshot is None:
        return
    yield families.SNAPSHOT_AT, (), snapshot.generated_at
    for channel in snapshot.channels:
        if channel.state in ("ok", "failing"):
            yield families.CHANNEL_UP, (channel.name,), float(channel.state == "ok")
    for target in snapshot.targets:
        at = (target.name, target.account_id or "", target.region)
        yield from _of_target(target, at)
        yield from _of_account(target, at)
        for kind, rows in target.rows.items():
            yield from _of_rows(kind, rows, at)


def _of_target(target: TargetSnapshot, at: tuple[str, str, str]) -> Iterator[Sample]:
    yield families.TARGET_INFO, (*at, target.group), 1.0
    condition, health = target_condition(target), printed_health(target.health)
    if condition is not None:
        yield families.CONDITION, at, float(condition)
        for one in LOUD:
            open_ = sum(alert.condition is one for alert in target.alerts)
            yield families.ALERTS, (*at, one.word), float(open_)
    for state in STATES:
        yield families.HEALTH, (*at, state.value), float(state is health)
    yield families.AWS_CALLS, at, float(target.usage.api_calls)
    yield families.METRICS_REQUESTED, at, float(target.usage.metrics_requested)
    yield families.MONTHLY_COST, at, target.usage.estimated_monthly_usd


def _of_account(target: TargetSnapshot, at: tuple[str, str, str]) -> Iterator[Sample]:
    for metric in RATES:
        reading = target.reading(metric)
        if reading is None:
            continue
        if (value := _seen(reading)) is not None:
            yield _OF_ROWS[metric], (*at, SubjectKind.ACCOUNT.value, ""), value
        if reading.at is not None:
            yield families.LAST_DATAPOINT, (*at, metric.value), reading.at
        for family, line in (
            (families.REVIEW_LINE, reading.lines.review),
            (families.PAUSE_LINE, reading.lines.pause),
        ):
            if line is not None:
                yield family, (*at, metric.value), line
    for metric, budget in target.budgets.items():
        if budget.left is not None:
            yield families.BUDGET, (*at, metric.value, budget.towards.word), float(budget.left)
    account = target.account
    if account is None or target.account_health is Health.BLIND:
        return
    yield families.SENDING_ENABLED, at, float(account.sending_enabled)
    if account.enforcement_status:
        yield families.ENFORCEMENT, (*at, account.enforcement_status), 1.0
    if quota := account.quota:
        yield families.SENT, at, quota.sent_last_24_hours
        yield families.SEND_RATE, at, quota.max_send_rate
        if quota.max_24_hour_send is not None:
            yield families.QUOTA, at, quota.max_24_hour_send


def _of_rows(kind: SubjectKind, rows: tuple[Row, ...], at: tuple[str, str, str]) -> Iterator[Sample]:
    named = [row for row in rows if row.subject.name is not None]
    kept = sorted(named, key=lambda row: (-max(row.condition, Condition.NOTICE), -row.sends))[:MOST_SUBJECTS]
    if len(named) > len(kept):
        yield families.SUBJECTS_LEFT_OUT, (*at, kind.value), float(len(named) - len(kept))
    for row in kept:
        labels = (*at, kind.value, row.subject.name or "")
        seen = {reading.metric: value for reading in row.readings if (value := _seen(reading)) is not None}
        for metric, family in _OF_ROWS.items():
            if metric in seen:
                yield family, labels, seen[metric]
        if seen:
            yield families.SUBJECT_CONDITION, labels, float(row.condition)


def _seen(reading: Reading) -> float | None:
    """Its value; None where it was never read, or has been out of sight for too long."""
    return None if reading.health in (Health.BLIND, Health.INIT) else reading.value
