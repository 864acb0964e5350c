"""Every mode in its states, and what opens over it: where colours and signs are looked at."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple

from rich.segment import Segment
from textual.pilot import Pilot

from ses_tui.core.snapshot import Snapshot
from ses_tui.core.themes import TERMINAL_THEME, Depth
from ses_tui.tui.app import SesApp
from tests.tui import alerts_data, inventory_data, lists_data
from tests.tui.screens import App, settled
from tests.tui.snapshots_data import STATES
from tests.tui.wall.walls import App as Wall

MODES = "123456789"
OVER = (("question_mark",), ("r",), ("a",), ("x",), ("e",), ("ctrl+p",))
"""Opens something over a mode; escape closes it."""


class Place(NamedTuple):
    """``keys`` lead there from the overview on ``snapshot``; ``over``: to be closed by escape."""

    keys: tuple[str, ...]
    over: bool = False


def _modes(keys: str) -> tuple[Place, ...]:
    return tuple(Place((key,)) for key in keys)


class Walk(NamedTuple):
    """Places that one run of the program goes to, in order."""

    snapshot: Callable[[], Snapshot]
    places: tuple[Place, ...]


EVERYWHERE = _modes(MODES)
WALKS: Mapping[str, Walk] = {
    **{state: Walk(STATES[state], EVERYWHERE) for state in ("warn", "paused", "stale", "blind", "denied")},
    **{
        state: Walk(STATES[state], _modes("1239"))
        for state in ("restored", "empty", "quiet", "hostile", "vdm_off")
    },
    "review": Walk(
        STATES["review"],
        (
            *(Place(keys) for keys in (("2", "enter"), ("escape", "1", "enter"), ("escape",))),
            *(Place(keys, over=True) for keys in OVER),
            Place(("3", "slash", "n", "e")),
        ),
    ),
    **{
        f"inventory {state}": Walk(inventory_data.INVENTORIES[state], (*_modes("458"), Place(("z",))))
        for state in ("trouble", "denied", "empty", "hostile")
    },
    **{
        f"alerts {state}": Walk(alerts_data.ALERTS[state], (Place(("6",)), Place(("a",), over=True)))
        for state in ("trouble", "blind", "hostile")
    },
    "lists": Walk(lists_data.trouble, _modes("23")),
    "fleet": Walk(lists_data.fleet, (Place(("9",)), Place(("down", "down")))),
}
WALLS = ("ok", "warn", "review", "paused", "stale", "blind", "denied")
Lines = list[list[Segment]]


def segments_of(app: SesApp) -> Lines:
    """What the screen shows, as its compositor would send it."""
    strips = app.screen._compositor.render_strips(app.size)
    return [list(strip) for strip in strips[: app.size.height]]


def text_of(lines: Lines) -> list[str]:
    """Line by line."""
    return ["".join(segment.text for segment in line) for line in lines]


async def walked(
    name: str,
    *,
    size: tuple[int, int] = (80, 24),
    theme: str = TERMINAL_THEME,
    depth: Depth = Depth.ALL,
    ascii: bool = False,
) -> list[tuple[str, Lines]]:
    """What is shown at each place of a walk, with the place's name."""
    walk = WALKS[name]
    seen: list[tuple[str, Lines]] = []
    app = App(walk.snapshot(), theme=theme, depth=depth, ascii=ascii)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for place in walk.places:
            await pilot.press(*place.keys)
            await settled(pilot)
            seen.append((f"{name}: {' '.join(place.keys)}", segments_of(app)))
            if place.over:
                await pilot.press("escape")
                await settled(pilot)
    return seen


@asynccontextmanager
async def wall(
    state: str,
    *,
    size: tuple[int, int] = (80, 24),
    theme: str = TERMINAL_THEME,
    depth: Depth = Depth.ALL,
    ascii: bool = False,
) -> AsyncIterator[tuple[Wall, Pilot[None]]]:
    """The wall on that state."""
    app = Wall(STATES[state](), theme=theme, depth=depth, ascii=ascii)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield app, pilot


async def turned(
    state: str,
    *,
    size: tuple[int, int] = (80, 24),
    theme: str = TERMINAL_THEME,
    depth: Depth = Depth.ALL,
    ascii: bool = False,
) -> list[tuple[str, Lines]]:
    """The first pages of the wall."""
    seen: list[tuple[str, Lines]] = []
    async with wall(state, size=size, theme=theme, depth=depth, ascii=ascii) as (app, pilot):
        for page in range(3):
            seen.append((f"wall {state} {page}", segments_of(app)))
            await pilot.press("space")
            await settled(pilot)
    return seen
