"""One message that one channel accepted in a run, and how the desk's messages are delivered there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC

from ses_tui.core.ledger import Due
from ses_tui.core.machine import Machine
from ses_tui.core.messages import Kind, Message
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


def deliver(machine: Machine, now: float, works: Callable[[str], bool]) -> Iterator[tuple[str, Message]]:
    """One cycle of every channel: what it is owed, and what the others say of those that fail.

    The second round is for that alone: how a channel fared is known only when it was tried.
    """
    ledger = machine.ledger
    for channel in ledger.channels:
        due = ledger.due(channel, now)
        if due and not works(channel):
            ledger.tried(channel, BROKEN)
            continue
        for one in due:
            yield channel, _accepted(machine, channel, one, now)
        if due:
            ledger.tried(channel)
    for channel in filter(works, ledger.channels):
        for one in ledger.due(channel, now):
            if one.kind in _OF_CHANNELS:
                yield channel, _accepted(machine, channel, one, now)


def _accepted(machine: Machine, channel: str, due: Due, now: float) -> Message:
    message = compose(due, facts_of(machine, due), now, zone=UTC, show_target=False)
    machine.ledger.accepted(channel, due, now)
    return message
