"""From what is known to what is shown: one frozen TargetSnapshot."""

from ses_tui.core.binomial import too_few
from ses_tui.core.budget import budget
from ses_tui.core.clock import DAY
from ses_tui.core.condition import Condition, Health
from ses_tui.core.counts import RATIOS, VdmCounts, has_no_feedback_loop
from ses_tui.core.delivery import TOLD_ONCE
from ses_tui.core.health import STALE_POLLS, STALE_SECONDS
from ses_tui.core.intraday import intraday
from ses_tui.core.model import ACCOUNT, EMPTY_SERIES, NUMBERS, RATES, Metric, Series, Subject, SubjectKind
from ses_tui.core.rules import TargetRules
from ses_tui.core.snapshot import Budget, Reading, Row
from ses_tui.core.statuses import Status
from ses_tui.core.unusual import Unusual, history, unusual
from ses_tui.core.volume import Mail
from ses_tui.engine.state import TargetState


def account_readings(state: TargetState, health: dict[Metric, Health], now: float) -> tuple[Reading, ...]:
    """The account's own numbers: the two rates, mail of the last 24 hours, and the others."""
    readings = [_rate(state, metric, health[metric]) for metric in RATES]
    readings.append(_sends(state, now))
    readings += [_number(state, metric, health) for metric in NUMBERS]
    return tuple(readings)


def _number(state: TargetState, metric: Metric, health: dict[Metric, Health]) -> Reading:
    found = state.rules.numbers.known.get(metric)
    source = "cloudwatch" if metric is Metric.RENDERING_FAILURE_RATE else "ses"
    lines = state.rules.bands.of(metric)
    if found is None:
        return Reading(ACCOUNT, metric, source, lines=lines)
    return Reading(
        ACCOUNT,
        metric,
        source,
        value=found.value,
        condition=found.condition,
        at=found.at,
        health=health.get(metric, health[Metric.SENDS]),
        numerator=found.numerator,
        denominator=found.denominator,
        lines=lines,
        since=state.rules.tracker.state(ACCOUNT, metric).since,
        text=found.text,
    )


def _rate(state: TargetState, metric: Metric, health: Health) -> Reading:
    series = state.rules.rates.get(metric, EMPTY_SERIES)
    key = state.rules.tracker.state(ACCOUNT, metric)
    return Reading(
        ACCOUNT,
        metric,
        "cloudwatch",
        value=series.last,
        condition=key.condition,
        at=series.last_at,
        health=health,
        series=series,
        lines=state.rules.bands.of(metric),
        since=key.since,
        recovering=key.recovering,
    )


def _sends(state: TargetState, now: float) -> Reading:
    buckets = state.rules.buckets
    if buckets is None:
        return Reading(ACCOUNT, Metric.SENDS, "ses")
    recent = [bucket for bucket in buckets if bucket.at >= now - DAY]
    return Reading(
        ACCOUNT,
        Metric.SENDS,
        "ses",
        value=float(sum(bucket.attempts for bucket in recent)),
        at=state.read_at.get("statistics"),
        health=Health.FRESH,
        series=Series.of((bucket.at, float(bucket.attempts)) for bucket in recent),
    )


def row(state: TargetState, counts: VdmCounts, health: Health, interval: float, now: float) -> Row:
    """Everything about one ISP or identity, today and yesterday (UTC)."""
    subject = counts.subject
    sent_at, sent = state.sends.get(subject, (None, None))
    readings = [
        Reading(
            subject,
            Metric.SENDS,
            "vdm",
            value=None if sent is None else float(sent),
            at=sent_at,
            health=_aged(health, sent_at, interval, now),
            daily=counts.daily_sends(),
        )
    ]
    for metric in RATIOS:
        count = state.ratios.get((subject, metric))
        if count is None and metric not in RATES:
            continue  # not among the metrics that are read for this kind
        readings.append(_ratio(state, counts, metric, health, interval, now))
    readings += _in_trouble(state, subject, interval, now)
    return Row(subject, tuple(readings), no_feedback_loop=has_no_feedback_loop(counts))


