"""Pictures of the past, compared; ``--snapshot-update`` renews them."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from ses_tui.core.moments import Gap, MomentResult
from tests.tui.screens import App, settled
from tests.tui.snapshots_data import NOW, STATES
from tests.tui.test_past import LATER, moment, read_later

Compare = Callable[..., bool]
SIZES = {"80x24": (80, 24), "120x34": (120, 34), "200x60": (200, 60), "40x10": (40, 10)}


def later(*, ascii: bool = False) -> App:
    """Live two hours after the moment."""
    app = App(read_later(STATES["ok"](), LATER), ascii=ascii)
    app.still.now = lambda: NOW + LATER  # type: ignore[method-assign]  # the clock of this test
    return app


def back(*keys: str, gap: Gap | None = None) -> Callable[[Pilot[Any]], Any]:
    """To the incident, then the keys."""

    async def press(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        app = pilot.app
        assert isinstance(app, App)
        await pilot.press("{")
        about = "15:20 WARN account bounce 3.12 % ≥ 3 %"
        app.fake.answers[-1](MomentResult(app.fake.requests[-1], moment("warn", about), gap))
        await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)

    return press


@pytest.mark.parametrize("size", SIZES)
def test_the_overview_of_the_past(size: str, snap_compare: Compare) -> None:
    assert snap_compare(later(), terminal_size=SIZES[size], run_before=back())


@pytest.mark.parametrize("keys", ["2", "6", "9", "enter"])
def test_other_screens_of_the_past(keys: str, snap_compare: Compare) -> None:
    assert snap_compare(later(), terminal_size=(80, 24), run_before=back(keys))


def test_beside_a_time_when_nothing_was_recorded_in_ascii(snap_compare: Compare) -> None:
    gap = Gap(NOW, NOW + 5_000)
    assert snap_compare(later(ascii=True), terminal_size=(80, 24), run_before=back(gap=gap))
