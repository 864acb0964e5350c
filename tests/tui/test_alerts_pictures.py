"""Pictures of mode 6 and of its forms; ``--snapshot-update`` renews them."""

import pytest

from tests.tui.alerts_data import ALERTS
from tests.tui.screens import app_of
from tests.tui.test_pictures import Compare, pressing

SIZES = {"80x24": (80, 24), "120x34": (120, 34), "200x60": (200, 60)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", ["trouble", "calm", "hostile"])
def test_alerts(state: str, size: str, snap_compare: Compare) -> None:
    assert snap_compare(app_of(ALERTS[state]()), terminal_size=SIZES[size], run_before=pressing("6"))


@pytest.mark.parametrize("state", ["new", "unread", "blind"])
def test_what_there_is_little_of(state: str, snap_compare: Compare) -> None:
    assert snap_compare(app_of(ALERTS[state]()), terminal_size=(80, 24), run_before=pressing("6"))


def test_ascii(snap_compare: Compare) -> None:
    app = app_of(ALERTS["trouble"](), ascii=True)
    assert snap_compare(app, terminal_size=(80, 24), run_before=pressing("6"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["a", "x"])
def test_forms(key: str, size: str, snap_compare: Compare) -> None:
    keys = pressing("6", key)
    assert snap_compare(app_of(ALERTS["trouble"]()), terminal_size=SIZES[size], run_before=keys)


def test_a_form_that_says_what_is_wrong(snap_compare: Compare) -> None:
    keys = pressing("6", "a", "9", "d", "enter")
    assert snap_compare(app_of(ALERTS["trouble"]()), terminal_size=(80, 24), run_before=keys)


def test_over_the_overview(snap_compare: Compare) -> None:
    assert snap_compare(app_of(ALERTS["trouble"]()), terminal_size=(80, 24), run_before=pressing("a"))


def test_the_overview_with_what_lies_over_its_alerts(snap_compare: Compare) -> None:
    assert snap_compare(app_of(ALERTS["trouble"]()), terminal_size=(120, 34), run_before=pressing("1"))
