"""The line in which a list's filter is written."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from ses_tui.tui.keygroups import LOOK


class FilterInput(Input):
    """What is in it holds at once. Its screen has the actions ``filter_done`` and ``filter_clear``."""

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
