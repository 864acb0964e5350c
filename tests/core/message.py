"""One message, for tests that need any."""

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import ACCOUNT, Key, Metric


def message() -> Message:
    """A warning about the account's bounce rate."""
    return Message(
        id="0123456789ab",
        kind=Kind.FIRING,
        condition=Condition.WARN,
        route=Condition.WARN,
        key=Key("prod", ACCOUNT, Metric.BOUNCE_RATE),
        at=1_700_000_300.0,
        since=1_700_000_000.0,
        title="WARN account bounce 3.12 % ≥ 3 %",
        body="Hotmail is 71 % of it",
        value=0.0312,
        line=0.03,
    )
