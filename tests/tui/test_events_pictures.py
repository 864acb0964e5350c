"""Pictures of mode 7; ``--snapshot-update`` renews them."""

import pytest

from tests.tui.events_data import EVENTS
from tests.tui.screens import app_of
from tests.tui.test_pictures import Compare, pressing

SIZES = {"80x24": (80, 24), "120x34": (120, 34), "200x60": (200, 60)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", ["full", "no_queue"])
def test_tail(state: str, size: str, snap_compare: Compare) -> None:
    assert snap_compare(app_of(EVENTS[state]()), terminal_size=SIZES[size], run_before=pressing("7"))


@pytest.mark.parametrize("state", ["loading", "calm", "denied", "undeletable", "hostile"])
def test_other_states(state: str, snap_compare: Compare) -> None:
    assert snap_compare(app_of(EVENTS[state]()), terminal_size=(80, 24), run_before=pressing("7"))


def test_whole_text(snap_compare: Compare) -> None:
    keys = pressing("7", "down", "enter")
    assert snap_compare(app_of(EVENTS["full"]()), terminal_size=(80, 24), run_before=keys)


def test_filtered(snap_compare: Compare) -> None:
    keys = pressing("7", "slash", *"class:throttle")
    assert snap_compare(app_of(EVENTS["full"]()), terminal_size=(80, 24), run_before=keys)


def test_ascii(snap_compare: Compare) -> None:
    app = app_of(EVENTS["full"](), ascii=True)
    assert snap_compare(app, terminal_size=(80, 24), run_before=pressing("7"))
