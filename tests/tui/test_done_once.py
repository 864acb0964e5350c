"""What Textual would do twice is done once: laying out a size, and working out the styles of a new screen."""

from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.geometry import Size
from textual.screen import Screen

from tests.tui.places import MODES
from tests.tui.screens import settled, shown, text_of


async def test_each_size_is_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[Size] = []
    lay_out = Screen._refresh_layout

    def counted(screen: Screen[Any], size: Size | None = None, scroll: bool = False) -> None:
        if size is not None:
            sizes.append(size)
        lay_out(screen, size, scroll)

    monkeypatch.setattr(Screen, "_refresh_layout", counted)
    async with shown("warn") as (_, pilot):
        assert sizes == [(80, 24)]
        for size in ((120, 34), (30, 5), (80, 24)):
            sizes.clear()
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert sizes == [size]


async def test_no_mode_has_all_styles_parsed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    async with shown("warn") as (app, pilot):
        monkeypatch.setattr(Stylesheet, "reparse", lambda _: parsed.append(app.current_mode))
        for mode in (*MODES, "1"):
            await pilot.press(mode)
            await settled(pilot)
        assert "Bounce rate" in text_of(app)
        assert parsed == []