def _ratio(
    state: TargetState, counts: VdmCounts, metric: Metric, health: Health, interval: float, now: float
) -> Reading:
    subject = counts.subject
    count = state.ratios.get((subject, metric))
    lines = state.rules.bands.of(metric)
    key = state.rules.tracker.state(subject, metric)
    if count is None:
        return Reading(subject, metric, "vdm", lines=lines)
    return Reading(
        subject,
        metric,
        "vdm",
        value=count.value,
        condition=key.condition,
        at=count.at,
        health=_aged(health, count.at, interval, now),
        numerator=count.numerator,
        denominator=count.denominator,
        series=intraday(state.moves.get((subject, metric), ())),
        daily=counts.daily_rate(metric),
        lines=lines,
        too_few=too_few(metric, lines, count.numerator, count.denominator),
        since=key.since,
        recovering=key.recovering,
    )


class StatusReadings:
    """What AWS says in words, as readings; built anew when a word was taken, or when they may have aged."""

    def __init__(self) -> None:
        self._made_from: tuple[int, float] | None = None
        self._made: tuple[Reading, ...] = ()

    def of(self, state: TargetState, interval: float, now: float) -> tuple[Reading, ...]:
        """``interval``: seconds between two reads of the lists that say them."""
        made_from = state.rules.statuses.revision, now // STALE_SECONDS
        if made_from != self._made_from:
            words = TOLD_ONCE - {*NUMBERS}
            known = (one for one in state.rules.statuses if one.metric in words)
            self._made = tuple(_status(state, one, interval, now) for one in known)
            self._made_from = made_from
        return self._made


def _in_trouble(state: TargetState, subject: Subject, interval: float, now: float) -> list[Reading]:
    """The words of AWS about it that are not ok."""
    known = (state.rules.statuses.get(subject, metric) for metric in sorted(TOLD_ONCE))
    return [_status(state, one, interval, now) for one in known if one is not None and one.condition]


def _status(state: TargetState, status: Status, interval: float, now: float) -> Reading:
    return Reading(
        status.subject,
        status.metric,
        "vdm" if status.metric is Metric.ADVISOR else "ses",
        condition=status.condition or Condition.OK,
        at=status.at,
        health=_aged(Health.FRESH, status.at, interval, now),
        since=state.rules.tracker.state(*status.key).since,
        status=status.word,
        judged=status.condition is not None,
    )


def _aged(health: Health, at: float | None, interval: float, now: float) -> Health:
    """The source's health, or stale where this one number is older than its source."""
    if at is None:
        return Health.INIT
    old = now - at >= max(STALE_SECONDS, STALE_POLLS * interval)
    return max(health, Health.STALE, key=lambda one: one.rank) if old else health


def budgets(rules: TargetRules, now: float) -> dict[Metric, Budget]:
    """How much still fits under AWS's review line, per rate."""
    found: dict[Metric, Budget] = {}
    for metric in RATES:
        series = rules.rates.get(metric, EMPTY_SERIES)
        if series and rules.buckets:
            mail = Mail.of(rules.buckets, metric)
            lines, volume = rules.bands.of(metric), rules.early.volume(metric, mail, now)
            found[metric] = budget(metric, series, mail, lines, volume, now)
    return found


def unusual_rows(state: TargetState, now: float) -> tuple[Unusual, ...]:
    """ISPs and identities that stand out against their own usual rate, each kind among its own."""
    found: list[Unusual] = []
    for kind in (SubjectKind.ISP, SubjectKind.IDENTITY):
        for metric in RATES:
            rows = [
                known
                for subject, counts in state.counts.items()
                if subject.kind is kind
                and (known := history(subject, metric, state.moves.get((subject, metric), ()), counts))
            ]
            found += unusual(rows, metric, now)
    return tuple(found)
