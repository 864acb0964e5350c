"""All the mail of the account: the one base of counts that every answer is drawn from.

Mail is a set of *streams*: one sender, one kind. A stream's running total is a whole number that only
grows, and mail number n of a stream has one ISP and one identity, for ever. So any window is a difference
of two totals, and any split adds up to the whole exactly.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from ses_tui.simulator import isps
from ses_tui.simulator.hours import HISTORY_DAYS, STEP, HourlyCurves, ScriptedCurve
from ses_tui.simulator.scenarios.model import Burst, Identity, Scenario

Kind = Literal["delivered", "permanent", "transient", "complaint", "open", "click", "reject", "rendering"]
KINDS: tuple[Kind, ...] = ("delivered", "permanent", "transient", "complaint", "open", "click", "reject")
"""Of everyday mail, in which no template fails."""
SENT: tuple[Kind, ...] = ("delivered", "permanent", "transient")
"""What was sent either arrived, or bounced for good, or was given up after deferrals."""
_REJECTED = 0.00003
_UNSEEN = 25
"""VDM does not see every 25th mail (several recipients, suppressed, simulator): its counts are 4 % lower."""


class Where(NamedTuple):
    """Which mail is meant; None means all."""

    identity: str | None = None
    isp: str | None = None
    configuration_set: str | None = None
    tenant: str | None = None
    pool: str | None = None
    tracked: bool | None = None  # opens and clicks are measured for this sender


EVERYTHING = Where()


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """One kind of mail of one sender (or of a group of equal senders, taking turns)."""

    sender: Identity
    kind: Kind
    curve: HourlyCurves | ScriptedCurve
    index: int
    pattern: isps.Pattern

    def count(self, step: int, where: Where, vdm: bool, member: int) -> int:
        n = self.curve.at(self.index, step)
        if vdm:
            n -= n // _UNSEEN
        members = self.sender.members
        if where.identity is None or members == 1:
            return n if where.isp is None else self.pattern.first(where.isp, n)
        k = (n - member + members - 1) // members
        return k if where.isp is None else self.pattern.strided(where.isp, member, members, k)

    def isp_of(self, n: int) -> str:
        return self.pattern.table[n % len(self.pattern.table)]

    def identity_of(self, n: int) -> str:
        return member_name(self.sender, n % self.sender.members)


def member_name(sender: Identity, member: int) -> str:
    return sender.name if sender.members == 1 else sender.name.format(member)


class Mail:
    """The mail of a scenario from HISTORY_DAYS before the start on, for ever."""

    def __init__(self, scenario: Scenario, seed: int, start: float) -> None:
        self.first_step = (int(start) // 3600 - HISTORY_DAYS * 24) * 12
        self._stop: int | None = None
        for status in scenario.status:
            if not status.sending_enabled:
                self._stop = int(start + 60 * status.minute) // STEP
        self._stops: dict[str, int] = {
            one.identity: int(start + 60 * one.minute) // STEP
            for one in reversed(scenario.identity_status)
            if not one.sending_enabled
        }
        """By sender the step from which on SES refuses its mail."""
        if scenario.mail_stops is not None:
            self._stop = int(start + 60 * scenario.mail_stops) // STEP
        self._streams: list[Stream] = []
        self.members: dict[str, tuple[Identity, int]] = {}
        for sender in scenario.identities:
            self._add_everyday(sender, seed)
            for member in range(sender.members):
                self.members[member_name(sender, member)] = (sender, member)
        for burst in scenario.bursts:
            self._add_burst(burst, start)
        self._by_sender: dict[str, list[Stream]] = {}
        for stream in self._streams:
            self._by_sender.setdefault(stream.sender.name, []).append(stream)
        self._chosen: dict[tuple[Kind, str | None, Where], list[Stream]] = {}

    def _add_everyday(self, sender: Identity, seed: int) -> None:
        bounced = sender.bounce + sender.transient
        arrived = 1 - bounced
        fractions = (
            arrived,
            sender.bounce,
            sender.transient,
            sender.complaint * arrived,
            sender.open * arrived,
            sender.click * arrived,
            _REJECTED,
        )
        first_hour = self.first_step // 12
        curves = HourlyCurves(first_hour, sender.daily, sender.growth, fractions, f"{seed}/{sender.name}")
        for index, kind in enumerate(KINDS):
            if fractions[index]:
                spread = kind if kind in ("permanent", "transient", "complaint") else "delivered"
                self._streams.append(Stream(sender, kind, curves, index, isps.mixed(sender.audience, spread)))

    def _add_burst(self, burst: Burst, start: float) -> None:
        sender = self.members[burst.identity][0]
        for kind in ("delivered", "permanent", "transient", "complaint", "rendering"):
            totals: tuple[float, ...] = getattr(burst, kind)
            if totals:
                spread = "delivered" if kind == "rendering" else kind
                pattern = isps.mixed(sender.audience, spread) if burst.isp is None else isps.only(burst.isp)
                curve = ScriptedCurve(start, burst.minutes, totals)
                self._streams.append(Stream(sender, kind, curve, 0, pattern))

    def streams(self, kind: Kind, where: Where = EVERYTHING) -> list[Stream]:
        """The streams that hold this mail, whatever its ISP."""
        sender = None
        if where.identity is not None:
            if where.identity not in self.members:
                return []
            sender = self.members[where.identity][0].name
        key = (kind, sender, where._replace(identity=None, isp=None))
        found = self._chosen.get(key)
        if found is None:
            among = self._streams if sender is None else self._by_sender[sender]
            found = [stream for stream in among if stream.kind == kind and _belongs(stream.sender, where)]
            self._chosen[key] = found
        return found

    def held(self, step: int) -> int:
        """The step itself, or the one at which sending was stopped."""
        return step if self._stop is None else min(step, self._stop)

    def total(self, kind: Kind, step: int, where: Where = EVERYTHING, vdm: bool = False) -> int:
        """Mails of this kind from the beginning of the history up to a step (epoch seconds // STEP)."""
        step = self.held(step)
        member = 0 if where.identity is None else self.members.get(where.identity, (None, 0))[1]
        streams, stops = self.streams(kind, where), self._stops
        if not stops:
            return sum([stream.count(step, where, vdm, member) for stream in streams])
        return sum(
            stream.count(min(step, stops.get(stream.sender.name, step)), where, vdm, member)
            for stream in streams
        )

    def between(self, kind: Kind, first: int, last: int, where: Where = EVERYTHING, vdm: bool = False) -> int:
        """Mails from one step up to another."""
        return self.total(kind, last, where, vdm) - self.total(kind, first, where, vdm)

    def run(self, kind: Kind, first: int, last: int, where: Where = EVERYTHING, every: int = 1) -> list[int]:
        """`total` at each step from first to last, both included; with `every`, a divisor of an hour's steps
        that divides `first`, at each so many-th."""
        steps = range(first, last + 1, every)
        if not steps:
            return []
        held = self.held(last)
        stopped = held < last or any(stop < last for stop in self._stops.values())
        if where.identity is not None or where.isp is not None or stopped:
            return [self.total(kind, step, where) for step in steps]
        rows = [stream.curve.run(stream.index, first, last, every) for stream in self.streams(kind, where)]
        moving = [row for row in rows if row[0] != row[-1]]  # totals only grow
        still = sum(row[0] for row in rows if row[0] == row[-1])
        if not moving:
            return [still] * len(steps)
        return [still + sum(column) for column in zip(*moving, strict=True)]


def _belongs(sender: Identity, where: Where) -> bool:
    return (
        where.configuration_set in (None, sender.configuration_set)
        and where.tenant in (None, sender.tenant)
        and where.pool in (None, sender.pool)
        and where.tracked in (None, sender.open > 0)
    )
