"""A section on the screen: the rows that the filter leaves, in the order of the sort."""

from collections.abc import Mapping, Sequence
from typing import Any

from ses_tui.core.record import replace
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.column import Column
from ses_tui.tui.inventory.query import NO_FILTER, Entry, EntryFilter
from ses_tui.tui.inventory.section import AnySection
from ses_tui.tui.inventory.state import nothing_words
from ses_tui.tui.listing import Listing
from ses_tui.tui.look import Look
from ses_tui.tui.rows.order import WORST, Sort, by_value, sort_of
from ses_tui.tui.table_layout import LazyRow
from ses_tui.tui.viewstate import ViewState

NO_MATCH = "no row matches"


class Drawing:
    """How a section is drawn in one state; equal to itself alone, so that another one draws anew."""

    def __init__(self, columns: Sequence[Column[Any]], state: ViewState) -> None:
        self.columns, self.state = columns, state


def _cells(drawing: Drawing, entry: Entry) -> tuple[StyledLine, ...]:
    return tuple(column.cell(entry.item, drawing.state) for column in drawing.columns)


class SectionTable(Listing):
    """``sort`` and ``filter`` hold until they are changed; ``kept``: the sort as it was remembered."""

    def __init__(self, section: AnySection, look: Look, kept: str) -> None:
        super().__init__(section.columns, look, id=section.name)
        self.section = section
        self.sort = sort_of(kept, self.sortable)
        self.filter: EntryFilter = NO_FILTER
        self.absent = ""
        """Why there is no row at all; empty where there are."""
        self._drawn_with = look
        self._made: Mapping[str, LazyRow[Drawing, Entry]] = {}
        self._entries: Sequence[Entry] = ()

    @property
    def item(self) -> Any:
        """What the cursor is on; None without a row."""
        row = self.rows[self._cursor] if self.rows else None
        return row.drawn[1].item if isinstance(row, LazyRow) else None

    @property
    def items(self) -> list[Any]:
        """What is shown, in its order."""
        return [row.drawn[1].item for row in self.rows if isinstance(row, LazyRow)]

    @property
    def sortable(self) -> list[str]:
        """The keys of the columns that can be sorted by, the name last."""
        name, *others = (column.key for column in self.section.columns if column.value)
        return [*others, name]

    @property
    def kept_as(self) -> str:
        """See ``Sortable``."""
        return self.section.name

    @property
    def orders(self) -> Sequence[str]:
        """Those of ``sortable`` in view."""
        shown = {self.section.columns[spot.column].key for spot in self._placed}
        return [key for key in self.sortable[:-1] if key in shown]

    def order_of(self, column: str) -> str:
        """See ``Sortable``."""
        return column if column in self.sortable else ""

    def words(self, sort: Sort) -> str:
        """See ``Sortable``."""
        if sort.column == WORST:
            return sort.words
        usual = {"text": ("a to z", "z to a"), "day": ("oldest first", "newest first")}
        rising, falling = usual.get(self._column(sort).kind, ("lowest first", "highest first"))
        return f"by {sort.column}, {rising if self._rises(sort) else falling}"

    def resort(self, sort: Sort) -> None:
        """See ``Sortable``."""
        self.sort = sort
        self.put_rows()
        self.action_top()

    def show(self, state: ViewState) -> None:
        """Take the rows of ``state``; their cells are made when they come into view."""
        section, look = self.section, state.look
        found = section.items(state) if state.target else ()
        drawing = Drawing(section.columns, state)
        self._entries = [Entry(id, item, section, look) for id, item in found]
        self._made = {entry.id: LazyRow(entry.id, _cells, drawing, entry) for entry in self._entries}
        self.absent = "" if found else nothing_words(state.target, section.part, section.absent(state))
        self._drawn_with = look
        self.put_rows()

    def put_rows(self) -> None:
        """Show the rows that the filter leaves, in order."""
        look = self._drawn_with
        entries = self.filter.keep(self._entries)
        if self.sort.column != WORST:
            column = self._column(self.sort)
            values = [column.value(entry.item) if column.value else None for entry in entries]
            entries = by_value(entries, values, rising=self._rises(self.sort))
        elif self.sort.reverse:
            entries = entries[::-1]
        self.set_columns(self._titled(look, len(entries)))
        self.say_empty(look.to_ascii(f"  {self.absent or NO_MATCH}"))
        self.set_rows([self._made[entry.id] for entry in entries])

    def _column(self, sort: Sort) -> Column[Any]:
        return next(column for column in self.section.columns if column.key == sort.column)

    def _rises(self, sort: Sort) -> bool:
        return (self._column(sort).kind == "text") != sort.reverse

    def _titled(self, look: Look, shown: int) -> list[Column[Any]]:
        """The columns, how many rows there are at the first one, the arrow at the one that is sorted by."""
        first, *others = self.section.columns
        many = "" if not self.section.counted or not self._entries else f" {len(self._entries)}"
        if shown < len(self._entries):
            many = f" {shown}/{len(self._entries)}"
        titled = [replace(first, title=look.to_ascii(self.section.title + many)), *others]
        if self.sort.column != WORST:
            arrow = look.to_ascii("↑" if self._rises(self.sort) else "↓")
            titled = [
                replace(column, title=_marked(column, arrow)) if column.key == self.sort.column else column
                for column in titled
            ]
        return [replace(titled[0], title=f"  {titled[0].title}"), *titled[1:]]


def _marked(column: Column[Any], arrow: str) -> str:
    """The title behind the arrow, which takes a letter's place where there is no other."""
    title = f"{arrow}{column.title}"
    return title if column.flex else title[: column.width]
