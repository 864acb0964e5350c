"""What a table is declared by: its columns, where its rows come from, and what is known of one of them."""

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

from ses_tui.core.model import Subject
from ses_tui.core.record import Record
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.guard import BROKEN
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from ses_tui.tui.export import Table  # not for the first paint

_LOG = logging.getLogger(__name__)

Item = TypeVar("Item")
Value = str | float | None
Cell = Callable[[Item, ViewState, int], StyledLine]

Align = Literal["left", "right", "newest"]
"""``left``: text, cut with ``…``. ``right``: a number, never cut. ``newest``: a sparkline, flush right
and cut at its old end, so one row of cells serves every width."""

Kind = Literal["text", "code", "number", "percent", "day", "band"]

NAME = "name"
"""The key of the column that names the row."""

NEVER = 1_000_000
"""As ``minimum_table_width``: the column is not shown, and filtered by all the same."""


class Column(Record, Generic[Item], frozen=True):
    """``cell``: what a row says here in so many cells; it is drawn only for rows in view."""

    key: str
    title: str
    width: int
    """Cells; with ``flex`` the least."""
    cell: Cell[Item]
    value: Callable[[Item], Value] | None = None
    """What rows are sorted and filtered by; None: they can't be. It gives None where it is not known."""
    kind: Kind = "text"
    """Of the value: ``percent`` is a fraction, ``day`` UTC epoch seconds, ``code`` is asked by its beginning,
    ``band`` is a word of a condition."""
    flex: int = 0
    """Its share of the cells that are left over."""
    align: Align = "left"
    minimum_table_width: int = 0
    """The column is left out where the table has fewer cells."""
    chart: str = ""
    """What its title says of the cells that it has grown by: ``{} d``."""
    needs: str = ""
    """The column without which it is not shown."""
    order: str = ""
    """The column that a click on its header sorts by, where that is another one."""
    low_first: bool = False
    """Whether a low number is the bad one."""
    words: tuple[str, ...] = ()
    """All that a ``code`` may be, where that is known."""
    values: Callable[[Sequence[Item]], Sequence[Value]] | None = None
    """``value`` of many at once, where that is faster."""

    def all_values(self, items: Sequence[Item]) -> Sequence[Value]:
        """The value of each."""
        if self.values is not None:
            return self.values(items)
        return [*map(self.value, items)] if self.value else [None] * len(items)


class Drawing(NamedTuple):
    """How the rows of a table are drawn."""

    table: str
    columns: Sequence[Column[Any]]
    state: ViewState


class TableRow(Generic[Item]):
    """One row: ``id`` names it through every reordering; its cells are made when it comes into view.

    Equal where it looks the same.
    """

    __slots__ = ("_cells", "_drawing", "id", "item", "words")

    def __init__(self, id: str, item: Item, drawing: Drawing) -> None:
        self.id = id
        self.item = item
        self.words = ""
        """What a filter looks for a text in, once one was asked for."""
        self._drawing = drawing
        self._cells: tuple[StyledLine, ...] = ()

    @property
    def table(self) -> str:
        """The name of the table that it is of."""
        return self._drawing.table

    @property
    def cells(self) -> tuple[StyledLine, ...]:
        """A cell per column, hidden ones too."""
        if not self._cells:
            _, columns, state = self._drawing
            try:
                self._cells = tuple(column.cell(self.item, state, column.width) for column in columns)
            except Exception:  # noqa: BLE001  # one row must not take the others from the screen
                _LOG.exception("a row could not be drawn")
                self._cells = (((f"  {BROKEN}", None),), *((),) * (len(columns) - 1))
        return self._cells

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, TableRow) or self.id != other.id:
            return False
        same = self.item is other.item and self._drawing is other._drawing
        return same or self.cells == other.cells

    def __hash__(self) -> int:
        return hash(self.id)


AnyColumn = Column[Any]
AnyRow = TableRow[Any]


Test = Callable[[TableRow[Any]], bool]


class Filter(NamedTuple):
    """``text`` as it was written; ``tests`` must all hold."""

    text: str = ""
    tests: tuple[Test, ...] = ()

    def keep(self, rows: Sequence[AnyRow]) -> Sequence[AnyRow]:
        """The rows that pass all tests, in their order."""
        for test in self.tests:
            rows = [row for row in rows if test(row)]
        return rows


NO_FILTER = Filter()


def _nothing(item: object, state: ViewState, room: int) -> list[StyledLine]:
    return []


def _no_subject(item: object) -> Subject | None:
    return None


def _no_page(item: object, state: ViewState) -> str:
    return ""


class Section(NamedTuple, Generic[Item]):
    """A table, once for the whole program; what is drawn of it is a ``Listing``."""

    name: str
    title: str
    part: str
    """Of the inventory, for its age and errors; empty: of none."""
    columns: tuple[Column[Item], ...]
    """The first one names the row."""
    items: Callable[[ViewState], Sequence[tuple[str, Item]]]
    """Each with an id that stays with it; worst first."""
    absent: Callable[[ViewState], str]
    """One line in the place of rows where there are none."""
    about: Callable[[Item, ViewState, int], list[StyledLine]] = _nothing
    """The details of a row in so many cells, as many lines as they take."""
    export: "Callable[[Sequence[Item], ViewState], Table] | None" = None
    """All that is known of these rows."""
    subject: Callable[[Item], Subject | None] = _no_subject
    """What the row is about."""
    page: Callable[[Item, ViewState], str] = _no_page
    """The playbook of the row; may be empty."""
    counted: bool = True
    """Whether the title says how many rows there are."""
    sorted: bool = True
    """Whether it can be sorted."""
    laid: Callable[[int, ViewState], tuple[Column[Item], ...]] | None = None
    """The columns of a table of so many cells, where their widths alone do not say it."""
    titled: Callable[[Sequence[Item], ViewState, int], str] | None = None
    """Its title in so many cells, where that is more than ``title`` and how many there are."""
    no_match: str = "no row matches"
    shown_by: Callable[[ViewState], object] | None = None
    """All that cells depend on besides the item: where it and the item are as they were, so is the row.
    None: on the whole state."""


AnySection = Section[Any]
"""A screen has sections of several kinds of items; each is consistent in itself."""
