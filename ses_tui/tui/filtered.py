"""A list that can be narrowed by a filter, and the line in which that is written."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from ses_tui.core.text import safe
from ses_tui.tui.keygroups import LOOK
from ses_tui.tui.table import RowTable
from ses_tui.tui.view import View


class FilterInput(Input):
    """What is in it holds at once. Its keys are actions of the ``FilteredView`` that it is in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,down,tab",
            "screen.filter_done",
            "keep it",
            key_display="enter",
            tooltip="Keep the filter",
            id="filter.keep",
            group=LOOK,
        ),
        Binding(
            "escape",
            "screen.filter_clear",
            "clear it",
            key_display="esc",
            tooltip="All rows again",
            id="filter.clear",
            group=LOOK,
        ),
    ]


class FilteredView(View):
    """``wrong``: what is no filter in what was written, one line; empty where all of it is."""

    wrong = ""

    def narrow(self, text: str) -> str:
        """Show what ``text`` asks for, as far as it is understood; gives back what is wrong with it."""
        raise NotImplementedError

    def filter_changed(self) -> None:
        """Draw anew what tells of the filter."""
        raise NotImplementedError

    def action_filter(self) -> None:
        """Write a filter."""
        edit = self.query_one(FilterInput)
        edit.display = True
        edit.focus()
        self.filter_changed()

    def action_filter_done(self) -> None:
        """Keep what was written; a text that is no filter is left to be mended."""
        if not self.wrong:
            self._close()

    def action_filter_clear(self) -> None:
        """Everything again."""
        self.query_one(FilterInput).value = ""
        self._take("")
        self._close()

    def _close(self) -> None:
        self.query_one(FilterInput).display = False
        self.query_one(RowTable).focus(scroll_visible=False)
        self.filter_changed()

    @on(FilterInput.Changed)
    def _written(self, event: FilterInput.Changed) -> None:
        event.stop()
        self._take(safe(event.value))

    def _take(self, text: str) -> None:
        self.wrong = safe(self.narrow(text))
        self.filter_changed()
