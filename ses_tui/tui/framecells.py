"""What a terminal's cell shows, as one number, and what of a row differs: strips in, rows of numbers out."""

import re
import unicodedata
from collections.abc import Sequence
from operator import eq, ne
from typing import NamedTuple

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

UNKNOWN = -1
"""A cell of which nobody knows what it shows; equal to no cell that anything draws."""

_MAX_CELLS = 1 << 16
_MAX_STYLES = 4096
_MAX_STRIPS = 1024


class Look(NamedTuple):
    """Colours and attributes. ``attributes``: bits as in Rich; colours: SGR parameters, "" the default."""

    attributes: int = 0
    foreground: str = ""
    background: str = ""


PLAIN = Look()

_ON = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53")
"""SGR parameter per attribute bit, in Rich's order (bold, dim, italic, underline, blink, ...)."""

_OFF = (
    (0b11, "22"),
    (0b100, "23"),
    (0b10_0000_1000, "24"),
    (0b11_0000, "25"),
    (1 << 6, "27"),
    (1 << 7, "28"),
    (1 << 8, "29"),
    (0b1100_0000_0000, "54"),
    (1 << 12, "55"),
)
"""What switches attributes off, several at once for some (ECMA-48, SGR)."""

_NAMES = (
    "bold",
    "dim",
    "italic",
    "underline",
    "blink",
    "blink2",
    "reverse",
    "conceal",
    "strike",
    "underline2",
    "frame",
    "encircle",
    "overline",
)


def look_of(style: Style, system: ColorSystem) -> Look:
    """What ``style`` looks like on a terminal with that many colours."""
    attributes = sum(1 << bit for bit, name in enumerate(_NAMES) if getattr(style, name))
    return Look(attributes, _codes(style, system, foreground=True), _codes(style, system, foreground=False))


def _codes(style: Style, system: ColorSystem, *, foreground: bool) -> str:
    color = style.color if foreground else style.bgcolor
    if color is None or color.is_default:
        return ""
    return ";".join(color.downgrade(system).get_ansi_codes(foreground))


def sgr(before: Look, after: Look) -> str:
    """The shortest SGR sequence from one look to another; empty where they are the same."""
    if before == after:
        return ""
    on = [_ON[bit] for bit in range(len(_ON)) if after.attributes >> bit & 1]
    anew = [*on, *(codes for codes in (after.foreground, after.background) if codes)]
    full = "\x1b[" + ";".join(["0", *anew] if anew else []) + "m"
    changes: list[str] = []
    kept = before.attributes
    for bits, off in _OFF:
        if before.attributes & ~after.attributes & bits:
            changes.append(off)
            kept &= ~bits
    changes += [_ON[bit] for bit in range(len(_ON)) if (after.attributes & ~kept) >> bit & 1]
    if before.foreground != after.foreground:
        changes.append(after.foreground or "39")
    if before.background != after.background:
        changes.append(after.background or "49")
    delta = "\x1b[" + ";".join(changes) + "m"
    return delta if len(delta) < len(full) else full


def _is_odd(character: str) -> bool:
    """Whether terminals disagree on the cells that text with this character takes."""
    return (
        unicodedata.category(character)[0] in "MC"  # marks, controls, joiners, variation selectors
        or "\U0001f1e6" <= character <= "\U0001f1ff"  # regional indicators: two make one flag
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones: part of the emoji before
    )


class StripCells(NamedTuple):
    """A strip as cells; ``odd``: it can only be written as it is, and the cells are empty."""

    strip: Strip
    """Kept, so that its identity is not given to another one."""
    cells: list[int]
    odd: bool


class Cells:
    """Numbers for what a cell can show, given out as it is seen.

    ``texts``, ``sizes`` (bytes) and ``looks`` go by them; equal looks are one object. A wide character
    has two cells, of which the second has no text (``tails``).
    """

    def __init__(self, system: ColorSystem) -> None:
        self._system = system
        self.texts: list[str] = []
        self.sizes: list[int] = []
        self.looks: list[Look] = []
        self.tails: set[int] = set()
        self._narrow: dict[Look, dict[str, int]] = {}
        self._wide: dict[tuple[Look, str], int] = {}
        self._styles: dict[Style, Look] = {}
        self._known: dict[Look, Look] = {PLAIN: PLAIN}
        self._strips: dict[int, StripCells] = {}
        self._deltas: dict[tuple[Look, Look], str] = {}

    @property
    def full(self) -> bool:
        """Whether so many were given out that it is time for a new start."""
        return len(self.texts) > _MAX_CELLS

    def of(self, strip: Strip) -> StripCells:
        """The cells of ``strip``; remembered, since most strips come again."""
        known = self._strips.get(id(strip))
        if known is None:
            if len(self._strips) >= _MAX_STRIPS:
                self._strips.clear()
            known = self._strips[id(strip)] = self._convert(strip)
        return known

    def delta(self, before: Look, after: Look) -> str:
        """``sgr``, remembered."""
        found = self._deltas.get((before, after))
        if found is None:
            if len(self._deltas) >= _MAX_STYLES:
                self._deltas.clear()
            found = self._deltas[before, after] = sgr(before, after)
        return found

    def _convert(self, strip: Strip) -> StripCells:
        cells: list[int] = []
        for text, style, control in strip:
            if control or (style is not None and style.link):
                return StripCells(strip, [], odd=True)
            look = PLAIN if style is None else self._look(style)
            narrow = self._narrow.setdefault(look, {})
            try:
                cells += [narrow[character] for character in text]
            except KeyError:  # something new, or wide
                learnt = self._learn(text, look, narrow)
                if learnt is None:
                    return StripCells(strip, [], odd=True)
                cells += learnt
        return StripCells(strip, cells, odd=False)

    def _learn(self, text: str, look: Look, narrow: dict[str, int]) -> list[int] | None:
        """The cells of ``text``, new numbers given where needed; None if it is odd."""
        cells: list[int] = []
        for character in text:
            number = narrow.get(character, self._wide.get((look, character)))
            if number is None:
                if _is_odd(character):
                    return None
                number = self._number(character, look)
                if get_character_cell_size(character) == 2:
                    self._wide[look, character] = number
                    self.tails.add(self._number("", look))  # directly behind, so lead + 1
                else:
                    narrow[character] = number
            cells.append(number)
            if number + 1 in self.tails:
                cells.append(number + 1)
        return cells

    def _number(self, text: str, look: Look) -> int:
        self.texts.append(text)
        self.sizes.append(len(text.encode()))
        self.looks.append(look)
        return len(self.texts) - 1

    def _look(self, style: Style) -> Look:
        look = self._styles.get(style)
        if look is None:
            if len(self._styles) >= _MAX_STYLES:
                self._styles.clear()
            look = look_of(style, self._system)
            look = self._styles[style] = self._known.setdefault(look, look)
        return look


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
