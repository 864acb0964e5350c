"""A table that is sorted and filtered, with its rows from a section; it hands the cursor on at its ends."""

from collections.abc import Collection, Mapping, Sequence
from operator import is_
from typing import Any, ClassVar, NamedTuple

from ses_tui.core.model import Subject
from ses_tui.core.record import replace
from ses_tui.tui.column import (
    NAME,
    NO_FILTER,
    AnyColumn,
    AnyRow,
    AnySection,
    Column,
    Drawing,
    Filter,
    Item,
    TableRow,
    Value,
)
from ses_tui.tui.look import Look
from ses_tui.tui.table import RowTable
from ses_tui.tui.viewstate import ViewState

WORST = "worst"


class Sort(NamedTuple):
    """``column``: ``worst``, or the key of one. ``reverse``: against its usual direction."""

    column: str = WORST
    reverse: bool = False


def sort_of(words: str, columns: Collection[str]) -> Sort:
    """From what ``kept`` made of it; worst first where it names none of ``columns``."""
    column = words.removeprefix("-")
    known = column in (WORST, *columns)
    return Sort(column, reverse=words.startswith("-")) if known else Sort()


def kept(sort: Sort) -> str:
    """``bounce``, ``-bounce`` the other way round; empty: worst first."""
    return "" if sort == Sort() else f"{'-' if sort.reverse else ''}{sort.column}"


def next_sort(sort: Sort, columns: Sequence[str]) -> Sort:
    """The next column in its usual direction; ``columns``: those in view, left to right, without the name."""
    known = (WORST, *columns, NAME)
    at = known.index(sort.column) if sort.column in known else -1
    return Sort(known[(at + 1) % len(known)])


def clicked(sort: Sort, column: str) -> Sort:
    """After a click on a column's header: by it; once more the other way round; from names back to worst."""
    if column == NAME and sort == Sort(NAME, reverse=True):
        return Sort()
    return sort._replace(reverse=not sort.reverse) if sort.column == column else Sort(column)


def rises(column: Column[Any], sort: Sort) -> bool:
    """Whether the lowest comes first: of words a, of numbers where ``sort`` or the column says so."""
    return (column.kind in ("text", "code") or column.low_first) != sort.reverse


def sort_words(column: Column[Any] | None, sort: Sort) -> str:
    """``by bounce, highest first``; ``column``: None for worst first."""
    if column is None:
        return "worst last" if sort.reverse else "worst first"
    usual = {"text": ("a to z", "z to a"), "day": ("oldest first", "newest first")}
    rising, falling = usual.get(column.kind, ("lowest first", "highest first"))
    return f"by {sort.column}, {rising if rises(column, sort) else falling}"


def arranged(
    rows: Sequence[TableRow[Any]], column: Column[Any] | None, sort: Sort
) -> Sequence[TableRow[Any]]:
    """``rows``, which come worst first, in that order."""
    if column is None:
        return rows[::-1] if sort.reverse else rows
    values = column.all_values([row.item for row in rows])
    if column.kind == "text":
        values = [value.lower() if isinstance(value, str) else value for value in values]
    return by_value(rows, values, rising=rises(column, sort))


def by_value(items: Sequence[Item], values: Sequence[Value], *, rising: bool) -> list[Item]:
    """``items`` by their ``values``; None comes last either way, ties stay as they are."""
    known = [index for index, value in enumerate(values) if value is not None]
    unknown = (
        [index for index, value in enumerate(values) if value is None] if len(known) < len(items) else []
    )
    known.sort(key=values.__getitem__, reverse=not rising)  # type: ignore[arg-type]  # of one kind, and known
    return [items[index] for index in known + unknown]


