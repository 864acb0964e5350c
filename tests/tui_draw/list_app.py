"""A program of its own for a pseudo-terminal: ``python -m tests.tui_draw.list_app [plain]``."""

import sys

from textual.app import App, ComposeResult
from textual.widgets import Input

from ses_tui.tui import framediff
from ses_tui.tui.table import RowTable
from tests.tui_draw.plain_rows import column, plain_row

ROWS = [plain_row(f"n{i}", ((f"name {i}", None),), ((f"{'▁▂▃▅▇'[i % 5]}" * 9, None),)) for i in range(200)]


class ListApp(App[None]):
    """A list and a field to type in."""

    CSS = "RowTable { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield RowTable([column(0, "Name", 10, flex=1), column(1, "24 h", 12, align="newest")])
        yield Input()

    def on_mount(self) -> None:
        if "plain" not in sys.argv:
            framediff.install(self)
        self.query_one(RowTable).set_rows(ROWS)

    def on_input_submitted(self) -> None:
        self.notify("郵便 typed", timeout=600)


if __name__ == "__main__":
    ListApp().run()
