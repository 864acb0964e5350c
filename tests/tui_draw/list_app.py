"""A program of its own for a pseudo-terminal: ``python -m tests.tui_draw.list_app [plain]``."""

import sys

from textual.app import App, ComposeResult
from textual.widgets import Input

from ses_tui.tui import framediff
from ses_tui.tui.table import RowTable
from ses_tui.tui.table_layout import Column, TableRow

ROWS = [TableRow(f"n{i}", (((f"name {i}", None),), ((f"{'▁▂▃▅▇'[i % 5]}" * 9, None),))) for i in range(200)]


class ListApp(App[None]):
    """A list and a field to type in."""

    CSS = "RowTable { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield RowTable([Column("name", "Name", 10, flex=1), Column("line", "24 h", 12, align="newest")])
        yield Input()

    def on_mount(self) -> None:
        if "plain" not in sys.argv:
            framediff.install(self)
        self.query_one(RowTable).set_rows(ROWS)

    def on_input_submitted(self) -> None:
        self.notify("郵便 typed", timeout=600)


if __name__ == "__main__":
    ListApp().run()
