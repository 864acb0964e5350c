"""No desktop, no tmux, a hook that hangs, a webhook that answers 500 for ever: what still works.

Counted, not timed: while one real hook process hangs, the reads go on, and what works is told.
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp import web

from ses_tui.aws.reader import AwsReader
from ses_tui.core.clock import ScaledClock
from ses_tui.core.condition import Condition, Health
from ses_tui.core.messages import Message
from ses_tui.core.model import Target
from ses_tui.core.snapshot import Snapshot
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.notify.build import build
from ses_tui.notify.dispatcher import Dispatcher
from ses_tui.notify.ladder import Choice, choose
from ses_tui.notify.secret import Secret
from ses_tui.notify.webhook import Webhook
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store
from tests.notify.servers import serving

SPEED = 600.0
PATIENCE = 120.0
HANGS = 4.0
"""Real seconds after which a hook is given up: the rates are read some 40 times meanwhile."""

ENOUGH = 5


class Screen:
    """Keeps what the engine hands out."""

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None

    def publish(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def show(self, message: Message) -> None: ...

    def channel(self, name: str) -> tuple[str, str]:
        """Its state and note, as they stand on the screen."""
        channels = self.snapshot.channels if self.snapshot else ()
        return next(((one.state, one.note) for one in channels if one.name == name), ("", ""))


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


async def until(true: Callable[[], bool]) -> None:
    """Wait for what another process or thread brings about."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - files, counts and lists have no event
            await asyncio.sleep(0.01)


@pytest.mark.fault("a hook hangs")
@pytest.mark.fault(
    "no desktop, no tmux, a webhook that answers 500 for ever",
    says="each channel says why",
    lives="reads; the alert arrives by what works",
    blind="no",
    heals="when the channel accepts",
)
async def test_the_cycle_goes_on_and_the_alert_arrives_by_what_works(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    script = tmp_path / "hook.py"
    script.write_text(f"import time\nopen({str(begun)!r}, 'a').write('hangs\\n')\ntime.sleep(1000)\n")
    written = bytearray()
    start = time.time()
    server = SimulatorServer("stale-list", speed=SPEED, start=start)
    await server.start()
    clock, screen = ScaledClock(start, SPEED), Screen()
    hook = (sys.executable, str(script))
    nothing_here = {"PATH": os.environ["PATH"]}

    def hangs() -> int:
        return begun.read_text().count("hangs") if begun.exists() else 0

    def reads() -> int:
        return server.log.operations["GetMetricData"]

    async with serving() as webhook:
        webhook.answer = web.Response(status=500)
        choices = choose(
            nothing_here,
            desktop="auto",
            terminal="osc777",
            on_alert=hook,
            over_ssh=False,
            bus=False,
            has_terminal=True,
            webhooks=(Choice("webhook", True, "set"),),
        )
        built = build(
            choices,
            write=written.extend,
            on_alert=hook,
            webhooks=[Webhook(Secret(webhook.url), limit=HANGS)],
            limit=HANGS,
        )
        channels = Dispatcher(built, {"webhook": Condition.WARN}, demo=False, choices=choices)
        target = Target(name="prod", region="us-east-1", endpoint_url=server.url)
        plan = Plan(account=60.0, rates=60.0, target_id="prod@1")
        store = Store.open(tmp_path / "state")
        engine = Engine([(target, AwsReader(target), plan)], clock, store, channels, screen)
        running = asyncio.create_task(engine.run())

        await until(lambda: hangs() == 1)
        before = reads()
        await until(lambda: reads() >= before + ENOUGH)
        assert hangs() == 1, "the reads waited for the hook to be given up"
        await until(lambda: b"REVIEW account bounce" in written)
        await until(lambda: b"CHANNEL_FAILING webhook" in written and b"CHANNEL_FAILING hook" in written)
        await until(lambda: screen.channel("hook")[0] == screen.channel("webhook")[0] == "failing")
        given_up = screen.channel("hook")[1]
        assert "took longer" in given_up or "no answer" in given_up  # its own limit, or the channels'
        assert "500" in screen.channel("webhook")[1]
        assert screen.channel("terminal")[0] == "ok"
        assert screen.channel("desktop") == ("off", "no session bus here")
        assert screen.channel("tmux") == ("off", "not inside tmux")
        await until(lambda: screen.snapshot is not None and screen.snapshot.health is Health.FRESH)
        webhook.answer = web.Response(status=200)
        taken = tmp_path / "taken"
        script.write_text(f"import sys\nopen({str(taken)!r}, 'a').write(sys.stdin.read())\n")
        await until(lambda: screen.channel("webhook")[0] == screen.channel("hook")[0] == "ok")
        await until(lambda: '"condition": "review"' in taken.read_text())  # what was owed
        assert hangs() >= 3
        assert len(webhook.seen) >= 3
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    await server.stop()
