"""Frames: a titled box round lines, and a table's header as a rule or as the top of a box.

A frame is quiet; it takes the colour of a band where what it holds is not well, and the accent where it has
the focus.
"""

import re
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style

from ses_tui.core.condition import Condition
from ses_tui.tui.draw.bandstyle import Palette, StyledLine
from ses_tui.tui.line import length, pad

SIDES = 2
"""Cells that a box takes from its width, and lines from its height."""

PADDED = 4
"""Cells that it takes with a blank at each side."""

_BOLD = Style(bold=True)
_BLANKS = re.compile(r" {3,}")


class Frame(NamedTuple):
    """How a table is framed. ``boxed``: on all sides, else its header alone is a rule."""

    boxed: bool = False
    condition: Condition = Condition.OK
    """Of the worst that it holds."""


RULE = Frame()


def frame_style(condition: Condition, palette: Palette, *, focused: bool = False) -> Style:
    """The colour of the lines of a frame; pause as review, since a ground would not be a line."""
    if condition >= Condition.WARN:
        style = palette.bands[min(condition, Condition.REVIEW)]
    else:
        style = palette.accent if focused else palette.frame
    return style + _BOLD if focused else style


def panel(
    title: str,
    lines: list[StyledLine],
    width: int,
    height: int,
    style: Style,
    *,
    right: StyledLine = (),
    focused: bool = False,
) -> list[StyledLine]:
    """``height`` lines of ``width`` cells; in the top line ``title`` and, where it fits, ``right``."""
    top: StyledLine = (("╭▸ " if focused else "╭─ ", style), (title, _BOLD), (" ", style))
    end: StyledLine = ((" ", style), *right, (" ─╮", style)) if right else (("╮", style),)
    fill = width - length(top) - length(end)
    if fill < 1:
        end, fill = (("╮", style),), width - length(top) - 1
    body = [
        (("│ ", style), *pad(lines[index] if index < len(lines) else (), width - PADDED), (" │", style))
        for index in range(height - SIDES)
    ]
    return [(*top, ("─" * fill, style), *end), *body, (("╰" + "─" * (width - SIDES) + "╯", style),)]


def ruled(title: str, rest: str, style: Style, label: Style) -> StyledLine:
    """A header: its title bold, other words as labels, wider gaps drawn as a line."""
    said: list[tuple[str, Style | None]] = []
    at = 0
    text = title + rest
    for match in _BLANKS.finditer(text):
        said += _words(text[at : match.start()], at < len(title), label)
        first, last = match.start() == 0, match.end() == len(text)
        line = "─" * (match.end() - match.start() - (not first) - (not last))
        said.append((("" if first else " ") + line + ("" if last else " "), style))
        at = match.end()
    said += _words(text[at:], at < len(title), label)
    return tuple(said)


def table_top(title: str, rest: str, width: int, boxed: bool, style: Style, label: Style) -> StyledLine:
    """The header of a table of ``width`` cells, as a rule or as the top of its box."""
    inner = width - SIDES * boxed
    runs = ruled(title, rest.ljust(inner - cell_len(title)), style, label)
    return (("╭", style), *runs, ("╮", style)) if boxed else runs


def between(runs: StyledLine, width: int, boxed: bool, style: Style) -> StyledLine:
    """A row, between the sides of its box if there is one."""
    if not boxed:
        return runs
    blank = " " * (width - SIDES - sum(cell_len(text) for text, _ in runs))
    return (("│", style), *runs, (blank, None), ("│", style))


def _words(text: str, heading: bool, label: Style) -> StyledLine:
    return ((text, _BOLD if heading else label),) if text else ()


def bottom(width: int, more: int, style: Style, label: Style) -> StyledLine:
    """The lower edge of a box; it says how many rows stand below it."""
    if not more:
        return (("╰" + "─" * (width - SIDES) + "╯", style),)
    said = f" {more:,} more "
    return (("╰" + "─" * max(0, width - SIDES - 1 - cell_len(said)), style), (said, label), ("─╯", style))
