"""Whether anybody would be told, from how the running channels are doing. Pure."""

from collections.abc import Sequence

from ses_tui.core.findings import Finding, Level
from ses_tui.core.snapshot import ChannelStatus

CHECK = "channels"
HEARTBEAT = "heartbeat"
"""It is listed among the channels, and tells nobody of an alert."""

CONFIGURE, DRILL = ("ses-tui config init",), ("ses-tui drill",)

NONE_ON = "none is on: nobody would be told; set on_alert, webhook_url_file or terminal under [notify]"


def judge_channels(channels: Sequence[ChannelStatus]) -> Finding | None:
    """None where there are none to judge."""
    if not channels:
        return None
    failing = [one for one in channels if one.state == "failing"]
    if failing:
        said = "; ".join(f"{one.name} fails, {one.failures} times: {one.note}" for one in failing)
        return Finding(CHECK, Level.WARN, said, DRILL)
    on = [one.name for one in channels if one.state != "off" and one.name != HEARTBEAT]
    if not on:
        return Finding(CHECK, Level.WARN, NONE_ON, CONFIGURE)
    return Finding(CHECK, Level.PASS, f"{', '.join(on)}; to hear them all: ses-tui drill", wanted=DRILL)
