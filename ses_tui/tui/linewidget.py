"""The base of our widgets: lines that depend on a state and a size, and are sent only when they change."""

import logging

from textual.events import Resize
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.guard import BROKEN
from ses_tui.tui.line import strip_of
from ses_tui.tui.viewstate import ViewState

_LOG = logging.getLogger(__name__)


class LineWidget(Widget):
    """Override ``draw``; markup, renderables and layout are not used."""

    DEFAULT_CSS = "LineWidget { height: 1; }"
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.state: ViewState | None = None
        self._lines: tuple[StyledLine, ...] = ()
        self._drawn_for: tuple[ViewState | None, int, int] = (None, 0, 0)

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """The lines, each at most ``width`` cells; those beyond ``height`` are not shown."""
        raise NotImplementedError

    def show(self, state: ViewState) -> None:
        """Draw from ``state``; lines that are equal to what is on the screen are not sent."""
        self.state = state
        if not self._is_drawn(state):
            self.redraw()

    def redraw(self) -> None:
        """Draw the same state again because something else has changed, such as the focus."""
        width, height = self.size
        if self.state is None or not width or not height:
            return
        before = self._lines
        self._draw_now(self.state, width, height)
        drawn = self._lines
        changed = [
            Region(0, y, width, 1)
            for y in range(height)
            if (before[y] if y < len(before) else None) != (drawn[y] if y < len(drawn) else None)
        ]
        if changed:
            self.refresh(*changed)

    def _is_drawn(self, state: ViewState) -> bool:
        # by identity: to compare ten thousand rows costs more than to draw
        drawn, width, height = self._drawn_for
        return drawn is state and (width, height) == self.size

    def _draw_now(self, state: ViewState, width: int, height: int) -> None:
        try:
            self._lines = tuple(self.draw(state, width, height)[:height])
        except Exception:  # noqa: BLE001  # what is wrong with one part must not take the others from the screen
            _LOG.exception("%s could not be drawn", type(self).__name__)
            self._lines = (((f" {BROKEN}", None),),)
        self._drawn_for = (state, width, height)

    def _on_resize(self, event: Resize) -> None:
        if self.state is not None:
            self.show(self.state)

    def render_line(self, y: int) -> Strip:
        """One line, as Textual asks for it; the first paint comes before any event of a size."""
        width, height = self.size
        if self.state is not None and not self._is_drawn(self.state):
            self._draw_now(self.state, width, height)
        return strip_of(self._lines[y] if y < len(self._lines) else (), width, self.rich_style)


def resize(widget: Widget, lines: int) -> None:
    """Set the height only if it differs: setting a style costs a layout."""
    height = widget.styles.height
    if lines and (height is None or height.value != lines):
        widget.styles.height = lines
    if widget.display != bool(lines):
        widget.display = bool(lines)
