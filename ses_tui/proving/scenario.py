"""A scenario: what is read when, what happens, and what must and must not be told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import ErrorKind
from ses_tui.core.messages import Kind
from ses_tui.core.model import Metric, Subject, SubjectMetric
from ses_tui.proving.rules import Rules

Span = tuple[float, float]
"""From and to, seconds after the start, both included."""


@dataclass(frozen=True, slots=True)
class Ack:
    """Somebody looks after ``key``."""

    at: float
    key: str
    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class Quieten:
    """Messages about what ``matcher`` matches wait; ``also``: pause, blind."""

    at: float
    matcher: str
    seconds: float
    why: str
    also: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outage:
    """Reads fail by ``kind`` from ``at`` on, and before ``until``: those of ``only``, else all."""

    at: float
    kind: ErrorKind
    until: float
    only: tuple[tuple[Subject, Metric], ...] = ()

    def hits(self, key: tuple[Subject, Metric], at: float) -> bool:
        """Whether the read of ``key`` fails."""
        return self.at <= at < self.until and (not self.only or key in self.only)


@dataclass(frozen=True, slots=True)
class Restart:
    """The program ends at ``at``; its first cycle is at ``at + downtime``."""

    at: float
    downtime: float


@dataclass(frozen=True, slots=True)
class Deaf:
    """``channel`` accepts nothing from ``at`` on, and before ``until``."""

    at: float
    channel: str
    until: float


Event = Ack | Quieten | Outage | Restart | Deaf


@dataclass(frozen=True, slots=True)
class Partial:
    """What a message is compared with; None: any. ``written``: as it stands in the file."""

    written: str = "{}"
    kind: Kind | None = None
    condition: Condition | None = None
    key: str | None = None
    channel: str | None = None
    cause: str | None = None
    text: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Expect:
    """One item of ``expect``; ``span`` has two equal ends where it says ``at``."""

    line: int
    span: Span
    notify: tuple[Partial, ...] = ()
    states: Mapping[str, Condition] = field(default_factory=dict)
    health: Health | None = None


@dataclass(frozen=True, slots=True)
class Never:
    """One item of ``never``; no span: the whole run."""

    line: int
    partial: Partial
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """Times are seconds after ``start``, which is UTC epoch seconds; ``poll`` in seconds.

    All series hold one sample per poll, None where the read brings nothing new. ``counts`` are by subject,
    then by name: ``sends``, ``bounces``, ``complaints``, of the account ``rejects`` and
    ``rendering_failures`` too. ``quota``: its use, a fraction, and MaxSendRate. ``strict``: a message that no
    item of ``expect`` names fails the run.
    """

    file: str
    title: str
    start: float
    poll: float
    rules: Rules
    rates: Mapping[tuple[Subject, Metric], tuple[float | None, ...]]
    words: Mapping[SubjectMetric, tuple[str | None, ...]]
    counts: Mapping[Subject, Mapping[str, tuple[int | None, ...]]]
    quota: Mapping[Metric, tuple[float | None, ...]] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    expect: tuple[Expect, ...] = ()
    never: tuple[Never, ...] = ()
    strict: bool = False

    @property
    def samples(self) -> int:
        """The length of the longest series."""
        counted = (column for columns in self.counts.values() for column in columns.values())
        plain = (*self.rates.values(), *self.words.values(), *self.quota.values())
        return max(map(len, (*plain, *counted)), default=0)

    @property
    def end(self) -> float:
        """The last sample or the last time that is named, whichever is later."""
        named = [item.span[1] for item in self.expect]
        named += [item.span[1] for item in self.never if item.span is not None]
        return max([(self.samples - 1) * self.poll, *named])
