"""A list of many identities, to press keys in: ``python -m bench.list_app [ROWS] [--plain]``."""

import gc
import random
import sys
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType

from ses_tui.tui import framediff
from ses_tui.tui.column import TableRow
from ses_tui.tui.table import RowTable
from tests.tui_draw.plain_rows import plain_row
from tests.tui_draw.poll_app import COLUMNS, SMOOTH, Subject


class ListApp(App[None]):
    """One table that fills the screen."""

    CSS = "RowTable { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "quit", "quit")]

    def __init__(self, rows: list[TableRow[Any]], *, plain: bool) -> None:
        super().__init__()
        self._rows = rows
        self._plain = plain

    def compose(self) -> ComposeResult:
        yield RowTable(COLUMNS)

    def on_mount(self) -> None:
        if not self._plain:
            framediff.install(self)
        self.query_one(RowTable).set_rows(self._rows)
        gc.freeze()  # as the program does once it has started


def main() -> None:
    """Make the rows, then run."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--plain"]
    chance = random.Random(11)
    subjects = [Subject(f"news{number}.example.org", chance, SMOOTH) for number in range(200)]
    kept = [subject.row() for subject in subjects]
    count = int(arguments[0]) if arguments else 10_000
    rows = [plain_row(f"n{number}", *kept[number % len(kept)].cells) for number in range(count)]
    ListApp(rows, plain="--plain" in sys.argv).run()


if __name__ == "__main__":
    main()
