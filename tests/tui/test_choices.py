"""The last mode, order and target come back."""

from ses_tui.tui.listing import Sort, kept, sort_of
from ses_tui.tui.rows.cells import METRICS
from ses_tui.tui.uicontext import Remembered, RememberedChoices, UiContext
from tests.tui.lists_data import LISTS
from tests.tui.screens import app_of, settled, text_of
from tests.tui.test_lists import table_of


async def test_what_was_chosen_is_remembered_and_holds_in_the_next_run() -> None:
    written: list[Remembered] = []
    app = app_of(LISTS["fleet"]())
    app.ui_context = UiContext(choices=RememberedChoices(None, written.append))
    async with app.run_test(size=(120, 34)) as pilot:
        await settled(pilot)
        names = app.state.names
        await pilot.press("2", "s", "s", "S", "full_stop")
        await settled(pilot)
        sort, mode = table_of(app).sort, app.current_mode
        assert app.ui_context.choices is not None
        app.ui_context.choices.flush()
    assert sort == Sort("delivery", reverse=True)
    assert written == [Remembered("isps", names[1], {"isps": "-delivery"})]

    again = app_of(LISTS["fleet"]())
    again.ui_context = UiContext(choices=RememberedChoices(written[0]))
    again.state = again.state._replace(chosen=written[0].target)
    async with again.run_test(size=(120, 34)) as pilot:
        await settled(pilot)
        assert names[1] in text_of(again).splitlines()[0]
        await pilot.press("2")
        await settled(pilot)
        assert table_of(again).sort == sort
        assert again.current_mode == mode
        await pilot.press("3")
        await settled(pilot)
        assert table_of(again).sort == Sort()


def test_every_order_survives_being_kept() -> None:
    for column in ("worst", "name", *METRICS):
        for reverse in (False, True):
            assert sort_of(kept(Sort(column, reverse)), ("name", *METRICS)) == Sort(column, reverse)
    assert sort_of("no such column", METRICS) == Sort()


async def test_a_target_that_is_gone_is_the_first() -> None:
    app = app_of("warn")
    app.state = app.state._replace(chosen="gone")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.state.target is not None
