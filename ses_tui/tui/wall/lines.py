"""Lines of the wall at a scale: 0 is the terminal's own letters, from 1 on the big ones."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style

from ses_tui.core.clock import DAY
from ses_tui.core.snapshot import Reading
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut
from ses_tui.tui.draw.sparkline import held, scale_top
from ses_tui.tui.line import NONE, clip, pad, styled
from ses_tui.tui.look import Look
from ses_tui.tui.viewstate import ViewState
from ses_tui.tui.wall.big import big, height_of, width_of


class Room(NamedTuple):
    """Where a page draws, and its ``scale`` of text."""

    width: int
    height: int
    scale: int
    look: Look


def text_scale(width: int, height: int, step: int) -> int:
    """The scale of what stands beside the digits: three rows from 30 rows on, five from 56 on."""
    if width < 100 or height < 30:
        return 0
    scale = 1 if width < 180 or height < 56 else 2
    return scale - scale % step


def wide(text: str, scale: int) -> int:
    """Cells that ``text`` is wide at ``scale``."""
    return width_of(text, scale) if scale else cell_len(text)


def high(scale: int) -> int:
    """Rows that a line is high."""
    return height_of(scale) if scale else 1


def rows_of(text: str, scale: int, style: Style = NONE) -> list[StyledLine]:
    """``high(scale)`` rows, each as wide as ``text`` is."""
    if not scale:
        return [styled(text, style)]
    return [styled(row, style) for row in big(text, scale)]


def longest_that_fits(variants: Iterable[str], width: int, scale: int) -> str:
    """The first with room; empty where none has."""
    return next((text for text in variants if wide(text, scale) <= width), "")


def ends(left: Sequence[str], right: Sequence[str], room: Room, style: Style = NONE) -> list[StyledLine]:
    """``left`` at the left edge and ``right`` at the right one: the longest of both that fit together.

    The right one is kept whole at the cost of the left, whose last variant is cut where it must be;
    variants come longest first.
    """
    scale = room.scale
    gap = 6 * scale or 2
    for second in right:
        for first in left:
            blank = room.width - wide(first, scale) - wide(second, scale)
            if blank >= gap:
                return beside(rows_of(first, scale, style), rows_of(second, scale, style), room.width)
    if scale:
        return ends(left, right, room._replace(scale=0), style)
    last = right[-1]
    name = cut(left[-1], max(0, room.width - gap - cell_len(last)))
    return beside([styled(name, style)], [clip(styled(last, style), room.width)], room.width)


def beside(left: Sequence[StyledLine], right: Sequence[StyledLine], width: int) -> list[StyledLine]:
    """Two blocks at the two edges; the lower one in the middle of the higher one's rows."""
    rows = max(len(left), len(right))
    lefts, rights = _middle(left, rows), _middle(right, rows)
    return [
        (*first, (" " * (width - _cells(first) - _cells(second)), None), *second)
        for first, second in zip(lefts, rights, strict=True)
    ]


def _middle(block: Sequence[StyledLine], rows: int) -> list[StyledLine]:
    above = (rows - len(block)) // 2
    return [()] * above + list(block) + [()] * (rows - len(block) - above)


def _cells(line: StyledLine) -> int:
    return sum(cell_len(text) for text, _ in line)


def indented(lines: Sequence[StyledLine], cells: int) -> list[StyledLine]:
    """Moved to the right."""
    return [((" " * cells, None), *line) for line in lines]


def filled(lines: Sequence[StyledLine], width: int, height: int, style: Style) -> list[StyledLine]:
    """Exactly ``height`` rows of ``width`` cells on the ground of ``style``."""
    rows = [*lines[:height], *[()] * (height - len(lines))]
    return [
        tuple((text, style if own is None else style + own) for text, own in pad(row, width)) for row in rows
    ]


BLIND = Style(reverse=True, bold=True)
"""Whoever sees nothing knows no condition."""


LEAST_CELLS, LEAST_ROWS = 12, 3
"""Below which no shape can be made out."""

MOST_ROWS = 8
SPAN = "last day"


def trend(
    reading: Reading | None, state: ViewState, width: int, height: int, label: str = "", *, banded: bool
) -> list[StyledLine]:
    """At most ``height`` rows, the last one ``label`` and the span; none where there is no room for a shape.

    ``banded``: each bar has the colour of its band; else that of what is drawn on.
    """
    if reading is None or width < LEAST_CELLS or height < LEAST_ROWS or len(reading.series) < 2:
        return []
    look = state.look
    values = held(reading.series, state.now, DAY, width)
    top = scale_top(reading.lines, values)
    rows = look.bars(values, top=top, lines=reading.lines, rows=min(MOST_ROWS, height - 1))
    said = f"{label}, {SPAN}" if label and len(label) + len(SPAN) + 2 <= width else SPAN
    last = styled(said, look.label if banded else None)
    if banded:
        return [*rows, last]
    return [*(styled("".join(text for text, _ in runs)) for runs in rows), last]
