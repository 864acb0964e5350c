"""Open alerts: ``13:50 WARN account bounce 3.12 % ≥ 3 % · who``; worst first."""

import re

from rich.cells import cell_len

from ses_tui.core.condition import Condition, Health
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Alert, AlertEvent, TargetSnapshot
from ses_tui.core.words import BUDGETS, alert_text, shown_value
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut
from ses_tui.tui.line import clip, length, longest, styled
from ses_tui.tui.viewstate import ViewState

LEAST_TAIL = 10
"""Cells below which nothing is said after an alert's numbers."""

_BRIEF = re.compile(r" (?:is|are) (\d+ %) of it$")
"""``promo.example.net 71 %`` is what is left where there is little room."""

_TIME = re.compile(r"^\d\d:\d\d ")

WHO_CELLS = 16
"""Cells of a name in a badge."""

CALM_CELLS = 400
"""Wider than any terminal."""

LEAST_NAME = 8
"""Cells that are always left of a subject's name, so that the numbers after it stay whole."""


def alert_lines(target: TargetSnapshot, state: ViewState, room: int, height: int) -> list[StyledLine]:
    """At most ``height`` lines; the last one counts those that have no line."""
    alerts = target.alerts
    if not alerts:
        return [_calm(target, state, room)]
    hidden = len(alerts) - height
    more = styled(f"  +{hidden} more", state.look.label) if hidden > 0 else ()
    lines = [alert_line(alert, state, room) for alert in alerts[: height - 1]]
    last = alerts[height - 1 : height]
    return [*lines, *((*alert_line(alert, state, room - length(more)), *more) for alert in last)]


def alert_line(alert: Alert, state: ViewState, room: int) -> StyledLine:
    """One alert in at most ``room`` cells: its subject's name is shortened, its numbers are not."""
    look = state.look
    sign, sign_style = look.sign(alert.condition)
    head: StyledLine = (
        (" ", None),
        (sign, sign_style),
        (f" {look.stamp(alert.since, state.now)} ", look.label),
    )
    text = fitted(alert, room - length(head))
    if cell_len(text) > room - length(head):  # the time goes before a number does
        head = ((" ", None), (sign, sign_style), (" ", None))
        text = fitted(alert, room - length(head))
    line: StyledLine = (*head, (text, look.style(alert.condition)))
    tail = "".join(f" · {badge}" for badge in badges(alert, state))
    who = f" · {alert.blame}" if alert.blame else ""
    shorter = who.split(", usual ", maxsplit=1)[0]  # the usual rate is the first to go
    if room - length(line) < LEAST_TAIL:
        return line
    brief = _BRIEF.sub(r" \1", shorter)
    return longest(((*line, (tail + each, None)) for each in (who, shorter, brief)), room)


def badges(alert: Alert, state: ViewState) -> tuple[str, ...]:
    """``ann is on it until 16:20``, ``muted until 17:00``, ``recovering``, ``flapping``; may be none."""
    look, now = state.look, state.now
    found = []
    if alert.acked_until is not None:
        who = f"{cut(alert.acked_by, WHO_CELLS)} is " if alert.acked_by else ""
        found.append(f"{who}on it until {look.stamp_ahead(alert.acked_until, now)}")
    if alert.silenced_until is not None:
        found.append(f"muted until {look.stamp_ahead(alert.silenced_until, now)}")
    if alert.recovering:
        found.append("recovering")
    if alert.flapping:
        found.append("flapping")
    return tuple(found)


def fitted(alert: Alert, room: int) -> str:
    """``WARN account bounce 3.12 % ≥ 3 %``, the name shortened where there is no room; an early one as
    ``WARN account bounces 46 % used``."""
    key, name = alert.key, alert.key.subject.label

    def text(name: str, line: float | None) -> str:
        subject = replace(key.subject, name=name) if key.subject.name else key.subject
        return alert_text(alert.condition, subject, key.metric, alert.value, line)

    for line in (alert.line, None):
        over = cell_len(text(name, line)) - room
        said = text(cut(name, max(LEAST_NAME, cell_len(name) - max(0, over))), line)
        if cell_len(said) <= room:
            return said
    if key.metric in BUDGETS:
        used = f"{BUDGETS[key.metric]} {shown_value(alert.value, key.metric)} used"
        return f"{alert.condition.word.upper()} {name} {used}"
    return said


def _calm(target: TargetSnapshot, state: ViewState, room: int) -> StyledLine:
    look = state.look
    if target.health is Health.FRESH:
        sign, style = look.sign(Condition.OK)
        calm: StyledLine = ((" ", None), (sign, style), (" no open alerts", None))
    else:
        known = any(reading.value is not None for reading in target.readings)
        text = "no open alerts when it was last read" if known else "alerts: nothing was read yet"
        calm = styled(f" {look.health_sign(target.health)} {text}", look.label)
    last = last_words(target, state)
    return clip((*calm, (f"   {last}", look.label)), room) if last else calm


def last_words(target: TargetSnapshot, state: ViewState) -> str:
    """``last: 13:50 RESOLVED account bounce …``; empty where nothing was ever told."""
    if not target.recent:
        return ""
    event = max(target.recent, key=lambda event: event.at)
    return f"last: {state.look.stamp(event.at, state.now)} {_happened(event)}"


def calm_words(target: TargetSnapshot, state: ViewState) -> str:
    """What stands in the place of alerts where none is open."""
    return "".join(text for text, _ in _calm(target, state, CALM_CELLS)).strip()


def _happened(event: AlertEvent) -> str:
    """``SIGHT account: …``: without the time that the text may begin with, and with its kind once."""
    text = _TIME.sub("", event.text)
    return text if text.split(" ", maxsplit=1)[0].isupper() else f"{event.kind} {text}"
