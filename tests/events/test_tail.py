"""Stored, then deleted: in every order in which queue, disk and network may fail."""

import asyncio
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.events.event import Arrival, Stored
from ses_tui.core.record import replace
from ses_tui.core.results import ReadError
from ses_tui.engine.events_tail import EventsTail, trouble_line
from ses_tui.engine.first_look import VISIBILITY, ForeignQueue
from ses_tui.store.events_in import EventStore
from ses_tui.store.files import StoreProblem
from tests.events.examples import TYPES, envelope, event

TROUBLE = ReadError(SourceError("events", "ReceiveMessage", ErrorKind.NETWORK, "gone", "wait"))


class Message(NamedTuple):
    """As a queue gives it."""

    id: str
    handle: str
    body: str


class FakeQueue:
    """A queue with no time-outs: what is not deleted by ``run``'s end comes again with ``redeliver``.

    ``fails``: the calls, by number, that raise. ``keeps``: handles that are not deleted the first time.
    """

    name = "q"

    def __init__(self, bodies: Sequence[str], store: EventStore, fails: Sequence[int] = ()) -> None:
        self.bodies = {f"m-{number}": body for number, body in enumerate(bodies)}
        self.ready = list(self.bodies)
        self.calls = 0
        self.fails = set(fails)
        self.keeps: set[str] = set()
        self.store = store
        self.stored_first = True
        self.most_at_once = 0
        self.moved_after: int | None = None
        self.visibilities: list[int | None] = []
        self._open = 0

    def redeliver(self) -> None:
        self.ready = list(self.bodies)

    def _call(self) -> None:
        self.calls += 1
        if self.calls in self.fails:
            raise TROUBLE

    async def receive(self, wait: int, visibility: int | None = None) -> Sequence[Message]:
        self._call()
        self.visibilities.append(visibility)
        self._open += 1
        self.most_at_once = max(self.most_at_once, self._open)
        await asyncio.sleep(0)
        self._open -= 1
        taken, self.ready = self.ready[:10], self.ready[10:]
        return [Message(name, f"h-{name}", self.bodies[name]) for name in taken]

    async def delete(self, handles: Sequence[str]) -> int:
        self._call()
        self.stored_first &= self.store.count() > 0
        left = [handle for handle in handles if handle in self.keeps]
        self.keeps -= set(left)
        for handle in handles:
            if handle not in left:
                self.bodies.pop(handle[2:], None)
        return len(left)

    async def receives_most(self) -> int | None:
        return self.moved_after

    async def depth(self) -> int:
        if not self.ready and self.bodies:
            self.redeliver()
        return len(self.bodies)


class NoWait:
    """A clock whose sleeps are over at once."""

    def now(self) -> float:
        return 1000.0

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


def bodies(count: int) -> list[str]:
    """So many different events, every type among them."""
    return [envelope(event(TYPES[n % len(TYPES)], n), f"sns-{n}") for n in range(count)]


def saying(said: list[str | None]) -> Callable[[SourceError | None], None]:
    """Keeps what it is told, as it is told to people."""
    return lambda error: said.append(trouble_line(error) if error else None)


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    """An empty store."""
    return EventStore.open(tmp_path)


async def test_a_full_queue_is_worked_off_several_batches_at_once(store: EventStore) -> None:
    queue = FakeQueue(bodies(500), store)
    tail = EventsTail(queue, store, NoWait(), until_empty=True)
    await tail.run()
    assert queue.bodies == {}
    assert store.count() == 500
    assert (tail.progress.fresh, tail.progress.again, tail.progress.left) == (500, 0, 0)
    assert queue.most_at_once > 3
    assert queue.stored_first


async def test_one_long_poll_alone_asks_an_idle_queue(store: EventStore) -> None:
    queue = FakeQueue(bodies(5), store)
    await EventsTail(queue, store, NoWait(), until_empty=True).run()
    assert queue.most_at_once == 1


