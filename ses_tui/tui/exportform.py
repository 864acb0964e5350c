"""The export dialogue; files are written in a thread, since a disk may be slow."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.tui.export import FORMS, Table, Value, as_csv, as_json, as_picture, write_new
from ses_tui.tui.form import Field, Filled, Form, Tick

if TYPE_CHECKING:
    from ses_tui.tui.shell import Shell
    from ses_tui.tui.view import View

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
    said = look.to_ascii(f"{many} (a picture: the screen) to {_short(exports)}")
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
