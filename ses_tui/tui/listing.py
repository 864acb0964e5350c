"""A table that hands the cursor to its neighbour at its ends."""

from ses_tui.tui.look import Look
from ses_tui.tui.table import RowTable
from ses_tui.tui.table_layout import Column


class Listing(RowTable):
    """Rows under a title."""

    DEFAULT_CSS = "Listing { scrollbar-size-vertical: 0; }"

    def __init__(self, columns: tuple[Column, ...], look: Look, *, id: str, gap: int = 1) -> None:
        super().__init__(columns, ascii=look.ascii, palette=look.palette, gap=gap, id=id)

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
