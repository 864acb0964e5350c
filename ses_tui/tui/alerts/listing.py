"""The tables of this mode: a list that says what it has none of, and hands the cursor to its neighbour."""

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from ses_tui.tui.look import Look
from ses_tui.tui.table import RowTable
from ses_tui.tui.table_layout import Column


class Listing(RowTable):
    """Rows under a title; ``say_empty`` is what stands there while there is none."""

    DEFAULT_CSS = "Listing { scrollbar-size-vertical: 0; }"

    def __init__(self, columns: tuple[Column, ...], look: Look, *, id: str) -> None:
        super().__init__(columns, ascii=look.ascii, palette=look.palette, id=id)
        self._ascii_look = look if look.ascii else None

    def say_empty(self, text: str) -> None:
        """Another text for no rows."""
        if text != self._empty:
            self._empty = text
            if not self.rows:
                self.refresh(Region(0, 1, self.size.width, 1))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of ``crop``; in ASCII what the table itself put in, such as ``…``, is replaced."""
        strips = super().render_lines(crop)
        if self._ascii_look is None:
            return strips
        say = self._ascii_look.to_ascii
        return [Strip([Segment(say(text), style) for text, style, _ in strip]) for strip in strips]

    def on_resize(self) -> None:
        """The row under the cursor stays in view where the table got lower."""
        if self.has_focus:
            self._show_cursor()

    def action_move(self, rows: int) -> None:
        """Beyond the first or the last row to the neighbour."""
        before = self.cursor_id
        super().action_move(rows)
        if self.cursor_id == before:
            if rows < 0:
                self.screen.focus_previous()
            else:
                self.screen.focus_next()
