"""What was published at a time, through the real reader and store, is what is found for that time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from ses_tui.aws.reader import AwsReader
from ses_tui.core.clock import HOUR, MINUTE
from ses_tui.core.condition import Condition
from ses_tui.core.model import Metric, SubjectKind, Target
from ses_tui.core.moments import Gap, MomentRequest, MomentResult, Step
from ses_tui.core.snapshot import Snapshot
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store
from tests.engine.bench import START, Collected, HandClock, NoChannels
from tests.store.test_moments import over_series, rounded


class Run:
    """An engine whose sources are read, and whose snapshots are published, when the test says so."""

    def __init__(self, engine: Engine, server: SimulatorServer, store: Store) -> None:
        self.engine = engine
        self.server = server
        self.store = store
        self._rows_at = 0.0

    async def cycle(self, seconds: float) -> Snapshot:
        """Time passes, what is due is read, and what is known is published."""
        self.server.clock.advance(seconds)
        (monitor,) = self.engine.monitors
        await monitor.read_account()
        await monitor.read_rates()
        if monitor.rules.buckets is None:
            await monitor.read_statistics()
        if self.server.clock.now() - self._rows_at >= monitor.plan.vdm:
            self._rows_at = self.server.clock.now()
            await monitor.read_vdm()
        await self.engine.delivery.finish()
        snapshot = self.engine.snapshot()
        self.engine.moments.see(snapshot)
        assert self.store.flush()
        return snapshot

    async def recall(self, step: Step, at: float) -> MomentResult:
        found: list[MomentResult] = []
        await self.engine.moments.recall(MomentRequest(step, at), found.append)
        return found[0]

    async def at(self, at: float) -> Snapshot:
        recalled = await self.recall(Step.AT, at)
        assert recalled.moment is not None
        return recalled.moment.snapshot


@asynccontextmanager
async def running(directory: Path, server: SimulatorServer) -> AsyncIterator[Run]:
    target = Target(name="prod", region="us-east-1", endpoint_url=server.url)
    store = Store.open(directory)
    async with AwsReader(target) as reader:
        plan = Plan(target_id="prod@1")
        engine = Engine([(target, reader, plan)], HandClock(server), store, NoChannels(), Collected([]))
        engine.monitors[0].restore()
        engine.delivery.restore(engine.monitors)
        yield Run(engine, server, store)
        engine.moments.end(engine.snapshot())
    store.close()


@asynccontextmanager
async def simulated(scenario: str) -> AsyncIterator[SimulatorServer]:
    server = SimulatorServer(scenario, speed=0.0, start=START)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def incident(directory: Path, scenario: str = "stale-list") -> AsyncIterator[Run]:
    async with simulated(scenario) as server, running(directory, server) as run:
        yield run


def as_kept(snapshot: Snapshot) -> Snapshot:
    """To the precision that is kept."""
    return over_series(snapshot, rounded)


async def test_what_was_published_is_found_for_its_time_whatever_came_after(tmp_path: Path) -> None:
    async with incident(tmp_path) as run:
        published = [await run.cycle(10 * MINUTE) for _ in range(24)]
        for one in published:
            assert as_kept(await run.at(one.generated_at)) == as_kept(one)
            assert as_kept(await run.at(one.generated_at + 9 * MINUTE)) == as_kept(one)
        conditions = [one.condition for one in published]
        assert Condition.OK in conditions and conditions[-1] >= Condition.REVIEW


async def test_a_datapoint_that_was_rewritten_later_is_shown_as_it_was_known_then(tmp_path: Path) -> None:
    async with incident(tmp_path, "healthy") as run:
        await run.cycle(15 * MINUTE)
        before = await run.cycle(15 * MINUTE)
        run.server.account.faults.inject(operation="GetMetricData", fault="rewritten_past")
        after = await run.cycle(15 * MINUTE)
        old, new = (one.targets[0].reading(Metric.BOUNCE_RATE) for one in (before, after))
        assert old is not None and new is not None
        changed = set(zip(old.series.times, old.series.values, strict=True)) - set(
            zip(new.series.times, new.series.values, strict=True)
        )
        assert changed
        shown = (await run.at(before.generated_at)).targets[0].reading(Metric.BOUNCE_RATE)
        assert shown is not None
        assert rounded(shown.series) == rounded(old.series) != rounded(new.series.since(old.series.times[0]))


async def test_a_message_is_a_moment_of_its_own_with_the_alert_in_it(tmp_path: Path) -> None:
    async with incident(tmp_path) as run:
        end = [await run.cycle(5 * MINUTE) for _ in range(36)][-1].generated_at
        told = await run.recall(Step.MESSAGE_BEFORE, end)
        texts = []
        while told.moment is not None:
            snapshot = told.moment.snapshot
            events = [event for event in snapshot.targets[0].recent if event.text == told.moment.about]
            assert events and snapshot.generated_at - events[0].at < 2.0
            texts.append(told.moment.about)
            told = await run.recall(Step.MESSAGE_BEFORE, snapshot.generated_at)
        assert any("REVIEW account bounce" in text for text in texts)
        first = await run.recall(Step.MESSAGE_AFTER, START)
        assert first.moment is not None and first.moment.about == texts[-1]


async def test_between_messages_a_moment_every_five_minutes(tmp_path: Path) -> None:
    async with incident(tmp_path, "healthy") as run:
        start = (await run.cycle(MINUTE)).generated_at
        for _ in range(30):
            await run.cycle(MINUTE)
        kept = [start]
        while (found := await run.recall(Step.AFTER, kept[-1])).moment is not None:
            kept.append(found.moment.snapshot.generated_at)
        assert [round(at - start) for at in kept] == [300 * step for step in range(7)]


async def test_where_the_monitor_was_not_running_nothing_is_shown_as_if_it_were_that_time(
    tmp_path: Path,
) -> None:
    async with simulated("healthy") as server:
        async with running(tmp_path, server) as run:
            assert (await run.recall(Step.AT, START)).first is None
            first = await run.cycle(5 * MINUTE)
            last = await run.cycle(5 * MINUTE)
        server.clock.advance(4 * HOUR)
        async with running(tmp_path, server) as run:
            gap = Gap(last.generated_at, server.clock.now())
            asked = await run.recall(Step.AT, last.generated_at + HOUR)
            assert asked.moment is None and asked.gap == gap
            again = await run.cycle(0.0)
            for at in (last.generated_at + 1.0, again.generated_at - 1.0):
                asked = await run.recall(Step.AT, at)
                assert asked.moment is None and asked.gap == gap
            back = await run.recall(Step.BEFORE, again.generated_at)
            assert back.moment is not None and back.gap == gap
            assert back.moment.snapshot.generated_at == last.generated_at
            on = await run.recall(Step.AFTER, last.generated_at)
            assert on.moment is not None and on.gap == gap
            assert (await run.recall(Step.BEFORE, last.generated_at)).gap is None
            early = await run.recall(Step.AT, START)
            assert early.moment is None and early.gap is None and early.first == first.generated_at


async def test_a_monitor_that_runs_on_has_no_gap(tmp_path: Path) -> None:
    async with incident(tmp_path, "healthy") as run:
        last = await run.cycle(5 * MINUTE)
        run.server.clock.advance(4 * MINUTE)
        found = await run.recall(Step.AT, run.server.clock.now())
        assert found.gap is None and found.moment is not None
        assert found.moment.snapshot.generated_at == last.generated_at


async def test_every_kind_of_row_and_the_targets_name_come_back(tmp_path: Path) -> None:
    async with incident(tmp_path) as run:
        one = await run.cycle(15 * MINUTE)
        target = (await run.at(one.generated_at)).targets[0]
        assert target.name == "prod"
        assert {SubjectKind.ISP, SubjectKind.IDENTITY} <= target.rows.keys()
