"""AWS's limits per second, off on both sides; tests/aws and tests/simulator hold that they are kept."""

from functools import partial

import pytest

from ses_tui.aws.limiter import Limiter


@pytest.fixture(autouse=True)
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reads twelve times in a simulated hour does not wait a second for each, nor for a retry."""
    monkeypatch.setattr("ses_tui.aws.call.Limiter", partial(Limiter, window=0.0, settle=0.0))
    monkeypatch.setattr("ses_tui.aws.call.PACE_SECONDS", 0.0)
    monkeypatch.setattr("ses_tui.simulator.limits._PER_SECOND", {})
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0.0)
