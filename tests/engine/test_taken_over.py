"""The store of an earlier version is taken over: nothing told is told again, nothing open is lost.

``tests/data/store-e976d04.db.gz`` was written by commit e976d04 (format 4), which watched the simulated
account ``stale-list`` for 280 minutes under the id ``prod@1``; then the account's alert was acknowledged
and ``isp:*`` silenced.
"""

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from ses_tui.aws.reader import AwsReader
from ses_tui.core.clock import HOUR
from ses_tui.core.condition import Condition
from ses_tui.core.messages import Message
from ses_tui.core.model import Target
from ses_tui.core.moments import MomentRequest, Step
from ses_tui.core.snapshot import Snapshot
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.last import FILE_NAME, load_last
from ses_tui.store.store import Store
from tests.engine.bench import START, Collected, HandClock, NoChannels

FILE = Path(__file__).parents[1] / "data/store-e976d04.db.gz"
END = START + 16_801.0
"""When that version was left."""

ACCOUNT_ALERT = "569204f475ef"
IDENTITY_ALERT = "3ccf5c77c024"


@asynccontextmanager
async def taken_over(directory: Path) -> AsyncIterator[tuple[Engine, list[Message]]]:
    server = SimulatorServer("stale-list", speed=0.0, start=START)
    await server.start()
    server.clock.advance(END - START)
    store, sent = Store.open(directory), list[Message]()
    target = Target(name="prod", region="us-east-1", endpoint_url=server.url)
    async with AwsReader(target) as reader:
        plan = Plan(target_id="prod@1")
        engine = Engine([(target, reader, plan)], HandClock(server), store, NoChannels(), Collected(sent))
        engine.monitors[0].restore()
        engine.delivery.restore(engine.monitors)
        yield engine, sent
        assert store.flush() and store.problem == ""
    store.close()
    await server.stop()


async def read(engine: Engine) -> Snapshot:
    (monitor,) = engine.monitors
    await monitor.read_account()
    await monitor.read_rates()
    await monitor.read_vdm()
    await engine.delivery.finish()
    return engine.snapshot()


def still_right(snapshot: Snapshot) -> None:
    alerts = {alert.id: alert for alert in snapshot.targets[0].alerts}
    assert alerts[ACCOUNT_ALERT].condition is Condition.REVIEW
    assert (alerts[ACCOUNT_ALERT].acked_by, alerts[ACCOUNT_ALERT].acked_why) == ("ann", "known list")
    assert alerts[IDENTITY_ALERT].condition is Condition.PAUSE
    assert len(snapshot.targets[0].recent) == 15
    (silence,) = snapshot.silences
    assert (silence.matcher, silence.target, silence.who) == ("isp:*", "prod", "bob")


def earlier(directory: Path) -> None:
    (directory / FILE_NAME).write_bytes(gzip.decompress(FILE.read_bytes()))


async def test_what_is_open_stays_open_and_what_was_told_is_not_told_again(tmp_path: Path) -> None:
    earlier(tmp_path)
    async with taken_over(tmp_path) as (engine, sent):
        still_right(await read(engine))
        assert sent == []


async def test_its_moments_and_last_numbers_are_found(tmp_path: Path) -> None:
    earlier(tmp_path)
    store = Store.open(tmp_path)
    store.for_target("prod@1", "prod")
    assert store.first_moment(["prod"]) is not None
    kept = store.find_moment(["prod"], MomentRequest(Step.AT, START + HOUR))
    assert kept is not None and kept.moment.snapshot.targets[0].readings
    store.close()
    last = load_last(tmp_path, {"prod@1": "here"})
    assert last is not None and last.targets[0].name == "here"
    assert ACCOUNT_ALERT in {alert.id for alert in last.targets[0].alerts}


async def test_once_the_account_is_known_everything_moves_to_it_and_the_next_start_knows(
    tmp_path: Path,
) -> None:
    earlier(tmp_path)
    async with taken_over(tmp_path) as (engine, sent):
        (monitor,) = engine.monitors
        before = monitor.history.told()
        assert await monitor.read_account_id()
        account = monitor.history.id
        assert account == f"{monitor.state.account_id}/us-east-1"
        still_right(await read(engine))
        assert sent == []
    async with taken_over(tmp_path) as (engine, sent):
        (monitor,) = engine.monitors
        assert monitor.history.id == account
        assert {row[:2] for row in monitor.history.told()} >= {row[:2] for row in before}
        still_right(await read(engine))
        assert sent == []
    last = load_last(tmp_path, {"prod@1": "prod"})
    assert last is not None and last.targets[0].readings
    store = Store.open(tmp_path)
    store.for_target("prod@1", "prod")
    assert store.find_moment(["prod"], MomentRequest(Step.AT, START + HOUR)) is not None
    store.close()
