"""Messages to deliver, and text that no channel may act on."""

from dataclasses import replace
from typing import Any

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import Key, Metric, Subject, SubjectKind

KEY = Key("prod", Subject(SubjectKind.ISP, "Hotmail"), Metric.BOUNCE_RATE)

HOSTILE = (
    "#(touch {path}) #{{pane_id}} #[fg=red] %H \x1b]0;owned\a \x1b\\ \x9c $(id) `id` "
    "<b>&amp;</b> \u202e;9;4;1\n--"
)

MESSAGE = Message(
    id="prod/isp:Hotmail/bounce_rate/1",
    kind=Kind.FIRING,
    condition=Condition.WARN,
    route=Condition.WARN,
    key=KEY,
    at=1_764_000_000.0,
    since=1_763_999_000.0,
    title="WARN Hotmail bounce 8.31 % ≥ 3 %",
    body="news.example.org is 71 % of it, usual 0.90 %",
    value=0.0831,
    line=0.03,
)


def message(**changes: Any) -> Message:
    """MESSAGE with some fields changed."""
    return replace(MESSAGE, **changes)


def firing(condition: Condition, **changes: Any) -> Message:
    """MESSAGE at another condition, routed as it."""
    return message(condition=condition, route=condition, **changes)
