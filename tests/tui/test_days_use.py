"""A day's use: what was opened and left is gone. Textual keeps what data_bind and watch hold on to."""

import gc
from collections import Counter

from textual.dom import DOMNode

from ses_tui.tui.modes import ALL_MODES
from tests.tui.lists_data import LISTS
from tests.tui.screens import App, settled, shown
from tests.tui.snapshots_data import STATES

OPENED = ("question_mark", "r", "a", "x", "e", "ctrl+p")
"""Keys that put something over a mode, the same over each; escape leaves it."""


def alive() -> Counter[str]:
    """Screens and widgets that something holds on to, by kind."""
    gc.collect()
    return Counter(type(each).__name__ for each in gc.get_objects() if isinstance(each, DOMNode))


async def test_no_widget_outlives_what_showed_it() -> None:
    async with shown(LISTS["trouble"]()) as (app, pilot):

        async def round_of_use() -> None:
            for number, mode in enumerate(ALL_MODES):
                await pilot.press(mode.key)
                app.mailbox.publish(STATES["warn"]() if mode.paid else LISTS["trouble"]())
                for key in ("enter", *OPENED[number % 2 :: 2]):
                    await pilot.press(key)
                    await settled(pilot)
                    while len(app.screen_stack) > 1:
                        await pilot.press("escape")
                    await pilot.press("escape")
            await pilot.press("1")
            await settled(pilot)

        assert isinstance(app, App)
        await round_of_use()
        before = alive()
        await round_of_use()
        assert alive() - before == Counter()
