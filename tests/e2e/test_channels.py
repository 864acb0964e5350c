"""The whole engine while most ways out are broken: the others are told, and the cycle goes on."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp import web

from ses_tui.aws.reader import AwsReader
from ses_tui.core.clock import ScaledClock
from ses_tui.core.model import Target
from ses_tui.core.snapshot import ChannelStatus
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.notify.desktop import Desktop
from ses_tui.notify.dispatcher import Dispatcher
from ses_tui.notify.heartbeat import Heartbeat
from ses_tui.notify.hook import Hook
from ses_tui.notify.osc import Osc, Terminal
from ses_tui.notify.secret import Secret
from ses_tui.notify.tmux import Tmux
from ses_tui.notify.webhook import Webhook
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store
from tests.e2e.test_engine import Seen
from tests.notify.servers import TOKEN, serving
from tests.notify.test_hook import until

SPEED = 600.0
HANGS_FOR = 6.0
"""Seconds of the machine's clock, an hour of the engine's."""


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)


def states(statuses: tuple[ChannelStatus, ...]) -> dict[str, str]:
    return {status.name: status.state for status in statuses}


async def test_what_is_broken_holds_up_neither_the_cycle_nor_the_other_channels(tmp_path: Path) -> None:
    start = time.time()
    simulator = SimulatorServer("stale-list", speed=SPEED, start=start)
    await simulator.start()
    screen = bytearray()
    seen = Seen()
    async with serving() as broken, serving() as switch:
        broken.answer = web.Response(status=500, text=f"no /{TOKEN}")
        channels = Dispatcher(
            [
                Desktop(environ={}),
                Tmux(environ={"PATH": "/usr/bin:/bin", "TMUX": f"{tmp_path}/none,1,0"}),
                Hook(["sleep", "600"], limit=HANGS_FOR),
                Webhook(Secret(broken.url)),
                Terminal(Osc.OSC9, screen.extend),
            ],
            {},
            demo=False,
            heartbeat=Heartbeat(Secret(switch.url)),
            limit=HANGS_FOR + 2,
        )
        target = Target(name="prod", region="us-east-1", endpoint_url=simulator.url)
        engine = Engine(
            [(target, AwsReader(target), Plan(target_id="prod@1"))],
            ScaledClock(start, SPEED),
            Store.open(tmp_path),
            channels,
            seen,
        )
        running = asyncio.create_task(engine.run())

        def now() -> dict[str, str]:
            return states(seen.snapshots[-1].channels) if seen.snapshots else {}

        async def wait(true: Callable[[], bool]) -> None:
            await until(lambda: running.done() or true(), seconds=90)
            assert not running.done()

        await wait(lambda: "WARN account bounce" in screen.decode())
        assert now()["hook"] == "ready", "the terminal has been told, and the hook still hangs"
        before = len(seen.snapshots)
        await wait(lambda: now()["hook"] == "failing")
        assert len(seen.snapshots) - before > 3, "the cycle went on while it hung"
        await wait(lambda: "REVIEW account bounce" in screen.decode())
        await wait(lambda: all(now()[name] == "failing" for name in ("desktop", "tmux", "hook", "webhook")))
        await wait(lambda: len(broken.seen) >= 2)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        notes = {status.name: status.note for status in seen.snapshots[-1].channels}
        assert notes["desktop"] == "desktop: no D-Bus session bus here"
        assert notes["tmux"].startswith("tmux: ")
        assert notes["hook"] == f"sleep: took longer than {HANGS_FOR:g} s and was stopped"
        assert notes["webhook"] == "webhook: answered 500"
        assert now()["terminal"] == "ok"
        assert now()["heartbeat"] == "ok"
        assert [request.method for request in switch.seen] == ["GET"] * len(switch.seen)
    await simulator.stop()
