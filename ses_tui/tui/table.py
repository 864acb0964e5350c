"""A table that sends a line, not a table: rows in, the lines that differ out.

``DataTable`` re-sends itself for one cell and measures every row for a column's width; here widths are
fixed by the columns, rows are immutable and compared, and only lines in view are ever drawn, so ten
thousand rows cost as much as forty.
"""

from collections.abc import Sequence
from operator import is_
from typing import ClassVar, Final

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ses_tui.core.record import replace
from ses_tui.tui.column import AnyColumn, AnyRow
from ses_tui.tui.draw.bandstyle import TERMINAL, Palette, StyledLine
from ses_tui.tui.draw.panel import RULE, SIDES, Frame, between, bottom, frame_style, table_top
from ses_tui.tui.guard import drawn_safely
from ses_tui.tui.keygroups import LOOK, MOVE, hidden
from ses_tui.tui.table_layout import LineMaker, Placed, fit_cell, place, titles

CURSOR, GUTTER = "▌", 1
"""In the cells before each row."""

STRIPS_KEPT = 192
"""Lines drawn that are kept: three screens. Each is some 5 kB, and every mode has a table or two."""

UNKNOWN_LOOK: Final = (Size(-1, 0), Style(), ())
LONE_KEPT = 16
"""Headers, and texts for no rows, that are kept: a filter that is typed has one for each letter."""

HEADER = 1
"""Lines of the header; it stays while the rows scroll."""

_REVERSE, _BOLD = Style(reverse=True), Style(bold=True)


