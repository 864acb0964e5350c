"""One channel as its owner knows it: what it accepted, and what it has a right to hear."""

from dataclasses import dataclass, field

from ses_tui.core.condition import Condition
from ses_tui.core.due import Due
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key
from tests.alerting import table
from tests.alerting.table import OK, REVIEW, WARN

CONDITION_KINDS = frozenset({Kind.FIRING, Kind.EASED, Kind.RESOLVED, Kind.REPEAT, Kind.GONE})


@dataclass
class Listener:
    """``floor``: the lowest condition that it is told. ``owing``: breaches that it must yet hear of.

    ``blind``: per key the causes it was told of, and when last; ``failing``: the channels it was told of.
    ``doubtful``: keys of which the monitor can't be sure what it heard; one duplicate is allowed.
    """

    name: str
    floor: Condition
    broken: bool = False
    heard: dict[Key, Condition] = field(default_factory=dict)
    said_at: dict[Key, float] = field(default_factory=dict)
    owing: dict[Key, Condition] = field(default_factory=dict)
    blind: dict[Key, dict[str, float]] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)
    failed: int = 0
    doubtful: set[Key] = field(default_factory=set)

    @property
    def hears_service(self) -> bool:
        """Whether it is told of blindness and of trouble: routed as review."""
        return self.floor <= REVIEW

    def knows(self, key: Key) -> Condition:
        """What it last heard of ``key``."""
        return self.heard.get(key, OK)

    def breach(self, key: Key, condition: Condition) -> None:
        """A datapoint reached AWS's line: it must be told, unless it knows that already."""
        if condition >= self.floor and condition > self.knows(key):
            self.owing[key] = max(condition, self.owing.get(key, OK))

    def accept(self, due: Due, now: float, acked: bool) -> None:
        """Take one message; AssertionError where the rules do not allow it."""
        if due.kind in CONDITION_KINDS:
            self._condition(due, now, acked)
        elif due.kind is Kind.BLIND:
            self._blind(due, now)
        elif due.kind is Kind.SIGHT:
            assert self.hears_service
            for key in due.covers:
                assert key in self.blind, f"{self.name}: SIGHT of {key}, which it was never told blind"
                del self.blind[key]
        else:
            assert due.self_alert is not None
            assert self.hears_service
            about = due.self_alert.about
            if due.kind is Kind.CHANNEL_OK:
                assert about in self.failing
                self.failing.discard(about)
            else:
                assert about != self.name
                assert about not in self.failing, f"{self.name}: told twice that {about} fails"
                self.failing.add(about)

    def refuse(self, due: Due) -> None:
        """It did not take a message, as far as the monitor can tell."""
        if due.kind in (Kind.EASED, Kind.RESOLVED, Kind.GONE):
            self.doubtful.add(due.key)

    def forgotten(self, before: "Listener") -> None:
        """The monitor died and forgot what this accepted since ``before``: some of it comes twice."""
        changed = {key for key in {*self.heard, *before.heard} if self.knows(key) != before.knows(key)}
        changed |= {key for key in self.said_at if self.said_at[key] != before.said_at.get(key)}
        self.doubtful |= before.doubtful | changed
        self.said_at, self.blind, self.failing = before.said_at, before.blind, before.failing

    def _condition(self, due: Due, now: float, acked: bool) -> None:
        key, before, said = due.key, self.knows(due.key), due.condition
        if key in self.doubtful:
            self.doubtful.discard(key)
        elif due.kind is Kind.FIRING:
            assert said >= max(self.floor, WARN), f"{self.name}: {said.word} under its floor"
            assert said > before, f"{self.name}: FIRING {said.word} after {before.word}"
        elif due.kind is Kind.REPEAT:
            assert said is before
            assert said >= max(self.floor, WARN)
            assert not acked, f"{self.name}: a reminder of what is acknowledged"
            waited = now - self.said_at[key]
            assert waited >= table.REPEAT[said], f"{self.name}: {said.word} again after {waited:.0f} s"
        elif due.kind is Kind.EASED:
            assert WARN <= said < before
        elif due.kind is Kind.RESOLVED:
            assert said < WARN <= before, f"{self.name}: RESOLVED to whom was told {before.word}"
        else:
            assert before >= WARN, f"{self.name}: GONE to whom was told nothing"
        if due.kind is Kind.GONE:
            said = OK
        self.heard[key] = said if said >= WARN else OK
        self.said_at[key] = now
        if self.owing.get(key, OK) <= said:
            self.owing.pop(key, None)

    def _blind(self, due: Due, now: float) -> None:
        assert self.hears_service
        before = {
            key: self.blind[key][due.cause] for key in due.covers if due.cause in self.blind.get(key, {})
        }
        news = not before or any(key.subject == ACCOUNT and key not in before for key in due.covers)
        assert news or now - min(before.values()) >= table.HOUR, f"{self.name}: BLIND again too soon"
        for key in due.covers:
            causes = (*self.blind.get(key, ()), due.cause)
            self.blind[key] = dict.fromkeys(causes, now)
