"""A list that can be narrowed by a filter, and the line in which that is written."""

from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Input

from ses_tui.core.text import NAME_CAP, safe
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.keygroups import LOOK, bind
from ses_tui.tui.line import clip
from ses_tui.tui.listview import ListView
from ses_tui.tui.look import BOLD, LOUD, Look
from ses_tui.tui.query import Filter
from ses_tui.tui.table import RowTable

FILTER_CELLS = 40
"""Of a filter that is longer its begin is told."""


def wrong_line(name: str, wrong: str, look: Look, room: int) -> StyledLine:
    """The heading while a part of the filter is not valid."""
    return clip(((name, BOLD), ("  ", None), (look.to_ascii(f" filter: {wrong} "), LOUD)), room)


def matches(wanted: Filter[Any], said: str, look: Look) -> StyledLine:
    """``12 match`` (``said``) which filter, and what clears it; empty without one."""
    if not wanted.tests:
        return ()
    told = wanted.text if len(wanted.text) <= FILTER_CELLS else wanted.text[: FILTER_CELLS - 1] + "…"
    return ((look.to_ascii(f" {said} {told} "), LOUD), (" esc clears", look.label))


class FilterInput(Input):
    """Filters as the user types. Its keys are actions of the enclosing ``FilteredView``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind(
            "enter,down,tab", "screen.filter_done", "keep it", "Keep the filter", "filter.keep", LOOK, "enter"
        ),
        bind("escape", "screen.filter_clear", "clear it", "All rows again", "filter.clear", LOOK),
    ]

    def __init__(self, examples: str) -> None:
        super().__init__(placeholder=examples, id="edit", max_length=NAME_CAP)
        self.display = False


class FilteredView(ListView):
    """Composes a ``FilterInput`` too."""

    DEFAULT_CSS = """
    FilteredView FilterInput { height: 1; border: none; padding: 0 1; background: ansi_default; }
    FilteredView FilterInput:focus { border: none; background-tint: transparent; }
    """
    wrong = ""
    """What is not a valid filter in the text, one line; empty if all of it is."""

    @property
    def writing(self) -> bool:
        """Whether the filter is being typed."""
        return self.query_one(FilterInput).display

    def narrow(self, text: str) -> str:
        """Apply the filter ``text`` as far as it is valid; returns what is wrong with it."""
        raise NotImplementedError

    def filter_changed(self) -> None:
        """Redraw what shows the filter."""
        raise NotImplementedError

    def action_filter(self) -> None:
        """Open the filter for editing."""
        edit = self.query_one(FilterInput)
        edit.display = True
        edit.focus()
        self.filter_changed()

    def action_filter_done(self) -> None:
        """Keep the filter; an invalid one stays open to be corrected."""
        if not self.wrong:
            self._close()

    def action_filter_clear(self) -> None:
        """Remove the filter."""
        self.query_one(FilterInput).value = ""
        self._take("")
        self._close()

    def _close(self) -> None:
        self.query_one(FilterInput).display = False
        self.listed().focus(scroll_visible=False)
        self.filter_changed()

    def listed(self) -> RowTable:
        """The list with the cursor."""
        return self.query_one(RowTable)

    @on(FilterInput.Changed)
    def _written(self, event: FilterInput.Changed) -> None:
        event.stop()
        self._take(safe(event.value))

    def _take(self, text: str) -> None:
        self.wrong = safe(self.narrow(text))
        self.filter_changed()
