"""The whole engine at speed: real client, real store, a real hook; then a restart on what it left."""

import asyncio
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ses_tui.aws.reader import AwsReader
from ses_tui.core.clock import ScaledClock
from ses_tui.core.condition import Condition, Health
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import Metric, SubjectKind, Target
from ses_tui.core.snapshot import Snapshot
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.notify.dispatcher import Dispatcher
from ses_tui.notify.hook import Hook
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.last import load_last
from ses_tui.store.store import Store

SPEED = 300.0


class Seen:
    """What the engine handed out, and a way to wait for it."""

    def __init__(self) -> None:
        self.snapshots: list[Snapshot] = []
        self.messages: list[Message] = []

    def publish(self, snapshot: Snapshot) -> None:
        self.snapshots.append(snapshot)

    def show(self, message: Message) -> None:
        self.messages.append(message)


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


def reviewed(text: str) -> bool:
    """Whether it says that the account's own rate is at AWS's review line, not only its budget."""
    return re.search(r"REVIEW account bounce [0-9]", text) is not None


async def until(true: Callable[[], bool]) -> None:
    """Wait for what another process or thread brings about."""
    while not true():  # noqa: ASYNC110 - a file and a list have no event
        await asyncio.sleep(0.05)


async def test_an_incident_reaches_the_hook_and_a_restart_tells_nobody_twice(tmp_path: Path) -> None:
    told = tmp_path / "told.jsonl"
    script = tmp_path / "hook.py"
    script.write_text(f"import sys; open({str(told)!r}, 'a').write(sys.stdin.read().strip() + chr(10))")
    start = time.time()
    server = SimulatorServer("stale-list", speed=SPEED, start=start)
    await server.start()
    clock = ScaledClock(start, SPEED)
    target = Target(name="prod", region="us-east-1", endpoint_url=server.url)

    def engine(seen: Seen) -> Engine:
        hook = Hook((sys.executable, str(script)))
        plan = Plan(target_id="prod@1")
        channels = Dispatcher([hook], {}, demo=False)
        return Engine([(target, AwsReader(target), plan)], clock, Store.open(tmp_path), channels, seen)

    first = Seen()
    running = asyncio.create_task(engine(first).run())
    async with asyncio.timeout(300):
        await until(lambda: any(reviewed(message.title) for message in first.messages))
        await until(lambda: told.exists() and reviewed(told.read_text()))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    alerts = [json.loads(line) for line in told.read_text().splitlines()]
    account = [alert for alert in alerts if alert["metric"] == "bounce_rate" and not alert["subject"]["name"]]
    # A machine that is slow sees the rate for the first time when it is over both lines.
    assert [alert["condition"] for alert in account] in (["warn", "review"], ["review"])
    assert first.snapshots[-1].condition >= Condition.REVIEW
    assert first.snapshots[-1].health is Health.FRESH
    assert first.snapshots[-1].targets[0].rows[SubjectKind.IDENTITY][0].subject.name == "promo.example.net"

    last = load_last(tmp_path, {"prod@1": "prod"})
    assert last is not None
    assert last.restored
    bounce = last.targets[0].reading(Metric.BOUNCE_RATE)
    assert bounce is not None
    assert bounce.value is not None

    second = Seen()
    running = asyncio.create_task(engine(second).run())
    async with asyncio.timeout(120):
        await until(lambda: any(snapshot.targets[0].rows for snapshot in second.snapshots))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await server.stop()
    repeated = {(str(m.key), m.condition) for m in first.messages} & {
        (str(m.key), m.condition) for m in second.messages if m.kind is Kind.FIRING
    }
    assert repeated == set()
