"""What the model knows of the account, of the reads, and of what people laid over the alerts."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from ses_tui.core.condition import Condition
from ses_tui.core.errors import CREDENTIAL_KINDS, ErrorKind
from ses_tui.core.model import Key
from tests.alerting import table
from tests.alerting.table import PAUSE, WARN


@dataclass
class Visibility:
    """How the reads of one key went since this run began; ``empty``: none brought a datapoint ever."""

    good_at: float
    started: float
    empty: bool = False
    failures: int = 0
    kind: ErrorKind | None = None
    ever: bool = False
    newest: float | None = None
    """When the newest datapoint was; None of a key that has none."""

    def blind(self, now: float) -> bool:
        """Half an hour without a good read, or two polls in a row with credentials trouble.

        Reads that bring nothing are no sight, and neither is what is a day old.
        """
        if self.newest is not None and now - self.newest >= table.DAY:
            return True
        expired = self.failures >= 2 and self.kind in CREDENTIAL_KINDS
        return expired or now - (self.started if self.empty else self.good_at) >= table.BLIND_AFTER

    @property
    def cause(self) -> str:
        """By its last failure."""
        if self.kind is None and self.ever:
            return "no_data"
        return (self.kind or ErrorKind.TIMEOUT).value

    def well(self, now: float) -> None:
        """A good read."""
        self.good_at, self.failures, self.kind, self.ever = now, 0, None, True

    def failed(self, kind: ErrorKind) -> None:
        """One that failed."""
        self.failures, self.kind = self.failures + 1, kind


@dataclass
class Cover:
    """A silence, as the person who made it understands it; told rather than not if the clock steps."""

    matcher: str
    at: float
    until: float
    also: frozenset[str]

    def matches(self, key: Key, now: float) -> bool:
        return self.at <= now < self.until and fnmatchcase(str(key), self.matcher)


@dataclass
class Overlaid:
    """Acknowledgements (condition, end) and silences."""

    acks: dict[Key, tuple[Condition, float]] = field(default_factory=dict)
    covers: list[Cover] = field(default_factory=list)

    def acked(self, key: Key, now: float) -> bool:
        return key in self.acks and now < self.acks[key][1]

    def held(self, key: Key, condition: Condition, now: float) -> bool:
        return any(
            one.matches(key, now) and (condition < PAUSE or "pause" in one.also) for one in self.covers
        )

    def held_blind(self, key: Key, now: float) -> bool:
        return any(one.matches(key, now) and "blind" in one.also for one in self.covers)

    def settle(self, conditions: dict[Key, Condition], reached: dict[Key, Condition], now: float) -> None:
        """Ends by time; a rise voids an acknowledgement, and so does the end of what it was about."""
        for key, (at, until) in list(self.acks.items()):
            worst = max(conditions[key], reached.get(key, conditions[key]))
            if now >= until or conditions[key] < WARN or worst > at:
                del self.acks[key]
        self.covers = [one for one in self.covers if now < one.until]
