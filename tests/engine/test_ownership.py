"""One owner per target, many viewers: two engines on one state directory, as two processes would be."""

import asyncio
import stat
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from unittest.mock import MagicMock

import pytest

from ses_tui.aws.reader import AwsReader
from ses_tui.core.clock import SystemClock
from ses_tui.core.condition import Condition, Health
from ses_tui.core.ledger import Ledger
from ses_tui.core.message_life import MessageRequest, MessageResult
from ses_tui.core.messages import Message
from ses_tui.core.model import ACCOUNT, Metric, SubjectKind, Target
from ses_tui.core.moments import LongRequest, LongResult
from ses_tui.core.prices import month_of
from ses_tui.core.snapshot import ChannelStatus, Snapshot, TargetSnapshot
from ses_tui.core.target_id import fingerprinted
from ses_tui.engine import attendance
from ses_tui.engine.attendance import Attendance
from ses_tui.engine.engine import Engine
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.once import read_once
from ses_tui.engine.plan import Plan
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store
from tests.engine.bench import NoChannels

PATIENCE = 60.0
"""Real seconds that a loaded machine may take."""

LOOK = 0.05


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("attendance", "engine"):
        monkeypatch.setattr(f"ses_tui.engine.{module}.LOOK_SECONDS", LOOK)


