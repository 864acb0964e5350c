"""How many lines each part of the overview gets, by the height of the terminal. A pure function."""

from typing import NamedTuple

LEAST_WIDTH, LEAST_HEIGHT = 60, 15
"""Below either of them one line says the worst."""

FOOTER = 1
TABLE_HEAD = 1
LEAST_ROWS = 3


class Wants(NamedTuple):
    """What there is to show: lines of each part, rows of each table."""

    status: int
    health: int
    note: int
    isps: int
    identities: int
    alerts: int
    trouble: int
    blame: bool


class Heights(NamedTuple):
    """Lines of each part; a table's with its header. Together at most the terminal's height."""

    status: int
    health: int
    panels: int
    note: int
    isps: int
    identities: int
    alerts: int
    trouble: int


NOTHING = Heights(0, 0, 0, 0, 0, 0, 0, 0)


def arrange(height: int, wants: Wants) -> Heights:
    """The least that matters first, then what makes it better, then whatever is left to the identities."""
    panels, alerts, trouble, note = 5, 1, min(1, wants.trouble), min(1, wants.note)
    isps, identities = min(LEAST_ROWS, wants.isps), min(LEAST_ROWS, wants.identities)
    heads = TABLE_HEAD * (bool(wants.isps) + bool(wants.identities))
    spare = height - wants.status - wants.health - note - FOOTER - heads
    spare -= panels + alerts + trouble + isps + identities
    while spare < 0 and max(isps, identities) > 1:
        isps, identities, spare = (
            (isps, identities - 1, spare + 1) if identities >= isps else (isps - 1, identities, spare + 1)
        )

    def grow(now: int, want: int) -> int:
        nonlocal spare
        more = max(0, min(want - now, spare))
        spare -= more
        return now + more

    note = grow(note, wants.note)
    panels = grow(panels, 6)
    isps = grow(isps, min(4, wants.isps))
    identities = grow(identities, min(4, wants.identities))
    alerts = grow(alerts, min(2, wants.alerts))
    isps = grow(isps, min(5, wants.isps))
    identities = grow(identities, min(5, wants.identities))
    panels = grow(panels, 7)
    alerts = grow(alerts, min(3, wants.alerts))
    trouble = grow(trouble, min(2, wants.trouble))
    isps = grow(isps, min(7, wants.isps))
    identities = grow(identities, min(7, wants.identities))
    panels = grow(panels, 8 if wants.blame else 7)
    isps = grow(isps, min(10, wants.isps))
    identities = grow(identities, min(10, wants.identities))
    panels = grow(panels, 9 if wants.blame else 8)
    trouble = grow(trouble, wants.trouble)
    alerts = grow(alerts, min(8, wants.alerts))
    isps = grow(isps, min(14, wants.isps))
    identities = grow(identities, wants.identities)
    isps = grow(isps, wants.isps)
    alerts = grow(alerts, wants.alerts)
    if wants.isps and wants.identities:
        # Without rows it would be a large nothing, that shrinks when they come.
        panels = grow(panels, 11 if wants.blame else 10)
    return Heights(
        status=wants.status,
        health=wants.health,
        panels=panels,
        note=note,
        isps=isps + TABLE_HEAD if wants.isps else 0,
        identities=identities + TABLE_HEAD if wants.identities else 0,
        alerts=alerts,
        trouble=trouble,
    )
