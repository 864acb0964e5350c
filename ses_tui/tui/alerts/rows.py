"""The rows of the three tables: what is open, what was told, what is silenced."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ses_tui.core.clock import short_duration
from ses_tui.core.condition import Condition, Health
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT
from ses_tui.core.overlays import Silence
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Alert, AlertEvent, Posted
from ses_tui.core.words import line_percent, value_text
from ses_tui.tui.column import NAME, Column, Section
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut, fit
from ses_tui.tui.export import alerts_table, records_table
from ses_tui.tui.line import styled
from ses_tui.tui.overview.alerts import badges, calm_words
from ses_tui.tui.rows.cells import WHO_CELLS, WORD_CELLS
from ses_tui.tui.viewstate import ViewState

NARROW_CELLS = 23
NUMBERS_CELLS = 29
"""``complaint 0.520 % ≥ 0.1 %`` and ``transient bounce 12.0 % ≥ 3 %`` have room."""

SINCE_CELLS, BADGES_CELLS = 18, 20
"""Cells from which these say all."""

STAMP_CELLS, NARROW_STAMP_CELLS = 16, 10
WIDE = 109
"""Cells of a row from which nothing is said shorter."""

SCREEN = "tui"
"""The screen's own name among the channels."""

_TROUBLE = frozenset(
    {Kind.BLIND, Kind.CHANNEL_FAILING, Kind.STORE_FAILING, Kind.CLOCK_SKEW, Kind.CREDENTIALS_EXPIRING}
)

_TIME = re.compile(r"^\d\d:\d\d ")


def open_alerts(state: ViewState) -> tuple[Alert, ...]:
    """Of the target that is shown as the engine has them; of all targets the worst first.

    An account's own come before those of rows in the same condition.
    """
    found = tuple(alert for target in state.listed for alert in target.alerts)
    if not state.whole_fleet:
        return found
    return tuple(sorted(found, key=lambda alert: (-alert.condition, alert.key.subject != ACCOUNT)))


def _who(alert: Alert, state: ViewState, room: int) -> StyledLine:
    """Band and name; of all targets each names its own first."""
    look = state.look
    word, style = look.word(alert.condition)
    name = f"{_whose(alert.key.target, state)}{alert.key.subject.label}"
    return (look.sign(alert.condition), (f" {word:<{WORD_CELLS}} ", style), (name, None))


def _numbers(alert: Alert, state: ViewState, room: int) -> StyledLine:
    """The line that was crossed goes where it has no room."""
    look = state.look
    numbers = value_text(alert.key.metric, alert.value)
    line = "" if alert.line is None else f" ≥ {line_percent(alert.line)}"
    if room < NUMBERS_CELLS and len(numbers) + len(line) > room:
        line = ""
    return ((numbers, look.word(alert.condition)[1]), (line, look.label))


def _since(alert: Alert, state: ViewState, room: int) -> StyledLine:
    look, age = state.look, short_duration(max(0.0, state.now - alert.since))
    narrow = room < SINCE_CELLS
    since = f"{look.clock(alert.since)} {age}" if narrow else f"{look.stamp(alert.since, state.now)} ({age})"
    return styled(since, look.label)


def _badges(alert: Alert, state: ViewState, room: int) -> StyledLine:
    said = " · ".join(badges(alert, state))
    return styled(said.replace(" until ", " ") if room < BADGES_CELLS else said)


def _blame(alert: Alert, state: ViewState, room: int) -> StyledLine:
    return styled(alert.blame, state.look.label)


OPEN_COLUMNS: tuple[Column[Alert], ...] = (
    Column(NAME, "", WHO_CELLS + 12, _who, flex=2),
    Column("numbers", "reached", NARROW_CELLS, _numbers),
    Column("since", "since", 12, _since),
    Column("badges", "", 17, _badges, flex=1),
    Column("blame", "who", 30, _blame, flex=3, minimum_table_width=150),
)
_WIDE = {NAME: 27, "numbers": NUMBERS_CELLS, "since": SINCE_CELLS, "badges": BADGES_CELLS}
_NARROW_OF_FLEET = {NAME: 29, "badges": 9}
"""Cells where they differ."""


def _open_laid(width: int, state: ViewState) -> tuple[Column[Alert], ...]:
    """Of all targets the name has more room: the target's stands before it."""
    cells = _WIDE if width >= WIDE else _NARROW_OF_FLEET if state.whole_fleet else {}
    return tuple(replace(one, width=cells.get(one.key, one.width)) for one in OPEN_COLUMNS)


