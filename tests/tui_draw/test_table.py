"""The row table: what it draws, what it refreshes, and how it is driven."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from ses_tui.core.record import replace
from ses_tui.tui.column import TableRow
from ses_tui.tui.table import RowTable
from tests.tui_draw.plain_rows import column, plain_row

COLUMNS = (
    column(0, "Identity", 12, flex=1),
    column(1, "sends", 7, align="right"),
    column(2, "note", 6, minimum_table_width=50),
)


def row(name: str, sends: int = 1) -> TableRow[Any]:
    return plain_row(name, ((name, None),), ((str(sends), None),), (("note", None),))


def many(count: int) -> list[TableRow[Any]]:
    return [row(f"n{index}", index) for index in range(count)]


class TableApp(App[None]):
    CSS = "RowTable { height: 1fr; }"

    def __init__(self, rows: list[TableRow[Any]]) -> None:
        super().__init__()
        self.first_rows = rows
        self.chosen: list[str] = []

    def compose(self) -> ComposeResult:
        yield RowTable(COLUMNS, empty="nothing sent yet")

    def on_mount(self) -> None:
        self.table.set_rows(self.first_rows)

    def on_row_table_selected(self, message: RowTable.Selected) -> None:
        self.chosen.append(message.row_id)

    @property
    def table(self) -> RowTable:
        return self.query_one(RowTable)

    def lines(self) -> list[str]:
        region = self.table.region
        return [strip.text for strip in self.table.render_lines(Region(0, 0, region.width, region.height))]

    def shown(self) -> list[str]:
        """The first word of each row in view."""
        return [line.lstrip("▌ ").split(" ")[0] for line in self.lines()[1:]]


class Refreshed:
    """Counts the lines that the table asked to draw."""

    def __init__(self, table: RowTable, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lines: list[int] = []
        refresh: Callable[..., RowTable] = table.refresh

        def counted(*regions: Region, **options: bool) -> RowTable:
            for region in regions:
                self.lines.extend(region.line_range)
            return refresh(*regions, **options)

        monkeypatch.setattr(table, "refresh", counted)


async def test_the_header_stays_and_every_line_has_the_full_width() -> None:
    app = TableApp(many(100))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("end")
        lines = app.lines()
        assert lines[0].replace("─", " ").split() == ["Identity", "sends"]
        assert app.shown() == [f"n{index}" for index in range(91, 100)]
        assert {len(line) for line in lines} == {app.table.scrollable_content_region.width}


async def test_columns_follow_the_width() -> None:
    app = TableApp(many(3))
    async with app.run_test(size=(40, 10)) as pilot:
        assert "note" not in app.lines()[1]
        await pilot.resize_terminal(60, 10)
        await pilot.pause()
        assert "note" in app.lines()[1]


async def test_other_columns_are_drawn_and_another_title_costs_a_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = TableApp(many(3))
    async with app.run_test(size=(40, 10)) as pilot:
        refreshed = Refreshed(app.table, monkeypatch)
        app.table.set_columns(COLUMNS)
        assert refreshed.lines == []
        app.table.set_columns([replace(COLUMNS[0], title="Who"), *COLUMNS[1:]])
        assert refreshed.lines == [0]
        await pilot.pause()
        assert app.lines()[0].replace("─", " ").split() == ["Who", "sends"]
        app.table.set_columns([replace(COLUMNS[0], minimum_table_width=90), *COLUMNS[1:]])
        await pilot.pause()
        assert app.lines()[0].replace("─", " ").split() == ["sends"]


async def test_only_lines_that_changed_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app = TableApp(many(100))
    async with app.run_test(size=(40, 10)):
        refreshed = Refreshed(app.table, monkeypatch)
        app.table.set_rows(many(100))
        assert refreshed.lines == []
        changed = many(100)
        changed[2] = row("n2", 777)
        changed[50] = row("n50", 777)  # out of view
        app.table.set_rows(changed)
        assert refreshed.lines == [3]


async def test_a_line_that_did_not_change_is_the_same_object_after_a_scroll() -> None:
    app = TableApp(many(100))
    async with app.run_test(size=(40, 10)) as pilot:
        whole = Region(0, 0, 39, 10)
        before = app.table.render_lines(whole)
        for _ in range(12):
            await pilot.press("down")
        after = app.table.render_lines(whole)
        moved = round(app.table.scroll_y)
        assert moved == 4
        assert after[2] is before[2 + moved]


async def test_the_cursor_stays_with_its_row_when_the_order_changes() -> None:
    app = TableApp(many(5))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("down", "down")
        assert app.table.cursor_id == "n2"
        app.table.set_rows([row("n2", 9), row("n1"), row("n0")])
        await pilot.pause()
        assert app.table.cursor_id == "n2"
        assert app.lines()[1].startswith("▌n2")


async def test_a_row_that_is_gone_leaves_the_cursor_where_it_was() -> None:
    app = TableApp(many(5))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("end")
        app.table.set_rows(many(3))
        await pilot.pause()
        assert app.table.cursor_id == "n2"
        app.table.set_rows([])
        await pilot.pause()
        assert not app.table.rows
        assert "nothing sent yet" in app.lines()[1]
        await pilot.press("down", "enter")
        assert app.chosen == []


async def test_keys_move_the_cursor_and_keep_it_in_view() -> None:
    app = TableApp(many(100))
    async with app.run_test(size=(40, 10)) as pilot:
        for key, expected in (
            ("pagedown", "n9"),
            ("pagedown", "n18"),
            ("up", "n17"),
            ("end", "n99"),
            ("pageup", "n90"),
            ("home", "n0"),
        ):
            await pilot.press(key)
            assert app.table.cursor_id == expected
            assert expected in app.shown()


async def test_enter_chooses_the_row_under_the_cursor() -> None:
    app = TableApp(many(5))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("down", "enter")
        assert app.chosen == ["n1"]


async def test_a_click_moves_the_cursor_and_a_double_click_chooses() -> None:
    app = TableApp(many(5))
    async with app.run_test(size=(40, 10)) as pilot:
        await click(pilot, 3)
        assert (app.table.cursor_id, app.chosen) == ("n2", [])
        await click(pilot, 0)  # the header is no row
        await click(pilot, 3)
        assert app.chosen == []
        await click(pilot, 0)
        await click(pilot, 2, times=2)
        assert app.chosen == ["n1"]
        await click(pilot, 9, times=2)  # the empty part is no row either
        assert (app.table.cursor_id, app.chosen) == ("n1", ["n1"])


async def click(pilot: Pilot[None], line: int, times: int = 1) -> None:
    await pilot.click(RowTable, offset=(4, line), times=times)


async def test_a_new_theme_draws_everything_anew() -> None:
    app = TableApp(many(3))
    async with app.run_test(size=(40, 10)) as pilot:
        before = app.table.render_lines(Region(0, 0, 40, 3))
        app.theme = "textual-light"
        await pilot.pause()
        after = app.table.render_lines(Region(0, 0, 40, 3))
        assert before != after
        assert [strip.text for strip in before] == [strip.text for strip in after]


async def test_a_line_drawn_directly_looks_as_through_textuals_own_cache() -> None:
    app = TableApp(many(3))
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        whole = app.table.region.size.region
        direct = app.table.render_lines(whole)
        usual = super(RowTable, app.table).render_lines(whole)
        assert [list(strip.simplify()) for strip in direct] == [list(strip.simplify()) for strip in usual]


async def test_a_page_of_rows_asks_for_the_tables_place_a_few_times_not_once_a_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = 0
    place: property = RowTable.scrollable_content_region  # type: ignore[assignment]  # of the class: a property

    def counted(table: RowTable) -> Region:
        nonlocal asked
        asked += 1
        region: Region = place.__get__(table)
        return region

    async with TableApp(many(500)).run_test(size=(60, 50)) as pilot:
        await pilot.press("pagedown")
        table = pilot.app.query_one(RowTable)
        monkeypatch.setattr(RowTable, "scrollable_content_region", property(counted))
        table.scroll_to(y=200, animate=False)
        assert len(table.render_lines(Region(0, 0, 60, 50))) == 50
        assert asked <= 5
