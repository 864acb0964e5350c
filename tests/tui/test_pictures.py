"""Pictures of every state, compared; ``pytest tests/tui/test_pictures.py --snapshot-update`` renews them."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.screens import app_of, settled
from tests.tui.snapshots_data import STATES

Compare = Callable[..., bool]

SIZES = {"120x34": (120, 34), "200x60": (200, 60), "40x10": (40, 10)}


@pytest.mark.parametrize("state", STATES)
def test_80x24(state: str, snap_compare: Compare) -> None:
    assert snap_compare(app_of(state), terminal_size=(80, 24), run_before=settled)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", ["ok", "warn", "paused", "stale"])
def test_other_sizes(state: str, size: str, snap_compare: Compare) -> None:
    assert snap_compare(app_of(state), terminal_size=SIZES[size], run_before=settled)


def test_ascii(snap_compare: Compare) -> None:
    assert snap_compare(app_of("review", ascii=True), terminal_size=(80, 24), run_before=settled)


def pressing(*keys: str) -> Callable[[Pilot[Any]], Any]:
    async def press(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)

    return press


def test_help(snap_compare: Compare) -> None:
    assert snap_compare(app_of("warn"), terminal_size=(80, 24), run_before=pressing("question_mark"))


def test_detail_of_the_account(snap_compare: Compare) -> None:
    assert snap_compare(app_of("stale"), terminal_size=(80, 24), run_before=pressing("enter"))


def test_detail_of_a_row(snap_compare: Compare) -> None:
    keys = pressing("tab", "tab", "enter")
    assert snap_compare(app_of("warn"), terminal_size=(120, 34), run_before=keys)


def test_paused_by_the_user_with_a_row_chosen(snap_compare: Compare) -> None:
    assert snap_compare(
        app_of("warn"), terminal_size=(80, 24), run_before=pressing("tab", "tab", "down", "p")
    )