class Listing(RowTable):
    """``sort`` and ``filter`` hold until they are changed; ``kept``: the sort as it was remembered."""

    DEFAULT_CSS = "Listing { scrollbar-size-vertical: 0; }"

    gap: ClassVar[int] = 1
    """Cells between columns."""

    def __init__(self, section: AnySection, look: Look, kept: str = "") -> None:
        super().__init__(section.columns, palette=look.palette, gap=self.gap, id=section.name)
        self.section = section
        self.sort = sort_of(kept, self.sortable)
        self.filter = NO_FILTER
        self.absent = ""
        """Why there is no row at all; empty where there are."""
        self.known: Sequence[AnyRow] = ()
        """All rows, as the section has them."""
        self.state: ViewState | None = None
        self._found: Sequence[tuple[str, Any]] = ()
        self._drawing: Drawing | None = None
        self._shown_by: object = None
        self._made: Mapping[str, AnyRow] = {}
        self._orders: dict[Sort, Sequence[AnyRow]] = {}
        self._worded = False

    @property
    def at_cursor(self) -> Any:
        """The item that the cursor is on; None without a row."""
        return self.rows[self._cursor].item if self.rows else None

    @property
    def looked_at(self) -> Subject | None:
        """What the row under the cursor is about."""
        item = self.at_cursor
        return None if item is None else self.section.subject(item)

    @property
    def items(self) -> list[Any]:
        """What is shown, in its order."""
        return [row.item for row in self.rows]

    @property
    def wants(self) -> int:
        """Lines for all rows, or for why there is none."""
        return len(self.rows) or int(bool(self.known or self.absent))

    @property
    def sortable(self) -> list[str]:
        """The keys of the columns that can be sorted by, the name last."""
        section = self.section
        keys = [each.key for each in section.columns if section.sorted and each.value and each.kind != "band"]
        return [*(key for key in keys if key != NAME), *(key for key in keys if key == NAME)]

    @property
    def orders(self) -> Sequence[str]:
        """Those of ``sortable`` in view, left to right, without the name."""
        shown = {self._columns[spot.column].key for spot in self._placed}
        return [key for key in self.sortable if key in shown and key != NAME]

    def order_of(self, column: str) -> str:
        """What a click on the header of ``column`` asks to be sorted by; empty: nothing."""
        key = next((each.order or each.key for each in self._columns if each.key == column), "")
        return key if key in self.sortable else ""

    def words(self, sort: Sort) -> str:
        """``by bounce, highest first``."""
        return sort_words(self._column(sort), sort)

    def resort(self, sort: Sort) -> None:
        """Another order; the cursor goes to the top, where what one asked for stands."""
        self.sort = sort
        self.put_rows()
        self.action_top()

    def refilter(self, wanted: Filter) -> None:
        """Show the rows that fulfil ``wanted``."""
        self.filter = wanted
        self.put_rows()

    def show(self, state: ViewState) -> None:
        """Take the rows of ``state``; those that are as they were stay, and are not drawn again."""
        section, self.state = self.section, state
        columns = section.laid(self.room, state) if section.laid else section.columns
        shown_by = section.shown_by(state) if section.shown_by else object()
        drawing = self._drawing
        if drawing is None or drawing.columns != columns or shown_by != self._shown_by:
            drawing, self._made = Drawing(section.name, columns, state), {}
        self._drawing, self._shown_by = drawing, shown_by
        found = section.items(state)
        if found is not self._found or not self._made:
            self._take(found, drawing)
        self.absent = "" if self.known else self.why_empty(state)
        self.put_rows()

    def _take(self, found: Sequence[tuple[str, Any]], drawing: Drawing) -> None:
        self._found = found
        made, known = self._made, []
        for id, item in found:
            row = made.get(id)
            known.append(row if row is not None and row.item == item else TableRow(id, item, drawing))
        if len(known) != len(self.known) or not all(map(is_, known, self.known)):
            self._made, self.known = {row.id: row for row in known}, known
            self._orders, self._worded = {}, False

    @property
    def room(self) -> int:
        """Cells of a row, from the width that is set: the widget's own follows once a resize has ended."""
        return self.inner_width((self.styles.width and self.styles.width.cells) or self.app.size.width)

    def put_rows(self) -> None:
        """Show the rows that the filter leaves, in order."""
        if self.state is None or self._drawing is None:
            return
        if self.sort == Sort():
            self._orders[self.sort] = self.known
        elif self.sort not in self._orders:
            self._orders[self.sort] = arranged(self.known, self._column(self.sort), self.sort)
        rows = self._filtered(self._orders[self.sort], self.state.look)
        self.set_columns(self.titled(self._drawing.columns, self.state, len(rows)))
        self.say_empty(self.absent or self.section.no_match)
        self.set_rows(rows)

    def _filtered(self, rows: Sequence[AnyRow], look: Look) -> Sequence[AnyRow]:
        if not self.filter.tests:
            return rows
        if not self._worded:
            from ses_tui.tui.query import put_words  # not for the first paint

            put_words(self.known, self.section.columns, look)
            self._worded = True
        return self.filter.keep(rows)

    def _column(self, sort: Sort) -> AnyColumn | None:
        """None: worst first."""
        return next((column for column in self.section.columns if column.key == sort.column), None)

    def why_empty(self, state: ViewState) -> str:
        """What stands in the place of rows where there is none at all."""
        return self.section.absent(state)

    def _title(self, state: ViewState, shown: int, room: int) -> str:
        """Of the table, with how many rows there are, in ``room`` cells."""
        section, many = self.section, len(self.known)
        if section.titled is not None:
            return section.titled([row.item for row in self.known], state, room)
        if shown < many:
            return f"{section.title} {shown}/{many}"
        return f"{section.title} {many}" if section.counted and many else section.title

    def titled(self, columns: Sequence[Column[Any]], state: ViewState, shown: int) -> list[Column[Any]]:
        """The columns with the table's title over the first, and an arrow at the one that is sorted by."""
        first, *others = columns
        titled = [*columns]
        if self.section.title:
            title = f"  {self._title(state, shown, first.width - 2)}"
            titled = [replace(first, title=title), *others]
        by = self._column(self.sort)
        if by is None:
            return titled
        arrow = "↑" if rises(by, self.sort) else "↓"
        return [replace(each, title=_marked(each, arrow)) if each.key == by.key else each for each in titled]

    def on_resize(self) -> None:
        """Columns for the new width; the row under the cursor stays in view where the table got lower."""
        if self.state is not None and self.section.laid:
            self.show(self.state)
        if self.has_focus:
            self._show_cursor()

    def action_move(self, rows: int) -> None:
        """Beyond the first or the last row to the neighbour."""
        before = self.cursor_id
        super().action_move(rows)
        if self.cursor_id == before:
            if rows < 0:
                self.screen.focus_previous()
            else:
                self.screen.focus_next()


def _marked(column: AnyColumn, arrow: str) -> str:
    """The title with the arrow before its word, which takes a letter's place where there is no other."""
    word = column.title.lstrip()
    blanks = len(column.title) - len(word)
    if column.key == NAME:
        return f"{' ' * blanks}{arrow}{word}"
    title = f"{' ' * (blanks - 1)}{arrow}{word}"
    return title if column.flex or blanks else title[: column.width]
