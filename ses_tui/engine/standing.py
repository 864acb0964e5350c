"""Health and alerts of one target, from its state: what is announced and what is shown."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from hashlib import sha256

from ses_tui.core.blame import Blame
from ses_tui.core.condition import Condition, Health
from ses_tui.core.health import is_silent, read_health
from ses_tui.core.model import ACCOUNT, EMPTY_SERIES, Key, Metric, Subject
from ses_tui.core.notices import LOUD, Standing
from ses_tui.core.snapshot import Alert
from ses_tui.core.words import alert_text, blame_text
from ses_tui.engine.state import RATES, TargetState

WRONG_REGION = "no Reputation datapoint in 14 days: does this account send from {region}?"


def rate_health(state: TargetState, metric: Metric, interval: float, mono: float, now: float) -> Health:
    """Health of one Reputation rate: by its reads, and by the age of its newest datapoint.

    No datapoint at all is not sight, however well the read went. Old ones are stale while mail is
    being sent ("AWS is not publishing"), and idle where none is.
    """
    reads = state.reads[metric.value]
    health = read_health(reads, mono, interval)
    times = state.rates.get(metric, EMPTY_SERIES).times
    if not times:
        # Nothing to see yet: init until the time is up that blindness takes.
        never = read_health(type(reads)(reads.started, None, reads.failures, reads.error), mono, interval)
        return max(health, never, key=lambda one: one.rank)
    if health is Health.FRESH and is_silent(times, now) and _sent_since(state, times[-1]):
        return Health.STALE
    return health


def _sent_since(state: TargetState, at: float) -> bool:
    """Whether mail was sent after ``at``; yes where the counts were not read, for caution."""
    if state.buckets is None:
        return True
    return any(bucket.at >= at and bucket.attempts > 0 for bucket in state.buckets)


def target_health(state: TargetState, rates: Mapping[Metric, Health]) -> Health:
    """Blind if neither rate can be seen, stale if one cannot or is old."""
    healths = [rates[metric] for metric in RATES]
    best = min(healths, key=lambda health: health.rank)
    worst = max(healths, key=lambda health: health.rank)
    if worst.rank >= Health.INIT.rank:
        return worst if best.rank >= Health.INIT.rank else Health.STALE
    return worst


def health_reason(state: TargetState, health: Health, region: str) -> str:
    """Why the target is not fresh, and what to do; empty where it is."""
    if health is Health.FRESH:
        return ""
    for error in state.errors.get("rates", ()):
        return f"{error.message}: {error.hint}" if error.hint else error.message
    if all(metric.value in state.read_at and not state.rates.get(metric) for metric in RATES):
        return WRONG_REGION.format(region=region or "this Region")
    if health is Health.STALE:
        return "AWS is not publishing: the newest datapoint is old though mail is being sent"
    return "no read succeeded for 30 minutes" if health is Health.BLIND else ""


def standings(state: TargetState, target: str) -> dict[Key, Standing]:
    """Where every key stands."""
    return {
        Key(target, subject, metric): Standing(known.condition, known.since)
        for (subject, metric), known in state.keys.items()
    }


def value_of(state: TargetState, subject: Subject, metric: Metric) -> float | str | None:
    """The present value of a key: a fraction, or AWS's word."""
    if metric is Metric.ENFORCEMENT_STATUS:
        return state.account.enforcement_status if state.account else None
    if metric is Metric.SENDING_ENABLED:
        return None if state.account is None else ("on" if state.account.sending_enabled else "off")
    if subject == ACCOUNT:
        return state.rates.get(metric, EMPTY_SERIES).last
    count = state.ratios.get((subject, metric))
    return count.value if count else None


def open_alerts(state: TargetState, target: str, blames: Mapping[Metric, Blame]) -> tuple[Alert, ...]:
    """All keys at warn or above, the account first, then worst first."""
    alerts = []
    for key, standing in standings(state, target).items():
        if standing.condition < LOUD:
            continue
        since = standing.since or 0.0
        value = value_of(state, key.subject, key.metric)
        line = state.bands.of(key.metric).enter(standing.condition)
        who = blame_text(blames.get(key.metric)) if key.subject == ACCOUNT else ""
        text = alert_text(standing.condition, key.subject, key.metric, value, line)
        alerts.append(
            Alert(
                id=alert_id(key, since),
                kind="FIRING",
                condition=standing.condition,
                key=key,
                value=value,
                line=line,
                since=since,
                summary=f"{text} · {who}" if who else text,
                blame=who,
                recovering=state.key(key.subject, key.metric).recovering,
            )
        )
    alerts.sort(
        key=lambda alert: (alert.key.subject != ACCOUNT, -alert.condition, alert.since, str(alert.key))
    )
    return tuple(alerts)


def alert_id(key: Key, since: float) -> str:
    """The same for the same alert, on every machine and after every restart."""
    return sha256(f"{key.target}|{key}|{since:.0f}".encode()).hexdigest()[:12]


def wall_time(at: float, zone: tzinfo | None) -> str:
    """``14:20`` in ``zone``, or in the machine's."""
    return datetime.fromtimestamp(at, zone).strftime("%H:%M")


def eased_text(kind: str, key: Key, condition: Condition, told: Condition, value: float | str | None) -> str:
    """``EASED account bounce 4.20 % (was REVIEW, now WARN)``."""
    now = f", now {condition.word.upper()}" if condition >= LOUD else ""
    still = ", still above target" if condition is Condition.NOTICE else ""
    named = alert_text(condition, key.subject, key.metric, value, None).split(" ", 1)[1]
    return f"{kind} {named} (was {told.word.upper()}{now}{still})"
