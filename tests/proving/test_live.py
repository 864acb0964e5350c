"""The proof of the proof: every shipped scenario through the live engine says the same, in the same cycle."""

from pathlib import Path

import pytest

from ses_tui.core.clock import ManualClock
from ses_tui.proving.feed import Feed
from ses_tui.proving.parse import load
from ses_tui.proving.problem import shipped
from ses_tui.proving.run import run
from ses_tui.simulator.server import SimulatorServer
from ses_tui.simulator.services import HANDLERS
from tests.proving.live import UNSAYABLE, Live, Wire, expected
from tests.unpaced import unpaced

__all__ = ["unpaced"]

FILES = shipped()


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_the_engine_says_what_the_rules_say(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = load(file)
    record = run(scenario)
    clock = ManualClock(scenario.start)
    wire = Wire(scenario, Feed(scenario), clock)
    server = SimulatorServer("healthy", speed=0.0, start=scenario.start)
    await server.start()
    for operation, handler in wire.handlers().items():
        original = HANDLERS[operation]
        monkeypatch.setitem(HANDLERS, operation, handler)
        wire.originals[operation] = original
    try:
        heard = await Live(scenario, server, wire, clock, tmp_path).run([one.at for one in record.moments])
    finally:
        await server.stop()
    assert heard, "a scenario that says nothing proves nothing"
    assert sorted(heard) == sorted(expected(scenario, record))


def test_few_things_cannot_be_said_on_the_wire() -> None:
    assert len(UNSAYABLE) <= 5
