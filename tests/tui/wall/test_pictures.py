"""Pictures of the wall, compared; ``--snapshot-update`` renews them."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from ses_tui.core.record import replace
from ses_tui.core.snapshot import Snapshot
from tests.tui.screens import settled
from tests.tui.snapshots_data import STATES
from tests.tui.wall.test_turn import fleet
from tests.tui.wall.walls import SIZES, App

Compare = Callable[..., bool]
SHOWN = ("ok", "warn", "review", "paused", "blind", "stale")


def turned(times: int) -> Callable[[Pilot[Any]], Any]:
    async def turn(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        for _ in range(times):
            await pilot.press("space")
        await settled(pilot)

    return turn


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", SHOWN)
def test_first_page(state: str, size: str, snap_compare: Compare) -> None:
    assert snap_compare(App(STATES[state]()), terminal_size=SIZES[size], run_before=settled)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", ["review", "stale"])
def test_account_behind_the_alert(state: str, size: str, snap_compare: Compare) -> None:
    assert snap_compare(App(STATES[state]()), terminal_size=SIZES[size], run_before=turned(1))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pages", [2, 3])
def test_rows(pages: int, size: str, snap_compare: Compare) -> None:
    assert snap_compare(App(STATES["warn"]()), terminal_size=SIZES[size], run_before=turned(pages))


@pytest.mark.parametrize("size", ["80x24", "120x34"])
def test_fleet(size: str, snap_compare: Compare) -> None:
    made = fleet()
    calm = replace(made, targets=tuple(replace(target, alerts=()) for target in made.targets))
    assert snap_compare(App(calm), terminal_size=SIZES[size], run_before=turned(4))


@pytest.mark.parametrize("state", ["hostile", "empty", "restored", "quiet"])
def test_odd_states(state: str, snap_compare: Compare) -> None:
    assert snap_compare(App(STATES[state]()), terminal_size=(80, 24), run_before=settled)


def nothing() -> Snapshot | None:
    return None


def test_nothing_known(snap_compare: Compare) -> None:
    assert snap_compare(App(nothing()), terminal_size=(80, 24), run_before=settled)


@pytest.mark.parametrize("state", ["review", "stale"])
def test_ascii(state: str, snap_compare: Compare) -> None:
    assert snap_compare(App(STATES[state](), ascii=True), terminal_size=(120, 34), run_before=turned(1))
