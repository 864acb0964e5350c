"""How many lines each table and the details get, by the height of the terminal. A pure function."""

from collections.abc import Sequence
from typing import NamedTuple

HEAD = 1
"""Title of each table."""

LEAST_ABOUT = 4

_STEPS = (("rows", 2), ("about", LEAST_ABOUT), ("rows", 5), ("about", 7), ("rows", 8), ("about", 11))
_MOST = 100_000


class Heights(NamedTuple):
    """Lines of each table with its title, then of the details; together at most what there was."""

    tables: tuple[int, ...]
    about: int


def arrange(height: int, rows: Sequence[int], about: int, opened: bool = False) -> Heights:
    """``rows`` of each table, 0 of one that is not shown; an empty one that is shown has 1: it says why.

    ``opened``: the details first, the tables with what is left.
    """
    given = [min(1, many) for many in rows]
    lines = 0
    spare = height - sum(given) - HEAD * sum(map(bool, rows))
    opening = (("about", _MOST),) if opened else ()
    for part, most in (*opening, *_STEPS, ("rows", 14), ("about", _MOST), ("rows", _MOST)):
        if part == "about":
            more = max(0, min(most, about, lines + spare) - lines)
            lines += more
            spare -= more
            continue
        for index, many in enumerate(rows):
            more = max(0, min(most, many, given[index] + spare) - given[index])
            given[index] += more
            spare -= more
    return Heights(
        tuple(rows_given + HEAD if many else 0 for rows_given, many in zip(given, rows, strict=True)), lines
    )
