"""The last line: whatever modes there are, it names them."""

import pytest

from ses_tui.tui.modes import ALL_MODES
from tests.tui.screens import shown, text_of


@pytest.mark.all_modes
@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_the_other_modes_are_named_or_counted(size: tuple[int, int]) -> None:
    others = ALL_MODES[1:]
    named = "  ".join(f"{mode.key} {mode.title}" for mode in others)
    counted = f"{others[0].key}-{others[-1].key} modes"
    async with shown("ok", size) as (app, _):
        last = text_of(app).rstrip().splitlines()[-1]
    assert (named if size[0] == 200 else counted) in last
