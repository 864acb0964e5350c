"""Which columns of a table are shown and where, and a cell in exactly its column's width."""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Literal, NamedTuple, TypeVarTuple, Unpack

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

from ses_tui.core.record import Record
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import ELLIPSIS, cut, fit, head
from ses_tui.tui.guard import BROKEN

_LOG = logging.getLogger(__name__)

MOST_COLUMNS = 30

ColumnAlign = Literal["left", "right", "newest"]
"""``left``: text, cut with ``…``. ``right``: a number, never cut. ``newest``: a sparkline, flush right
and cut at its old end, so one row of cells serves every width."""

OVERFLOW = "#"
"""Fills the cell of a number that does not fit, as spreadsheets do: rather no number than a wrong one."""


class Column(Record, frozen=True):
    """One column. ``width``: cells; with ``flex`` the least, and a share of what is left over.

    ``minimum_table_width``: the column is left out where the table has fewer cells.
    """

    key: str
    title: str
    width: int
    flex: int = 0
    align: ColumnAlign = "left"
    minimum_table_width: int = 0


class TableRow:
    """One row: ``id`` names it through every reordering. Equal by value; not to be changed."""

    __slots__ = ("_cells", "id")

    def __init__(self, id: str, cells: tuple[StyledLine, ...]) -> None:
        self.id = id
        self._cells = cells

    @property
    def cells(self) -> tuple[StyledLine, ...]:
        """A cell per column, hidden ones too."""
        return self._cells

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TableRow) and self.id == other.id and self.cells == other.cells

    def __hash__(self) -> int:
        return hash(self.id)


Drawn = TypeVarTuple("Drawn")


class LazyRow(TableRow, Generic[*Drawn]):
    """A row whose cells are made from ``drawn`` when it comes into view: of ten thousand, few ever do.

    Equal where ``drawn`` is.
    """

    __slots__ = ("_make", "drawn")

    def __init__(
        self, id: str, make: Callable[[Unpack[Drawn]], tuple[StyledLine, ...]], *drawn: *Drawn
    ) -> None:
        super().__init__(id, ())
        self._make = make
        self.drawn = drawn

    @property
    def cells(self) -> tuple[StyledLine, ...]:
        """A cell per column, hidden ones too."""
        if not self._cells:
            try:
                self._cells = self._make(*self.drawn)
            except Exception:  # noqa: BLE001  # one row must not take the others from the screen
                _LOG.exception("a row could not be drawn")
                self._cells = (((f"  {BROKEN}", None),), *((),) * MOST_COLUMNS)
        return self._cells

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, LazyRow) and self.drawn == other.drawn)

    def __hash__(self) -> int:
        return hash(self.id)


class Placed(NamedTuple):
    """A column that is shown: ``column`` is its place among all, ``width`` in cells."""

    column: int
    width: int


def place(columns: Sequence[Column], table_width: int, gap: int = 1) -> tuple[Placed, ...]:
    """The columns that a table of ``table_width`` cells shows, ``gap`` cells between them.

    Flexible columns share what the others leave; the last cells of a division go to the first.
    """
    shown = [(i, column) for i, column in enumerate(columns) if table_width >= column.minimum_table_width]
    spare = table_width - sum(column.width for _, column in shown) - gap * (len(shown) - 1)
    shares = sum(column.flex for _, column in shown)
    placed: list[Placed] = []
    for index, column in shown:
        extra = -(-spare * column.flex // shares) if column.flex and spare > 0 else 0
        spare -= extra
        shares -= column.flex
        placed.append(Placed(index, column.width + extra))
    return tuple(placed)


def fit_cell(cell: StyledLine, width: int, align: ColumnAlign) -> StyledLine:
    """``cell`` in exactly ``width`` terminal cells, its runs kept."""
    used = sum(cell_len(text) for text, _ in cell)
    if used == width or width <= 0:
        return cell if width > 0 else ()
    blank: StyledLine = ((" " * abs(width - used), None),)
    if align == "left":
        return (*cell, *blank) if used < width else _cut_right(cell, width)
    if used < width:
        return (*blank, *cell)
    if align == "right":
        return ((OVERFLOW * width, cell[0][1]),)
    return _cut_left(cell, width)


def _cut_right(cell: StyledLine, width: int) -> StyledLine:
    kept: list[tuple[str, Style | None]] = []
    room = width - 1
    for text, style in cell:
        cells = cell_len(text)
        if cells > room:
            kept.append((fit(head(text, room) + ELLIPSIS, room + 1), style))
            break
        kept.append((text, style))
        room -= cells
    return tuple(kept)


def _cut_left(cell: StyledLine, width: int) -> StyledLine:
    """The newest ``width`` cells; sparklines have one cell per character."""
    kept: list[tuple[str, Style | None]] = []
    for text, style in reversed(cell):
        if width <= 0:
            break
        kept.append((text[-width:], style))
        width -= len(text[-width:])
    return tuple(reversed(kept))


def titles(columns: Sequence[Column], placed: Iterable[Placed], gap: int = 1) -> str:
    """The header line: each title in its column, aligned as the cells under it."""
    parts: list[str] = []
    for spot in placed:
        column = columns[spot.column]
        title = cut(column.title, spot.width)
        parts.append(fit(title, spot.width, "right" if column.align == "right" else "left"))
    return (" " * gap).join(parts)


Runs = Iterable[tuple[str, Style | None]]


class LineMaker:
    """Makes lines of ``width`` cells for one look of a table; another look needs another one.

    ``base``: the table's own style; ``background``: its colour, which filters want to know.
    """

    def __init__(self, width: int, base: Style, background: Color, filters: tuple[LineFilter, ...]) -> None:
        self._width = width
        self._base = base
        self._background = background
        self._filters = filters
        self._styles: dict[Style | None, Style] = {None: base}

    def line(self, runs: Runs) -> Strip:
        """The line that begins with ``runs``. What is too long is cut."""
        segments: list[Segment] = []
        style: Style | None = None
        text = ""
        for part, wanted in runs:
            full = self._styles.get(wanted) or self._styles.setdefault(wanted, self._base + wanted)
            if full is style:
                text += part
                continue
            if text and style is not None:
                segments.append(Segment(text, style))
            text, style = part, full
        if text and style is not None:
            segments.append(Segment(text, style))
        cells = sum(cell_len(segment.text) for segment in segments)
        if cells < self._width:
            segments.append(Segment(" " * (self._width - cells), self._base))
        for line_filter in self._filters:
            segments = line_filter.apply(segments, self._background)
        if cells > self._width:
            return Strip(segments, cells).crop(0, self._width)
        return Strip(segments, self._width)
