"""Which columns of a table are shown and where, and a cell in exactly its column's width."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

from ses_tui.core.record import replace
from ses_tui.tui.column import Align, AnyColumn, Column, Item
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import ELLIPSIS, cut, fit, head

OVERFLOW = "#"
"""Fills the cell of a number that does not fit, as spreadsheets do: rather no number than a wrong one."""


Step = tuple[str, int]
"""A column, and the cells that it is to have besides its own; 0: it is to be there."""


class Placed(NamedTuple):
    """A column that is shown: ``column`` is its place among all, ``width`` in cells."""

    column: int
    width: int


def place(columns: Sequence[AnyColumn], table_width: int, gap: int = 1) -> tuple[Placed, ...]:
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


def grown(
    columns: Sequence[Column[Item]], width: int, first: Sequence[str], steps: Iterable[Step]
) -> tuple[Column[Item], ...]:
    """The columns that a table of ``width`` cells has, as wide as they are then, no gap between them.

    ``first``: those that stand before anything is added, what matters most first; the last ones go where not
    even these fit. ``steps``: what is added while there is room, in this order; one that does not fit is
    passed over. What is left over goes to a flexible column, else to the first one.
    """
    known = {column.key: column for column in columns}
    extra = {key: 0 for key in first if key in known}
    spare = width - sum(known[key].width for key in extra)
    for key in reversed(first):
        if spare < 0 and len(extra) > 1 and key in extra:
            del extra[key]
            spare += known[key].width
    for key, cells in steps:
        column, needs = known.get(key), known[key].needs if key in known else ""
        if column is None or (key in first and key not in extra) or (needs and needs not in extra):
            continue
        cost = cells - extra[key] if key in extra else column.width + cells
        if 0 <= cost <= spare:
            extra[key] = cells
            spare -= cost
    shown = [column for column in columns if column.key in extra]
    if not any(column.flex for column in shown):
        extra[shown[0].key] += max(0, spare)
    return tuple(_wider(column, extra[column.key]) for column in shown)


def _wider(column: Column[Item], cells: int) -> Column[Item]:
    title = column.title + (column.chart.format(cells - 1) if cells else "")
    return replace(column, width=column.width + cells, title=title)


def fit_cell(cell: StyledLine, width: int, align: Align) -> StyledLine:
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


def titles(columns: Sequence[AnyColumn], placed: Iterable[Placed], gap: int = 1) -> str:
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
