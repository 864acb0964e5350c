"""The real application with the real engine on a simulated account, driven by its keys."""

import asyncio
import os
import time
from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from ses_tui.aws.reader import AwsReader
from ses_tui.cli.screen import start_engine
from ses_tui.core.model import Target
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.notify.dispatcher import Dispatcher
from ses_tui.simulator.thread import Handle
from ses_tui.store.store import Store
from ses_tui.tui.app import SesApp
from ses_tui.tui.look import Look, zone_of
from ses_tui.tui.run import Frontend, Monitor
from tests.tui.screens import lines_of

KEYS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}

PATIENCE = 180.0
"""Seconds after which what is waited for will not come."""

AGAIN = 1.5
"""Seconds after which ``R`` is pressed anew: the engine may not have been there yet. Twice as long each time,
else a machine that is busy would never come to the end of a read.
"""


class AccountClock:
    """The account's time, which stands still; waiting takes real time."""

    def __init__(self, account: Handle) -> None:
        self._account = account

    def now(self) -> float:
        return self._account.clock.now()

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class LiveApp(SesApp):
    """As ``ses-tui --endpoint-url``, with nothing kept and nobody told."""

    def __init__(self, account: Handle) -> None:
        self._url = account.url
        self._still = AccountClock(account)
        super().__init__(Look(zone_of("UTC")), self._still, None, self._run_engine)

    def _run_engine(self, frontend: Frontend) -> Monitor:
        return start_engine(lambda: self._engine(frontend), frontend)

    def _engine(self, frontend: Frontend) -> Engine:
        target = Target(name="prod", region="us-east-1", endpoint_url=self._url)
        dispatcher = Dispatcher([], {}, demo=False)
        return Engine(
            [(target, AwsReader(target), Plan())], self._still, Store.in_memory(), dispatcher, frontend
        )


async def until(pilot: Pilot[None], app: LiveApp, shown: Callable[[list[str]], bool]) -> list[str]:
    """The screen's lines, as soon as ``shown`` holds for them; everything is read anew meanwhile."""
    end, pressed, again = time.monotonic() + PATIENCE, 0.0, AGAIN
    while not shown(lines := lines_of(app)):
        if time.monotonic() > end:
            pytest.fail("\n".join(line.rstrip() for line in lines))
        if time.monotonic() - pressed > again:
            pressed, again = time.monotonic(), 2 * again
            await pilot.press("R")
        await pilot.pause(0.05)
    return lines
