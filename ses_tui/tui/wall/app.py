"""The wall as an application: the same wiring, another screen, and no keys but two."""

import time
from typing import ClassVar

from textual.binding import BindingType

from ses_tui.core.clock import Clock
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.wall import WallOptions
from ses_tui.tui.app import SesApp, StartMonitor
from ses_tui.tui.keygroups import SCREEN, bind, hidden
from ses_tui.tui.look import Look
from ses_tui.tui.view import View
from ses_tui.tui.wall.screen import Pace, WallScreen


class WallApp(SesApp, inherit_bindings=False):
    """No palette, no modes, no dialogues: nobody sits before it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("q", "quit", "quit", "Leave ses-tui", "app.quit", SCREEN),
        hidden("ctrl+c", "quit", "quit", "Leave ses-tui", "app.interrupt", SCREEN, priority=True),
    ]

    def __init__(
        self,
        look: Look,
        clock: Clock,
        initial: Snapshot | None,
        start: StartMonitor,
        options: WallOptions,
        *,
        demo: bool = False,
        pace: Pace = time.monotonic,
    ) -> None:
        super().__init__(look, clock, initial, start, demo=demo)
        self.use_command_palette = False
        self._options = options
        self._pace = pace

    def get_default_screen(self) -> View:
        """The wall."""
        return WallScreen(self._options, self._pace)

    def _welcome(self) -> None:
        """Nobody sits before it who could press a key."""
