"""The rows of the three tables: what is open, what was told, what is silenced."""

import re
from collections.abc import Sequence
from functools import partial

from ses_tui.core.condition import Condition, Health
from ses_tui.core.duration import short_duration
from ses_tui.core.messages import Kind
from ses_tui.core.snapshot import Alert, AlertEvent, Posted, Quiet, TargetSnapshot
from ses_tui.core.words import line_percent, value_text
from ses_tui.tui.draw.bandstyle import Cell
from ses_tui.tui.draw.cells import cut, fit
from ses_tui.tui.frame import Frame
from ses_tui.tui.line import cell
from ses_tui.tui.look import Look
from ses_tui.tui.overview.alerts import badges
from ses_tui.tui.table_layout import Column, TableRow

WORD_CELLS = 6
NARROW_CELLS = 23
NUMBERS_CELLS = 29
"""``complaint 0.520 % ≥ 0.1 %`` and ``transient bounce 12.0 % ≥ 3 %`` have room."""

STAMP_CELLS, NARROW_STAMP_CELLS = 16, 10
WIDE = 110
SCREEN = "tui"
"""The screen's own name among the channels."""

_TROUBLE = frozenset(
    {Kind.BLIND, Kind.CHANNEL_FAILING, Kind.STORE_FAILING, Kind.CLOCK_SKEW, Kind.CREDENTIALS_EXPIRING}
)

_TIME = re.compile(r"^\d\d:\d\d ")


def open_columns(title: str, width: int) -> tuple[Column, ...]:
    """Band, who, numbers, since, badges; who is to blame where the width has room."""
    wide = width >= WIDE
    return (
        Column("band", title, 2 + WORD_CELLS + 1 + (18 if wide else 12), flex=2),
        Column("numbers", "reached", NUMBERS_CELLS if wide else NARROW_CELLS),
        Column("since", "since", 18 if wide else 12),
        Column("badges", "", 20 if wide else 17, flex=1),
        Column("blame", "who", 30, flex=3, minimum_table_width=150),
    )


def open_row(alert: Alert, frame: Frame, narrow: bool) -> TableRow:
    """``narrow``: shorter words, and the line that was crossed goes where it has no room."""
    look = frame.look
    sign, sign_style = look.sign(alert.condition)
    word, style = look.word(alert.condition)
    name = look.say(alert.key.subject.label)
    band: Cell = ((sign, sign_style), (f" {word:<{WORD_CELLS}} ", style), (name, None))
    numbers = look.say(value_text(alert.key.metric, alert.value))
    line = "" if alert.line is None else look.say(f" ≥ {line_percent(alert.line)}")
    if narrow and len(numbers) + len(line) > NARROW_CELLS:
        line = ""
    age = short_duration(max(0.0, frame.now - alert.since))
    since = f"{look.clock(alert.since)} {age}" if narrow else f"{look.stamp(alert.since, frame.now)} ({age})"
    said = look.say(" · ").join(badges(alert, frame))
    return TableRow(
        alert.id,
        (
            band,
            ((numbers, style), (line, look.label)),
            cell(since, look.label),
            cell(said.replace(" until ", " ") if narrow else said),
            cell(look.say(alert.blame), look.label),
        ),
    )


def told_columns(title: str, width: int) -> tuple[Column, ...]:
    """When, kind, what, by which channels."""
    return (
        Column("at", title, (STAMP_CELLS if width >= WIDE else NARROW_STAMP_CELLS) + 2),
        Column("kind", "", 9),
        Column("text", "", 20, flex=4),
        Column("by", "told by", 14, flex=1),
    )


def told_rows(target: TargetSnapshot, frame: Frame, narrow: bool) -> list[TableRow]:
    """The messages, newest first, each with the channels that accepted it."""
    events = sorted(target.recent, key=lambda event: -event.at)
    took = accepted(events, target.posted)
    return [_told_row(event, channels, frame, narrow) for event, channels in zip(events, took, strict=True)]


