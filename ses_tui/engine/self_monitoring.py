"""Trouble of the monitor itself, as far as it can be told before it blinds us."""

from collections.abc import Iterable

from ses_tui.core.messages import Kind
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.wording import span
from ses_tui.engine.monitor import TargetMonitor

SKEW_SECONDS = 240.0
"""AWS refuses requests that are signed five minutes off: said before that."""

EXPIRING_SECONDS = 15 * 60.0
"""How long before the end it is said that credentials end, where nothing renews them."""


def judged(monitors: Iterable[TargetMonitor]) -> set[str]:
    """About whom it is known what is wrong: '' for the store, and targets of which AWS has answered."""
    return {"", *(one.target.name for one in monitors if one.reader.last_skew is not None)}


def self_alerts(monitors: Iterable[TargetMonitor], store_problem: str, now: float) -> dict[SelfAlert, str]:
    """What is wrong at present, each with one safe line about it."""
    found: dict[SelfAlert, str] = {}
    if store_problem:
        found[SelfAlert(Kind.STORE_FAILING)] = store_problem
    for monitor in monitors:
        name = monitor.target.name
        skew = monitor.reader.last_skew
        if skew is not None and abs(skew) >= SKEW_SECONDS:
            ahead = "ahead of" if skew > 0 else "behind"
            found[SelfAlert(Kind.CLOCK_SKEW, name)] = (
                f"this machine's clock is {span(abs(skew))} {ahead} AWS's"
            )
        end = monitor.reader.credentials_expire
        if end is not None and now >= end - EXPIRING_SECONDS:
            left = f"end in {span(end - now)}" if end > now else "have ended"
            found[SelfAlert(Kind.CREDENTIALS_EXPIRING, name)] = f"the AWS credentials {left}"
    return found