class Screen:
    """What one process shows."""

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None
        self.every: list[Snapshot] = []
        self.messages: list[Message] = []

    def publish(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.every.append(snapshot)

    def show(self, message: Message) -> None:
        self.messages.append(message)

    @property
    def target(self) -> TargetSnapshot:
        assert self.snapshot is not None
        return self.snapshot.targets[0]


class Process:
    """One engine on a state directory, ended as a program that is left, or as one that is killed."""

    def __init__(
        self,
        directory: Path,
        server: SimulatorServer,
        name: str = "prod",
        channels: "Personal | None" = None,
        every: float = 0.5,
        way: str = "",
        store: Store | None = None,
    ) -> None:
        self.screen = Screen()
        self.channels = channels or Personal()
        self.target = Target(name=name, region="us-east-1", endpoint_url=server.url)
        self.reader = AwsReader(self.target)
        self.store = store or Store.open(directory)
        plan = Plan(account=every, rates=every, vdm=2 * every, target_id=way or f"{name}@1")
        self.engine = Engine(
            [(self.target, self.reader, plan)],
            SystemClock(),
            self.store,
            channels or NoChannels(),
            self.screen,
        )
        self.task = asyncio.create_task(self.engine.run())

    @property
    def calls(self) -> int:
        return self.reader.usage.api_calls

    @property
    def viewing(self) -> bool:
        return self.screen.snapshot is not None and bool(self.screen.target.owner)

    async def leave(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


def alerts(process: "Process") -> set[str]:
    """What its screen lists, by id."""
    return {alert.id for alert in process.screen.target.alerts}


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - what another thread writes has no event
            await asyncio.sleep(0.02)


@asynccontextmanager
async def account(scenario: str = "paused") -> AsyncIterator[SimulatorServer]:
    server = SimulatorServer(scenario, speed=1.0)
    await server.start()
    yield server
    await server.stop()


def files(directory: Path) -> list[tuple[str, int]]:
    return [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in directory.iterdir()]


def complete(process: Process) -> bool:
    return (
        process.screen.snapshot is not None
        and process.screen.target.health is Health.FRESH
        and SubjectKind.IDENTITY in process.screen.target.rows
        and process.screen.target.account_id is not None
    )


async def joined(left: AsyncExitStack, process: Process, *, viewing: bool = False) -> Process:
    """``process``, once its screen is complete. It leaves with ``left``."""
    left.push_async_callback(process.leave)
    await until(lambda: complete(process) and process.viewing is viewing)
    return process


async def test_a_viewer_calls_aws_not_at_all_and_shows_what_the_owner_published(tmp_path: Path) -> None:
    async with account() as server, AsyncExitStack() as left:
        owner = await joined(left, Process(tmp_path, server))
        viewer = await joined(left, Process(tmp_path, server), viewing=True)
        await until(lambda: alerts(viewer) == alerts(owner) != set())
        shown, own = viewer.screen.target, owner.screen.target
        assert "PID " in shown.owner and own.owner == ""
        assert viewer.calls == 0
        assert [row.subject for row in shown.rows[SubjectKind.IDENTITY]] == [
            row.subject for row in own.rows[SubjectKind.IDENTITY]
        ]
        bounce = shown.reading(Metric.BOUNCE_RATE)
        assert bounce is not None and bounce.series and bounce.health is Health.FRESH
        assert {mode for name, mode in files(tmp_path) if name.endswith(".lock")} == {0o600}


async def test_when_the_owner_goes_a_viewer_takes_over(tmp_path: Path) -> None:
    async with account() as server, AsyncExitStack() as left:
        owner = Process(tmp_path, server)
        await until(lambda: complete(owner))
        told = {(message.id, message.kind) for message in owner.screen.messages}
        assert owner.store.flush()  # what is told later, each screen tells as well
        viewers = [Process(tmp_path, server) for _ in range(2)]
        for viewer in viewers:
            left.push_async_callback(viewer.leave)
        await until(lambda: all(complete(one) and one.viewing for one in viewers))
        await owner.leave()
        await until(lambda: any(one.calls for one in viewers))
        await until(lambda: sum(not one.viewing for one in viewers) == 1)
        (heir,), (other,) = ([one for one in viewers if one.viewing is viewing] for viewing in (False, True))
        await until(lambda: complete(heir) and complete(other))
        assert other.calls == 0
        # What was told is not told again.
        again = [(message.id, message.kind) for message in heir.screen.messages]
        assert told and told.isdisjoint(again) and len(again) == len(set(again))


async def test_another_name_for_the_same_account_is_one_call_away_from_viewing(tmp_path: Path) -> None:
    async with account() as server, AsyncExitStack() as left:
        await joined(left, Process(tmp_path, server))
        viewer = await joined(left, Process(tmp_path, server, "same"), viewing=True)
        assert viewer.calls == 1
        assert viewer.screen.target.name == "same"
        assert all(alert.key.target == "same" for alert in viewer.screen.target.alerts)
        # Once that is known it is none.
        third = Process(tmp_path, server, "same")
        left.push_async_callback(third.leave)
        await until(lambda: complete(third) and third.viewing)
        assert third.calls == 0


class Elsewhere(AwsReader):
    """Its credentials are of another account, which is told a little late."""

    read_before: int | None = None
    """Calls of AWS that were made by then."""

    async def account_id(self) -> str:
        await asyncio.sleep(2)
        self.read_before = self.usage.api_calls if self.read_before is None else self.read_before
        return "222222222222"


def ids_shown(process: Process) -> set[str]:
    """Accounts that its screen ever showed."""
    shown = (target.account_id for snapshot in process.screen.every for target in snapshot.targets)
    return {account for account in shown if account}


async def test_a_profile_that_leads_elsewhere_by_now_shows_nothing_of_the_first_account(
    tmp_path: Path,
) -> None:
    first, moved = (fingerprinted("prod@0a1b2c3d", credentials) for credentials in ("one", "other"))
    async with account() as server, account("healthy") as quiet, AsyncExitStack() as left:
        owner = await joined(left, Process(tmp_path, server, way=first))
        await until(lambda: bool(alerts(owner)))
        again = Process(tmp_path, quiet, way=moved)
        again.reader.__class__ = Elsewhere
        await joined(left, again)
        assert ids_shown(again) == {"222222222222"} and alerts(again) == set()
        assert owner.engine.monitors[0].history.id != again.engine.monitors[0].history.id
        third = Process(tmp_path, server, way=first)
        assert (await joined(left, third, viewing=True)).calls == 0
        assert ids_shown(third) == {owner.screen.target.account_id}


async def test_a_viewer_whose_profile_was_edited_meanwhile_reads_nothing_before_it_knows_the_account(
    tmp_path: Path,
) -> None:
    async with account() as server, account("healthy") as quiet, AsyncExitStack() as left:
        owner = Process(tmp_path, server)
        await until(lambda: complete(owner))
        viewer = await joined(left, Process(tmp_path, quiet), viewing=True)
        viewer.reader.__class__ = Elsewhere
        first = viewer.engine.monitors[0].history.id
        await owner.leave()
        await until(lambda: complete(viewer) and viewer.screen.target.account_id == "222222222222")
        assert viewer.engine.monitors[0].history.id != first
        assert isinstance(viewer.reader, Elsewhere)
        assert viewer.reader.read_before == 0, "what is read before would be written into the first"


async def test_many_that_start_at_once_have_one_owner(tmp_path: Path) -> None:
    async with account() as server, AsyncExitStack() as left:
        started = [Process(tmp_path, server) for _ in range(3)]
        for one in started:
            left.push_async_callback(one.leave)
        await until(lambda: all(complete(one) for one in started))
        assert sum(one.viewing for one in started) == 2
        assert sorted(one.calls > 0 for one in started) == [False, False, True]
        assert server.log.operations["GetCallerIdentity"] <= 2


async def test_a_viewer_acknowledges_and_silences_through_the_store(tmp_path: Path) -> None:
    def acked(process: Process) -> str:
        return next((one.acked_by for one in process.screen.target.alerts if one.key == key), "")

    async with account() as server, AsyncExitStack() as left:
        owner = await joined(left, Process(tmp_path, server))
        viewer = await joined(left, Process(tmp_path, server), viewing=True)
        until_then = SystemClock().now() + 3600
        key = viewer.screen.target.alerts[0].key
        viewer.engine.acknowledge(key, until=until_then, who="ann", why="on it")
        viewer.engine.delivery.overlays.silence(
            "isp:*", target="", until=until_then, who="ann", why="", also=frozenset()
        )
        await until(lambda: acked(viewer) == "ann")
        await until(lambda: acked(owner) == "ann")
        await until(lambda: owner.screen.snapshot is not None and len(owner.screen.snapshot.silences) == 1)


async def test_an_owner_that_hangs_is_said_and_never_passes_for_health(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with account() as server, AsyncExitStack() as left:
        await joined(left, Process(tmp_path, server))
        viewer = await joined(left, Process(tmp_path, server), viewing=True)
        monkeypatch.setattr("ses_tui.engine.view.SILENT_SECONDS", -1.0)
        await until(lambda: viewer.screen.target.health is Health.STALE)
        assert "has written nothing for" in viewer.screen.target.health_reason
        assert all(one.health is not Health.FRESH for one in viewer.screen.target.readings)
        monkeypatch.setattr("ses_tui.engine.view.BLIND_SECONDS", -1.0)
        await until(lambda: viewer.screen.target.health is Health.BLIND)


async def test_who_turns_out_to_watch_the_account_of_another_owner_views_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AWS did not say in time whose account it is; it does later."""
    async with account() as server, AsyncExitStack() as left:
        await joined(left, Process(tmp_path, server))
        monkeypatch.setattr(attendance, "ACCOUNT_MOST_SECONDS", 0.0)
        late = Process(tmp_path, server, "late")
        left.push_async_callback(late.leave)
        await until(lambda: late.calls > 1)
        await until(lambda: complete(late) and late.viewing)
        calls = late.calls
        await asyncio.sleep(1.5)  # three polls
        assert late.calls == calls


class Personal(NoChannels):
    """A bell, and a hook that belongs to the team; ``refusals``: how often the bell says no first."""

    floors: Mapping[str, Condition] = MappingProxyType({"bell": Condition.REVIEW, "hook": Condition.WARN})
    team = frozenset({"hook"})

    def __init__(self, refusals: int = 0) -> None:
        self.told: dict[str, list[Message]] = {"bell": [], "hook": []}
        self._refusals = refusals

    async def deliver(self, channel: str, message: Message) -> str:
        if channel == "bell" and self._refusals:
            self._refusals -= 1
            return "not now"
        self.told[channel].append(message)
        return ""

    def statuses(self) -> tuple[ChannelStatus, ...]:
        return (ChannelStatus("bell", "ok"), ChannelStatus("hook", "ready"))


def told(messages: list[Message]) -> list[tuple[str, str, str]]:
    """Early tiers aside: they follow the minute, and may end and begin while a test runs."""
    rates = [one for one in messages if one.key.metric is Metric.BOUNCE_RATE]
    return sorted((str(one.key), one.kind.value, one.condition.word) for one in rates)


async def test_the_team_is_told_once_and_each_screen_for_itself(tmp_path: Path) -> None:
    async with account() as server, AsyncExitStack() as left:
        ways = [Personal() for _ in range(3)]
        owner, *viewers = started = [Process(tmp_path, server, channels=way) for way in ways]
        for one in started:
            left.push_async_callback(one.leave)
        await until(lambda: all(complete(one) for one in started))
        owner, *viewers = sorted(started, key=lambda one: one.viewing)
        first, *others = (one.channels for one in (owner, *viewers))
        await until(lambda: all(told(way.told["bell"]) == told(first.told["bell"]) != [] for way in others))
        await until(lambda: all(one.screen.messages for one in started))
        for viewer in viewers:
            assert viewer.channels.told["hook"] == []
            assert told(viewer.screen.messages) == told(owner.screen.messages)
            bell = viewer.channels.told["bell"]
            assert all(message.route >= Condition.REVIEW for message in bell)
            assert len(told(bell)) == len(set(told(bell)))
        assert len(told(first.told["hook"])) == len(set(told(first.told["hook"]))) > 0
        # When one of them becomes the owner neither hook nor bell is told again what is known.
        before = {one: len(one.channels.told["bell"]) for one in viewers}
        await owner.leave()
        await until(lambda: sum(one.viewing for one in viewers) == 1)
        (heir,) = (one for one in viewers if not one.viewing)
        await until(lambda: complete(heir) and heir.calls > 10)
        assert not set(told(heir.channels.told["hook"])) & set(told(first.told["hook"]))
        again = heir.channels.told["bell"][before[heir] :]
        assert not set(told(again)) & set(told(first.told["bell"]))


async def test_a_bell_that_refuses_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ses_tui.engine.followed.RETRY_SECONDS", LOOK)
    async with account() as server, AsyncExitStack() as left:
        started = [Process(tmp_path, server, channels=Personal(refusals=2)) for _ in range(2)]
        for one in started:
            left.push_async_callback(one.leave)
        await until(lambda: any(one.viewing for one in started))
        (viewer,) = (one for one in started if one.viewing)
        await until(lambda: bool(viewer.channels.told["bell"]))


async def test_what_a_viewer_wants_is_read_by_the_owner(tmp_path: Path) -> None:
    async with account() as server, AsyncExitStack() as left:
        owner = await joined(left, Process(tmp_path, server, every=600.0))
        viewer = await joined(left, Process(tmp_path, server), viewing=True)
        reads = server.log.operations["GetAccount"]
        viewer.engine.refresh()
        await until(lambda: server.log.operations["GetAccount"] == reads + 1)
        viewer.engine.look(True)
        await until(lambda: owner.engine.monitors[0].inventory.looked_at)
        await until(lambda: bool(viewer.screen.target.inventory.values))
        answers: list[LongResult] = []
        wanted = LongRequest("prod", ACCOUNT)
        viewer.engine.read_long(wanted, answers.append)
        await until(lambda: bool(answers))
        assert answers[0].request == wanted
        assert answers[0].series[Metric.BOUNCE_RATE]
        lives: list[MessageResult] = []
        message = MessageRequest("prod", "0100ffff-000000")
        viewer.engine.read_message(message, lives.append)
        await until(lambda: bool(lives))
        assert lives[0].request == message and "no such message in this Region" in lives[0].why
        assert viewer.calls == 0


async def test_a_check_beside_an_owner_answers_from_its_numbers(tmp_path: Path) -> None:
    async with account() as server, AsyncExitStack() as left:
        owner = Process(tmp_path, server, every=600.0)
        await until(lambda: complete(owner))
        store = Store.open(tmp_path)
        left.callback(store.close)

        async def check(store: Store | None) -> tuple[Snapshot, int]:
            target = Target(name="prod", region="us-east-1", endpoint_url=server.url)
            reader = AwsReader(target)
            watched = [(target, reader, Plan(target_id="prod@1"))]
            history = Store.in_memory()
            seen = await read_once(watched, SystemClock(), history, store=store)
            history.close()
            return seen, reader.usage.api_calls

        seen, calls = await check(store)
        assert calls == 0
        (target,) = seen.targets
        assert target.owner and target.health is Health.FRESH
        assert target.alerts and len(target.rows[SubjectKind.IDENTITY]) > 1
        # Without an owner AWS is read, and what that cost counts for the month.
        await owner.leave()
        spent = store.for_target("prod@1").usage(month_of(SystemClock().now())).metrics_requested
        seen, calls = await check(store)
        assert calls > 0 and not seen.targets[0].owner
        assert store.flush()
        after = store.for_target("prod@1").usage(month_of(SystemClock().now())).metrics_requested
        assert after > spent


async def test_what_another_process_learns_meanwhile_is_no_second_owner(tmp_path: Path) -> None:
    """The lease of how the account is reached is free again before the store says which account it is."""
    store, other = Store.open(tmp_path), Store.open(tmp_path)
    history = store.for_target("prod@1", "prod")
    target = Target(name="prod", region="us-east-1")
    monitor = TargetMonitor(
        target, AwsReader(target), Plan(), SystemClock(), history, Ledger({}), lambda _: None, lambda: None
    )
    read = asyncio.Event()

    async def own() -> None:
        read.set()

    nothing = MagicMock()
    one = Attendance(monitor, store.leases, SystemClock(), own, nothing, nothing, nothing, lambda: None)
    assert one._claim()
    owned = other.leases.acquire("123/us-east-1")
    assert owned is not None
    other.for_target("prod@1", "prod").adopt("123/us-east-1")
    assert other.flush()
    task = asyncio.create_task(one.forever())
    await until(lambda: one.view is not None)
    assert not one.owned and not read.is_set()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    other.close()
    store.close()
