"""One message that one channel accepted in a run, and how the ledger's messages are delivered there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC

from ses_tui.core.delivery import LOUD
from ses_tui.core.due import Due
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import ACCOUNT, RATES, Key
from ses_tui.core.rules import TargetRules
from ses_tui.core.tiers import tier_text
from ses_tui.core.wording import Facts, compose, together_lines
from ses_tui.core.words import alert_text

_SAYS_WHERE_IT_STANDS = (Kind.FIRING, Kind.EASED, Kind.RESOLVED)
NAMES_LISTED = 4


def facts_of(rules: TargetRules, due: Due) -> Facts:
    """About the key of ``due``, or the channel that fails."""
    key = due.key
    if due.self_alert is not None:
        log = rules.ledger.channels.get(due.self_alert.about)
        return Facts(more=(log.tries.problem,) if log and log.tries.problem else ())
    if due.kind is Kind.BLIND:
        return Facts()
    if due.kind is Kind.SIGHT:
        return Facts(more=tuple(_stands(rules, covered) for covered in due.covers if covered.metric in RATES))
    on = rules.tier(key.metric)
    worse = due.kind in (Kind.FIRING, Kind.REPEAT)
    began_before = due.since is not None and due.since < rules.started
    return Facts(
        value=rules.value(key.subject, key.metric),
        line=rules.bands.of(key.metric).enter(due.condition),
        now=rules.tracker.state(key.subject, key.metric).condition,
        since=due.since,
        who=tier_text(on) if on is not None else rules.made_of(key.subject, key.metric),
        more=(_rows_under(rules, key) if worse and key.subject == ACCOUNT else ())
        + together_lines(due, rules.value),
        away=due.kind in _SAYS_WHERE_IT_STANDS and began_before,
    )


def _stands(rules: TargetRules, key: Key) -> str:
    """``WARN account bounce 3.60 %``, ``account bounce 1.00 % ok``."""
    condition = rules.tracker.state(key.subject, key.metric).condition
    text = alert_text(condition, key.subject, key.metric, rules.value(key.subject, key.metric), None)
    return text if condition >= LOUD else f"{text.split(' ', 1)[1]} {condition.word}"


def _rows_under(rules: TargetRules, key: Key) -> tuple[str, ...]:
    """``also over a line: Hotmail``: rows that make no message of their own now."""
    rows = sorted(
        (-rules.tracker.state(subject, metric).condition, subject.label)
        for subject, metric in rules.tracker.loud
        if subject != ACCOUNT and metric is key.metric
    )
    if not rows:
        return ()
    names = ", ".join(label for _, label in rows[:NAMES_LISTED])
    rest = len(rows) - NAMES_LISTED
    return (f"also over a line: {names}{f' and {rest} more' if rest > 0 else ''}",)


BROKEN = "it does not answer"

_OF_CHANNELS = (Kind.CHANNEL_FAILING, Kind.CHANNEL_OK)


@dataclass(frozen=True, slots=True)
class Sent:
    """``at``: seconds after the start at which ``channel`` accepted it."""

    at: float
    channel: str
    message: Message


def deliver(rules: TargetRules, works: Callable[[str], bool]) -> Iterator[tuple[str, Message]]:
    """One cycle of every channel: what it is owed, and what the others say of those that fail.

    The second round is for that alone: how a channel fared is known only when it was tried.
    """
    ledger, now = rules.ledger, rules.clock.now()
    for channel in ledger.channels:
        due = ledger.due(channel, now)
        if due and not works(channel):
            ledger.tried(channel, BROKEN)
            continue
        for one in due:
            yield channel, _accepted(rules, channel, one)
        if due:
            ledger.tried(channel)
    for channel in filter(works, ledger.channels):
        for one in ledger.due(channel, now):
            if one.kind in _OF_CHANNELS:
                yield channel, _accepted(rules, channel, one)


def _accepted(rules: TargetRules, channel: str, due: Due) -> Message:
    now = rules.clock.now()
    message = compose(due, facts_of(rules, due), now, zone=UTC, show_target=False)
    rules.ledger.accepted(channel, due, now)
    return message
