"""The base of the modes: their parts and tables, how these share the height, the filter and the order.

One line where there is no room.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.dom import DOMNode
from textual.geometry import Size
from textual.widget import Widget

from ses_tui.core.model import Subject
from ses_tui.core.text import safe
from ses_tui.tui.arrange import HEAD, KEYS, LEAST_HEIGHT, LEAST_WIDTH, TOP, Steps, share
from ses_tui.tui.column import NAME, NO_FILTER, AnySection, Filter
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.keyline import Foot
from ses_tui.tui.line import clip, styled
from ses_tui.tui.linewidget import LineWidget, resize
from ses_tui.tui.listing import WORST, Listing, Sort, clicked, kept, next_sort
from ses_tui.tui.look import BOLD, LOUD, Look
from ses_tui.tui.overview.head import CELLS, Age, top_lines
from ses_tui.tui.shell import shell_of
from ses_tui.tui.table import RowTable
from ses_tui.tui.uicontext import RememberedChoices
from ses_tui.tui.view import Part, View
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from textual.app import SystemCommand
    from textual.widgets import Input

    from ses_tui.tui.export import Table

FILTER_CELLS = 40
"""Of a filter that is longer its begin is told."""

SPACIOUS = Size(120, 30)
"""From which size on ``more`` is shown: a chart, who, what to do."""

MORE_HEAD = {"more": 7}
"""It says nothing with fewer than eight lines."""

TABLES = "tables"
"""In ``arrangement`` and ``steps``: every table, in the order of ``sections``."""


class TableScreen(View):
    """Override the class variables, ``wants``, and ``lines_of`` for the parts that are no tables."""

    AUTO_FOCUS = "Listing"

    sections: ClassVar[tuple[AnySection, ...]]
    """The filter holds for all tables, the sort for the one with the cursor."""
    table_type: ClassVar[type[Listing]] = Listing
    arrangement: ClassVar[tuple[str, ...]]
    """Top to bottom: names of sections, ``edit`` for the filter, ``foot``, ``age``, and other parts."""
    seldom: ClassVar[Mapping[str, str]] = {"compact": ""}
    """Parts that are made when they have lines: a widget costs its start. After what each stands."""
    steps: Steps
    """How they share the height: see ``arrange.share``."""
    heads: Mapping[str, int] = MORE_HEAD
    """Lines above a part, where it is not a table's header alone."""
    ageing: ClassVar[str] = "Age, Compact"
    """The parts that are drawn again as time passes."""
    examples: ClassVar[str] = ""
    """Of the filter."""
    excluded: ClassVar[str] = "shop"
    """A text that may follow ``!`` in a filter."""

    _size_shown = Size(0, 0)

    def __init__(self) -> None:
        super().__init__()
        self.filter: Filter = NO_FILTER
        self.filter_error = ""
        """What is not a valid filter in the text, one line; empty if all of it is."""

    @classmethod
    def keyed(cls) -> tuple[type[DOMNode], ...]:
        if "edit" not in cls.arrangement:
            return (cls.table_type,)
        from ses_tui.tui.query import FilterInput  # not for the first paint

        return cls.table_type, FilterInput

    def compose(self) -> ComposeResult:
        look, sorts = self.newest.look, self.choices.now.sorts
        self.tables = [
            self.table_type(section, look, sorts.get(section.name, "")) for section in self.sections
        ]
        self._at = self.tables[0]
        """The one that had the focus last."""
        known = {table.section.name: table for table in self.tables}
        for name in self.arrangement:
            if name == TABLES:
                yield from self.tables
            else:
                yield known[name] if name in known else self.part(name)

    def part(self, name: str) -> Widget:
        """The part of that name, which is no table."""
        if name == "compact":
            from ses_tui.tui.overview.compact import Compact

            return Compact(id=name)
        if name == "edit":
            from ses_tui.tui.query import FilterInput

            return FilterInput(self.examples)
        if name == "foot":
            return Foot(id=name)
        return Age(id=name) if name == "age" else Part(id=name)

    @property
    def table(self) -> Listing:
        """The one with the cursor; where it has no rows, the first one that has."""
        return next((table for table in (self._at, *self.tables) if table.rows), self._at)

    def listed(self, name: str) -> Listing:
        """The table of that section."""
        return next(table for table in self.tables if table.section.name == name)

    # ---- what is shown

    def fill(self, state: ViewState) -> None:
        """Give the tables their rows."""
        for table in self.tables:
            table.show(state)

    def wants(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        """The lines that each part has to show."""
        fixed = {"top": TOP, "heading": 1, "foot": KEYS + len(self.notes(state, width, height))}
        spacious = width >= SPACIOUS.width and height >= SPACIOUS.height
        fixed["more"] = height if spacious and self.acted_on is not None else 0
        return fixed | {table.section.name: table.wants for table in self.tables}

    def lines_of(self, part: str, state: ViewState, width: int, height: int) -> list[StyledLine]:
        if part == "more":
            from ses_tui.tui.overview.below import more_lines  # not for the first paint

            target = self.acted_on
            here = state._replace(chosen=target.name if target else "")
            return more_lines(here, self.looked_at(), self.playbook(), width, height)
        return top_lines(state, width) if part == "top" else []

    def heights(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        """The lines of each part by its id. With lines for ``nothing`` no table can have the focus."""
        names = [table.section.name for table in self.tables]
        steps = [(name, most) for part, most in self.steps for name in (names if part == TABLES else (part,))]
        wants = self.wants(state, width, height - self.writing)
        return share(height - self.writing, wants, steps, {**dict.fromkeys(names, HEAD), **self.heads})

    def show(self, state: ViewState) -> None:
        self._size_shown = self.room
        self.fill(state)
        self.share(state)
        for part in self.query(LineWidget):
            part.show(state)

    def share(self, state: ViewState) -> None:
        """Give each part its lines."""
        width, height = self.room
        small = width < LEAST_WIDTH or height < LEAST_HEIGHT
        heights = self.heights(state, width, height)
        for name, lines in (*heights.items(), ("age", 1)):
            for part in self._there(name, lines > 0 and not small):
                resize(part, 0 if small else lines)
        self._there("compact", small)
        for age in self.query(Age):
            age.styles.offset = (width - CELLS, self.top)
        self.focus_if(not small and (self.writing or not heights.get("nothing")))

    def _there(self, name: str, wanted: bool) -> list[Widget]:
        """The part of that name; one of ``seldom`` is made when it is wanted, and removed when no longer."""
        parts = list(self.query(f"#{name}"))
        if name not in self.seldom or bool(parts) == wanted:
            return parts
        if wanted:
            self.mount(part := self.part(name), after=self.seldom[name] or None)
            return [part]
        for part in parts:
            part.display = False  # at once: it goes in its own turn
            part.remove()
        return []

    def tick(self, state: ViewState) -> None:
        for part in self.query(self.ageing).results(LineWidget):
            part.redraw()

    def on_resize(self) -> None:
        if self.is_whole and self.room != self._size_shown:
            self.show(self.newest)

    def again(self) -> None:
        """Draw what depends on the cursor, the filter and the order."""
        if self.is_whole and self._size_shown.area:
            self.share(self.newest)
            for part in self.query("#heading, #about, #more").results(LineWidget):
                part.redraw()

    def on_descendant_focus(self) -> None:
        if isinstance(self.focused, Listing):
            self._at = self.focused
        self.again()

    @on(RowTable.Moved)
    def _cursor_moved(self, event: RowTable.Moved) -> None:
        self.moved(event.table)

    def moved(self, table: RowTable) -> None:
        """The cursor of ``table`` is on another row."""
        self.again()

    def looked_at(self) -> Subject | None:
        """What the row under the cursor is about."""
        return self.table.looked_at

    def export(self) -> "Table":
        """The rows of the table that the cursor is in, as they are shown, with all that was read of them."""
        export = self.table.section.export
        return export(self.table.items, self.newest) if export else super().export()

    # ---- the filter

    @property
    def writing(self) -> bool:
        """Whether the filter is being typed, which takes the keys though there is no row."""
        return any(edit.display for edit in self.query("#edit"))

    def changed(self) -> None:
        """Draw what shows the filter and the order, with its keys."""
        self.again()
        self.refresh_bindings()

    def action_filter(self) -> None:
        """Open the filter for editing."""
        edit = self.query_one("#edit")
        edit.display = True
        edit.focus()
        self.changed()

    def action_filter_done(self) -> None:
        """Keep the filter; an invalid one stays open to be corrected."""
        if not self.filter_error:
            self._close()

    def action_filter_clear(self) -> None:
        """Remove the filter."""
        edit: Input = self.query_one("#edit")  # type: ignore[assignment]  # its class is not loaded
        edit.value = ""
        self._take("")
        self._close()

    def _close(self) -> None:
        self.query_one("#edit").display = False
        self.table.focus(scroll_visible=False)
        self.changed()

    def on_input_changed(self, event: "Input.Changed") -> None:
        """The filter as it is typed."""
        event.stop()
        self._take(safe(event.value))

    def _take(self, text: str) -> None:
        from ses_tui.tui.query import parse

        columns = {section.name: section.columns for section in self.sections}
        found = parse(text, columns, self.newest.look, self.excluded)
        if found.filter.text != self.filter.text:
            self.filter = found.filter
            for table in self.tables:
                table.refilter(found.filter)
        self.filter_error = safe(found.wrong)
        self.changed()

    # ---- the order

    @property
    def choices(self) -> RememberedChoices:
        """What is remembered over runs."""
        return shell_of(self).ui_context.choices or RememberedChoices()

    @property
    def sortable(self) -> bool:
        """Whether there is anything to sort."""
        return any(table.known for table in self.tables)

    def _sort(self, sort: Sort, table: Listing | None = None) -> None:
        table = table or self.table
        self.choices.sort(table.section.name, kept(sort))
        table.resort(sort)
        self.changed()

    @on(RowTable.HeaderClicked)
    def _header_clicked(self, event: RowTable.HeaderClicked) -> None:
        table = event.table
        column = table.order_of(event.column) if isinstance(table, Listing) else ""
        if isinstance(table, Listing) and column and self.sortable:
            table.focus(scroll_visible=False)
            self._sort(clicked(table.sort, column), table)

    def action_sort(self) -> None:
        """The next column."""
        self._sort(next_sort(self.table.sort, self.table.orders))

    def action_reverse(self) -> None:
        """The same column the other way round."""
        sort = self.table.sort
        self._sort(sort._replace(reverse=not sort.reverse))

    def commands(self) -> "Iterable[SystemCommand]":
        """Each order by its column."""
        from textual.app import SystemCommand

        table = self.table
        orders = (WORST, *table.orders, NAME) if table.section.sorted and self.sortable else ()
        for column in orders if NAME in table.sortable else ():
            sort = Sort(column)
            yield SystemCommand(f"Sort: {table.words(sort)}", "Order the rows", partial(self._sort, sort))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without rows there is nothing to sort; a filter can be written, for those that come."""
        if action in {"sort", "reverse"}:
            return self.sortable
        return super().check_action(action, parameters)


def wrong_line(name: str, wrong: str, room: int) -> StyledLine:
    """The heading while a part of the filter is not valid."""
    return clip(((name, BOLD), ("  ", None), (f" filter: {wrong} ", LOUD)), room)


def matches(wanted: Filter, said: str, look: Look) -> StyledLine:
    """``12 match`` (``said``) which filter, and what clears it; empty without one."""
    if not wanted.tests:
        return ()
    told = wanted.text if len(wanted.text) <= FILTER_CELLS else wanted.text[: FILTER_CELLS - 1] + "…"
    return ((f" {said} {told} ", LOUD), (" esc clears", look.label))


def cut_short(lines: list[StyledLine], height: int, look: Look) -> list[StyledLine]:
    """``lines``; where they are more than ``height``, the last one says how many more ``z`` shows."""
    if not len(lines) > height > 0:
        return lines
    more = styled(f" … {len(lines) - height + 1} more lines: z", look.label)
    return [*lines[: height - 1], more]
