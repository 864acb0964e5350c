"""The live tail of a queue: receive, store, and only then delete; several batches at once.

What the queue gives is stored by one thread in large transactions: whatever has come in while the last
one was written. A message whose events are not stored stays in the queue and comes again; one that
comes again changes nothing (``store.events_in``). A message that is no event is never deleted.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple, Protocol

from ses_tui.core.clock import Clock
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.events.event import Arrival, Malformed, Stored
from ses_tui.core.events.parse import parse
from ses_tui.core.results import ReadError
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.engine.first_look import VISIBILITY, FirstLook, ForeignQueue, warning

POLLS = 8
"""Batches under way at once while the queue is full; an idle queue is asked by one long poll alone."""

SOURCE, RECEIVE = "events", "ReceiveMessage"

LONG_POLL = 20
FULL = 10

PAUSE_SECONDS = 1.0
PAUSE_MOST = 30.0


def trouble_line(error: SourceError) -> str:
    """One line: what failed, why, what to do."""
    hint = f" ({error.hint})" if error.hint else ""
    where = f"{error.operation}: " if error.operation else ""
    return f"{where}{error.message}{hint}"


def trouble_of(error: Exception) -> SourceError:
    """What the queue, or the disk, said as a value."""
    if isinstance(error, ReadError):
        return error.error
    return SourceError(SOURCE, "", ErrorKind.SERVICE, safe(error, MESSAGE_CAP), "")


class Message(Protocol):
    """One message of a queue. ``id`` stays over redeliveries, ``handle`` is of this one."""

    @property
    def id(self) -> str: ...
    @property
    def handle(self) -> str: ...
    @property
    def body(self) -> str: ...


class Queue(Protocol):
    """Every method raises ReadError."""

    @property
    def name(self) -> str: ...

    async def receive(self, wait: int, visibility: int | None = None) -> Sequence[Message]: ...
    async def delete(self, handles: Sequence[str]) -> int: ...
    async def depth(self) -> int: ...
    async def receives_most(self) -> int | None: ...


class Sink(Protocol):
    """Stores all of them or raises; returns when they are on the disk."""

    def add(self, arrivals: Sequence[Arrival]) -> Stored: ...


class Progress(NamedTuple):
    """Counts since the start. ``again``: events that were stored before; ``left``: messages that SQS
    did not delete, which come again; ``notices``: messages about the topic itself."""

    messages: int = 0
    fresh: int = 0
    again: int = 0
    notices: int = 0
    left: int = 0


class _Waiting(NamedTuple):
    arrivals: Sequence[Arrival]
    done: "asyncio.Future[Stored]"


class EventsTail:
    """Runs on one event loop until ``stop``.

    ``on_stored`` is called in the storing thread with what each transaction brought, before anything of
    it is deleted. ``on_trouble`` is told what goes wrong, and that it is over (None); ``on_answer`` how
    many messages the queue gave each time, ``on_warning`` what should be known before the first look.
    ``failures``: what ``sink`` raises where it can't store now; that is tried again. ``until_empty``: end
    when the queue holds no message, those that other consumers hold included.
    """

    def __init__(
        self,
        queue: Queue,
        sink: Sink,
        clock: Clock,
        *,
        on_stored: Callable[[Stored], None] = lambda stored: None,
        on_trouble: Callable[[SourceError | None], None] = lambda error: None,
        on_answer: Callable[[int], None] = lambda messages: None,
        on_warning: Callable[[str], None] = lambda said: None,
        on_arrival: Callable[[Arrival], None] = lambda arrival: None,
        failures: tuple[type[Exception], ...] = (),
        polls: int = POLLS,
        until_empty: bool = False,
        reveal: bool = False,
    ) -> None:
        self.progress = Progress()
        self._queue = queue
        self._sink = sink
        self._clock = clock
        self._on_stored = on_stored
        self._on_trouble = on_trouble
        self._on_answer = on_answer
        self._on_warning = on_warning
        self._on_arrival = on_arrival
        self.look = FirstLook()
        """What is no event, and stays in the queue."""
        self._passing: tuple[type[Exception], ...] = (ReadError, *failures)
        self._broken: Exception | None = None
        self._polls = polls
        self._until_empty = until_empty
        self._reveal = reveal
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None
        self._stopped = asyncio.Event()
        self._answered = False
        self._trouble: SourceError | None = None
        self._helpers: set[asyncio.Task[None]] = set()

    def stop(self) -> None:
        """Receive nothing more; ``run`` returns when what was received is stored and deleted."""
        self._stopped.set()

    async def run(self) -> None:
        """Raises ReadError if the very first call fails, ForeignQueue if the queue holds nothing of SES:
        then it is not as it was said to be."""
        try:
            await self._warn()
            await self._poll()
        finally:
            self._stopped.set()
            if self._helpers:
                await asyncio.wait(self._helpers)
        if self._broken is not None:
            raise self._broken

    async def finish(self) -> None:
        """Wait, after ``run`` was cancelled, until nothing is being stored."""
        if self._writing is not None:
            await asyncio.wait((self._writing,))

    async def _poll(self) -> None:
        pause = PAUSE_SECONDS
        while not self._stopped.is_set():
            began = self._clock.monotonic()
            try:
                messages = await self._receive(1 if self._until_empty else LONG_POLL)
                if not messages:
                    idle = self._until_empty and not self._helpers
                    if idle and await self._queue.depth() <= self.look.strange:
                        self.look.end()
                        return
                    # A queue that doesn't wait for messages must not be asked without end.
                    await self._rest(began + PAUSE_SECONDS - self._clock.monotonic())
                elif len(messages) >= FULL and self.look.over:
                    self._call_helpers()
                await self._take(messages)
            except ForeignQueue:
                raise
            except self._passing as error:
                if not self._answered:
                    raise
                self._tell(error)
                await self._rest(pause)
                pause = min(2 * pause, PAUSE_MOST)
            else:
                pause = PAUSE_SECONDS
                # What can't be stored or deleted is not over because the queue gave nothing.
                if self._trouble and (messages or self._trouble.operation == RECEIVE):
                    self._trouble = None
                    self._on_trouble(None)

    async def _warn(self) -> None:
        """Say what a receive does there; who may not ask goes without."""
        with suppress(ReadError):
            said = warning(self._queue.name, await self._queue.receives_most())
            if said:
                self._on_warning(said)

    def _call_helpers(self) -> None:
        while len(self._helpers) < self._polls - 1:
            task = asyncio.create_task(self._help())
            self._helpers.add(task)
            task.add_done_callback(self._helpers.discard)

    async def _help(self) -> None:
        """Work as long as batches are full; the long poll sees to the rest, and to what fails."""
        try:
            while not self._stopped.is_set():
                messages = await self._receive(0)
                await self._take(messages)
                if len(messages) < FULL:
                    return
        except self._passing as error:
            self._tell(error)
        except Exception as error:  # noqa: BLE001  # ``run`` raises it
            self._broken = error
            self._stopped.set()

    async def _receive(self, wait: int) -> Sequence[Message]:
        """What the queue gives that is not known as no event; nothing if told to stop meanwhile."""
        visibility = None if self.look.over else VISIBILITY
        asked = asyncio.ensure_future(self._queue.receive(wait, visibility))
        stopped = asyncio.ensure_future(self._stopped.wait())
        try:
            await asyncio.wait({asked, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                return ()
            messages = asked.result()
        finally:
            for task in (asked, stopped):
                task.cancel()
        self._answered = True
        self._on_answer(len(messages))
        if not self.look.over:
            return messages
        return [message for message in messages if not self.look.knows(message.id)]

    async def _take(self, messages: Sequence[Message]) -> None:
        if not messages:
            return
        now = self._clock.now()
        arrivals = [
            Arrival(
                self._queue.name,
                message.id,
                now,
                message.body,
                parse(message.body, delivery=message.id, reveal=self._reveal),
            )
            for message in messages
        ]
        self.look.see(arrivals)
        await self._store(arrivals)
        for arrival in arrivals:
            self._on_arrival(arrival)
        handles = [
            message.handle
            for message, arrival in zip(messages, arrivals, strict=True)
            if not isinstance(arrival.parsed, Malformed)
        ]
        left = await self._queue.delete(handles) if handles else 0
        self.progress = self.progress._replace(left=self.progress.left + left)

    async def _store(self, arrivals: Sequence[Arrival]) -> Stored:
        """Wait until they are on the disk, together with what others bring meanwhile."""
        waiting = _Waiting(arrivals, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await waiting.done

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            arrivals = [arrival for waiting in batch for arrival in waiting.arrivals]
            try:
                stored = await asyncio.to_thread(self._store_now, arrivals)
            except Exception as error:  # noqa: BLE001  # handed on to each that waits for it
                for waiting in batch:
                    if not waiting.done.cancelled():
                        waiting.done.set_exception(error)
                continue
            self._count(arrivals, stored)
            for waiting in batch:
                if not waiting.done.cancelled():  # the end came while it was written: it comes again
                    waiting.done.set_result(stored)

    def _store_now(self, arrivals: Sequence[Arrival]) -> Stored:
        stored = self._sink.add(arrivals)
        self._on_stored(stored)
        return stored

    def _count(self, arrivals: Sequence[Arrival], stored: Stored) -> None:
        events = sum(len(arrival.parsed) for arrival in arrivals if isinstance(arrival.parsed, tuple))
        broken = sum(isinstance(arrival.parsed, Malformed) for arrival in arrivals)
        whole = sum(isinstance(arrival.parsed, tuple) for arrival in arrivals)
        before = self.progress
        self.progress = Progress(
            messages=before.messages + len(arrivals),
            fresh=before.fresh + len(stored.fresh),
            again=before.again + events - len(stored.fresh),
            notices=before.notices + len(arrivals) - whole - broken,
            left=before.left,
        )

    def _tell(self, error: Exception) -> None:
        self._trouble = trouble_of(error)
        self._on_trouble(self._trouble)

    async def _rest(self, seconds: float) -> None:
        """Wait, but not past ``stop``."""
        slept = asyncio.ensure_future(self._clock.sleep(seconds))
        stopped = asyncio.ensure_future(self._stopped.wait())
        await asyncio.wait({slept, stopped}, return_when=asyncio.FIRST_COMPLETED)
        for task in (slept, stopped):
            task.cancel()
