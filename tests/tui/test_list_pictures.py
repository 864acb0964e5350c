"""Pictures of modes 2, 3 and 9; ``pytest tests/tui/test_list_pictures.py --snapshot-update`` renews them."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.lists_data import LISTS
from tests.tui.screens import SIZES, App, settled
from tests.tui.test_lists import MODES

Compare = Callable[..., bool]


def pressing(*keys: str) -> Callable[[Pilot[Any]], Any]:
    async def press(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)

    return press


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", ["ok", "trouble", "empty", "denied"])
@pytest.mark.parametrize("mode", ["isps", "identities"])
def test_lists(mode: str, state: str, size: tuple[int, int], snap_compare: Compare) -> None:
    assert snap_compare(App(LISTS[state]()), terminal_size=size, run_before=pressing(MODES[mode]))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", ["fleet", "trouble", "empty"])
def test_fleet(state: str, size: tuple[int, int], snap_compare: Compare) -> None:
    assert snap_compare(App(LISTS[state]()), terminal_size=size, run_before=pressing("9"))


@pytest.mark.parametrize("state", ["vdm_off", "quiet", "stale_rows", "hostile", "huge"])
def test_other_states(state: str, snap_compare: Compare) -> None:
    mode = "2" if state in ("vdm_off", "quiet", "stale_rows") else "3"
    assert snap_compare(App(LISTS[state]()), terminal_size=(80, 24), run_before=pressing(mode))


def test_filtered_and_sorted(snap_compare: Compare) -> None:
    keys = pressing("3", "s", "slash", *"bounce:>0.5", "enter")
    assert snap_compare(App(LISTS["trouble"]()), terminal_size=(80, 24), run_before=keys)


def test_a_bad_filter(snap_compare: Compare) -> None:
    keys = pressing("2", "slash", *"band:lou")
    assert snap_compare(App(LISTS["trouble"]()), terminal_size=(80, 24), run_before=keys)
