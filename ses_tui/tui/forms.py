"""The forms: to acknowledge, to silence, to write a view to a file; and handing over what they say."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from ses_tui.core.keytext import check_matcher
from ses_tui.core.model import Subject
from ses_tui.core.overlays import ACK_MOST, BLIND, PAUSE, SILENCE_MOST, lasting
from ses_tui.core.snapshot import Alert
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.core.words import alert_text
from ses_tui.tui.draw.cells import cut
from ses_tui.tui.export import FORMS, Table, Value, as_csv, as_json, as_picture, write_new
from ses_tui.tui.form import Field, Filled, Form, Tick

if TYPE_CHECKING:
    from ses_tui.tui.shell import Monitor, Shell
    from ses_tui.tui.view import View
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
        return cut(f"{alert.key.target}: {text}" if state.several else text, ABOUT_CELLS)

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

    about = Text("No messages about what matches; the rows stay on the screen", look.label)
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


HERE = "here"


def export_form(app: "Shell", view: "View") -> Form:
    """Asks for format and place, then writes ``view`` as it was when the dialogue opened."""
    state = view.newest
    table, look, exports = view.export(), state.look, app.ui_context.exports
    target = state.target
    about: dict[str, Value] = {
        "target": target.name if target else None,
        "at": state.now,
        "restored": bool(state.snapshot and state.snapshot.restored),
        "demo": state.demo or bool(state.snapshot and state.snapshot.demo),
    }

    def accept(filled: Filled) -> str:
        form = filled.texts["form"].strip().lower()
        if form not in FORMS:
            return f"no such form: {', '.join(FORMS)}"
        directory = Path() if exports is None or HERE in filled.ticked else exports
        if form == "svg":
            app.call_after_refresh(_picture, app, directory, table.name)
        else:
            _start(app, directory, table.name, form, partial(_text, table, form, about))
        return ""

    many = f"{len(table.rows):,} row{'' if len(table.rows) == 1 else 's'}"
    said = f"{many} (a picture: the screen) to {_short(exports)}"
    lines = Text(said, look.label, no_wrap=True, overflow="ellipsis")
    fields = (Field("form", "as", FORMS[0], ", ".join(FORMS)),)
    ticks = (Tick(HERE, "into the current directory instead"),) if exports else ()
    return Form(f"Export {safe(table.name)}: {', '.join(FORMS)}", lines, fields, ticks, look, accept)


def _text(table: Table, form: str, about: dict[str, Value]) -> str:
    return as_csv(table) if form == "csv" else as_json(table, about)


def _picture(app: "Shell", directory: Path, name: str) -> None:
    """Take the picture once the dialogue no longer covers the view."""
    svg = app.export_screenshot(title="ses-tui")
    _start(app, directory, name, "svg", partial(as_picture, svg))


def _start(app: "Shell", directory: Path, name: str, form: str, text: Callable[[], str]) -> None:
    now = app.state.clock.now()

    def work() -> None:
        try:
            said = f"written: {safe(write_new(directory, name, form, text(), now).absolute(), MESSAGE_CAP)}"
        except OSError as error:
            said = f"not written to {_short(directory)}: {(error.strerror or type(error).__name__).lower()}"
        app.call_from_thread(app.tell, said)

    app.run_worker(work, thread=True)


def _short(path: Path | None) -> str:
    """With ``~`` for the home, safe to print."""
    text, home = str((path or Path()).absolute()), str(Path.home())
    return safe(f"~{text[len(home) :]}" if text.startswith(f"{home}/") else text, MESSAGE_CAP)
