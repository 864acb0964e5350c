"""What people may lay over an alert: an acknowledgement, which stops the reminders, and a silence.

Neither changes a condition or hides a row, and both end by themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from ses_tui.core.clock import DAY, HOUR, parse_duration
from ses_tui.core.condition import Condition
from ses_tui.core.model import Key
from ses_tui.core.record import Record, replace

ACK_SECONDS = 4 * HOUR
ACK_MOST = 24 * HOUR
SILENCE_SECONDS = HOUR
SILENCE_MOST = 7 * DAY

PAUSE = "pause"
BLIND = "blind"


def lasting(text: str, most: float) -> float:
    """Seconds of a duration as typed. ValueError, one line, where it is none, nothing, or over ``most``."""
    seconds = parse_duration(text.strip())
    if seconds <= 0:
        raise ValueError("it must last longer than nothing: such as 30m, 4h")
    if seconds > most:
        allowed = f"{most / DAY:.0f}d" if most >= 2 * DAY else f"{most / HOUR:.0f}h"
        raise ValueError(f"{text.strip()} is too long: {allowed} at most")
    return seconds


class Acknowledgement(Record, frozen=True):
    """Somebody looks after ``key``. It ends at ``until``, and when the condition rises or is over."""

    key: Key
    condition: Condition
    at: float
    until: float
    who: str = ""
    why: str = ""


class Silence(Record, frozen=True):
    """No message about the keys that match, for a while; what was held back is owed when it ends."""

    id: str
    matcher: str
    """A key such as ``isp:Hotmail/bounce_rate``, with ``*`` and ``?`` (fnmatch)."""
    until: float
    """UTC epoch seconds."""
    at: float = 0.0
    """When it begins, UTC epoch seconds; 0 in moments that did not keep it."""
    target: str = ""
    """Only that target; empty: all."""
    who: str = ""
    why: str = ""
    also: frozenset[str] = frozenset()
    """``pause``, ``blind``: these are held back only where they are named."""

    def holds(self, key: Key, condition: Condition, now: float) -> bool:
        """Whether a message about ``key`` at ``condition`` has to wait."""
        return (condition < Condition.PAUSE or PAUSE in self.also) and self._matches(key, now)

    def holds_blind(self, key: Key, now: float) -> bool:
        """Whether a message that ``key`` can't be seen has to wait."""
        return BLIND in self.also and self._matches(key, now)

    def _matches(self, key: Key, now: float) -> bool:
        if not self.at <= now < self.until or self.target not in ("", key.target):
            return False
        text = str(key)
        return text == self.matcher or fnmatchcase(text, self.matcher)


@dataclass(slots=True)
class Overlays:
    """All that is laid over the alerts of one program."""

    acks: dict[Key, Acknowledgement] = field(default_factory=dict)
    silences: dict[str, Silence] = field(default_factory=dict)

    def acknowledge(self, ack: Acknowledgement) -> Acknowledgement:
        """Take it up, for 24 hours at most; gives back what was taken up."""
        ack = replace(ack, until=min(ack.until, ack.at + ACK_MOST))
        self.acks[ack.key] = ack
        return ack

    def silence(self, silence: Silence) -> Silence:
        """Take it up, for seven days at most; gives back what was taken up."""
        silence = replace(silence, until=min(silence.until, silence.at + SILENCE_MOST))
        self.silences[silence.id] = silence
        return silence

    def acked(self, key: Key, now: float) -> Acknowledgement | None:
        """The acknowledgement that holds for ``key``."""
        ack = self.acks.get(key)
        return ack if ack is not None and now < ack.until else None

    def held(self, key: Key, condition: Condition, now: float) -> Silence | None:
        """The silence that holds a message at ``condition`` back."""
        return next((one for one in self.silences.values() if one.holds(key, condition, now)), None)

    def held_blind(self, key: Key, now: float) -> Silence | None:
        """The silence that holds a message of blindness back."""
        return next((one for one in self.silences.values() if one.holds_blind(key, now)), None)

    def settle(self, conditions: Mapping[Key, Condition], now: float) -> tuple[Key, ...]:
        """End what is over; gives back the keys whose acknowledgement ended.

        A rise in condition voids an acknowledgement; below warn there is nothing left to look after.
        """
        ended = tuple(
            key
            for key, ack in self.acks.items()
            if now >= ack.until
            or (key in conditions and not Condition.WARN <= conditions[key] <= ack.condition)
        )
        self._drop(ended)
        for name in [name for name, silence in self.silences.items() if now >= silence.until]:
            del self.silences[name]
        return ended

    def _drop(self, keys: Iterable[Key]) -> None:
        for key in keys:
            del self.acks[key]
