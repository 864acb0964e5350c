"""The rows of the three tables: what is open, what was told, what is silenced."""

import re
from collections.abc import Iterable, Sequence
from functools import partial

from ses_tui.core.clock import short_duration
from ses_tui.core.condition import Condition, Health
from ses_tui.core.messages import Kind
from ses_tui.core.overlays import Silence
from ses_tui.core.snapshot import Alert, AlertEvent, Posted, TargetSnapshot
from ses_tui.core.words import line_percent, value_text
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut, fit
from ses_tui.tui.line import styled
from ses_tui.tui.look import Look
from ses_tui.tui.overview.alerts import badges
from ses_tui.tui.table_layout import Column, TableRow
from ses_tui.tui.viewstate import ViewState

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


def open_columns(title: str, width: int, *, named: bool = False) -> tuple[Column, ...]:
    """Band, who, numbers, since, badges; who is to blame where the width has room.

    ``named``: the target's name stands before who it is.
    """
    wide = width >= WIDE
    more = 8 if named and not wide else 0
    return (
        Column("band", title, 2 + WORD_CELLS + 1 + (18 if wide else 12 + more), flex=2),
        Column("numbers", "reached", NUMBERS_CELLS if wide else NARROW_CELLS),
        Column("since", "since", 18 if wide else 12),
        Column("badges", "", 20 if wide else 17 - more, flex=1),
        Column("blame", "who", 30, flex=3, minimum_table_width=150),
    )


def open_row(alert: Alert, state: ViewState, narrow: bool) -> TableRow:
    """``narrow``: shorter words, and the line that was crossed goes where it has no room.

    Of all targets each row names its own first.
    """
    look = state.look
    sign, sign_style = look.sign(alert.condition)
    word, style = look.word(alert.condition)
    name = look.to_ascii(f"{_whose(alert.key.target, state)}{alert.key.subject.label}")
    band: StyledLine = ((sign, sign_style), (f" {word:<{WORD_CELLS}} ", style), (name, None))
    numbers = look.to_ascii(value_text(alert.key.metric, alert.value))
    line = "" if alert.line is None else look.to_ascii(f" ≥ {line_percent(alert.line)}")
    if narrow and len(numbers) + len(line) > NARROW_CELLS:
        line = ""
    age = short_duration(max(0.0, state.now - alert.since))
    since = f"{look.clock(alert.since)} {age}" if narrow else f"{look.stamp(alert.since, state.now)} ({age})"
    said = look.to_ascii(" · ").join(badges(alert, state))
    return TableRow(
        alert.id,
        (
            band,
            ((numbers, style), (line, look.label)),
            styled(since, look.label),
            styled(said.replace(" until ", " ") if narrow else said),
            styled(look.to_ascii(alert.blame), look.label),
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


def told_rows(targets: Iterable[TargetSnapshot], state: ViewState, narrow: bool) -> list[TableRow]:
    """The messages, newest first, each with the channels that accepted it."""
    targets = tuple(targets)
    events = sorted((event for target in targets for event in target.recent), key=lambda event: -event.at)
    took = accepted(events, [one for target in targets for one in target.posted])
    return [_told_row(event, channels, state, narrow) for event, channels in zip(events, took, strict=True)]


def told_name(event: AlertEvent) -> str:
    """The id of its row; a message is sent once per key and moment."""
    return f"{event.at} {event.kind} {event.condition} {event.key} {event.alert}"


def _told_row(event: AlertEvent, channels: Sequence[str], state: ViewState, narrow: bool) -> TableRow:
    look = state.look
    at = fit(look.stamp(event.at, state.now), NARROW_STAMP_CELLS if narrow else STAMP_CELLS)
    sign, style = look.sign(level(event))
    if event.kind == Kind.BLIND:
        sign = look.health_sign(Health.BLIND)
    return TableRow(
        told_name(event),
        (
            ((f"{at} ", look.label), (sign, style)),
            styled(look.to_ascii(short_kind(event.kind)), look.style(level(event))),
            styled(look.to_ascii(f"{_whose(event.key.target, state)}{what(event)}")),
            styled(look.to_ascii(", ".join(channels) or "screen only"), look.label),
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


def silence_columns(title: str) -> tuple[Column, ...]:
    """What, until when, by whom and why."""
    return (
        Column("what", title, 20, flex=2),
        Column("also", "also", 15),
        Column("until", "ends", 22),
        Column("who", "by", 16, flex=3),
    )


def silence_rows(silences: Sequence[Silence], state: ViewState) -> list[TableRow]:
    """The silences in force, the first to end first."""
    ordered = sorted(silences, key=lambda one: (one.until, one.id))
    return [*map(partial(_silence_row, state=state), ordered)]


def _silence_row(one: Silence, state: ViewState) -> TableRow:
    look = state.look
    left = short_duration(max(0.0, one.until - state.now))
    what = f"{one.target}: {one.matcher}" if one.target and state.several else one.matcher
    who = ": ".join(part for part in (cut(one.who, 20), one.why) if part)
    return TableRow(
        one.id,
        (
            styled(look.to_ascii(what)),
            styled(" and ".join(sorted(one.also))),
            styled(look.to_ascii(f"{look.stamp_ahead(one.until, state.now)} (in {left})"), look.label),
            styled(look.to_ascii(who), look.label),
        ),
    )


def _whose(target: str, state: ViewState) -> str:
    """``prod: `` where the alerts of all targets are listed."""
    return f"{target}: " if state.whole_fleet else ""


def title(name: str, many: int, look: Look, also: str = "") -> str:
    """``  Alerts 4, 1 ack``."""
    return look.to_ascii(f"  {name} {many}{also}" if many else f"  {name}")
