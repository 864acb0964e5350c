"""Fifty targets, five of them out of reach, while three get into trouble: whose it is, said everywhere."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from ses_tui.cli.options import parse
from ses_tui.cli.setup import setup_of
from ses_tui.cli.tmux import segment, stored
from ses_tui.cli.wiring import herald_of, watched
from ses_tui.core.condition import Condition, Health
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.engine.engine import TICK_SECONDS, Engine
from ses_tui.simulator.scenarios import load
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store
from ses_tui.tui.app import SesApp
from ses_tui.tui.listing import Listing
from ses_tui.tui.look import Look, zone_of
from ses_tui.tui.uicontext import UiContext
from tests.engine.bench import START
from tests.engine.conftest import _aws_environment, unpaced
from tests.notify.servers import serving
from tests.notify.test_desktop import Service, environ, needs_bus, service
from tests.tui.screens import FakeMonitor, lines_of, settled

__all__ = ["_aws_environment", "environ", "service", "unpaced"]

pytestmark = needs_bus

GOOD = 45
TROUBLE = {"t07": "stale-list", "t21": "complaint-storm", "t33": "paused"}
"""What happens to each within ``MINUTES``."""
MINUTES = 75
POLL = 1800.0
"""Seconds between two reads, less the jitter."""
PATIENCE = 120.0
"""Seconds after which what is waited for will not come."""
BAD = {
    "bad-profile": 'profile = "nope"',
    "bad-role": 'role_arn = "not-an-arn"',
    "bad-region": 'region = "eu-wst-1"\nendpoint_url = ""',
    "malformed": 'endpoint_url = "nonsense"',
    "refused": 'endpoint_url = "http://127.0.0.1:1"',
}
HOOK = """tr -d '\\n' >> "$0"; echo >> "$0\""""


class HeldClock:
    """The time of all simulated accounts; it stands still until ``pass_time``.

    Only who waits from one read to the next is woken then, not for what is read once after a start (two weeks
    of rates, lists): fifty times that takes a minute, and says nothing of an incident.
    """

    def __init__(self, servers: Sequence[SimulatorServer]) -> None:
        self._servers = servers
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> float:
        return self._servers[0].clock.now()

    def monotonic(self) -> float:
        return self.now()

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if seconds >= POLL:
            self._sleepers.append((self.now() + seconds, woken))
        await woken

    def pass_time(self, seconds: float) -> None:
        """Wake everybody whose time has come by then."""
        for server in self._servers:
            server.clock.advance(seconds)
        due = [woken for at, woken in self._sleepers if at <= self.now()]
        self._sleepers = [one for one in self._sleepers if one[0] > self.now()]
        for woken in due:
            if not woken.done():
                woken.set_result(None)