@pytest.mark.parametrize("fails", [[3], [2, 4, 6], list(range(3, 40, 2))])
async def test_calls_that_fail_lose_nothing_and_count_nothing_twice(
    store: EventStore, fails: list[int]
) -> None:
    queue = FakeQueue(bodies(120), store, fails)
    said: list[str | None] = []
    tail = EventsTail(queue, store, NoWait(), until_empty=True, on_trouble=saying(said))
    await tail.run()
    assert queue.bodies == {}
    assert store.count() == 120
    assert tail.progress.fresh == 120
    assert said[0] == "ReceiveMessage: gone (wait)"
    assert said[-1] is None


async def test_what_sqs_did_not_delete_comes_again_and_is_counted_once(store: EventStore) -> None:
    queue = FakeQueue(bodies(20), store)
    queue.keeps = {"h-m-3", "h-m-17"}
    tail = EventsTail(queue, store, NoWait(), until_empty=True)
    await tail.run()
    assert store.count() == 20
    assert (tail.progress.fresh, tail.progress.again, tail.progress.left) == (20, 2, 2)


async def test_nothing_is_deleted_that_could_not_be_stored(store: EventStore) -> None:
    queue = FakeQueue(bodies(30), store)

    class Full:
        tries = 0

        def add(self, arrivals: Sequence[Arrival]) -> Stored:
            self.tries += 1
            if self.tries < 4:
                assert len(queue.bodies) == 30
                raise StoreProblem("events can't be stored: the disk is full")
            return store.add(arrivals)

    said: list[str | None] = []
    tail = EventsTail(
        queue, Full(), NoWait(), until_empty=True, failures=(StoreProblem,), on_trouble=saying(said)
    )
    await tail.run()
    assert (queue.bodies, store.count()) == ({}, 30)
    assert "events can't be stored: the disk is full" in said


async def test_what_is_no_event_stays_and_the_rest_goes_on(store: EventStore) -> None:
    notice = json.dumps(
        {"Type": "Notification", "Message": "Successfully validated SNS topic for Amazon SES"}
    )
    queue = FakeQueue([*bodies(10), "nonsense", "{}", notice, "[" * 50_000], store)
    tail = EventsTail(queue, store, NoWait(), until_empty=True)
    await tail.run()
    assert (len(queue.bodies), store.count()) == (3, 10)
    assert (tail.look.strange, tail.progress.notices) == (3, 1)
    assert set(tail.look.reasons) == {
        "text, not JSON",
        "no eventType",
        "not JSON: cut short, or JavaScript's notation",
    }


FOREIGN = json.dumps({"Records": [{"eventSource": "aws:s3", "s3": {"object": {"key": "x"}}}]})


async def test_somebody_else_s_queue_is_left_after_twenty_messages(store: EventStore) -> None:
    queue = FakeQueue([FOREIGN] * 500, store)
    tail = EventsTail(queue, store, NoWait())
    with pytest.raises(ForeignQueue) as stopped:
        await tail.run()
    assert "of its first 20 messages none is an event of SES (20 s3 notification)" in trouble_line(
        stopped.value.error
    )
    assert (len(queue.bodies), len(queue.ready), store.count()) == (500, 480, 0)
    assert queue.visibilities == [VISIBILITY] * 2


async def test_a_short_foreign_queue_is_known_when_a_message_comes_again(store: EventStore) -> None:
    queue = FakeQueue([FOREIGN] * 3, store)

    def come_again(messages: int) -> None:
        if not messages:
            queue.redeliver()

    tail = EventsTail(queue, store, NoWait(), on_answer=come_again)
    with pytest.raises(ForeignQueue, match="first 3 messages"):
        await tail.run()
    assert len(queue.bodies) == 3


async def test_a_foreign_queue_is_told_from_an_empty_one(store: EventStore) -> None:
    with pytest.raises(ForeignQueue):
        await EventsTail(FakeQueue([FOREIGN] * 3, store), store, NoWait(), until_empty=True).run()


