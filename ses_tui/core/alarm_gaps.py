"""Which CloudWatch alarms on the reputation rates are missing, and what would be better in those there.

Two are the least (SES.md): bounces at 3 %, complaints at 0.08 %. SES publishes the rates seldom, so
missing data should be ignored: the state is then kept (AWS's own recipe).
"""

from collections.abc import Sequence

from ses_tui.core.clock import iso
from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES, Bands
from ses_tui.core.model import Metric
from ses_tui.core.record import Record, replace
from ses_tui.core.resources import AlarmInfo

COMPARISON = "GreaterThanOrEqualToThreshold"
PERIOD = 300
"""Seconds. SES documents no cadence of the rates; a short period with missing data ignored is never
later than a long one."""

_REPUTATION = {Metric.BOUNCE_RATE: "Reputation.BounceRate", Metric.COMPLAINT_RATE: "Reputation.ComplaintRate"}
_DEFAULT = {Metric.BOUNCE_RATE: BOUNCE_LINES.warn, Metric.COMPLAINT_RATE: COMPLAINT_LINES.warn}
_RATES = frozenset(_REPUTATION.values())
_GREATER = frozenset({COMPARISON, "GreaterThanThreshold"})
_STATISTICS = frozenset({"Average", "Maximum"})


class WantedAlarm(Record, frozen=True):
    """An alarm that should be there."""

    name: str
    metric: str
    threshold: float
    """A fraction where it is on a rate, else a count."""
    description: str
    statistic: str = "Average"
    period: int = PERIOD
    evaluation_periods: int = 1
    comparison: str = COMPARISON
    missing_data: str = "ignore"
    dimensions: tuple[tuple[str, str], ...] = ()
    share_of: str = ""
    """The metric that this one is divided by (sums of a period); empty: none."""
    at_least: int = 0
    """The least of ``share_of`` that proves anything."""


class Better(Record, frozen=True):
    """What would be better in one alarm."""

    alarm: AlarmInfo
    why: str
    mended: AlarmInfo | None = None
    """As it should be; None where only people can say."""
    enable: bool = False
    """Its actions only have to be turned on."""
    mute: str = ""
    """The rule that mutes it: somebody meant it, for a while."""


class Gaps(Record, frozen=True):
    """What is missing and what would be better; both empty: nothing to do."""

    missing: tuple[WantedAlarm, ...]
    better: tuple[Better, ...]
    mutes_read: bool = True
    """Whether it is known of each alarm if a rule mutes it."""


def line_of(bands: Bands, metric: Metric) -> float:
    """Where our own alarm stands."""
    line = bands.of(metric).warn or _DEFAULT[metric]
    assert line is not None
    return line


def rate_alarms(
    bands: Bands, whose: str = "account", dimensions: tuple[tuple[str, str], ...] = ()
) -> tuple[WantedAlarm, ...]:
    """One alarm per rate, at the line where our own alarm stands. ``whose``: ``account``, ``set NAME``."""
    found = []
    for metric, name in _REPUTATION.items():
        line = line_of(bands, metric)
        about = f"SES {metric.word} rate of the {whose} at or above {100 * line:g} %"
        review = bands.of(metric).review
        if review is not None:
            about += f" (AWS reviews at {100 * review:g} %)"
        named = "" if whose == "account" else f"-{whose.replace(' ', '-')}"
        alarm = WantedAlarm(f"ses-{metric.word}-rate{named}", name, line, about, dimensions=dimensions)
        found.append(alarm)
    return tuple(found)


def gaps(alarms: Sequence[AlarmInfo], bands: Bands) -> Gaps:
    """Compare what is there with what should be. Names that are taken get a number."""
    taken = {one.name for one in alarms}
    missing = [
        replace(one, name=_free(one.name, taken))
        for one in rate_alarms(bands)
        if not any(_covers(alarm, one) for alarm in alarms)
    ]
    better = [
        found for alarm in alarms if alarm.metric in _RATES for found in _better(alarm, acts(alarm, alarms))
    ]
    return Gaps(tuple(missing), tuple(better), all(one.muted_by is not None for one in alarms))


def acts(alarm: AlarmInfo, alarms: Sequence[AlarmInfo]) -> bool:
    """Whether somebody is told: by the alarm itself or by a composite that names it."""
    return alarm.acts or any(
        one.composite and one.acts and f"({alarm.name})" in one.rule.replace('"', "") for one in alarms
    )


def _covers(alarm: AlarmInfo, want: WantedAlarm) -> bool:
    return (
        alarm.metric == want.metric
        and not alarm.dimensions
        and alarm.comparison in _GREATER
        and (alarm.computed or alarm.statistic in _STATISTICS)
        and alarm.threshold is not None
        and alarm.threshold <= want.threshold * 1.000001
    )


def _better(alarm: AlarmInfo, told: bool) -> list[Better]:
    """Each with the alarm as it should be altogether: a command replaces the alarm as a whole."""
    whys, right = [], alarm
    if alarm.threshold is not None and alarm.threshold >= 1.0 and alarm.comparison in _GREATER:
        whys.append(f"it never fires: rates are fractions, {alarm.threshold:g} is over 1")
        right = replace(right, threshold=alarm.threshold / 100)
    if alarm.statistic not in _STATISTICS and not alarm.computed:
        whys.append(f"statistic {alarm.statistic}: a rate must be averaged")
        right = replace(right, statistic="Average")
    if alarm.missing_data != "ignore":
        whys.append(f"missing data is {alarm.missing_data}: ignore keeps the state")
        right = replace(right, missing_data="ignore")
    silent = not told and not alarm.actions
    if silent:
        whys.append("it has no action: nobody is told")
    found = [Better(alarm, why, None if alarm.computed else right) for why in whys]
    if not told and not silent and not alarm.actions_enabled:
        found.append(Better(alarm, "its actions are off: nobody is told", enable=True))
    if not told and alarm.muted_by:
        why = f"the mute rule {alarm.muted_by} is active: nobody is told"
        found.append(Better(alarm, why, mute=alarm.muted_by))
    if alarm.failed:
        at = f", {iso(alarm.failed_at)}" if alarm.failed_at is not None else ""
        found.append(Better(alarm, f"its newest action failed{at}: {alarm.failed}"))
    return found


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
