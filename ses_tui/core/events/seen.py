"""What the screen knows of a target's queue of events: one frozen, bounded record for the snapshot."""

from ses_tui.core.errors import SourceError
from ses_tui.core.events.event import Diagnosis, Event
from ses_tui.core.model import Subject
from ses_tui.core.record import Record

NEWEST = 1_000
"""Events that the snapshot carries."""

REASONS = 12
"""Reasons given most that it carries."""


class Live(Record, frozen=True):
    """Events about one ISP or identity since VDM was last read; never part of a rate of VDM's."""

    bounces: int = 0
    complaints: int = 0
    delays: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.bounces + self.complaints + self.delays


class Reason(Record, frozen=True):
    """One reason with how often it was given. ``text`` is safe to print, its numbers are signs."""

    isp: str
    diagnosis: Diagnosis
    status: str
    text: str
    count: int


class EventsSeen(Record, frozen=True):
    """``queue``: its name; empty where none is configured, and then nothing else is set.

    Counts are of what came in since ``since``, at most a day ago. ``read_at``: the last good answer of
    the queue; ``newest``: newest first; ``refusals``: (ISP, class, how many) of bounces, delays and
    rejects; ``per_minute``: events of the last 60 s; ``again``: deliveries of events that had come
    before, ``strange``: messages that are no events and stay, both since the start; ``waiting``: messages
    still in the queue, None: not known; ``live``: since ``live_since``, VDM's last read; ``requests``:
    calls of SQS since the start. Times are UTC epoch seconds.
    """

    queue: str = ""
    since: float | None = None
    read_at: float | None = None
    newest: tuple[Event, ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    refusals: tuple[tuple[str, Diagnosis, int], ...] = ()
    complaints: tuple[tuple[str, int], ...] = ()
    reasons: tuple[Reason, ...] = ()
    per_minute: int = 0
    again: int = 0
    strange: int = 0
    waiting: int | None = None
    live: tuple[tuple[Subject, Live], ...] = ()
    live_since: float | None = None
    requests: int = 0
    warning: str = ""
    """What a receive does to that queue; safe to print."""

    error: SourceError | None = None

    @property
    def total(self) -> int:
        """Events that the counts are of."""
        return sum(count for _, count in self.kinds)


NO_EVENTS = EventsSeen()
