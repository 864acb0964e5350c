"""Would an alert reach somebody, and was that ever tried? What ``doctor`` says of it. Pure."""

from collections.abc import Mapping, Sequence
from statistics import median

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.findings import Finding, Level
from ses_tui.core.snapshot import HEARTBEAT, NEAR, ChannelStatus
from ses_tui.core.words import listed

CONFIGURE, DRILL = ("ses-tui config init",), ("ses-tui drill",)

NONE_ON = "none is on: nobody would be told; set on_alert, webhook_url_file or terminal under [notify]"
NEAR_ONLY = (
    "would tell nobody who does not sit at this machine; set on_alert or webhook_url_file under [notify]"
)
NO_HEARTBEAT = (
    "none is set: if this machine or ses-tui stops, nobody is told; set heartbeat_url_file under [notify]"
)

TELLING = frozenset({"channels", "reach", HEARTBEAT, "drill"})
"""The checks of who would be told, by their names."""

DRILL_DAYS = 90
"""A channel should have accepted a test message within so many days."""

CAMPAIGN_TIMES, CAMPAIGN_LEAST = 2.0, 1_000
"""A day is the size of a campaign from so many times the median day, and so many messages. Ours."""


def judge_channels(channels: Sequence[ChannelStatus], now: float) -> tuple[Finding, ...]:
    """By how they run, whether they reach somebody, and when that was tried; none to judge: nothing."""
    if not channels:
        return ()
    on = [one.name for one in channels if one.state != "off" and not _beats(one)]
    beats = any(_beats(one) and one.state != "off" for one in channels)
    drilled = {one.name: one.drilled for one in channels if one.drilled is not None}
    return (_running(channels, on), *reach(on, beats, drilled, now))


def _beats(channel: ChannelStatus) -> bool:
    """Whether it is the heartbeat for all, or one of some targets (``heartbeat prod``)."""
    return channel.name.partition(" ")[0] == HEARTBEAT


def _running(channels: Sequence[ChannelStatus], on: Sequence[str]) -> Finding:
    failing = [one for one in channels if one.state == "failing"]
    if failing:
        said = "; ".join(f"{one.name} fails, {one.failures} times: {one.note}" for one in failing)
        return Finding("channels", Level.WARN, said, DRILL)
    if not on:
        return Finding("channels", Level.WARN, NONE_ON, CONFIGURE)
    return Finding("channels", Level.PASS, f"{', '.join(on)}; to hear them all: ses-tui drill", wanted=DRILL)


def reach(
    on: Sequence[str], heartbeat: bool, drilled: Mapping[str, float], now: float
) -> tuple[Finding, ...]:
    """``on``: the channels that would be used; ``drilled``: when each accepted a test message last."""
    found = []
    if on and NEAR.issuperset(on):
        found.append(Finding("reach", Level.WARN, f"{', '.join(on)} {NEAR_ONLY}", CONFIGURE))
    if heartbeat:
        found.append(Finding(HEARTBEAT, Level.PASS, "set"))
    else:
        found.append(Finding(HEARTBEAT, Level.WARN, NO_HEARTBEAT, CONFIGURE))
    untried = [name for name in on if now - drilled.get(name, float("-inf")) > DRILL_DAYS * DAY]
    if untried:
        said = f"no test message within {DRILL_DAYS} days was accepted by {', '.join(untried)}"
        found.append(Finding("drill", Level.WARN, said, DRILL))
    elif on:
        found.append(Finding("drill", Level.PASS, f"accepted by each channel within {DRILL_DAYS} days"))
    return tuple(found)


def campaigns(days: Mapping[float, float], looked: float | None, now: float) -> tuple[Finding, ...]:
    """Whole days of campaign size since doctor ``looked`` last: what it brought should be looked at.

    ``days``: messages per UTC day, by its start. Nothing at the first look.
    """
    whole = {day: sent for day, sent in days.items() if day < utc_day(now)}
    usual = median(whole.values()) if whole else 0.0
    if looked is None or not usual:
        return ()
    large = sorted(
        (day, sent)
        for day, sent in whole.items()
        if day + DAY > looked and sent >= max(CAMPAIGN_LEAST, CAMPAIGN_TIMES * usual)
    )
    if not large:
        return ()
    said = listed([f"{sent:,.0f} messages, {sent / usual:.1f} times the usual day" for _, sent in large])
    about = (
        f"since the last look: {said}; look at what it brought, and at what stands here (review after each)"
    )
    return (Finding("campaign", Level.WARN, about, ("ses-tui replay --from -3d",)),)
