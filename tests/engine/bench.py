"""One monitor on a simulated account whose time stands still until a test moves it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import MappingProxyType

from ses_tui.aws.reader import AwsReader
from ses_tui.core.condition import Condition
from ses_tui.core.digest import Digest
from ses_tui.core.messages import Message
from ses_tui.core.model import Target
from ses_tui.core.snapshot import ChannelStatus, Snapshot
from ses_tui.engine.delivery import Delivery
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.news import News
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import History
from ses_tui.simulator.scenarios.model import Scenario
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store

START = 1_795_600_800.0
"""2026-11-25T10:00:00Z: mid-morning, so that a scenario of some hours stays within one UTC day."""


class HandClock:
    """The simulated account's time, for the monitor; moved by hand."""

    def __init__(self, server: SimulatorServer) -> None:
        self._server = server

    def now(self) -> float:
        return self._server.clock.now()

    def monotonic(self) -> float:
        return self._server.clock.now()

    async def sleep(self, seconds: float) -> None:
        self._server.clock.advance(seconds)


class NoChannels:
    """Only the screen is told."""

    floors: Mapping[str, Condition] = MappingProxyType({})

    async def deliver(self, channel: str, message: Message) -> str:
        raise AssertionError(channel)

    team = frozenset[str]()
    pagers = frozenset[str]()
    forgetful = frozenset[str]()
    digest: Digest | None = None
    groups: Mapping[str, Sequence[str]] = MappingProxyType({})

    async def restate(self, channel: str, messages: Sequence[Message]) -> str:
        raise AssertionError(channel)

    beats = False
    own_beats: Mapping[str, str] = MappingProxyType({})

    def beat(self, name: str = "") -> None: ...
    async def close(self) -> None: ...
    def statuses(self) -> tuple[ChannelStatus, ...]:
        return ()


class Collected:
    """The screen's place: keeps what it is told."""

    def __init__(self, sent: list[Message]) -> None:
        self._sent = sent

    def publish(self, snapshot: Snapshot) -> None: ...
    def show(self, message: Message) -> None:
        self._sent.append(message)


@dataclass
class Bench:
    """A monitor, its account, and every message that it sent."""

    server: SimulatorServer
    clock: HandClock
    monitor: TargetMonitor
    sent: list[Message] = field(default_factory=list)

    async def read_all(self) -> None:
        """One cycle of everything; the counts only once, since AWS allows one such call a second."""
        await self.monitor.read_account()
        await self.monitor.read_rates()
        if self.monitor.rules.buckets is None:
            await self.monitor.read_statistics()
        await self.monitor.read_vdm()

    def pass_time(self, seconds: float) -> None:
        """Move both clocks on."""
        self.server.clock.advance(seconds)


@asynccontextmanager
async def bench(
    scenario: Scenario | str = "healthy",
    history: History | None = None,
    server: SimulatorServer | None = None,
    plan: Plan | None = None,
) -> AsyncIterator[Bench]:
    """A monitor that has read nothing yet."""
    own = server is None
    server = server or SimulatorServer(scenario, speed=0.0, start=START)
    if own:
        await server.start()
    target = Target(name="prod", region="us-east-1", endpoint_url=server.url)
    sent: list[Message] = []
    async with AwsReader(target) as reader:
        clock = HandClock(server)
        history = history or Store.in_memory()
        delivery = Delivery(history, NoChannels(), Collected(sent), clock, News())
        monitor = TargetMonitor(
            target,
            reader,
            plan or Plan(),
            clock,
            history.for_target("prod@1", target.name),
            delivery.ledger,
            delivery.report,
            lambda: None,
        )
        monitor.restore()
        delivery.restore([monitor])
        yield Bench(server, clock, monitor, sent)
    if own:
        await server.stop()
