"""Engines of several machines on one database, each with a state directory of its own."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import pytest

from ses_tui.core.clock import SystemClock
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.postgres.leases import Pace
from ses_tui.store.postgres.store import SharedStore
from tests import postgres
from tests.engine.test_ownership import LOOK, Process, account, alerts, complete, joined, until

QUICK = Pace(lasts=20.0, renew=0.5)


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("attendance", "engine"):
        monkeypatch.setattr(f"ses_tui.engine.{module}.LOOK_SECONDS", LOOK)


@pytest.fixture(scope="module")
def database() -> Iterator[postgres.Server]:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server() as one:
        yield one


class Machines:
    """Each is one process with a state directory of its own."""

    def __init__(self, directory: Path, database: postgres.Server) -> None:
        self._directory = directory
        self.database = database
        self.schema = f"test_{uuid4().hex[:12]}"

    def one(self, server: SimulatorServer, name: str) -> Process:
        directory = self._directory / name
        store = SharedStore.share(directory, lambda: self.database.url, self.schema, pace=QUICK)
        assert store is not None
        # account_id and region are configured, so that the target is known before AWS is asked
        return Process(directory, server, name, way="123456789012/us-east-1", store=store)


@pytest.fixture
def machines(tmp_path: Path, database: postgres.Server) -> Machines:
    return Machines(tmp_path, database)


async def test_one_reads_all_see_and_an_acknowledgement_of_one_is_everybodys(machines: Machines) -> None:
    async with account() as server, AsyncExitStack() as left:
        owner = await joined(left, machines.one(server, "ann"))
        viewer = await joined(left, machines.one(server, "bob"), viewing=True)
        await until(lambda: alerts(viewer) == alerts(owner) != set())
        assert viewer.calls == 0
        assert "PID" in viewer.screen.target.owner
        alert = viewer.screen.target.alerts[0]
        now = SystemClock().now()
        viewer.engine.acknowledge(alert.key, until=now + 600, who="bob", why="on it")
        await until(lambda: any(one.acked_by == "bob" for one in owner.screen.target.alerts))
        assert viewer.calls == 0


async def test_who_leaves_is_followed_by_another_machine_which_tells_nothing_twice(
    machines: Machines,
) -> None:
    async with account() as server, AsyncExitStack() as left:
        owner = machines.one(server, "ann")
        await until(lambda: complete(owner) and not owner.viewing)
        told = {(message.id, message.kind) for message in owner.screen.messages}
        viewer = await joined(left, machines.one(server, "bob"), viewing=True)
        await owner.leave()
        await until(lambda: complete(viewer) and not viewer.viewing and viewer.calls > 0)
        again = [(message.id, message.kind) for message in viewer.screen.messages]
        assert told and len(again) == len(set(again))


@pytest.mark.fault(
    "an owner of a shared store was stopped, and overtaken",
    says="who owns the target now",
    lives="the new owner; the old one writes nothing, sends nothing more, and views",
    blind="20 s at most",
    heals="by itself",
)
async def test_an_owner_that_was_overtaken_reads_no_more_and_views(machines: Machines) -> None:
    async with account() as server, AsyncExitStack() as left:
        owner = await joined(left, machines.one(server, "ann"))
        machines.database.execute(
            f"UPDATE {machines.schema}.target SET owner = 'other', label = 'elsewhere PID 1',"
            " token = token + 1, expires = clock_timestamp() + interval '1 hour'"
        )
        await until(lambda: owner.viewing and owner.screen.target.owner == "elsewhere PID 1")
        before = owner.calls
        await asyncio.sleep(1.5)  # three of its polls
        assert owner.calls == before


@pytest.mark.fault(
    "the database of a shared store is away",
    says="since when, after 10 s; how many messages were sent without its word",
    lives="reads, alerts, every channel; no new target is taken",
    blind="no",
    heals="when it answers: what happened is written, in order, once",
)
async def test_an_owner_goes_on_without_the_database(machines: Machines) -> None:
    async with account() as server, AsyncExitStack() as left:
        owner = await joined(left, machines.one(server, "ann"))
        await asyncio.to_thread(machines.database.stop)
        try:
            before, shown = owner.calls, len(owner.screen.every)
            await until(lambda: owner.calls > before + 5 and len(owner.screen.every) > shown + 2)
            assert not owner.viewing
        finally:
            await asyncio.to_thread(machines.database.start)
        assert isinstance(owner.store, SharedStore)
        assert await asyncio.to_thread(owner.store.sync, 20.0)
        assert not owner.viewing
