"""How many lines each part of a mode gets, by the height of the terminal. Pure functions.

``wants``: what there is to show, lines of each part and rows of each table. The answer has lines by the
part's name, a table's with its header.
"""

from collections.abc import Iterable, Mapping

LEAST_WIDTH, LEAST_HEIGHT = 60, 15
"""Below either of them one line says the worst."""

TOP = 2
"""Lines at the top of every mode: the status and the verdict."""

KEYS = TITLE = HEAD = 1
"""Lines of the keys, of a mode's title, and of a table's header."""

LEAST_ROWS = 3
ALL = 1_000_000

Wants = Mapping[str, int]
Steps = Iterable[tuple[str, int]]


def _grow(lines: dict[str, int], wants: Wants, steps: Steps, spare: int) -> int:
    """Step by step let a part grow to so many lines of what it wants; returns what is left of ``spare``."""
    for part, most in steps:
        more = max(0, min(most, wants[part], lines[part] + spare) - lines[part])
        lines[part] += more
        spare -= more
    return spare


MOST_PANELS, FEW_PANELS = 18, 11
"""Lines of the panels at most; and where no rows are known."""

_OVERVIEW: Steps = (
    *(("note", ALL), ("panels", 6), ("isps", 4), ("identities", 4), ("panels", 7), ("isps", 5)),
    *(("identities", 5), ("alerts", 2), ("trouble", 2), ("panels", 9), ("isps", 7), ("identities", 7)),
    *(("panels", 11), ("alerts", 3), ("isps", 10), ("identities", 10), ("panels", 14), ("trouble", ALL)),
    *(("alerts", 8), ("isps", 14), ("identities", 14), ("below", 10), ("panels", 18), ("identities", ALL)),
    *(("isps", ALL), ("alerts", ALL), ("below", ALL)),
)


def overview(height: int, wants: Wants, *, edge: int = 0) -> dict[str, int]:
    """The least that matters first, then what makes it better, then whatever is left to the identities.

    ``edge``: lines of a table's frame besides its header. Together with the keys at most ``height``.
    """
    tables = ("isps", "identities")
    lines = {part: min(1, wants[part]) for part in ("note", "alerts", "trouble")}
    lines |= {"panels": 5, "below": 0, **{table: min(LEAST_ROWS, wants[table]) for table in tables}}
    head = HEAD + edge
    spare = height - TOP - KEYS - sum(lines.values())
    spare -= head * sum(bool(wants[table]) for table in tables)
    while spare < 0 and max(lines[table] for table in tables) > 1:
        lines["identities" if lines["identities"] >= lines["isps"] else "isps"] -= 1
        spare += 1
    # Without rows the panels would be a large nothing, that shrinks when they come.
    panels = MOST_PANELS if wants["isps"] and wants["identities"] else FEW_PANELS
    _grow(lines, {**wants, "panels": panels}, _OVERVIEW, spare)
    if lines["below"] < LEAST_BELOW:
        lines["below"] = 0
    heads = {table: lines[table] + head if wants[table] else 0 for table in tables}
    return {**lines, **heads}


NARROW, WIDE = 44, 70
"""Cells of the column beside the tables in a terminal of 120 cells, and at most."""


