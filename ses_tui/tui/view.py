"""The base of every screen: it is handed frames, and draws from the newest one when it comes up."""

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from ses_tui.core.model import Subject
from ses_tui.tui.frame import Frame

if TYPE_CHECKING:
    from ses_tui.tui.app import SesApp


class View(Screen[None]):
    """Override ``show`` (and ``tick`` for what ages)."""

    @property
    def newest(self) -> Frame:
        """The frame of this moment."""
        return cast("SesApp", self.app).frame

    def show(self, frame: Frame) -> None:
        """Draw from ``frame``. Called for the screen that is on top, and when it gets there."""
        raise NotImplementedError

    def tick(self, frame: Frame) -> None:
        """Time has passed and nothing else; called every few seconds."""

    def looked_at(self) -> Subject | None:
        """What a key of the application is about; None: everything."""
        return None

    def on_mount(self) -> None:
        self._shown = self.newest
        self.show(self._shown)

    def on_screen_resume(self) -> None:
        if self._shown is not self.newest:
            self.refresh_from(self.newest)

    def refresh_from(self, frame: Frame) -> None:
        """Show a frame and remember which one."""
        self._shown = frame
        self.show(frame)
