"""``ses-tui doctor`` after a day of campaign size: it asks for a look at what that brought, once."""

import json
import time
from pathlib import Path

from ses_tui.core.clock import DAY, HOUR, utc_day
from ses_tui.simulator.scenarios import load
from ses_tui.simulator.scenarios.model import Burst
from ses_tui.simulator.server import SimulatorServer
from ses_tui.simulator.thread import Handle
from ses_tui.store.diary import note, read
from tests.cli.conftest import KEYS, Ses

CAMPAIGN = Burst("promo.example.net", minutes=(0, 300), delivered=(0, 300_000), permanent=(0, 3_000))


def said(ses: Ses, url: str, state: Path) -> list[str]:
    """What doctor says of campaigns."""
    done = ses("doctor", "--format", "json", AWS_ENDPOINT_URL=url, XDG_STATE_HOME=str(state), **KEYS)
    (target,) = json.loads(done.stdout)["targets"]
    return [one["summary"] for one in target["findings"] if one["check"] == "campaign"]


def test_it_is_named_with_its_size_until_somebody_looked(ses: Ses, tmp_path: Path) -> None:
    now = time.time()
    began = utc_day(now) - 2 * DAY + HOUR
    server = SimulatorServer(load("healthy")._replace(bursts=(CAMPAIGN,)), 1.0, 0, 1, began)
    server.clock.advance(now - began)
    handle = Handle(server)
    try:
        assert said(ses, handle.url, tmp_path) == [], "nobody looked before: there is no since"
        note(tmp_path / "ses-tui", read(tmp_path / "ses-tui"), began - HOUR)
        (found,) = said(ses, handle.url, tmp_path)
        assert "times the usual day" in found and found.startswith("since the last look: 4")
        assert said(ses, handle.url, tmp_path) == [], "that was a look"
    finally:
        handle.stop()
