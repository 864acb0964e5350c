"""The rules on history: what would have been told, and when. Nobody knows of the past what was seen."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, inf

from ses_tui.core.clock import DAY, ManualClock
from ses_tui.core.counts import SendBucket
from ses_tui.core.ledger import Ledger
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import Metric, Point, Subject
from ses_tui.core.rules import TargetRules
from ses_tui.core.volume import BUCKET_SECONDS, HISTORY
from ses_tui.proving.rules import Rules
from ses_tui.proving.sent import deliver

WARM_UP = DAY
"""History before the span that is run through first, so that what is open at its begin is known."""


OPEN = frozenset({Kind.FIRING, Kind.EASED, Kind.REPEAT})
"""The newest message about a key is one of these as long as its alert is open."""


@dataclass(frozen=True, slots=True)
class History:
    """As a store keeps them (``TargetRules.stored``): points by key, each in time order, and the account's
    15-minute counts; times UTC epoch seconds."""

    points: Mapping[tuple[Subject, Metric], Sequence[Point]] = field(default_factory=dict)
    buckets: Sequence[SendBucket] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One message, ``at`` UTC epoch seconds, and the channels that would have been told."""

    at: float
    channels: tuple[str, ...]
    message: Message

    @property
    def said(self) -> tuple[str, str, str]:
        """Kind, condition and key: what it is compared by."""
        return self.message.kind.value, self.message.condition.word, str(self.message.key)


def replay(
    history: History, rules: Rules, start: float, end: float, poll: float, *, target: str = "default"
) -> list[Told]:
    """Every message from ``start`` to ``end``, had there been a poll every ``poll`` seconds."""
    return [told for told in _Replay(history, rules, start, poll, target).run(end) if told.at >= start]


def replay_with_past(
    history: History, rules: Rules, start: float, end: float, poll: float, *, target: str = "default"
) -> tuple[list[Told], list[Told]]:
    """As ``replay``; and before it what was open at ``start``: of each key the newest message."""
    told = _Replay(history, rules, start, poll, target).run(end)
    newest = {one.message.key: one for one in told if one.at < start}
    standing = [one for one in newest.values() if one.message.kind in OPEN]
    return standing, [one for one in told if one.at >= start]


class _Replay:
    def __init__(self, history: History, rules: Rules, start: float, poll: float, target: str) -> None:
        self._history = history
        self._poll = poll
        first = start - ceil(WARM_UP / poll) * poll
        self._clock = ManualClock(first)
        self._rules = TargetRules(target, rules.bands, Ledger(rules.floors), self._clock, rules.volume)
        self._next = dict.fromkeys(history.points, 0)
        self._ends = [bucket.at + BUCKET_SECONDS for bucket in history.buckets]
        self._starts = [bucket.at for bucket in history.buckets]
        self._seen = 0
        self._counted_at = inf if not history.buckets else first
        """When the counts were last run through: also without mail the window moves on."""

    def run(self, end: float) -> list[Told]:
        found: list[Told] = []
        while (now := self._clock.at) <= end:
            self._read(now)
            self._rules.see()
            channels: dict[str, list[str]] = {}
            said: dict[str, Message] = {}
            for channel, message in deliver(self._rules, lambda _: True):
                name = f"{message.key} {message.kind} {message.condition}"
                channels.setdefault(name, []).append(channel)
                said[name] = message
            found += (Told(now, tuple(channels[name]), message) for name, message in said.items())
            self._clock.at += self._poll
        return found

    def _read(self, now: float) -> None:
        for (subject, metric), points in self._history.points.items():
            first = last = self._next[subject, metric]
            while last < len(points) and points[last].at <= now:
                last += 1
            if last > first:
                self._rules.stored(subject, metric, points[first:last])
                self._next[subject, metric] = last
        known = bisect_right(self._ends, now)
        if known > self._seen or now >= self._counted_at + BUCKET_SECONDS:
            self._seen, self._counted_at = known, now
            oldest = bisect_right(self._starts, now - HISTORY)
            self._rules.statistics(self._history.buckets[oldest:known])
