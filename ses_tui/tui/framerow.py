"""The shortest way, as far as it is worth looking for, from one row of cells to another.

Changed runs are written, a gap between two is written through where that is shorter than a move, and a
part that only moved left (a sparkline with a new point) is moved by the terminal itself.
"""

import re
from collections.abc import Sequence
from operator import eq, ne
from typing import NamedTuple

from ses_tui.tui.framecells import PLAIN, UNKNOWN, Cells, Look

MAX_GAP = 4
"""Cells between two runs that may be written through; a move costs three or four bytes."""

MAX_SHIFT = 4
"""Cells that a part may have moved left: new points between two polls."""

MIN_SHIFT_GAIN = 6
"""Changed cells that a shift has to save before it is tried."""

MAX_SHIFTS = 4
"""Parts of one row that are shifted at most."""


class Pen(NamedTuple):
    """Where the terminal's cursor is (None: not known) and how it writes. Cells from 0."""

    x: int | None = None
    y: int | None = None
    look: Look = PLAIN


def draw_row(cells: Cells, pen: Pen, y: int, old: Sequence[int], new: Sequence[int]) -> tuple[str, Pen]:
    """The sequences that turn row ``y`` from ``old`` into ``new``, and the pen after them.

    Both are as long as the row; a wide character and its tail differ from another in both their cells.
    """
    texts, looks = cells.texts, cells.looks
    x, at, look = pen
    parts: list[str] = []
    for run in _CHANGED.finditer(bytes(map(ne, old, new))):
        start, end = run.span()
        if x is None or at != y or x != start:
            through = x is not None and at == y and _through(cells, look, new[x:start])
            parts.append(through or _move(x if at == y else None, start, y))
        for number in new[start:end]:
            if looks[number] is not look:
                parts.append(cells.delta(look, looks[number]))
                look = looks[number]
            parts.append(texts[number])
        x, at = end, y
    return "".join(parts), Pen(x, at, look)


def _through(cells: Cells, look: Look, gap: Sequence[int]) -> str:
    """The text of ``gap``, if to write it once more is no longer than to jump over it; else empty."""
    if not 0 < len(gap) <= MAX_GAP:
        return ""
    size = 0
    for number in gap:
        if number == UNKNOWN or cells.looks[number] is not look:
            return ""
        size += cells.sizes[number]
    jump = 3 if len(gap) == 1 else 4
    return "".join([cells.texts[number] for number in gap]) if size <= jump else ""


def shift_row(
    cells: Cells, pen: Pen, y: int, old: Sequence[int], new: Sequence[int], limit: int
) -> tuple[str, Pen] | None:
    """As ``draw_row``, but parts that moved left are moved by the terminal.

    Characters are deleted where the part begins and as many inserted where it ends, so that what is
    right of it comes back to its place. None if that takes ``limit`` bytes or more, or is not safe: in
    a row with wide characters, or with cells of which nothing is known.
    """
    if UNKNOWN in old or not (cells.tails.isdisjoint(old) and cells.tails.isdisjoint(new)):
        return None
    best: tuple[str, Pen] | None = None
    prefix, row = "", list(old)
    for _ in range(MAX_SHIFTS):
        shift = _find_shift(row, new)
        if shift is None:
            break
        start, end, by = shift
        prefix += _move(pen.x if pen.y == y else None, start, y)
        prefix += f"\x1b[{_count(by)}P\x1b[{_count(end - start)}C\x1b[{_count(by)}@"
        pen = Pen(end, y, pen.look)
        row = row[:start] + row[start + by : end + by] + [UNKNOWN] * by + row[end + by :]
        rest, after = draw_row(cells, pen, y, row, new)
        size = byte_len(prefix + rest)
        if size < limit:
            best, limit = (prefix + rest, after), size
    return best


def _move(x: int | None, to: int, y: int) -> str:
    """From column ``x`` of the same row, None from anywhere, to column ``to`` of row ``y``."""
    if x is not None:
        return f"\x1b[{_count(abs(to - x))}{'C' if to > x else 'D'}" if to != x else ""
    return f"\x1b[{y + 1 if y else ''}{f';{to + 1}' if to else ''}H"


def _count(number: int) -> str:
    """A count as a parameter; 1 is the default and left out."""
    return "" if number == 1 else str(number)


def byte_len(text: str) -> int:
    """What ``text`` costs on the wire."""
    return len(text.encode())


def _find_shift(old: Sequence[int], new: Sequence[int]) -> tuple[int, int, int] | None:
    """(start, end, by): new[start:end] equals old[start+by:end+by], and that saves the most."""
    changed = bytes(map(ne, old, new))
    if changed.count(1) < MIN_SHIFT_GAIN:
        return None
    first, last = changed.index(1), changed.rindex(1)
    best: tuple[int, int, int] | None = None
    gain = MIN_SHIFT_GAIN - 1
    for by in range(1, MAX_SHIFT + 1):
        same = bytes(map(eq, new[first : last + 1], old[first + by :]))
        for match in _LONG_RUN.finditer(same):
            start, end = first + match.start(), first + match.end()
            saved = changed.count(1, start, end) - by
            if saved > gain:
                best, gain = (start, end, by), saved
    return best


_CHANGED = re.compile(b"\x01+")
_LONG_RUN = re.compile(b"\x01{%d,}" % MIN_SHIFT_GAIN)
