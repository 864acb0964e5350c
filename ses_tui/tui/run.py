"""The way in: one call that shows the live screen until it is left, and returns the exit code."""

import contextlib
import logging
import sys
import termios
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ses_tui.core.clock import Clock
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.text import safe
from ses_tui.core.themes import TERMINAL_THEME, Depth, GraphName
from ses_tui.core.wall import WallOptions
from ses_tui.tui.app import SesApp, StartMonitor
from ses_tui.tui.look import Look, zone_of
from ses_tui.tui.modes import ALL_MODES
from ses_tui.tui.shell import Monitor
from ses_tui.tui.uicontext import NOTHING_KNOWN, UiContext
from ses_tui.tui.watchdog import HUNG_UP, Signals, Watchdog

if TYPE_CHECKING:
    from ses_tui.core.messages import Message

MISCONFIGURED = 3

__all__ = ["MISCONFIGURED", "Frontend", "Monitor", "ScreenOptions", "StartMonitor", "run_screen"]


class Frontend(Protocol):
    """What the engine hands its news to. Callable from any thread; nothing in it blocks."""

    def publish(self, snapshot: Snapshot) -> None:
        """Show a snapshot; the newest wins."""
        ...

    def show(self, message: "Message") -> None:
        """Show a message among the news."""
        ...

    def write(self, data: bytes) -> None:
        """Raw bytes (a bell, an OSC sequence) to the terminal, never inside another sequence."""
        ...

    def fail(self, line: str, code: int) -> None:
        """Leave the screen with one line on standard error and an exit code."""
        ...


class ScreenOptions(NamedTuple):
    """How to show the screen. ``theme``, ``depth``, ``on_light``: see ``Look``."""

    clock: Clock
    """The engine's own, so that ages agree."""
    initial: Snapshot | None = None
    """Last known numbers, for the first paint."""
    time_zone: str = ""
    """An IANA name; empty: the machine's."""
    mouse: bool = True
    ascii: bool = False
    braille: bool = True
    demo: bool = False
    wall: WallOptions | None = None
    """Show the wall instead of the modes."""
    mode: str = ""
    """The name of the mode to start with."""
    ui_context: UiContext = NOTHING_KNOWN
    theme: str = TERMINAL_THEME
    graph: GraphName = "auto"
    depth: Depth = Depth.ALL
    on_light: bool = False


def run_screen(options: ScreenOptions, start: StartMonitor) -> int:
    """Show the screen. ``environment.prepare`` must have run before this module was imported.

    Returns 0 if the user left it, the code of ``Frontend.fail``, 3 if the time zone or mode is unknown,
    129 where the terminal hung up, 128 + the signal that ended it (143: SIGTERM), 1 after a fault of our own.
    """
    try:
        look = Look(
            zone_of(options.time_zone),
            options.ascii,
            braille=options.braille,
            graph=options.graph,
            depth=options.depth,
            on_light=options.on_light,
        ).themed(options.theme)
    except ValueError as error:
        sys.stderr.write(f"ses-tui: {error}\n")
        return MISCONFIGURED
    if options.mode and options.mode not in {mode.name for mode in ALL_MODES}:
        names = ", ".join(mode.name for mode in ALL_MODES)
        sys.stderr.write(f"ses-tui: no mode {safe(options.mode)!r}: {names}\n")
        return MISCONFIGURED
    logging.lastResort = None  # it would write on the screen
    app = _app(look, options, start)
    app.ui_context = options.ui_context
    if options.ui_context.choices is not None:
        app.state = app.state._replace(chosen=options.ui_context.choices.now.target)

    fileno = sys.__stdin__.fileno() if sys.__stdin__ else 0
    found = _attributes(fileno)

    def stop_monitor() -> None:
        if app.monitor is not None:
            app.monitor.stop()

    def give_up() -> None:
        stop_monitor()
        if found is not None:
            termios.tcsetattr(fileno, termios.TCSANOW, found)

    watchdog = Watchdog(fileno, app.leave, give_up)
    watchdog.start()
    try:
        with Signals(lambda number: watchdog.end(128 + number)) as signals:
            app.run(mouse=options.mouse)
    finally:
        if app.said_title and not watchdog.hung_up:
            _untitle()
        watchdog.stop()
        stop_monitor()
        if options.ui_context.choices is not None:
            options.ui_context.choices.flush()
    if watchdog.hung_up:
        return HUNG_UP
    if signals.number is not None:
        return 128 + signals.number
    if app.failure:
        sys.stderr.write(f"{app.failure}\n")
    return app.return_code or 0


def _attributes(fileno: int) -> list[Any] | None:
    """Give the terminal its own title back."""
    try:
        return termios.tcgetattr(fileno)
    except termios.error:
        return None


def _untitle() -> None:
    from ses_tui.tui.titlebar import RESTORE

    with contextlib.suppress(OSError, ValueError):  # nobody is there to see it
        sys.__stderr__.buffer.write(RESTORE)  # type: ignore[union-attr]  # Textual has drawn on it
        sys.__stderr__.flush()  # type: ignore[union-attr]


def _app(look: Look, options: ScreenOptions, start: StartMonitor) -> SesApp:
    if options.wall is None:
        mode = options.mode or last_mode(options)
        return SesApp(look, options.clock, options.initial, start, demo=options.demo, mode=mode)
    from ses_tui.tui.wall.screen import WallApp

    return WallApp(look, options.clock, options.initial, start, options.wall, demo=options.demo)


def last_mode(options: ScreenOptions) -> str:
    """The mode that was shown last, if it still exists; the first time of several targets their fleet."""
    last = options.ui_context.choices.now.mode if options.ui_context.choices else ""
    first = "fleet" if len(options.ui_context.reached) > 1 else ""
    return last if any(mode.name == last for mode in ALL_MODES) else first
