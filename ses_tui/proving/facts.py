"""What is known about a message of a run when it is written; the live engine adds who is to blame."""

from ses_tui.core.delivery import LOUD
from ses_tui.core.ledger import Due
from ses_tui.core.machine import Machine
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, EMPTY_SERIES, Key, Metric
from ses_tui.core.tiers import TIER_KEYS, tier_text
from ses_tui.core.wording import Facts
from ses_tui.core.words import alert_text

_SAYS_WHERE_IT_STANDS = (Kind.FIRING, Kind.EASED, Kind.RESOLVED)
_RATE_OF = {budget: rate for rate, budget in TIER_KEYS.items()}
NAMES_LISTED = 4


def facts_of(machine: Machine, due: Due) -> Facts:
    """About the key of ``due``, or the channel that fails."""
    key = due.key
    if due.self_alert is not None:
        log = machine.ledger.channels.get(due.self_alert.about)
        return Facts(more=(log.tries.problem,) if log and log.tries.problem else ())
    if due.kind is Kind.BLIND:
        return Facts()
    if due.kind is Kind.SIGHT:
        return Facts(more=tuple(_stands(machine, covered) for covered in due.covers if _is_rate(covered)))
    tier = machine.tiers.get(_RATE_OF.get(key.metric, Metric.MONITOR))
    on = tier.on if tier is not None else None
    worse = due.kind in (Kind.FIRING, Kind.REPEAT)
    began_before = due.since is not None and due.since < machine.started
    return Facts(
        value=on.budget_share if on is not None else value_of(machine, key),
        line=machine.bands.of(key.metric).enter(due.condition),
        now=machine.book.state(key.subject, key.metric).condition,
        since=due.since,
        who=tier_text(on) if on is not None else "",
        more=_rows_under(machine, key) if worse and key.subject == ACCOUNT else (),
        away=due.kind in _SAYS_WHERE_IT_STANDS and began_before,
    )


def value_of(machine: Machine, key: Key) -> float | str | None:
    """The newest value of a key: a fraction, or AWS's word; None where it was not read."""
    subject_metric = (key.subject, key.metric)
    word = machine.words.get(subject_metric)
    return word if word is not None else machine.series.get(subject_metric, EMPTY_SERIES).last


def _is_rate(key: Key) -> bool:
    return key.metric in TIER_KEYS


def _stands(machine: Machine, key: Key) -> str:
    """``WARN account bounce 3.60 %``, ``account bounce 1.00 % ok``."""
    condition = machine.book.state(key.subject, key.metric).condition
    text = alert_text(condition, key.subject, key.metric, value_of(machine, key), None)
    return text if condition >= LOUD else f"{text.split(' ', 1)[1]} {condition.word}"


def _rows_under(machine: Machine, key: Key) -> tuple[str, ...]:
    """``also over a line: Hotmail``: rows that make no message of their own now."""
    rows = sorted(
        (-machine.book.state(subject, metric).condition, subject.label)
        for subject, metric in machine.book.loud
        if subject != ACCOUNT and metric is key.metric
    )
    if not rows:
        return ()
    names = ", ".join(label for _, label in rows[:NAMES_LISTED])
    rest = len(rows) - NAMES_LISTED
    return (f"also over a line: {names}{f' and {rest} more' if rest > 0 else ''}",)
