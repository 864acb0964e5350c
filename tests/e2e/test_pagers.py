"""`watch` and a pager, with a kill -9 at every step: one incident, opened, changed and closed."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.owner_kills import Fleet, configure
from ses_tui.simulator.scenarios.model import Enforcement
from ses_tui.simulator.server import SimulatorServer
from tests.notify.pager import KEY, Service
from tests.notify.servers import serving

PATIENCE = 90.0


async def until(true: Callable[[], bool]) -> None:
    """A loaded machine takes its time to start a process."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110  what is waited for happens in another process
            await asyncio.sleep(0.02)


def stands(service: Service, severity: str, is_open: bool) -> bool:
    """Whether there is one incident, and so."""
    return [(one.severities[-1], one.open) for one in service.incidents] == [(severity, is_open)]


async def test_an_incident_outlives_the_process_that_opened_it(tmp_path: Path) -> None:
    service = Service()
    simulator = SimulatorServer("healthy", speed=1.0)
    await simulator.start()
    async with serving() as pagerduty:
        service.serve(pagerduty)
        configure(tmp_path, simulator)
        (tmp_path / "key").write_text(KEY)
        (tmp_path / "key").chmod(0o600)
        with (tmp_path / "config.toml").open("a") as config:
            config.write(
                '[[notify.webhooks]]\nname = "pager"\nformat = "pagerduty"\nfrom = "warn"\n'
                f'key_file = "{tmp_path}/key"\nurl = "{pagerduty.url}"\n'
            )
        fleet = Fleet(tmp_path, simulator)
        try:
            steps: list[tuple[Enforcement, str, bool]] = [
                ("PROBATION", "error", True),
                ("SHUTDOWN", "critical", True),
                ("PROBATION", "error", True),
                ("HEALTHY", "error", False),
            ]
            for enforcement, severity, is_open in steps:
                fleet.turn(enforcement)
                await fleet.begin(1)
                await until(partial(stands, service, severity, is_open))
                fleet.processes[-1].kill()
                await fleet.processes[-1].wait()
        finally:
            await fleet.end()
            await simulator.stop()
    (incident,) = service.incidents
    assert incident.severities == ["error", "critical", "error"]
