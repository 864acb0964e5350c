"""Trouble of the monitor itself is told before it blinds."""

from types import SimpleNamespace
from typing import cast

import pytest

from ses_tui.core.messages import Kind
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.self_monitoring import EXPIRING_SECONDS, SKEW_SECONDS, self_alerts

NOW = 1_700_000_000.0


def monitor(skew: float | None = None, end: float | None = None) -> TargetMonitor:
    reader = SimpleNamespace(last_skew=skew, credentials_expire=end)
    return cast(TargetMonitor, SimpleNamespace(target=SimpleNamespace(name="prod"), reader=reader))


@pytest.mark.parametrize(
    ("skew", "said"),
    [
        (None, ""),
        (SKEW_SECONDS - 1, ""),
        (SKEW_SECONDS, "this machine's clock is 4 min ahead of AWS's"),
        (-600.0, "this machine's clock is 10 min behind AWS's"),
    ],
)
def test_a_clock_that_is_off(skew: float | None, said: str) -> None:
    found = self_alerts([monitor(skew)], "", NOW)
    assert found.get(SelfAlert(Kind.CLOCK_SKEW, "prod"), "") == said


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (EXPIRING_SECONDS + 1, ""),
        (EXPIRING_SECONDS, "the AWS credentials end in 15 min"),
        (0.0, "the AWS credentials have ended"),
        (-60.0, "the AWS credentials have ended"),
    ],
)
def test_credentials_that_end(left: float, said: str) -> None:
    found = self_alerts([monitor(end=NOW + left)], "", NOW)
    assert found.get(SelfAlert(Kind.CREDENTIALS_EXPIRING, "prod"), "") == said


@pytest.mark.fault(
    "the store fails while it runs",
    says="an alert about the monitor itself",
    lives="reads and alerts",
    blind="no",
    heals="at the next write that succeeds",
)
def test_a_store_that_fails_is_said_in_its_own_words() -> None:
    assert self_alerts([], "no history is kept: the disk is full", NOW) == {
        SelfAlert(Kind.STORE_FAILING): "no history is kept: the disk is full"
    }
    assert self_alerts([], "", NOW) == {}
