"""Live events inside the monitor: beside its other reads, marked, restored, and alone in their trouble."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from ses_tui.cli.wiring import intakes
from ses_tui.core.condition import Health
from ses_tui.core.errors import ErrorKind
from ses_tui.core.events.event import EventType
from ses_tui.core.events.seen import NO_EVENTS, EventsSeen
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.snapshot import Row, TargetSnapshot
from ses_tui.engine.events_feed import EventsFeed
from ses_tui.engine.plan import Plan
from ses_tui.store.events_in import EventStore
from ses_tui.store.files import StoreProblem
from tests.engine.bench import Bench, bench

GMAIL = Subject(SubjectKind.ISP, "Gmail")


@asynccontextmanager
async def fed(directory: Path, scenario: str = "healthy") -> AsyncIterator[Bench]:
    """A monitor with the queue of its simulated account, not yet asked."""
    async with bench(scenario) as made:
        queue = made.server.queue_url
        target = made.monitor.target
        found = intakes([(target, made.monitor.reader, Plan(events_queue=queue))], directory)
        news = asyncio.Event()
        made.monitor.events = EventsFeed(found[target.name], made.monitor.state, made.clock, news.set)
        try:
            yield made
        finally:
            await made.monitor.events.close()


@asynccontextmanager
async def reading(made: Bench) -> AsyncIterator[None]:
    """While the queue is read."""
    assert made.monitor.events is not None
    task = asyncio.create_task(made.monitor.events.read())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait((task,))


async def until(made: Bench, ready: Callable[[EventsSeen], bool]) -> TargetSnapshot:
    """The first picture in which that holds."""
    async with asyncio.timeout(180):
        while not ready((picture := made.monitor.picture()).events):  # noqa: ASYNC110  # news come once a second
            await asyncio.sleep(0.01)
    return picture


async def emptied(made: Bench, beyond: int = 0) -> EventsSeen:
    """What is known when all that was in the queue is stored and deleted there."""
    queue = made.server.account.queue
    return (await until(made, lambda seen: seen.total > beyond and not any(queue.counts()))).events


async def test_a_backlog_is_counted_by_class_and_isp_newest_first(tmp_path: Path) -> None:
    async with fed(tmp_path) as made, reading(made):
        seen = await emptied(made)
        assert seen.queue == "ses-events"
        assert seen.total > 20
        assert dict(seen.kinds)[EventType.BOUNCE] > 0
        times = [event.at for event in seen.newest if event.at is not None]
        assert times == sorted(times, reverse=True)
        assert all("•••@" in event.recipient for event in seen.newest)
        assert sum(count for *_, count in seen.refusals) == sum(
            event.diagnosis is not None for event in seen.newest
        )
        assert made.server.account.queue.counts() == (0, 0)


async def test_what_came_after_vdm_was_read_is_live_until_it_is_read_again(tmp_path: Path) -> None:
    async with fed(tmp_path) as made, reading(made):
        await made.read_all()
        before = await emptied(made)
        assert before.live == ()  # the backlog is in VDM's own counts
        made.pass_time(1800)
        queue = made.server.account.queue
        during = (
            await until(made, lambda seen: seen.total > before.total and not any(queue.counts()))
        ).events
        live = dict(during.live)
        assert during.live_since == made.monitor.state.read_at["vdm"]
        assert live[GMAIL].total > 0
        isps = sum(one.total for subject, one in live.items() if subject.kind is SubjectKind.ISP)
        marked = (EventType.BOUNCE, EventType.COMPLAINT, EventType.DELIVERY_DELAY)
        came = [sum(dict(seen.kinds).get(kind, 0) for kind in marked) for seen in (before, during)]
        assert isps == came[1] - came[0] > 0
        await made.monitor.read_vdm()
        assert made.monitor.picture().events.live == ()


def sums(rows: Mapping[SubjectKind, tuple[Row, ...]]) -> list[tuple[object, ...]]:
    """Each number of each row, with what it was divided from."""
    return [
        (row.subject, one.metric, one.value, one.numerator, one.denominator)
        for kind in rows.values()
        for row in kind
        for one in row.readings
    ]


async def test_live_events_never_change_a_rate_of_vdm(tmp_path: Path) -> None:
    async with fed(tmp_path) as made, reading(made):
        await made.read_all()
        rows = made.monitor.picture().rows
        made.pass_time(600)
        picture = await until(made, lambda seen: bool(seen.live))
        assert picture.events.live
        assert sums(picture.rows) == sums(rows)


async def test_a_queue_that_may_not_be_read_has_an_error_of_its_own(tmp_path: Path) -> None:
    async with fed(tmp_path) as made:
        made.server.account.faults.inject("access_denied", "ReceiveMessage")
        await made.read_all()
        assert made.monitor.events is not None
        assert await made.monitor.events.read() is False
        picture = made.monitor.picture()
        (error,) = picture.errors
        assert (error.source, error.kind) == ("events", ErrorKind.ACCESS_DENIED)
        assert "sqs:ReceiveMessage" in error.hint
        assert picture.health is Health.FRESH
        assert picture.events.error == error


async def test_somebody_else_s_queue_is_looked_at_once_and_keeps_all_it_has(tmp_path: Path) -> None:
    async with fed(tmp_path) as made:
        feed, queue = made.monitor.events, made.server.account.queue
        assert feed is not None
        queue.begin(0)
        for number in range(500):
            queue.send(f'{{"order": {number}}}')
        assert await feed.read() is False
        assert sum(queue.counts()) >= 500
        held = queue.counts()[1]
        assert held == 20
        error = feed.seen().error
        assert error is not None
        assert "somebody else's queue: of its first 20 messages none" in error.message
        assert await feed.read() is False
        assert queue.counts()[1] == held
        assert feed.seen().error == error
        assert made.monitor.picture().events.strange == 20


async def test_what_may_not_be_deleted_is_told_as_long_as_it_is_so(tmp_path: Path) -> None:
    async with fed(tmp_path) as made, reading(made):
        made.server.account.faults.inject("access_denied", "DeleteMessageBatch")
        seen = (await until(made, lambda seen: seen.error is not None and seen.total > 0)).events
        assert seen.error is not None
        assert "sqs:DeleteMessage " in f"{seen.error.hint} "
        assert made.server.account.queue.counts() != (0, 0)


async def test_nothing_is_read_while_nothing_can_be_stored(tmp_path: Path) -> None:
    async with fed(tmp_path) as made:
        feed = made.monitor.events
        assert feed is not None

        def broken() -> EventStore:
            raise StoreProblem("the disk is full")

        feed._intake = feed._intake._replace(open_inbox=broken)
        assert await feed.read() is False
        assert feed.seen().error is not None
        assert made.server.account.queue.counts()[1] == 0


async def test_a_restart_shows_what_was_shown(tmp_path: Path) -> None:
    async with fed(tmp_path) as made, reading(made):
        first = await emptied(made)
        queue = made.monitor.events
        assert queue is not None
        made.monitor.events = EventsFeed(queue._intake, made.monitor.state, made.clock, lambda: None)
        async with reading(made):
            second = (await until(made, lambda seen: seen.total > 0)).events
        assert set(second.newest) == set(first.newest)
        assert dict(second.kinds) == dict(first.kinds)
        assert set(second.refusals) == set(first.refusals)
        made.monitor.events = queue


async def test_without_a_queue_there_is_nothing() -> None:
    async with bench() as made:
        assert made.monitor.picture().events is NO_EVENTS
