"""How many lines each part of this mode gets, by the height of the terminal. A pure function."""

from typing import NamedTuple

HEAD = 1
"""Title of each table."""


class Wants(NamedTuple):
    """Rows of the tables, lines of the rest; ``top`` and ``foot`` are always given."""

    top: int
    open: int
    about: int
    told: int
    quiet: int
    foot: int


class Heights(NamedTuple):
    """Lines of each part, titles included; together at most the terminal's height."""

    top: int
    open: int
    about: int
    told: int
    quiet: int
    foot: int


def arrange(height: int, wants: Wants) -> Heights:
    """A little of each first, then what is open and what is known of it, then what was told."""
    rows = {"open": 1, "about": 0, "told": 1, "quiet": min(1, wants.quiet)}
    most = {
        "open": max(1, wants.open),
        "about": wants.about,
        "told": max(1, wants.told),
        "quiet": wants.quiet,
    }
    heads = HEAD * (2 + bool(wants.quiet))
    spare = height - wants.top - wants.foot - heads - sum(rows.values())
    for part, to in (
        ("open", 3),
        ("about", 4),
        ("told", 3),
        ("quiet", 2),
        ("open", 5),
        ("about", 7),
        ("told", 6),
        ("quiet", 5),
        ("open", 12),
        ("about", 100),
        ("told", 12),
        ("open", 1000),
        ("quiet", 100),
        ("told", 1000),
    ):
        more = max(0, min(to, most[part], rows[part] + spare) - rows[part])
        rows[part] += more
        spare -= more
    return Heights(
        wants.top,
        rows["open"] + HEAD,
        rows["about"],
        rows["told"] + HEAD,
        rows["quiet"] + HEAD if wants.quiet else 0,
        wants.foot,
    )
