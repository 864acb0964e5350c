"""Pictures of modes 4, 5 and 8; ``--snapshot-update`` renews them."""

import pytest

from tests.tui.inventory_data import INVENTORIES, MODES
from tests.tui.screens import app_of
from tests.tui.test_pictures import Compare, pressing

SIZES = {"80x24": (80, 24), "120x34": (120, 34), "200x60": (200, 60)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", ["trouble", "empty", "denied"])
@pytest.mark.parametrize("mode", MODES)
def test_modes(mode: str, state: str, size: str, snap_compare: Compare) -> None:
    app = app_of(INVENTORIES[state]())
    assert snap_compare(app, terminal_size=SIZES[size], run_before=pressing(mode))


@pytest.mark.parametrize("state", ["stale", "loading", "hostile"])
@pytest.mark.parametrize("mode", MODES)
def test_other_states(mode: str, state: str, snap_compare: Compare) -> None:
    app = app_of(INVENTORIES[state]())
    assert snap_compare(app, terminal_size=(80, 24), run_before=pressing(mode))


@pytest.mark.parametrize("mode", MODES)
def test_ascii(mode: str, snap_compare: Compare) -> None:
    app = app_of(INVENTORIES["trouble"](), ascii=True)
    assert snap_compare(app, terminal_size=(80, 24), run_before=pressing(mode))


def test_details(snap_compare: Compare) -> None:
    app = app_of(INVENTORIES["trouble"]())
    assert snap_compare(app, terminal_size=(80, 24), run_before=pressing("5", "z"))
