"""What was told live is what the rules say of the stored history: ``replay --verify``, two restarts in it."""

import os
from pathlib import Path

import pytest

from ses_tui.aws.reader import AwsReader
from ses_tui.cli.main import main
from ses_tui.core.clock import iso
from ses_tui.core.model import Target
from ses_tui.core.target_id import provisional_id
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.settings.light import state_directory
from ses_tui.simulator.scenarios.catalogue import SCENARIOS
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store
from tests.engine.bench import START, Collected, HandClock, NoChannels
from tests.unpaced import unpaced

__all__ = ["unpaced"]

POLL = 600.0
CYCLES = 12
"""Of one run; a run ends with the process, and the next begins an odd while later."""

DOWN_SECONDS = 100.0


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("SES_TUI_", "AWS_"))]:
        monkeypatch.delenv(name)
    for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


async def run(server: SimulatorServer) -> None:
    """One life of the monitor, all sources at their pace."""
    target = Target(region="us-east-1", endpoint_url=server.url)
    store = Store.open(state_directory())
    async with AwsReader(target, deadline=2.0) as reader:
        plan = Plan(account=POLL, rates=POLL, vdm=POLL, target_id=provisional_id(Target(), os.environ))
        engine = Engine([(target, reader, plan)], HandClock(server), store, NoChannels(), Collected([]))
        (monitor,) = engine.monitors
        monitor.restore()
        engine.delivery.restore([monitor])
        for cycle in range(CYCLES):
            await monitor.read_account()
            await monitor.read_rates()
            if cycle % 2 == 0:  # AWS lets that be asked once a second
                await monitor.read_statistics()
            await monitor.read_vdm()
            server.clock.advance(POLL)
    store.close()


QUICK = ("isp-block", "complaint-storm", "stale-list")
"""``.ci/proofs`` runs all."""


@pytest.mark.parametrize("scenario", [*SCENARIOS] if "SES_TUI_ALERT_RUNS" in os.environ else QUICK)
async def test_a_live_run_told_what_its_store_replays(
    scenario: str, capsys: pytest.CaptureFixture[str]
) -> None:
    server = SimulatorServer(scenario, speed=0.0, start=START)
    await server.start()
    try:
        for _ in range(3):
            await run(server)
            server.clock.advance(DOWN_SECONDS)
    finally:
        await server.stop()
    span = ["--from", iso(START), "--to", iso(server.clock.now())]
    code = main(["replay", "--source", "store", *span, "--verify"])
    out = capsys.readouterr().out
    assert code == 0, out
