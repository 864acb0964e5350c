"""The account's SQS queue: SES events in SNS envelopes, one for each mail of the base of counts that bounced,
was delayed, rejected or complained about, in the sets that publish to SNS."""

import hashlib
import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from ses_tui.simulator.clock import SimulatedClock
from ses_tui.simulator.event_text import body
from ses_tui.simulator.hours import STEP
from ses_tui.simulator.mail import Kind, Mail, Stream
from ses_tui.simulator.resources import Resources

_KINDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("permanent", ("Bounce",)),
    ("transient", ("DeliveryDelay", "Bounce")),
    ("complaint", ("Complaint",)),
    ("reject", ("Reject",)),
    ("rendering", ("Rendering Failure",)),
)
_BACKLOG = 3_600 // STEP  # steps of events that wait in the queue at the start
_TWICE = 101  # SQS delivers at least once: every so many-th event is in the queue twice
_RETENTION = 4 * 86_400


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@dataclass(slots=True, eq=False)
class Message:
    """One message; the text of the account's own is made when it is first received."""

    id: str
    at: float
    source: tuple[str, Stream, int] | None = None
    body: str = ""
    md5: str = ""
    handle: str = ""
    received: int = 0
    first_received: float = 0.0
    hidden_until: float = 0.0  # time.monotonic


class Sending(Protocol):
    """What the queue knows of the account."""

    start: float
    clock: SimulatedClock
    mail: Mail
    resources: Resources
    hostile_names: bool

    @property
    def step(self) -> int: ...


class Queue:
    """Visibility runs on the wall clock, as for any consumer; events arrive on the simulator's."""

    visibility = 30.0
    retention = _RETENTION

    def __init__(self, account: Sending) -> None:
        self._account = account
        self._step = int(account.start) // STEP - _BACKLOG
        self._messages: OrderedDict[str, Message] = OrderedDict()
        self._handles: dict[str, str] = {}
        self._ahead = 0
        self._coming: deque[tuple[float, Stream, int, tuple[str, ...]]] = deque()
        self.arrived = self.sent = 0
        self.given_out: deque[str] = deque(maxlen=2_000)
        """The newest bodies of our own that somebody received."""
        sets = account.resources.configuration_sets
        self._streams = [
            (stream, events)
            for kind, events in _KINDS
            for stream in account.mail.streams(kind)
            if sets[stream.sender.configuration_set].destination == "enabled"
        ]

    def begin(self, seconds: float) -> None:
        """Somebody worked off all but the last ``seconds``; from now on an event arrives when it happens, not
        with its whole step, of which only then the counts are known. Before the first request."""
        self._step = max(self._step, self._account.step - int(seconds // STEP))
        self._ahead = 1

    def _fill(self) -> None:
        """Let the events up to now arrive."""
        now, last = self._account.clock.now(), self._account.step + self._ahead
        self._step = max(self._step, last - _RETENTION // STEP)
        for step in range(self._step, last):
            self._coming.extend(sorted(self._during(step), key=lambda event: event[0]))
        self._step = last
        while self._coming and self._coming[0][0] <= now:
            at, stream, number, events = self._coming.popleft()
            for event in events:
                self._arrive(at, stream, number, event)
        oldest = next(iter(self._messages.values()), None)
        while oldest is not None and oldest.at < now - _RETENTION:
            del self._messages[oldest.id]
            oldest = next(iter(self._messages.values()), None)

    def _during(self, step: int) -> Iterator[tuple[float, Stream, int, tuple[str, ...]]]:
        mail = self._account.mail
        first, end = mail.held(step), mail.held(step + 1)
        for stream, events in self._streams:
            low, high = stream.curve.at(stream.index, first), stream.curve.at(stream.index, end)
            for number in range(low, high):
                yield step * STEP + STEP * (number - low + 0.5) / (high - low), stream, number, events

    def _arrive(self, at: float, stream: Stream, number: int, event: str) -> None:
        self.arrived += 1
        for copy in range(2 if self.arrived % _TWICE == 0 else 1):
            name = _md5(f"{self.arrived}/{copy}")
            self._messages[name] = Message(name, at, (event, stream, number))

    def send(self, text: str) -> Message:
        """Put a message of somebody else into the queue, which is what SNS does in AWS."""
        self._fill()
        self.sent += 1
        name = _md5(f"sent/{self.sent}")
        message = Message(name, self._account.clock.now(), body=text, md5=_md5(text))
        self._messages[name] = message
        return message

    def receive(self, most: int, visibility: float | None = None) -> list[Message]:
        """Up to `most` visible messages, oldest first; they are hidden for a while."""
        self._fill()
        now = time.monotonic()
        found = []
        for message in self._messages.values():
            if message.hidden_until > now:
                continue
            if not message.body and message.source is not None:
                message.body = body(*message.source, message.at, hostile=self._account.hostile_names)
                message.md5 = _md5(message.body)
                self.given_out.append(message.body)
            message.received += 1
            message.first_received = message.first_received or time.time()
            message.hidden_until = now + (self.visibility if visibility is None else visibility)
            message.handle = f"{message.id}#{message.received}"
            self._handles[message.handle] = message.id
            found.append(message)
            if len(found) == most:
                break
        return found

    def ready(self) -> bool:
        """Whether a receive would get something now."""
        self._fill()
        now = time.monotonic()
        return any(message.hidden_until <= now for message in self._messages.values())

    def delete(self, handle: str) -> bool:
        """Delete by receipt handle; False if it was never given out. Twice is no error, as in SQS."""
        name = self._handles.get(handle)
        if name is None:
            return False
        self._messages.pop(name, None)
        return True

    def counts(self) -> tuple[int, int]:
        """(visible, hidden) messages."""
        self._fill()
        now = time.monotonic()
        hidden = sum(message.hidden_until > now for message in self._messages.values())
        return len(self._messages) - hidden, hidden
