"""What a screen that runs for months must let go of."""

import gc

from textual._styles_cache import StylesCache

from tests.tui.screens import settled, shown


def drawn_widgets() -> int:
    """Widgets whose drawn lines are still in memory."""
    gc.collect()
    return sum(isinstance(each, StylesCache) for each in gc.get_objects())


async def test_a_dialogue_that_was_closed_leaves_no_drawn_lines_behind() -> None:
    async with shown("warn") as (_, pilot):

        async def open_and_close() -> None:
            for key in ("question_mark", "escape", "enter", "escape"):
                await pilot.press(key)
                await settled(pilot)

        await open_and_close()
        before = drawn_widgets()
        for _ in range(4):
            await open_and_close()
        assert drawn_widgets() <= before + 2


async def test_what_is_no_longer_used_is_collected_soon() -> None:
    async with shown("ok"):
        youngest, middle, oldest = gc.get_threshold()
        assert gc.isenabled()
        assert youngest * middle <= 100_000  # objects that wait in the middle generation: some 10 MB
        assert oldest <= 10
