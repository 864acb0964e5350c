"""The digest: once a day or a week, what was the worst, which alerts there were, what to look at. Pure."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta, tzinfo

from ses_tui.core.clock import DAY
from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import ACCOUNT, RATES, Key, Metric
from ses_tui.core.playbooks import advice_for, open_playbook
from ses_tui.core.record import Record
from ses_tui.core.snapshot import Reading, Snapshot, TargetSnapshot
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.core.verdict import worst_first
from ses_tui.core.words import percent

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAILY = "daily"

TARGETS_LISTED = 3


class Schedule(Record, frozen=True):
    """When a digest is due, by the clock of a time zone."""

    minute: int
    """Of the day."""
    weekday: int | None = None
    """0 Monday to 6; None: every day."""

    @classmethod
    def of(cls, text: str) -> "Schedule":
        """``daily 08:00``, ``monday 08:00``. ValueError for anything else."""
        day, _, at = text.partition(" ")
        try:
            moment = time.fromisoformat(at)
        except ValueError:
            moment = None
        if moment is None or len(at) != 5 or day not in (DAILY, *DAYS):
            raise ValueError("write 'daily 08:00', or a day as in 'monday 08:00'")
        weekday = None if day == DAILY else DAYS.index(day)
        return cls(moment.hour * 60 + moment.minute, weekday)

    @property
    def period(self) -> float:
        """Seconds that a digest is about."""
        return DAY if self.weekday is None else 7 * DAY

    def latest(self, now: float, zone: tzinfo | None) -> float:
        """When one was due last, at or before ``now``; UTC epoch seconds."""
        local = datetime.fromtimestamp(now, zone)
        for back in range(8):
            day = (local - timedelta(days=back)).date()
            due = datetime.combine(day, time(*divmod(self.minute, 60)), zone).timestamp()
            if due <= now and self.weekday in (None, day.weekday()):
                return due
        raise AssertionError(self)


class Digest(Record, frozen=True):
    """What is configured. ``channels``: to whom; empty: to all that reach the team and are no pagers."""

    schedule: Schedule
    channels: tuple[str, ...] = ()


def compose(snapshot: Snapshot, period: float, now: float, zone: tzinfo | None) -> Message:
    """About the ``period`` seconds up to ``now``."""
    found = worst_first(snapshot)
    begun = now - period
    worst = max((_worst(target, begun) for target, _ in found), default=Condition.OK)
    several = len(found) > 1
    listed = found[:TARGETS_LISTED]
    said = [
        f"{f'{target.name}: ' if several else ''}{'; '.join(_about(target, begun))}; now {made.text(1)}"
        for target, made in listed
    ]
    if len(found) > len(listed):
        said.append(f"and {len(found) - len(listed)} more")
    first = found[0][0] if found else None
    page = open_playbook(first) if first else ""
    span = "7 days" if period > DAY else "24 h"
    at = datetime.fromtimestamp(now, zone).strftime("%H:%M")
    return Message(
        id=f"digest/{now:.0f}",
        kind=Kind.DIGEST,
        condition=worst,
        route=worst,
        key=Key(first.name if first else "", ACCOUNT, Metric.MONITOR),
        at=now,
        since=begun,
        title=f"{at} DIGEST of {span}: worst {worst.word.upper()}",
        body=safe(" · ".join(said), MESSAGE_CAP),
        advice=advice_for(page) if page else "",
        playbook=page,
        account_id=(first.account_id or "") if first and not several else "",
        region=first.region if first and not several else "",
        group=first.group if first and not several else "",
    )


def _worst(target: TargetSnapshot, begun: float) -> Condition:
    told = (event.condition for event in target.recent if event.at >= begun and event.kind == Kind.FIRING)
    return max(target.condition, max(told, default=Condition.OK))


def _about(target: TargetSnapshot, begun: float) -> Iterator[str]:
    for metric in RATES:
        reading = target.reading(metric)
        yield f"{metric.word} {_highest(reading, begun) if reading else 'not read'}"
    fired = [event for event in target.recent if event.at >= begun and event.kind == Kind.FIRING]
    blind = sum(event.at >= begun and event.kind == Kind.BLIND for event in target.recent)
    if not fired and not blind:
        yield "no alerts"
        return
    if fired:
        worst = max(fired, key=lambda event: event.condition)
        yield f"{len(fired)} alert{'s' if len(fired) > 1 else ''}, the worst: {worst.text.partition(' ')[2]}"
    if blind:
        yield f"blind {blind} time{'s' if blind > 1 else ''}"


def _highest(reading: Reading, begun: float) -> str:
    """``4.09 % at most, 82 % of AWS's review line``."""
    values = [*reading.series.since(begun).values]
    if reading.value is not None and (reading.at or 0.0) >= begun:
        values.append(reading.value)
    if not values:
        return "not read"
    most, line = max(values), reading.lines.review
    of_line = f", {most / line:.0%} of AWS's review line".replace("%", " %") if line else ""
    return f"{percent(most, reading.metric)} at most{of_line}"
