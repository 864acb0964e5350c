"""Text in an exact number of terminal cells."""

from typing import Literal

from rich.cells import cell_len, split_graphemes

Align = Literal["left", "right"]

ELLIPSIS = "…"


class CellOverflowError(ValueError):
    """A number that does not fit its column: a fault of the layout, and never to be hidden by a cut."""


def head(text: str, width: int) -> str:
    """The longest beginning of ``text`` that has at most ``width`` cells.

    Never splits a wide character or takes a combining one from its base, so it may be a cell shorter.
    """
    if cell_len(text) <= width:
        return text
    spans, _ = split_graphemes(text)
    used = end = 0
    for _, stop, cells in spans:
        if used + cells > width:
            break
        used += cells
        end = stop
    return text[:end]


def cut(text: str, width: int) -> str:
    """At most ``width`` cells of ``text``, ending in ``…`` where something was cut."""
    if width <= 0:
        return ""
    return text if cell_len(text) <= width else head(text, width - 1) + ELLIPSIS


def fit(text: str, width: int, align: Align = "left") -> str:
    """``text`` in exactly ``width`` cells: padded, or cut with ``…`` at the right.

    Right-aligned text is a number and is never cut: CellOverflowError if it is too wide.
    """
    if align == "right":
        cells = cell_len(text)
        if cells > width:
            raise CellOverflowError(f"{text!r} needs {cells} cells, the column has {width}")
        return " " * (width - cells) + text
    text = cut(text, width)
    return text + " " * (width - cell_len(text))
