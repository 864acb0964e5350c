"""What holds for every test of the screen."""

from typing import Any

import pytest
from textual.screen import Screen

from ses_tui.tui import keyline
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.look import Look
from tests.apps import many_apps
from tests.unpaced import unpaced

__all__ = ["many_apps", "unpaced"]

PICTURED = ("Overview", "ISPs", "Identities", "Sets", "IPs", "Alerts", "Events", "Advisor", "Fleet")
"""The modes that the last line of every picture names, in the order of their keys from 1 on."""


@pytest.fixture(autouse=True)
def pictured_modes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another mode, or another name of one, changes no picture but that of the last line itself."""
    if request.node.get_closest_marker("all_modes"):
        return
    parts_of = keyline.parts_of

    def pictured(screen: Screen[Any], look: Look, *, named: bool = False) -> list[tuple[str, StyledLine]]:
        names = {str(key): name for key, name in enumerate(PICTURED, 1)}
        return [
            (mode, (part[0], (f" {names[mode]}", part[1][1])) if mode else part)
            for mode, part in parts_of(screen, look)
            if not mode or mode in names
        ]

    monkeypatch.setattr(keyline, "parts_of", pictured)