def _open_titled(alerts: Sequence[Alert], state: ViewState, room: int) -> str:
    """``Alerts 4, 1 on it``."""
    acked = sum(alert.acked_until is not None for alert in alerts)
    return f"Alerts {len(alerts)}{f', {acked} on it' if acked else ''}" if alerts else "Alerts"


def _calm(state: ViewState) -> str:
    if not state.listed:
        return "nothing was read yet"
    said = [(target.name, calm_words(target, state)) for target in state.listed]
    return said[0][1] if not state.whole_fleet else " · ".join(f"{name}: {words}" for name, words in said)


OPEN = Section(
    "open",
    "Alerts",
    "",
    OPEN_COLUMNS,
    lambda state: [(alert.id, alert) for alert in open_alerts(state)],
    _calm,
    export=lambda alerts, state: alerts_table(alerts),
    subject=lambda alert: alert.key.subject,
    laid=_open_laid,
    titled=_open_titled,
)


class Told(NamedTuple):
    """A message, and the channels that accepted it."""

    event: AlertEvent
    channels: tuple[str, ...]


def _told(state: ViewState) -> list[tuple[str, Told]]:
    """The messages, newest first."""
    events = [event for target in state.listed for event in target.recent]
    events.sort(key=lambda event: -event.at)
    took = accepted(events, [one for target in state.listed for one in target.posted])
    return [(told_name(event), Told(event, names)) for event, names in zip(events, took, strict=True)]


def _at(told: Told, state: ViewState, room: int) -> StyledLine:
    look, event = state.look, told.event
    sign, style = look.sign(level(event))
    if event.kind == Kind.BLIND:
        sign = look.health_sign(Health.BLIND)
    return ((f"{fit(look.stamp(event.at, state.now), room - 2)} ", look.label), (sign, style))


def _kind(told: Told, state: ViewState, room: int) -> StyledLine:
    look, event = state.look, told.event
    return styled(short_kind(event.kind), look.style(level(event)))


def _what(told: Told, state: ViewState, room: int) -> StyledLine:
    return styled(f"{_whose(told.event.key.target, state)}{what(told.event)}")


def _by(told: Told, state: ViewState, room: int) -> StyledLine:
    return styled(", ".join(told.channels) or "screen only", state.look.label)


TOLD_COLUMNS: tuple[Column[Told], ...] = (
    Column("at", "", NARROW_STAMP_CELLS + 2, _at),
    Column("kind", "", 9, _kind),
    Column("text", "", 20, _what, flex=4),
    Column("by", "told by", 14, _by, flex=1),
)


def _told_laid(width: int, state: ViewState) -> tuple[Column[Told], ...]:
    first, *others = TOLD_COLUMNS
    return (replace(first, width=STAMP_CELLS + 2) if width >= WIDE else first, *others)


TOLD = Section(
    "told",
    "Told",
    "",
    TOLD_COLUMNS,
    _told,
    lambda state: "nobody was told anything yet",
    export=lambda told, state: records_table("told", (one.event for one in told)),
    subject=lambda told: told.event.key.subject,
    laid=_told_laid,
)


def told_name(event: AlertEvent) -> str:
    """The id of its row; a message is sent once per key and moment."""
    return f"{event.at} {event.kind} {event.condition} {event.key} {event.alert}"


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


def _silences(state: ViewState) -> list[tuple[str, Silence]]:
    """The silences in force, the first to end first."""
    found = state.snapshot.silences if state.snapshot else ()
    return [(one.id, one) for one in sorted(found, key=lambda one: (one.until, one.id))]


def _silenced(one: Silence, state: ViewState, room: int) -> StyledLine:
    named = f"{one.target}: {one.matcher}" if one.target and state.several else one.matcher
    return styled(named)


def _until(one: Silence, state: ViewState, room: int) -> StyledLine:
    look, left = state.look, short_duration(max(0.0, one.until - state.now))
    return styled(f"{look.stamp_ahead(one.until, state.now)} (in {left})", look.label)


def _silenced_by(one: Silence, state: ViewState, room: int) -> StyledLine:
    said = ": ".join(part for part in (cut(one.who, 20), one.why) if part)
    return styled(said, state.look.label)


QUIET: Section[Silence] = Section(
    "quiet",
    "Silences",
    "",
    (
        Column("what", "", 20, _silenced, flex=2),
        Column("also", "also", 15, lambda one, state, room: styled(" and ".join(sorted(one.also)))),
        Column("until", "ends", 22, _until),
        Column("who", "by", 16, _silenced_by, flex=3),
    ),
    _silences,
    lambda state: "",
    export=lambda found, state: records_table("silences", found),
)


def _whose(target: str, state: ViewState) -> str:
    """``prod: `` where the alerts of all targets are listed."""
    return f"{target}: " if state.whole_fleet else ""
