"""How many lines each part of mode 7 gets, by the height of the terminal. A pure function."""

from typing import NamedTuple

KEYS = 1
TABLE_HEAD = 1
LEAST_ROWS = 4
FEW_ABOUT = 4
ROWS_BEFORE_REASONS = 14
"""Rows that the tail has before the reasons get room."""


class Heights(NamedTuple):
    """Lines of each part; the table's with its header, the reasons' with their title."""

    counts: int
    table: int
    about: int
    reasons: int


def arrange(height: int, counts: int, rows: int, about: int, reasons: int, *, opened: bool) -> Heights:
    """``height``: lines without what always stands there. ``opened``: the details first."""
    counts = min(counts, max(0, height - TABLE_HEAD - LEAST_ROWS))
    room = height - counts - TABLE_HEAD
    least = min(LEAST_ROWS, room)
    shown = max(0, min(about, room - least)) if opened else max(0, min(about, FEW_ABOUT, room - least))
    room -= shown
    told = 0
    if reasons and not opened and room > ROWS_BEFORE_REASONS + 2:
        told = min(reasons + 1, (room - ROWS_BEFORE_REASONS) // 2 + 1)
        room -= told
    return Heights(counts, TABLE_HEAD + max(1, min(room, max(rows, 1) if told else room)), shown, told)
