"""A monitor that runs takes up what another process acknowledges or silences, and stops repeating."""

import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

from ses_tui.aws.reader import AwsReader
from ses_tui.core.clock import HOUR, ScaledClock
from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind
from ses_tui.core.model import Target
from ses_tui.core.snapshot import Alert
from ses_tui.core.target_id import provisional_id
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.notify.dispatcher import Dispatcher
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store
from tests.e2e.test_engine import Seen, until

SPEED = 600.0


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


async def ses(*arguments: str) -> str:
    """``ses-tui ARGUMENTS`` in a process of its own; what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "ses_tui",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()
    return out.decode()


async def test_an_acknowledgement_from_the_command_line_stops_the_reminders(tmp_path: Path) -> None:
    start = time.time()  # the engine's clock runs ahead of the command line's, by hours: less than a day
    server = SimulatorServer("stale-list", speed=SPEED, start=start)
    await server.start()
    clock = ScaledClock(start, SPEED)
    target = Target(name="prod", region="us-east-1", endpoint_url=server.url)
    seen = Seen()
    engine = Engine(
        [(target, AwsReader(target), Plan(target_id=provisional_id(target, os.environ)))],
        clock,
        Store.open(tmp_path / "ses-tui"),
        Dispatcher([], {}, demo=False),
        seen,
    )
    (tmp_path / "config.toml").write_text(
        f'[[targets]]\nname = "prod"\nregion = "us-east-1"\nendpoint_url = "{server.url}"\n'
    )
    config = ("--config", str(tmp_path / "config.toml"))

    def account() -> Alert | None:
        alerts = seen.snapshots[-1].targets[0].alerts if seen.snapshots else ()
        return next((one for one in alerts if str(one.key) == "account/bounce_rate"), None)

    def reminders() -> int:
        return sum(m.kind is Kind.REPEAT and str(m.key) == "account/bounce_rate" for m in seen.messages)

    running = asyncio.create_task(engine.run())
    try:
        async with asyncio.timeout(90):
            await until(lambda: reminders() >= 1)
            await until(lambda: (one := account()) is not None and one.condition is Condition.REVIEW)
            said = await ses("ack", "account/bounce_rate", *config, "--for", "24h", "--why", "on it")
            assert "prod account/bounce_rate acknowledged until" in said
            await until(lambda: (one := account()) is not None and one.acked_until is not None)
            one, before, at = account(), reminders(), clock.now()
            assert one is not None
            assert one.acked_why == "on it"
            await until(lambda: clock.now() > at + 2.2 * HOUR)  # two reminders would be due
            assert reminders() == before

            await ses("ack", "--end", "account/bounce_rate", *config)
            await until(lambda: reminders() > before)

            await ses("silence", "account/*", *config, "--target", "prod", "--for", "7d")
            await until(lambda: (one := account()) is not None and one.silenced_until is not None)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await server.stop()