@dataclass
class Fleet:
    """The monitor of all targets, its screen, and what came out elsewhere."""

    app: SesApp
    pilot: Pilot[None]
    clock: HeldClock
    engine: Engine
    config: Path
    state: Path

    def targets(self) -> dict[str, TargetSnapshot]:
        shown = self.app.state.snapshot
        return {one.name: one for one in shown.targets} if shown else {}

    async def until(self, true: Callable[[], bool], *, again: bool = False) -> None:
        """``again``: channels that were too slow for a busy machine are asked again meanwhile."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, "\n".join(line.rstrip() for line in lines_of(self.app))
            await asyncio.sleep(1.0 if again else 0.05)
            if again:
                self.clock.pass_time(TICK_SECONDS + 1)
                for monitor in self.engine.monitors:
                    if monitor.target.name in TROUBLE:
                        monitor.tick()
        await settled(self.pilot)

    async def lines(self, *keys: str) -> list[str]:
        await self.pilot.press(*keys)
        await settled(self.pilot)
        return [line.rstrip() for line in lines_of(self.app)]

    def segment(self) -> str:
        """What ``check --format tmux`` prints."""
        targets = [target for target, _ in setup_of(parse(["check", "--config", str(self.config)])).targets]
        return segment(stored(targets, self.state), self.clock.now())[0]


def configuration(urls: dict[str, str], rest: str) -> str:
    """An account for each target that can be reached, of which all but ``urls`` are at ``rest``."""
    text = '[poll]\naccount = "1h"\nrates = "1h"\nvdm = "7d"\nlists = "7d"\n[vdm]\nisps = ["Gmail"]\n'
    text += f'[target_defaults]\nregion = "eu-west-1"\nendpoint_url = "{rest}"\n'
    for number in range(GOOD):
        name = f"t{number:02}"
        url = f'endpoint_url = "{urls[name]}"\n' if name in urls else ""
        role = f"arn:aws:iam::{account_of(name)}:role/monitor"
        text += f'[[targets]]\nname = "{name}"\nrole_arn = "{role}"\n{url}'
    return text + "".join(f'[[targets]]\nname = "{name}"\n{setting}\n' for name, setting in BAD.items())


def account_of(name: str) -> str:
    return f"{200_000_000_000 + int(name[1:])}"


@asynccontextmanager
async def watching(tmp_path: Path, webhook: str) -> AsyncIterator[Fleet]:
    servers = {name: SimulatorServer(load(what), speed=0.0, start=START) for name, what in TROUBLE.items()}
    rest = SimulatorServer(load("quiet"), speed=0.0, start=START)
    for server in (rest, *servers.values()):
        await server.start()
    clock = HeldClock((rest, *servers.values()))
    config, state = tmp_path / "config.toml", tmp_path / "state"
    (tmp_path / "url").write_text(webhook)
    (tmp_path / "url").chmod(0o600)
    notify = f'[notify]\ndesktop = "on"\nwebhook_format = "json"\nwebhook_url_file = "{tmp_path}/url"\n'
    notify += f"on_alert = {json.dumps(['sh', '-c', HOOK, str(tmp_path / 'hooked')])}\n"
    notify += '[notify.from]\nwebhook = "warn"\n'
    config.write_text(notify + configuration({name: one.url for name, one in servers.items()}, rest.url))
    setup = setup_of(parse(["watch", "--config", str(config)]))
    app = SesApp(Look(zone_of("UTC")), clock, None, lambda _: FakeMonitor(), mode="fleet")
    app.ui_context = UiContext(title=True)
    async with app.run_test(size=(120, 34), notifications=True) as pilot:
        engine = Engine(
            watched(setup), clock, Store.open(state), herald_of(setup.telling, app.mailbox.write), app.mailbox
        )
        life = asyncio.create_task(engine.run())
        try:
            yield Fleet(app, pilot, clock, engine, config, state)
        finally:
            life.cancel()
            await asyncio.gather(life, return_exceptions=True)
    for server in (rest, *servers.values()):
        await server.stop()


async def test_everything_that_tells_of_an_incident_names_the_target_that_it_is_at(
    tmp_path: Path, service: Service
) -> None:
    hooked = tmp_path / "hooked"
    async with serving() as team, watching(tmp_path, team.url) as fleet:
        seen = fleet.targets
        await fleet.until(lambda: sum(one.health is Health.FRESH for one in seen().values()) == GOOD)
        fleet.clock.pass_time(MINUTES * 60)
        await fleet.until(lambda: all(seen()[name].condition >= Condition.WARN for name in TROUBLE))
        assert {name for name, one in seen().items() if one.condition} == {*TROUBLE}

        def told() -> list[Sequence[str]]:
            """Per channel the title of each message about somebody's condition."""
            by_hook = (
                [json.loads(line) for line in hooked.read_text().splitlines()] if hooked.exists() else []
            )
            by_webhook = [json.loads(request.body) for request in team.seen]
            for one in (*by_hook, *by_webhook):
                assert one["title"].startswith(f"{one['target']}: ")
                assert one["target"] in BAD or one["account_id"] == account_of(one["target"])
            return [
                [title for title, _, _ in service.shown],
                *([one["title"] for one in way] for way in (by_hook, by_webhook)),
            ]

        def all_told() -> bool:
            """By one channel or another: each has a time limit, which a busy machine may not keep."""
            return {*TROUBLE} <= {name_in(title) for titles in told() for title in titles}

        await fleet.until(all_told, again=True)
        for titles in told():
            assert {name_in(title) for title in titles if re.search("(WARN|REVIEW|PAUSE) ", title)} <= {
                *TROUBLE
            }

        fleet_lines = await fleet.lines()
        assert "✖ 1 PAUSE  ■ 1 REVIEW  ▲ 1 WARN  ? 5 blind" in fleet_lines[0]
        assert fleet_lines[1].startswith(" ✖ t33: PAUSE")
        assert fleet.app.said_title.startswith("✖ t33: PAUSE")
        assert fleet.segment().startswith("t33 ") and "PAUSE" in fleet.segment()
        for news in fleet.app.state.news:
            assert news.key is None or news.title.startswith(f"{news.key.target}: ")

        listed = await fleet.lines("6")
        alerts = fleet.app.screen.query_one("#open", Listing).items
        assert {alert.key.target for alert in alerts} == {*TROUBLE}
        assert any("PAUSE  t33: account" in line for line in listed)

        healthy = await fleet.lines("1")
        assert healthy[0].startswith(" t00 1/50")
        assert healthy[1].startswith(" ● All well")
        page = healthy[:-2]  # the news are above the keys
        assert not any(name in line for line in page for name in TROUBLE)


def name_in(title: str) -> str:
    return title.partition(": ")[0]
