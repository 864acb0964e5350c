"""What a sort key costs in a list of ten thousand: counted, not timed."""

import pytest

from ses_tui.core.model import Metric
from ses_tui.tui import listing as table_module
from ses_tui.tui.listing import Sort, arranged
from ses_tui.tui.rows.cells import value_of, values_of
from tests.tui.lists_data import LISTS
from tests.tui.screens import settled
from tests.tui.test_lists import shown, table_of


async def test_an_order_is_worked_out_once_per_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Sort] = []

    def counting(rows: object, column: object, sort: Sort) -> object:
        asked.append(sort)
        return arranged(rows, column, sort)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(table_module, "arranged", counting)
    async with shown("huge", "identities", (160, 48)) as (app, pilot):
        await pilot.press(*"ssSSSS")
        await settled(pilot)
        bounce = table_of(app).sort.column
        assert len(asked) == len(set(asked)) == 3, "two columns, and one of them turned round"
        app.mailbox.publish(LISTS["huge"]())
        await settled(pilot)
        assert len(asked) == 3, "nothing is otherwise"
        app.mailbox.publish(LISTS["trouble"]())
        await settled(pilot)
        assert asked[3:] == [table_of(app).sort]
        assert table_of(app).sort.column == bounce


async def test_a_sort_makes_the_cells_of_the_rows_in_sight_only() -> None:
    async with shown("huge", "identities", (160, 48)) as (app, pilot):
        await pilot.press("s")
        await settled(pilot)
        before = sum(bool(row._cells) for row in table_of(app).rows)
        await pilot.press("s")
        await settled(pilot)
        assert sum(bool(row._cells) for row in table_of(app).rows) - before <= 48


@pytest.mark.parametrize("metric", Metric)
@pytest.mark.parametrize("state", ["huge", "trouble", "hostile", "quiet"])
def test_many_values_at_once_are_those_of_each(metric: Metric, state: str) -> None:
    for rows in LISTS[state]().targets[0].rows.values():
        assert values_of(rows, metric) == [value_of(row, metric) for row in rows]
