"""What a filter looks for a text in, and what makes a row another one."""

import pytest

from ses_tui.core.clock import SystemClock
from ses_tui.core.snapshot import Snapshot
from ses_tui.tui.column import AnySection, Drawing, TableRow
from ses_tui.tui.events.screen import TAIL
from ses_tui.tui.look import Look
from ses_tui.tui.query import parse, put_words, words_of
from ses_tui.tui.rows.table import IN_LISTS
from ses_tui.tui.sets import configuration, tenants
from ses_tui.tui.viewstate import ViewState
from tests.tui.events_data import full
from tests.tui.inventory_data import trouble
from tests.tui.lists_data import LISTS

LOOK = Look()
TABLES: tuple[tuple[AnySection, Snapshot], ...] = (
    (configuration.SECTION, trouble()),
    (tenants.SECTION, trouble()),
    (TAIL, full()),
    *((section, LISTS["trouble"]()) for section in IN_LISTS.values()),
)


@pytest.mark.parametrize("table", range(len(TABLES)))
def test_words_that_are_made_column_by_column_are_those_of_each_row(table: int) -> None:
    section, snapshot = TABLES[table]
    state = ViewState(snapshot, LOOK, SystemClock())
    drawing = Drawing(section.name, section.columns, state)
    rows = [TableRow(id, item, drawing) for id, item in section.items(state)]
    assert rows
    put_words(rows, section.columns, LOOK)
    for row in rows:
        for column in section.columns:
            if column.value is not None and column.kind in ("text", "code", "day"):
                assert words_of(column.value(row.item), column, LOOK) in row.words
    # and a number or a word of a band is nothing that a text is found in
    assert not any("pause\n" in row.words for row in rows)


def test_a_code_is_asked_by_its_beginning_and_words_by_any_part() -> None:
    state = ViewState(full(), LOOK, SystemClock())
    drawing = Drawing("tail", TAIL.columns, state)
    rows = [TableRow(id, item, drawing) for id, item in TAIL.items(state)]
    put_words(rows, TAIL.columns, LOOK)
    columns = {"tail": TAIL.columns}
    codes = {row.item.status for row in rows if row.item.status}
    some = min(codes)[:2]
    kept = parse(f"status:{some}", columns, LOOK).filter.keep(rows)
    assert kept and all(row.item.status.startswith(some) for row in kept)
    assert not parse(f"status:x{some}", columns, LOOK).filter.keep(rows)
    part = rows[0].item.isp[1:].lower()
    assert rows[0] in parse(f"isp:{part}", columns, LOOK).filter.keep(rows)
    assert not parse(f"isp:{part}", {"another": TAIL.columns}, LOOK).filter.keep(rows), "no such column there"


def test_a_row_is_the_same_while_it_looks_the_same() -> None:
    state = ViewState(LISTS["trouble"](), LOOK, SystemClock())
    section = next(iter(IN_LISTS.values()))
    assert section.laid is not None
    columns = section.laid(120, state)
    (id, item), (_, other), *_ = section.items(state)
    row = TableRow(id, item, Drawing("isps", columns, state))
    assert row == TableRow(id, item, Drawing("isps", columns, state._replace(chosen="prod")))
    assert row != TableRow(id, other, Drawing("isps", columns, state))
    assert row != TableRow("another", item, Drawing("isps", columns, state))
