"""What is known about a message when it is written: value, line, who is to blame, how much is left."""

from collections.abc import Mapping

from ses_tui.core.condition import Condition
from ses_tui.core.delivery import LOUD
from ses_tui.core.due import Due
from ses_tui.core.ledger import ChannelLog
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric, SubjectKind
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.snapshot import Budget
from ses_tui.core.tiers import tier_text
from ses_tui.core.verdict import pace_text
from ses_tui.core.wording import Facts, together_lines
from ses_tui.core.words import alert_text, who_text
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.sources import health_reason

NAMES_LISTED = 4

PAGES = {
    (Metric.BOUNCE_RATE, SubjectKind.ISP): "isp-block",
    (Metric.BOUNCE_RATE, SubjectKind.IDENTITY): "stale-list",
}
"""Whose excess the account's rate is says what to do about it."""

_SAYS_WHERE_IT_STANDS = (Kind.FIRING, Kind.EASED, Kind.RESOLVED)


def facts_of(monitor: TargetMonitor, due: Due, now: float, started: float) -> Facts:
    """About the key of ``due``. ``started``: when this program began, UTC epoch seconds."""
    rules, key = monitor.rules, due.key
    if due.kind is Kind.BLIND:
        reason = health_reason(monitor.state, rules.account_health(), monitor.reader.region)
        return Facts(more=tuple(filter(None, (reason,))))
    if due.kind is Kind.SIGHT:
        return Facts(more=_meanwhile(monitor, due.covers))
    known = rules.tracker.state(key.subject, key.metric)
    worse = due.kind in (Kind.FIRING, Kind.REPEAT)
    own = key.subject == ACCOUNT
    if key.metric in rules.tiers:
        return _tier_facts(monitor, due, known.condition)
    budget, value = monitor.budgets.get(key.metric), rules.value(key.subject, key.metric)
    more = (*_left(budget), *_rows_under(monitor, key)) if worse and own else ()
    more += (*(_about_tenant(monitor, key) if worse else ()), *together_lines(due, rules.value))
    review = rules.bands.of(key.metric).review
    rate = value if own and worse and isinstance(value, float) else None
    return Facts(
        value=value,
        lead=pace_text(key.metric, rate, review, budget),
        line=rules.bands.of(key.metric).enter(due.condition),
        now=known.condition,
        since=due.since,
        who=_who(monitor, key) if worse and own else "",
        more=more,
        page=_page(monitor, key) if own else "",
        away=due.kind in _SAYS_WHERE_IT_STANDS and due.since is not None and due.since < started,
    )


def _who(monitor: TargetMonitor, key: Key) -> str:
    """Who is to blame for a rate; what another number is made of."""
    who = who_text(monitor.blames.get(key.metric), monitor.pairs.get(key.metric))
    return who or monitor.rules.made_of(key.subject, key.metric)


def _about_tenant(monitor: TargetMonitor, key: Key) -> tuple[str, ...]:
    """The reason, AWS's own first, and what the tenant sends with; nothing about others."""
    read = monitor.inventory.now.tenants
    if key.subject.kind is not SubjectKind.TENANT or read is None:
        return ()
    one = next((each for each in read.tenants if each.name == key.subject.name), None)
    if one is None:
        return ()
    return tuple(filter(None, (one.cause, one.sends_with)))


def _page(monitor: TargetMonitor, key: Key) -> str:
    """The playbook for who is to blame; empty where the kind of alert decides."""
    blame = monitor.blames.get(key.metric)
    return PAGES.get((key.metric, blame.first.kind), "") if blame else ""


def _tier_facts(monitor: TargetMonitor, due: Due, now: Condition) -> Facts:
    """About an early tier: its numbers, and who is to blame for the rate that it protects."""
    on = monitor.rules.tier(due.key.metric)
    if on is None:
        return Facts(now=now, since=due.since)
    who = who_text(monitor.blames.get(on.metric), monitor.pairs.get(on.metric))
    return Facts(
        value=on.budget_share, now=now, since=due.since, who=tier_text(on), more=(who,) if who else ()
    )


def self_alert_facts(
    self_alerts: Mapping[SelfAlert, str], channels: Mapping[str, ChannelLog], self_alert: SelfAlert
) -> Facts:
    """About trouble of the monitor itself."""
    if self_alert.kind is Kind.CHANNEL_FAILING:
        log = channels.get(self_alert.about)
        return Facts(more=tuple(filter(None, (log.tries.problem if log else "",))))
    return Facts(more=tuple(filter(None, (self_alerts.get(self_alert, ""),))))


def _left(budget: Budget | None) -> tuple[str, ...]:
    """``188 more until review``; nothing once the line is reached."""
    if budget is None or not budget.left:
        return ()
    hours = ""
    if budget.hours is not None:
        low, high = budget.hours
        hours = f", {low:.0f}-{high:.0f} h"
    return (f"{budget.left} more until {budget.towards.word}{hours}",)


def _rows_under(monitor: TargetMonitor, key: Key) -> tuple[str, ...]:
    """``also over a line: Hotmail, news.example.org``: rows make no message of their own now."""
    tracker = monitor.rules.tracker
    rows = [
        (subject, tracker.state(subject, metric).condition)
        for subject, metric in tracker.loud
        if subject != ACCOUNT and metric is key.metric
    ]
    if not rows:
        return ()
    rows.sort(key=lambda row: (-row[1], row[0].label))
    names = ", ".join(subject.label for subject, _ in rows[:NAMES_LISTED])
    rest = len(rows) - NAMES_LISTED
    return (f"also over a line: {names}{f' and {rest} more' if rest > 0 else ''}",)


def _meanwhile(monitor: TargetMonitor, keys: tuple[Key, ...]) -> tuple[str, ...]:
    """Where the keys stand that could not be seen."""
    said = []
    for key in keys:
        if key.subject != ACCOUNT or key.metric is Metric.ENFORCEMENT_STATUS:
            continue
        condition = monitor.rules.tracker.state(key.subject, key.metric).condition
        value = monitor.rules.value(key.subject, key.metric)
        text = alert_text(condition, key.subject, key.metric, value, None)
        said.append(text if condition >= LOUD else text.split(" ", 1)[1] + f" {condition.word}")
    return tuple(said)