class RowTable(ScrollView, can_focus=True):
    """Rows of runs of styled text under a header.

    The cursor is a mark in a gutter of one cell and the ground of its row; it is shown while the
    table has the focus and stays with its row, not with its place, when the rows change (with ``keep_top``
    a cursor on the first row stays on the first: the worst). Cells of a row are given for all columns;
    which are shown depends on the width.
    """

    ALLOW_SELECT = False
    keep_top = False
    DEFAULT_CSS = """
    RowTable {
        height: auto;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        hidden("table.up", "move(-1)", "Row up", "The row above", MOVE, "up,k"),
        hidden("table.down", "move(1)", "Row down", "The row below", MOVE, "down,j"),
        hidden("table.page_up", "page(-1)", "Page up", "A page up", MOVE),
        hidden("table.page_down", "page(1)", "Page down", "A page down", MOVE),
        hidden("table.top", "top", "First row", "The first row", MOVE),
        hidden("table.bottom", "bottom", "Last row", "The last row", MOVE),
        hidden("table.select", "select", "Open the row", "Open the row", LOOK, "enter"),
    ]

    class Selected(Message):
        """A row was chosen: enter, or a double click."""

        def __init__(self, table: "RowTable", row_id: str) -> None:
            super().__init__()
            self.table = table
            self.row_id = row_id

    class HeaderClicked(Message):
        """``column``: the key of the one that was clicked."""

        def __init__(self, table: "RowTable", column: str) -> None:
            super().__init__()
            self.table = table
            self.column = column

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, table: "RowTable") -> None:
            super().__init__()
            self.table = table

    def __init__(
        self,
        columns: Sequence[AnyColumn],
        *,
        empty: str = "",
        palette: Palette = TERMINAL,
        gap: int = 1,
        id: str | None = None,
    ) -> None:
        """``empty`` is what stands there while there is no row; ``gap``: cells between columns."""
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._empty = empty
        self._gap = gap
        self._palette = palette
        self._frame = RULE
        self._rows: tuple[AnyRow, ...] = ()
        self._cursor = 0
        self._placed: tuple[Placed, ...] = ()
        self._look: tuple[Size, Style, tuple[LineFilter, ...]] = UNKNOWN_LOOK
        self._strips: LRUCache[tuple[str, bool], tuple[AnyRow, Strip]] = LRUCache(STRIPS_KEPT)
        self._lone: dict[StyledLine, Strip] = {}
        self._maker = LineMaker(0, Style(), Color(0, 0, 0), ())
        self.virtual_size = Size(1, HEADER + 1)

    @property
    def rows(self) -> tuple[AnyRow, ...]:
        """The rows, as last set."""
        return self._rows

    @property
    def cursor_id(self) -> str | None:
        """The id of the row under the cursor; None while there is no row."""
        return self._rows[self._cursor].id if self._rows else None

    def set_rows(self, rows: Sequence[AnyRow]) -> None:
        """Show ``rows``, top first. Lines that are as they were are not drawn again."""
        old, new = self._rows, tuple(rows)
        if len(new) == len(old) and all(map(is_, new, old)):
            return
        keep, old_cursor = self.cursor_id, self._cursor
        self._rows = new
        self._cursor = self._index_of(keep, old_cursor)
        if len(new) != len(old):
            self._size_for(len(new))
        first = round(self.scroll_y)
        for line in range(HEADER, HEADER + self._room):
            index = first + line - HEADER
            before = old[index] if index < len(old) else None
            after = new[index] if index < len(new) else None
            cursor_moved = (index == old_cursor) != (index == self._cursor)
            if before != after or (cursor_moved and self._cursor_shown) or (not new and index == 0):
                self._refresh_line(line)
        if self._frame.boxed and len(new) != len(old):
            self._refresh_line(self._height - 1)
        if self.has_focus and self._cursor != old_cursor:
            self._show_cursor()

    def set_columns(self, columns: Sequence[AnyColumn]) -> None:
        """Other columns, for the same cells; nothing is drawn where they are as they were."""
        before, self._columns = self._columns, tuple(columns)
        if [replace(column, title="") for column in before] != [replace(each, title="") for each in columns]:
            self._look = UNKNOWN_LOOK
            self.refresh()
        elif before != self._columns:
            self._refresh_line(0)

    def set_frame(self, frame: Frame) -> None:
        """How it is framed; a box takes a cell at each side and a line below."""
        before, self._frame = self._frame, frame
        if before.boxed != frame.boxed:
            self._look = UNKNOWN_LOOK
            self._size_for(len(self._rows))
        elif before != frame:
            self._strips.clear()
        if before != frame:
            self.refresh()

    def set_palette(self, palette: Palette) -> None:
        """Draw with other colours from now on."""
        if palette is not self._palette:
            self._palette, self._look = palette, UNKNOWN_LOOK
            self.refresh()

    def inner_width(self, width: int) -> int:
        """Cells of a row in a table of ``width`` cells: without the gutter, the sides and a blank."""
        return width - GUTTER - 3 * self._frame.boxed

    def say_empty(self, text: str) -> None:
        """Show ``text`` while there are no rows."""
        if text != self._empty:
            self._empty = text
            if not self._rows:
                self._refresh_line(1)

    @drawn_safely
    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of ``crop``, the same objects for as long as they look the same.

        Passes by Textual's cache of styled lines, which makes each line anew when the view scrolls
        (two thirds of a key's time with 48 lines, measured), unless it has something to add.
        """
        styles = self.styles
        if styles.gutter.totals != (0, 0) or self.opacity != 1.0 or styles.tint.a:
            return super().render_lines(crop)
        self._settle()
        strips = [self._line(y) for y in crop.line_range]
        if crop.column_span != (0, self._width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """Line ``y`` of the view, 0 being the header."""
        self._settle()
        return self._line(y)

    def action_move(self, rows: int) -> None:
        """Move the cursor by ``rows``."""
        self._move_cursor(self._cursor + rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by a view's height."""
        self._move_cursor(self._cursor + pages * max(1, self._room))

    def action_top(self) -> None:
        """Move the cursor to the first row."""
        self._move_cursor(0)

    def action_bottom(self) -> None:
        """Move the cursor to the last row."""
        self._move_cursor(len(self._rows) - 1)

    def action_select(self) -> None:
        """Choose the row under the cursor."""
        if self.cursor_id is not None:
            self.post_message(self.Selected(self, self.cursor_id))

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor comes or goes, and the edge has another colour."""
        super().watch_has_focus(has_focus)
        if self._frame.boxed:
            self._strips.clear()
            self.refresh()
        else:
            self._refresh_line(0)
            self._refresh_cursor()

    def on_click(self, event: events.Click) -> None:
        """One for the cursor, two to open: a click must not open what it was not aimed at."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y < HEADER:
            self._click_header(offset.x)
            return
        index = round(self.scroll_y) + offset.y - HEADER
        if index >= len(self._rows) or offset.y - HEADER >= self._room:
            return
        self._move_cursor(index)
        if event.chain == 2:
            self.action_select()

    def _click_header(self, x: int) -> None:
        left = GUTTER + self._frame.boxed
        for column, width in self._placed:
            if left <= x < left + width:
                self.post_message(self.HeaderClicked(self, self._columns[column].key))
            left += width + self._gap

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    @property
    def _height(self) -> int:
        return self.scrollable_content_region.height

    @property
    def _room(self) -> int:
        """Lines for rows."""
        return max(0, self._height - HEADER - self._frame.boxed)

    def _size_for(self, rows: int) -> None:
        self.virtual_size = Size(1, HEADER + max(1, rows) + self._frame.boxed)

    @property
    def _cursor_shown(self) -> bool:
        return bool(self.has_focus)

    def _find(self, row_id: str) -> int | None:
        return next((index for index, row in enumerate(self._rows) if row.id == row_id), None)

    def _index_of(self, row_id: str | None, fallback: int) -> int:
        """Where the row is now; its old place, as far as there is one, if it is gone."""
        last = max(0, len(self._rows) - 1)
        if row_id is None or (self.keep_top and fallback == 0):
            return 0
        if fallback <= last and self._rows and self._rows[fallback].id == row_id:
            return fallback
        found = self._find(row_id)
        return min(fallback, last) if found is None else found

    def _move_cursor(self, index: int) -> None:
        index = max(0, min(len(self._rows) - 1, index))
        if index == self._cursor:
            return
        self._refresh_cursor()
        self._cursor = index
        self._refresh_cursor()
        self._show_cursor()
        self.post_message(self.Moved(self))

    def _show_cursor(self) -> None:
        first, room = round(self.scroll_y), max(1, self._room)
        if self._cursor < first:
            self.scroll_to(y=self._cursor, animate=False)
        elif self._cursor >= first + room:
            self.scroll_to(y=self._cursor - room + 1, animate=False)

    def _refresh_cursor(self) -> None:
        line = self._cursor - round(self.scroll_y) + HEADER
        if HEADER <= line < HEADER + self._room:
            self._refresh_line(line)

    def _refresh_line(self, line: int) -> None:
        self.refresh(Region(0, line, self._width, 1))

    def _settle(self) -> None:
        """Drop what was drawn for another size, theme or filter, and place the columns."""
        look = (self.scrollable_content_region.size, self.rich_style, tuple(self.get_line_filters()))
        if look != self._look:
            self._look = look
            self._maker = LineMaker(look[0].width, look[1], self.background_colors[1], look[2])
            self._strips.clear()
            self._lone.clear()
            self._placed = place(self._columns, self.inner_width(look[0].width), self._gap)

    def _line(self, y: int) -> Strip:
        index = round(self.scroll_y) + y - HEADER
        if y < HEADER:
            return self._lone_line(self._header())
        if self._frame.boxed and y >= self._look[0].height - 1:
            more = len(self._rows) - round(self.scroll_y) - self._room
            return self._lone_line(bottom(self._width, max(0, more), self._edge, self._palette.label))
        if index >= len(self._rows):
            text = self._empty if not self._rows and index == 0 else ""
            return self._lone_line(self._framed(((" " * GUTTER + text, self._palette.label),)))
        row = self._rows[index]
        at_cursor = self._cursor_shown and index == self._cursor
        cached = self._strips.get((row.id, at_cursor))
        if cached is not None and (cached[0] is row or cached[0] == row):
            return cached[1]
        strip = self._draw(row, at_cursor)
        self._strips[row.id, at_cursor] = (row, strip)
        return strip

    def _lone_line(self, runs: StyledLine) -> Strip:
        """A line that is no row."""
        if runs not in self._lone:
            if len(self._lone) >= LONE_KEPT:
                self._lone.clear()
            self._lone[runs] = self._maker.line(runs)
        return self._lone[runs]

    @property
    def _edge(self) -> Style:
        """The style of the frame's lines."""
        return frame_style(self._frame.condition, self._palette, focused=self._cursor_shown)

    def _header(self) -> StyledLine:
        """The titles of the columns, the first one as the table's own."""
        text = " " * GUTTER + titles(self._columns, self._placed, self._gap)
        first = GUTTER + (self._placed[0].width if self._placed else 0)
        return table_top(
            text[:first], text[first:], self._width, self._frame.boxed, self._edge, self._palette.label
        )

    def _framed(self, runs: StyledLine) -> StyledLine:
        return between(runs, self._look[0].width, self._frame.boxed, self._edge)

    def _draw(self, row: AnyRow, at_cursor: bool) -> Strip:
        runs: list[tuple[str, Style | None]] = [(CURSOR, _BOLD) if at_cursor else (" ", None)]
        for number, (index, width) in enumerate(self._placed):
            if number:
                runs.append((" " * self._gap, None))
            cell = fit_cell(row.cells[index], width, self._columns[index].align)
            if at_cursor and number == 0 and self._palette.cursor is None:
                runs += [(text, _REVERSE if style is None else style + _REVERSE) for text, style in cell]
            else:
                runs += cell
        if at_cursor and (ground := self._palette.cursor) is not None:
            inner = self._width - SIDES * self._frame.boxed
            runs.append((" " * (inner - sum(cell_len(text) for text, _ in runs)), None))
            runs = [(text, ground if style is None else ground + style) for text, style in runs]
        return self._maker.line(self._framed(tuple(runs)))
