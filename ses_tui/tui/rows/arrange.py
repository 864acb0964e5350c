"""How many lines each part of a list's screen gets, by the height of the terminal. A pure function."""

from typing import NamedTuple

HEAD = 1
"""The table's header."""

TALL = 28
"""Lines left for the table from which a long list, too, gives some to the chart."""


class Wants(NamedTuple):
    """``top``, ``edit`` (the filter while it is written) and ``foot`` are always given."""

    top: int
    edit: int
    rows: int
    about: int
    notes: int
    trouble: int


class Heights(NamedTuple):
    """Lines of each part; the table's with its header. Together with title and keys the terminal's."""

    top: int
    edit: int
    table: int
    about: int
    notes: int
    trouble: int


TITLE = KEYS = 1


def arrange(height: int, wants: Wants) -> Heights:
    """The rows first; a line of each of the others; what is left to the row under the cursor."""
    spare = height - wants.top - TITLE - wants.edit - HEAD - KEYS
    rows = min(max(1, wants.rows), 3)
    spare -= rows
    got = {"about": 0, "notes": 0, "trouble": 0}

    def grow(part: str, to: int) -> None:
        nonlocal spare
        more = max(0, min(to, getattr(wants, part)) - got[part])
        more = max(0, min(more, spare))
        got[part] += more
        spare -= more

    grow("trouble", 1)
    grow("notes", 1)
    grow("about", 2)
    more = max(0, min(spare, wants.rows - rows, 9))
    rows, spare = rows + more, spare - more
    grow("notes", 2)
    grow("about", 3)
    grow("trouble", 3)
    grow("notes", 6)
    if wants.about and spare >= TALL:
        # a long list leaves the row under the cursor a third
        got["about"] += spare // 3
        spare -= spare // 3
    more = max(0, min(spare, wants.rows - rows))
    rows, spare = rows + more, spare - more
    if wants.about:
        got["about"] += spare
        spare = 0
    return Heights(wants.top, wants.edit, rows + HEAD + spare, got["about"], got["notes"], got["trouble"])