def side_width(width: int) -> int:
    """Cells of that column in a terminal of ``width`` cells."""
    return min(WIDE, NARROW + max(0, width - 120) // 3)


LEAST_BELOW = 6
"""Lines of the row's chart, or of the live tail, with their frame; with fewer they say nothing."""

TALL = 28
"""Lines left for the table from which a long list, too, gives some to the chart."""


def rows(height: int, wants: Wants) -> dict[str, int]:
    """The rows first; a line of each of the others; what is left to the row under the cursor.

    ``top`` and ``edit`` (the filter while it is written) are always given. Together with title and keys
    ``height``.
    """
    first = min(max(1, wants["rows"]), 3)
    lines = {"rows": first, "about": 0, "notes": 0, "trouble": 0}
    spare = height - wants["top"] - TITLE - wants["edit"] - HEAD - KEYS - first
    steps: Steps = (
        *(("trouble", 1), ("notes", 1), ("about", 2), ("rows", first + 9)),
        *(("notes", 2), ("about", 3), ("trouble", 3), ("notes", 6)),
    )
    spare = _grow(lines, wants, steps, spare)
    if wants["about"] and spare >= TALL:
        # a long list leaves the row under the cursor a third
        lines["about"] += spare // 3
        spare -= spare // 3
    spare = _grow(lines, wants, (("rows", ALL),), spare)
    lines["about" if wants["about"] else "rows"] += spare
    return {"top": wants["top"], "edit": wants["edit"], **lines, "rows": lines["rows"] + HEAD}


_ALERTS: Steps = (
    *(("open", 3), ("about", 4), ("told", 3), ("quiet", 2), ("open", 5), ("about", 7), ("told", 6)),
    *(("quiet", 5), ("open", 12), ("about", 100), ("told", 12), ("open", 1000), ("quiet", 100)),
    ("told", 1000),
)


def alerts(height: int, wants: Wants) -> dict[str, int]:
    """A little of each first, then what is open and what is known of it, then what was told.

    ``top`` and ``foot`` are always given.
    """
    tables = ("open", "told", *(("quiet",) if wants["quiet"] else ()))
    lines = {"open": 1, "about": 0, "told": 1, "quiet": min(1, wants["quiet"])}
    spare = height - wants["top"] - wants["foot"] - HEAD * len(tables) - sum(lines.values())
    _grow(lines, wants, _ALERTS, spare)
    return {**wants, **lines, **{table: lines[table] + HEAD for table in tables}}


_INVENTORY: Steps = (("rows", 2), ("about", 4), ("rows", 5), ("about", 7), ("rows", 8), ("about", 11))


def inventory(height: int, wants: Wants, *, opened: bool = False) -> dict[str, int]:
    """Each table and the details, ``about``; together at most ``height``.

    A table that is not shown wants 0; an empty one that is shown wants 1: it says why. ``opened``: the
    details first, the tables with what is left.
    """
    tables = [part for part in wants if part != "about"]
    lines = {**{table: min(1, wants[table]) for table in tables}, "about": 0}
    spare = height - sum(lines.values()) - HEAD * sum(bool(wants[table]) for table in tables)
    first: Steps = (("about", ALL),) if opened else ()
    for part, most in (*first, *_INVENTORY, ("rows", 14), ("about", ALL), ("rows", ALL)):
        parts = ("about",) if part == "about" else tables
        spare = _grow(lines, wants, ((name, most) for name in parts), spare)
    return {**lines, **{table: lines[table] + HEAD if wants[table] else 0 for table in tables}}


LEAST_TAIL = 4
MOST_ABOUT = 4
"""Lines of the details while they are not opened."""

ROWS_BEFORE_REASONS = 14
"""Rows that the tail has before the reasons get room."""


def events(height: int, wants: Wants, *, opened: bool) -> dict[str, int]:
    """``height``: lines without what always stands there. ``opened``: the details first."""
    counts = min(wants["counts"], max(0, height - HEAD - LEAST_TAIL))
    room = height - counts - HEAD
    about = max(0, min(wants["about"], ALL if opened else MOST_ABOUT, room - min(LEAST_TAIL, room)))
    room -= about
    reasons = 0
    if wants["reasons"] and not opened and room > ROWS_BEFORE_REASONS + 2:
        reasons = min(wants["reasons"] + 1, (room - ROWS_BEFORE_REASONS) // 2 + 1)
        room -= reasons
    tail = HEAD + max(1, min(room, max(wants["rows"], 1) if reasons else room))
    return {"counts": counts, "tail": tail, "about": about, "reasons": reasons}