async def test_one_event_among_the_first_makes_the_queue_ours(store: EventStore) -> None:
    queue = FakeQueue([*[FOREIGN] * 15, *bodies(1), *[FOREIGN] * 30, *bodies(5)], store)
    tail = EventsTail(queue, store, NoWait(), until_empty=True)
    await tail.run()
    assert (len(queue.bodies), store.count(), tail.look.strange) == (45, 5, 45)
    assert queue.visibilities[:2] == [VISIBILITY] * 2
    assert set(queue.visibilities[2:]) == {None}


async def test_a_queue_that_moves_messages_away_is_said_to_before_it_is_read(store: EventStore) -> None:
    for most, said in ((None, 0), (10, 0), (3, 1)):
        queue = FakeQueue(bodies(1), store)
        queue.moved_after = most
        warned: list[tuple[str, int]] = []

        def keep(text: str, queue: FakeQueue = queue, warned: list[tuple[str, int]] = warned) -> None:
            warned.append((text, queue.calls))

        await EventsTail(queue, store, NoWait(), until_empty=True, on_warning=keep).run()
        assert len(warned) == said
    assert warned == [
        ("q moves a message to its dead-letter queue after 3 receives, and each look at one is a receive", 0)
    ]


class Ticking(NoWait):
    """Time passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 0.0

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += max(0.0, seconds)
        await asyncio.sleep(0)


@pytest.mark.parametrize("again", [False, True], ids=["nothing", "the same strays"])
async def test_an_endless_answer_without_news_is_asked_for_once_a_second(
    store: EventStore, again: bool
) -> None:
    queue = FakeQueue([*bodies(1), FOREIGN], store)
    clock, answers = Ticking(), []

    def answered(messages: int) -> None:
        answers.append(clock.time)
        if again and not queue.ready:
            queue.ready = ["m-1"]
        if len(answers) == 50:
            tail.stop()

    tail = EventsTail(queue, store, clock, on_answer=answered)
    await tail.run()
    assert answers[-1] - answers[1] >= 48.0


async def test_a_queue_that_never_answered_is_an_error(store: EventStore) -> None:
    queue = FakeQueue(bodies(5), store, fails=[1])
    with pytest.raises(ReadError):
        await EventsTail(queue, store, NoWait(), until_empty=True).run()
    assert store.count() == 0


async def test_stop_ends_a_long_poll_and_finishes_what_was_received(store: EventStore) -> None:
    queue = FakeQueue(bodies(9), store)
    waiting = asyncio.Event()

    class Waiting:
        name = "q"

        async def receive(self, wait: int, visibility: int | None = None) -> Sequence[Message]:
            assert wait == 20
            if not queue.ready:
                waiting.set()
                await asyncio.Event().wait()
            return await queue.receive(wait)

        async def delete(self, handles: Sequence[str]) -> int:
            return await queue.delete(handles)

        async def receives_most(self) -> int | None:
            return None

        async def depth(self) -> int:
            return 0

    tail = EventsTail(Waiting(), store, NoWait())
    running = asyncio.create_task(tail.run())
    await asyncio.wait_for(waiting.wait(), 60)
    tail.stop()
    await asyncio.wait_for(running, 60)
    assert (queue.bodies, store.count()) == ({}, 9)


async def test_output_that_broke_ends_the_run_and_deletes_nothing_unsaid(store: EventStore) -> None:
    queue = FakeQueue(bodies(200), store)

    def broken(_stored: Stored) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        await EventsTail(queue, store, NoWait(), on_stored=broken).run()
    assert len(queue.bodies) == 200


async def test_what_may_not_be_deleted_is_not_over_because_the_queue_gives_nothing(store: EventStore) -> None:
    class Undeletable(FakeQueue):
        tries = 0

        async def delete(self, handles: Sequence[str]) -> int:
            self.tries += 1
            if self.tries < 4:
                raise ReadError(replace(TROUBLE.error, operation="DeleteMessageBatch"))
            return await super().delete(handles)

    queue = Undeletable(bodies(5), store)
    said: list[str | None] = []
    tail = EventsTail(queue, store, NoWait(), until_empty=True, on_trouble=saying(said))
    await tail.run()
    assert said == ["DeleteMessageBatch: gone (wait)"] * 3 + [None]
    assert (queue.bodies, store.count()) == ({}, 5)
