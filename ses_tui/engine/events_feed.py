"""The live events of one target beside its other reads: received, stored, counted, shown.

Has an error of its own and no say in whether the account can be seen.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple, Protocol

from ses_tui.core.clock import DAY, Clock
from ses_tui.core.errors import SourceError
from ses_tui.core.events.event import Arrival, Event, EventType, Stored
from ses_tui.core.events.seen import REASONS, EventsSeen, Live
from ses_tui.core.events.window import Window
from ses_tui.core.health import ReadLog
from ses_tui.core.isps import OTHER
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.results import ReadError
from ses_tui.engine.events_tail import FULL, SOURCE, EventsTail, Queue, trouble_of
from ses_tui.engine.first_look import ForeignQueue
from ses_tui.engine.state import TargetState

RETRY_SECONDS = 30.0
"""Pause after a first call that failed; it doubles, as with every source."""

PUBLISH_SECONDS = 1.0
"""Real time between two snapshots for events alone: a thousand a second must not make as many."""

RESTORED = 20_000
"""Events of the last day that are taken up at the start: 0.3 s of a thread."""

SUBJECTS = 5_000
"""ISPs and identities with live counts at most."""

DEPTH_SECONDS = 15.0
"""Real time between two looks at how many messages wait, while the queue is full."""

_LIVE: dict[str, Live] = {
    EventType.BOUNCE: Live(bounces=1),
    EventType.COMPLAINT: Live(complaints=1),
    EventType.DELIVERY_DELAY: Live(delays=1),
}


class Inbox(Protocol):
    """Where events are stored, on the disk when ``add`` returns."""

    def add(self, arrivals: Sequence[Arrival]) -> Stored: ...
    def arrived(self, queue: str, since: float, most: int) -> Sequence[tuple[float, Event]]: ...
    def close(self) -> None: ...


class ClosableQueue(Queue, Protocol):
    """A queue that is closed at the end."""

    async def close(self) -> None: ...


class Intake(NamedTuple):
    """Where a target's events come from and go. ``failures``: what ``open_inbox`` and the inbox raise
    where nothing can be stored now; ``requests``: calls of SQS so far."""

    queue: ClosableQueue
    open_inbox: Callable[[], Inbox]
    failures: tuple[type[Exception], ...] = ()
    requests: Callable[[], int] = lambda: 0


class EventsFeed:
    """One per target with a queue, on the engine's loop. ``changed``: there is news to publish;
    ``on_arrival``: a message was stored."""

    def __init__(
        self,
        intake: Intake,
        state: TargetState,
        clock: Clock,
        changed: Callable[[], None],
        on_arrival: Callable[[Arrival], None] = lambda arrival: None,
    ) -> None:
        self._intake = intake
        self._state = state
        self._clock = clock
        self._changed = changed
        self._on_arrival = on_arrival
        self._passing: tuple[type[Exception], ...] = (ReadError, *intake.failures)
        self._foreign: SourceError | None = None
        """Why the queue is not read again in this run."""
        self._warning = ""
        self._inbox: Inbox | None = None
        self._tail: EventsTail | None = None
        self._window = Window()
        self._live: dict[Subject, Live] = {}
        self._live_since: float | None = None
        self._waiting: int | None = None
        self._asked = float("-inf")
        self._before = (0, 0)
        self._seen = EventsSeen(queue=intake.queue.name.rpartition("/")[2])
        self._dirty = False
        self._publishing: asyncio.TimerHandle | None = None
        self._asking: asyncio.Task[None] | None = None
        state.other_reads[SOURCE] = ReadLog(clock.monotonic())

    async def read(self) -> bool:
        """Receive until cancelled; False where it could not begin, or the queue is somebody else's."""
        if self._foreign is not None:
            return False
        try:
            if self._inbox is None:
                self._inbox = await asyncio.to_thread(self._intake.open_inbox)
                await self._restore(self._inbox)
            self._window.begin(self._clock.now())
            self._tail = self._new_tail(self._inbox)
            await self._tail.run()
        except self._passing as error:
            self._foreign = error.error if isinstance(error, ForeignQueue) else None
            self._trouble(trouble_of(error))
            return False
        return True

    async def close(self) -> None:
        """What is being stored is stored; then let go of queue and file."""
        for pending in (self._publishing, self._asking):
            if pending is not None:
                pending.cancel()
        if self._tail is not None:
            await self._tail.finish()
        await self._intake.queue.close()
        if self._inbox is not None:
            self._inbox.close()

    def seen(self) -> EventsSeen:
        """As it stands now; the same object while nothing has changed."""
        now = self._clock.now()
        self._catch_up()
        old = self._window.forget(now)
        if not (self._dirty or old or self._window.per_minute != self._seen.per_minute):
            return self._seen
        self._dirty = False
        tally, progress = self._window.tally, self._progress()
        self._seen = EventsSeen(
            queue=self._seen.queue,
            since=self._window.since(now),
            read_at=self._state.read_at.get(SOURCE),
            newest=self._window.by_time(),
            kinds=tuple(tally.events.most_common()),
            refusals=tuple((isp, diagnosis, n) for (isp, diagnosis), n in tally.by_isp.most_common()),
            complaints=tuple(tally.complaints.most_common()),
            reasons=tally.reasons(REASONS),
            per_minute=self._window.per_minute,
            again=progress[0],
            strange=progress[1],
            warning=self._warning,
            waiting=self._waiting,
            live=tuple(self._live.items()),
            live_since=self._live_since,
            requests=self._intake.requests(),
            error=next(iter(self._state.errors.get(SOURCE, ())), None),
        )
        return self._seen

    async def _restore(self, inbox: Inbox) -> None:
        """Take up what came in during the last day, so that a restart shows what was shown."""
        now = self._clock.now()
        found = await asyncio.to_thread(inbox.arrived, self._intake.queue.name, now - DAY, RESTORED)
        self._window.begin(found[0][0] if found else now)
        for received, event in found:
            self._window.add((event,), received)
        self._mark_changed()

    def _new_tail(self, inbox: Inbox) -> EventsTail:
        loop = asyncio.get_running_loop()
        self._before = self._progress()
        return EventsTail(
            self._intake.queue,
            inbox,
            self._clock,
            on_stored=lambda stored: _call_on(loop, self._take, stored),
            on_trouble=self._trouble,
            on_answer=self._answered,
            on_warning=self._warned,
            on_arrival=self._on_arrival,
            failures=self._intake.failures,
        )

    def _progress(self) -> tuple[int, int]:
        """Events that came again and messages that are none, those of earlier tails included."""
        again, aside = self._before
        if self._tail is not None:
            again, aside = again + self._tail.progress.again, aside + self._tail.look.strange
        return again, aside

    def _take(self, stored: Stored) -> None:
        now = self._clock.now()
        self._catch_up()
        self._window.add(stored.fresh, now)
        for event in stored.fresh:
            self._count_live(event)
        self._mark_changed()

    def _count_live(self, event: Event) -> None:
        """What happened before VDM was read is in VDM's own counts."""
        one = _LIVE.get(event.event)
        if (
            one is None
            or event.not_sent
            or self._live_since is None
            or (event.at or self._live_since) < self._live_since
        ):
            return
        isp = Subject(SubjectKind.ISP, event.isp)
        if isp not in self._state.counts:  # no row of its own: its mail is among the others
            isp = Subject(SubjectKind.ISP, OTHER)
        for subject in (isp, Subject(SubjectKind.IDENTITY, event.identity)):
            known = self._live.get(subject)
            if known is None and (not subject.name or len(self._live) >= SUBJECTS):
                continue
            known = known or Live()
            self._live[subject] = Live(
                known.bounces + one.bounces, known.complaints + one.complaints, known.delays + one.delays
            )

    def _catch_up(self) -> None:
        """Begin anew when VDM was read."""
        read_at = self._state.read_at.get("vdm")
        if read_at != self._live_since:
            self._live_since = read_at
            self._live = {}
            self._dirty = True

    def _answered(self, messages: int) -> None:
        """The queue gave an answer: it can be seen."""
        errors = self._state.errors.get(SOURCE, ())
        first = SOURCE not in self._state.read_at
        kept = tuple(error for error in errors if error.operation not in ("", "ReceiveMessage"))
        self._state.succeeded(SOURCE, self._clock.now(), kept)
        if messages >= FULL:
            self._waiting = self._waiting or None
            self._ask_depth()
        elif not messages and self._waiting != 0:
            self._waiting = 0
            self._mark_changed()
        if first or kept != errors:
            self._mark_changed()

    def _ask_depth(self) -> None:
        """How much waits, while more comes than was taken; who may not ask goes without."""
        now = asyncio.get_running_loop().time()
        if now - self._asked >= DEPTH_SECONDS:
            self._asked = now
            self._asking = asyncio.create_task(self._read_depth())

    async def _read_depth(self) -> None:
        with suppress(ReadError):
            self._waiting = await self._intake.queue.depth()
        self._mark_changed()

    def _trouble(self, error: SourceError | None) -> None:
        if error is None:
            self._state.errors[SOURCE] = ()
        else:
            # one name for what is wrong, whichever call it was
            self._state.failed(SOURCE, replace(error, source=SOURCE))
        self._mark_changed()

    def _warned(self, said: str) -> None:
        self._warning = said
        self._mark_changed()

    def _mark_changed(self) -> None:
        """Publish within a second; news that come meanwhile go with it."""
        self._dirty = True
        if self._publishing is None:
            loop = asyncio.get_running_loop()
            self._publishing = loop.call_later(PUBLISH_SECONDS, self._publish)

    def _publish(self) -> None:
        self._publishing = None
        self._changed()


def _call_on(loop: asyncio.AbstractEventLoop, act: Callable[[Stored], None], stored: Stored) -> None:
    """From the storing thread; at the very end there is nobody left to tell."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(act, stored)