def told_name(event: AlertEvent) -> str:
    """The id of its row; a message is sent once per key and moment."""
    return f"{event.at} {event.kind} {event.condition} {event.key} {event.alert}"


def _told_row(event: AlertEvent, channels: Sequence[str], frame: Frame, narrow: bool) -> TableRow:
    look = frame.look
    at = fit(look.stamp(event.at, frame.now), NARROW_STAMP_CELLS if narrow else STAMP_CELLS)
    sign, style = look.sign(level(event))
    if event.kind == Kind.BLIND:
        sign = look.health_sign(Health.BLIND)
    return TableRow(
        told_name(event),
        (
            ((f"{at} ", look.label), (sign, style)),
            cell(look.say(short_kind(event.kind)), look.style(level(event))),
            cell(look.say(what(event))),
            cell(look.say(", ".join(channels) or "screen only"), look.label),
        ),
    )


def level(event: AlertEvent) -> Condition:
    """As what it is drawn: blindness and the like are about no condition, and no good news."""
    return Condition.WARN if event.kind in _TROUBLE else event.condition


def short_kind(kind: str) -> str:
    """At most nine cells: ``FIRING``, ``FAILING`` of ``CHANNEL_FAILING``, whose text says of what."""
    return cut(kind.rpartition("_")[2], 9)


def what(event: AlertEvent) -> str:
    """Its text without time and kind: ``account bounce 4.20 % (was REVIEW, now WARN)``, ``channel tmux``."""
    text = _TIME.sub("", event.text).removeprefix(f"{event.kind} ")
    about = event.kind.rpartition("_")[0]
    return f"{about.lower()} {text}" if about else text


def accepted(events: Sequence[AlertEvent], posted: Sequence[Posted]) -> list[tuple[str, ...]]:
    """Per message (newest first) the channels that took it: of its alert and kind, from its time on
    until that of the next such message. The screen itself is not named."""
    until: dict[tuple[str, str], float] = {}
    found = []
    for event in events:
        same = (event.alert, event.kind)
        end = until.get(same, float("inf"))
        took = (
            one.channel
            for one in posted
            if event.alert
            and (one.alert, one.kind) == same
            and event.at - 1 <= one.at < end - 1
            and one.channel != SCREEN
        )
        found.append(tuple(dict.fromkeys(took)))
        until[same] = event.at
    return found


def quiet_columns(title: str) -> tuple[Column, ...]:
    """What, until when, by whom and why."""
    return (
        Column("what", title, 20, flex=2),
        Column("also", "also", 15),
        Column("until", "ends", 22),
        Column("who", "by", 16, flex=3),
    )


def quiet_rows(silences: Sequence[Quiet], frame: Frame) -> list[TableRow]:
    """The silences in force, the first to end first."""
    ordered = sorted(silences, key=lambda one: (one.until, one.id))
    return [*map(partial(_quiet_row, frame=frame), ordered)]


def _quiet_row(one: Quiet, frame: Frame) -> TableRow:
    look = frame.look
    left = short_duration(max(0.0, one.until - frame.now))
    what = f"{one.target} {one.matcher}" if one.target and _several(frame) else one.matcher
    who = ": ".join(part for part in (cut(one.who, 20), one.why) if part)
    return TableRow(
        one.id,
        (
            cell(look.say(what)),
            cell(" and ".join(one.also)),
            cell(look.say(f"{look.stamp_ahead(one.until, frame.now)} (in {left})"), look.label),
            cell(look.say(who), look.label),
        ),
    )


def _several(frame: Frame) -> bool:
    return frame.snapshot is not None and len(frame.snapshot.targets) > 1


def title(name: str, many: int, look: Look, also: str = "") -> str:
    """``  Alerts 4, 1 ack``."""
    return look.say(f"  {name} {many}{also}" if many else f"  {name}")
