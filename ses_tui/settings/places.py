"""Where a setting stands in the file: tomllib keeps no positions."""

import re
from collections.abc import Sequence
from typing import NamedTuple


class Position(NamedTuple):
    """Both from 1."""

    line: int
    column: int
    exact: bool = True
    """False: of the table in which it would stand."""


def position_of(text: str, keys: Sequence[str | int]) -> Position | None:
    """Of the key, or of the table that it belongs to; None where neither is in the file.

    A number among ``keys`` is which of an array of tables, from 0.
    """
    wanted = [part for key in keys if isinstance(key, str) for part in key.split(".")]
    which = next((key for key in keys if isinstance(key, int)), None)
    table: list[str] = []
    nearest: Position | None = None
    seen = -1
    for number, line in enumerate(text.split("\n"), start=1):
        header = re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?", line)
        if header:
            table = _parts(header[2])
            within = table == wanted[: len(table)]
            seen += within and header[1] == "[["
            if within and (which is None or which == seen):
                nearest = Position(number, header.start(2) + 1, table == wanted)
        elif assigned := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            here = table + _parts(assigned[1])
            listed = which is None or which == seen or not table
            if here == wanted[: len(here)] and len(here) > len(table) and listed:
                column, exact = _column(line, assigned, wanted[len(here) :])
                return Position(number, column, exact)
    return nearest


def _column(line: str, assigned: "re.Match[str]", below: Sequence[str]) -> tuple[int, bool]:
    """Of the key, or of the last of those ``below`` it that stand in an inline table on the same line."""
    column = assigned.start(1)
    for key in below:
        found = re.compile(rf"(?<![\w-]){re.escape(key)}(?=[\"']?\s*=)").search(line, assigned.end())
        if found is None:
            return column + 1, False
        column = found.start()
    return column + 1, True


def _parts(dotted: str) -> list[str]:
    return [part.strip(" \"'") for part in dotted.split(".")]
