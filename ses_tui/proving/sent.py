"""One message that one channel accepted in a run, and how the ledger's messages are delivered there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC

from ses_tui.core.ledger import Due
from ses_tui.core.messages import Kind, Message
from ses_tui.core.rules import TargetRules
from ses_tui.core.wording import compose
from ses_tui.proving.facts import facts_of

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
