"""The forms of an acknowledgement and of a silence, and handing over what they say."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from ses_tui.core.keytext import check_matcher
from ses_tui.core.model import Subject
from ses_tui.core.overlays import ACK_MOST, BLIND, PAUSE, SILENCE_MOST, lasting
from ses_tui.core.snapshot import Alert
from ses_tui.core.words import alert_text
from ses_tui.tui.draw.cells import cut
from ses_tui.tui.form import Field, Filled, Form, Tick

if TYPE_CHECKING:
    from ses_tui.tui.shell import Monitor
    from ses_tui.tui.viewstate import ViewState

Said = Callable[[str], None]
"""Says one line among the news."""

ABOUT_CELLS = 72

FOR = Field("for", "for", "4h", "such as 30m, 4h, 1d")
WHY = Field("why", "why", "", "what is being done about it (may stay empty)")
ALSO = (
    Tick(PAUSE, "hold back PAUSE too: you would not hear of it"),
    Tick(BLIND, "hold back BLIND too: that nothing can be seen"),
)


MOST_ASKED = 8
"""Alerts that have a box of their own."""


def acknowledge_form(alerts: Sequence[Alert], state: "ViewState", monitor: "Monitor", said: Said) -> Form:
    """No reminders about an alert for a while; a worse condition is told all the same.

    ``alerts``: one, or those to choose from, the likeliest first.
    """
    look, clock, several = state.look, state.clock, len(alerts) > 1
    named = {str(index): alert for index, alert in enumerate(alerts[:MOST_ASKED])}

    def accept(filled: Filled) -> str:
        chosen = [alert for name, alert in named.items() if not several or name in filled.ticked]
        if not chosen:
            return "which one? tick it with space"
        try:
            seconds = lasting(filled.texts["for"], ACK_MOST)
        except ValueError as wrong:
            return str(wrong)
        until = clock.now() + seconds
        for alert in chosen:
            monitor.acknowledge(alert.key, until, filled.texts["why"])
        more = f" and {len(chosen) - 1} more" if len(chosen) > 1 else ""
        ends = look.stamp_ahead(until, clock.now())
        said(f"{chosen[0].key}{more}: no reminders until {ends}; a worse condition is told")
        return ""

    def words(alert: Alert) -> str:
        text = alert_text(alert.condition, alert.key.subject, alert.key.metric, alert.value, alert.line)
        return cut(look.to_ascii(f"{alert.key.target}: {text}" if state.several else text), ABOUT_CELLS)

    style = look.style(alerts[0].condition)
    about = Text("Which of these?" if several else words(alerts[0]), style, no_wrap=True)
    boxes = [Tick(name, words(alert), on=name == "0") for name, alert in named.items()] if several else ()
    return Form("I am on it: no reminders", about, (FOR, WHY), boxes, look, accept)


def silence_form(matcher: str, target: str, state: "ViewState", monitor: "Monitor", said: Said) -> Form:
    """No messages about what ``matcher`` matches for a while; they are owed when it ends."""
    look, clock = state.look, state.clock

    def accept(filled: Filled) -> str:
        try:
            wanted = check_matcher(filled.texts["matcher"])
            seconds = lasting(filled.texts["for"], SILENCE_MOST)
        except ValueError as wrong:
            return str(wrong)
        until = clock.now() + seconds
        monitor.silence(wanted, target, until, filled.texts["why"], filled.ticked)
        ends = look.stamp_ahead(until, clock.now())
        said(f"{wanted} muted until {ends}; what it holds back is told then")
        return ""

    about = Text(look.to_ascii("No messages about what matches; the rows stay on the screen"), look.label)
    fields = (
        Field("matcher", "what", matcher, "isp:Hotmail/bounce_rate, with * and ?", kept=True),
        FOR._replace(value="1h"),
        WHY._replace(hint="such as: planned campaign (may stay empty)"),
    )
    return Form("Mute for a while: no messages", about, fields, ALSO, look, accept)


def matcher_for(alert: Alert | None, subject: Subject | None) -> str:
    """The alert's key; else everything about ``subject``; else nothing, to be filled in."""
    if alert is not None:
        return str(alert.key)
    if subject is None:
        return "account/*"
    kind = subject.kind.value
    return f"{kind}/*" if subject.name is None else f"{kind}:{subject.name}/*"
