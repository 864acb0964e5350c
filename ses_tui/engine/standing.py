"""Health and alerts of one target, from its state: what is announced and what is shown."""

from collections.abc import Mapping

from ses_tui.core.blame import Blame
from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import ErrorKind
from ses_tui.core.health import ReadLog, is_silent, read_health
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, EMPTY_SERIES, Key, Metric, Subject
from ses_tui.core.overlays import Overlays
from ses_tui.core.pairs import PairBlame
from ses_tui.core.playbooks import playbook_for
from ses_tui.core.snapshot import Alert
from ses_tui.core.tiers import tier_text
from ses_tui.core.wording import identity
from ses_tui.core.words import alert_text, who_text
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


def cause_in(reads: ReadLog) -> str:
    """Why a source can't be read, as an ``errors[].kind``."""
    return (reads.error or ErrorKind.TIMEOUT).value


def cause_of(state: TargetState, metric: Metric) -> str:
    """Why a Reputation rate can't be seen: as ``cause_in``, or ``no_data`` where reads go well."""
    reads = state.reads[metric.value]
    return "no_data" if reads.error is None and reads.last_success is not None else cause_in(reads)


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


def value_of(state: TargetState, subject: Subject, metric: Metric) -> float | str | None:
    """The present value of a key: a fraction, or AWS's word."""
    if metric is Metric.ENFORCEMENT_STATUS:
        return state.account.enforcement_status if state.account else None
    if metric is Metric.SENDING_ENABLED:
        return None if state.account is None else ("on" if state.account.sending_enabled else "off")
    if metric is Metric.SENDING_STATUS:
        return "off" if state.key(subject, metric).condition >= Condition.PAUSE else "on"
    if metric in state.tiers:
        on = state.tiers[metric].on
        return on.budget_share if on else None
    if subject == ACCOUNT:
        return state.rates.get(metric, EMPTY_SERIES).last
    count = state.ratios.get((subject, metric))
    return count.value if count else None


def open_alerts(
    state: TargetState,
    target: str,
    blames: Mapping[Metric, Blame],
    pairs: Mapping[Metric, PairBlame],
    overlays: Overlays,
    now: float,
) -> tuple[Alert, ...]:
    """All keys at warn or above, the account first, then worst first."""
    alerts = [
        _alert(
            state,
            Key(target, subject, metric),
            _who(state, metric, blames, pairs) if subject == ACCOUNT else "",
            overlays,
            now,
        )
        for subject, metric in state.book.loud
    ]
    alerts.sort(
        key=lambda alert: (alert.key.subject != ACCOUNT, -alert.condition, alert.since, str(alert.key))
    )
    return tuple(alerts)


def _who(
    state: TargetState, metric: Metric, blames: Mapping[Metric, Blame], pairs: Mapping[Metric, PairBlame]
) -> str:
    """Who is behind an alert of the account; of an early tier first what it saw."""
    on = state.tiers[metric].on if metric in state.tiers else None
    rate = metric if on is None else on.metric
    who = who_text(blames.get(rate), pairs.get(rate))
    return " · ".join(part for part in (tier_text(on) if on else "", who) if part)


def _alert(state: TargetState, key: Key, who: str, overlays: Overlays, now: float) -> Alert:
    known = state.key(key.subject, key.metric)
    condition, since = known.condition, known.since or 0.0
    value = value_of(state, key.subject, key.metric)
    line = state.bands.of(key.metric).enter(condition)
    text = alert_text(condition, key.subject, key.metric, value, line)
    ack, silence = overlays.acked(key, now), overlays.held(key, condition, now)
    return Alert(
        id=identity(key, known.began or since),
        kind="FIRING",
        condition=condition,
        key=key,
        value=value,
        line=line,
        since=since,
        summary=f"{text} · {who}" if who else text,
        blame=who,
        recovering=known.recovering,
        flapping=known.flapping,
        acked_until=ack.until if ack else None,
        acked_by=ack.who if ack else "",
        acked_why=ack.why if ack else "",
        silenced_until=silence.until if silence else None,
        playbook=playbook_for(Kind.FIRING, key, condition),
    )
