"""The list itself: the rows of one kind, filtered and sorted. Of ten thousand, few are ever drawn."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType

from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.snapshot import Row, TargetSnapshot
from ses_tui.tui.keygroups import LOOK, bind
from ses_tui.tui.look import Look
from ses_tui.tui.overview.rows import TREND_STEP
from ses_tui.tui.rows.annotations import annotations
from ses_tui.tui.rows.cells import NO_ANNOTATION, Annotation, RowView, cells_of
from ses_tui.tui.rows.layout import columns, lay_out
from ses_tui.tui.rows.order import Sort, arranged
from ses_tui.tui.rows.query import METRICS, NO_FILTER, RowFilter
from ses_tui.tui.table import RowTable
from ses_tui.tui.table_layout import LazyRow
from ses_tui.tui.viewstate import ViewState

WIDTH = 80


RateRow = LazyRow[Row, RowView, Annotation]


class RateTable(RowTable):
    """``show`` draws a frame; ``sort`` and ``filter`` hold until they are changed."""

    DEFAULT_CSS = "RateTable { scrollbar-size-vertical: 0; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind(
            "enter", "select", "detail", "Chart, raw numbers, who is behind it", "table.select", LOOK, "enter"
        )
    ]

    def __init__(self, kind: SubjectKind, look: Look, title: str, *, id: str) -> None:
        layout = lay_out(WIDTH - 1, kind, (Metric.SENDS,))
        super().__init__(
            columns(layout, title, Sort(), look), ascii=look.ascii, palette=look.palette, gap=0, id=id
        )
        self.keep_top = True
        self.kind = kind
        self.sort = Sort()
        self.filter = NO_FILTER
        self.metrics: tuple[Metric, ...] = ()
        self.all: tuple[Row, ...] = ()
        self.annotations: Mapping[Subject, Annotation] = {}
        self._title = title
        self._made: dict[int, RateRow] = {}
        self._orders: dict[Sort, tuple[Row, ...]] = {}
        self._orders_of: tuple[Row, ...] = ()
        self._view: RowView | None = None
        self._width_laid = 0

    def show(self, state: ViewState) -> None:
        """Draw from ``state``; rows that are the same objects, or equal, are not drawn again."""
        target = state.target
        rows = target.rows.get(self.kind, ()) if target else ()
        if rows is not self.all:
            self.all = rows
            self.metrics = read_metrics(rows)
        width = self.app.size.width  # its own is still the old one while the terminal is resized
        live = bool(target and target.events.queue)
        layout = lay_out(width - 1, self.kind, self.metrics, live=live)
        self.annotations = annotations(target, self.kind, state) if target else {}
        now = state.now - state.now % TREND_STEP + TREND_STEP - 1
        view = RowView(state.look, now, layout)
        self.set_columns(columns(layout, state.look.to_ascii(self._title), self.sort, state.look))
        self._make(view)
        self.refilter(self.filter)

    def _make(self, view: RowView) -> None:
        """One row of ours for each of the snapshot, by its identity; those that are as they were stay."""
        before = self._made if view == self._view else {}
        self._view = view
        said, made = self.annotations, {}
        for row in self.all:
            annotation = said.get(row.subject, NO_ANNOTATION) if said else NO_ANNOTATION
            known = before.get(id(row))
            # by identity of the row too: the id of one that is gone may be another's by now
            fits = known is not None and known.drawn[0] is row and known.drawn[2] == annotation
            made[id(row)] = (
                known if known and fits else LazyRow(row.subject.label, cells_of, row, view, annotation)
            )
        self._made = made

    def refilter(self, wanted: RowFilter) -> None:
        """Show the rows that fulfil ``wanted``, in the order of ``sort``."""
        self.filter = wanted
        if self._orders_of is not self.all:
            self._orders, self._orders_of = {}, self.all
        if self.sort not in self._orders:
            self._orders[self.sort] = arranged(self.all, self.sort)
        made = self._made
        self.set_rows([made[id(row)] for row in wanted.keep(self._orders[self.sort])])

    def resort(self, sort: Sort, look: Look) -> None:
        """Another order; the cursor goes to the top, where what one asked for stands."""
        self.sort = sort
        if self._view is not None:
            self.set_columns(columns(self._view.layout, look.to_ascii(self._title), sort, look))
        self.refilter(self.filter)
        self.action_top()

    def at_cursor(self) -> Row | None:
        """The row under the cursor."""
        row = self.rows[self._cursor] if self.rows else None
        return row.drawn[0] if isinstance(row, LazyRow) else None

    @property
    def shown(self) -> list[Row]:
        """The snapshot's rows that the filter leaves, in order."""
        return [row.drawn[0] for row in self.rows if isinstance(row, LazyRow)]


def read_metrics(rows: Sequence[Row]) -> tuple[Metric, ...]:
    """The metrics that were read of any of ``rows``: others get no column."""
    found = {reading.metric for row in rows for reading in row.readings}
    return tuple(metric for metric in METRICS.values() if metric in found)


def counted(target: TargetSnapshot | None, kind: SubjectKind) -> int | None:
    """How many there are, listed or not; None where that is not known."""
    return target.identities_total if target and kind is SubjectKind.IDENTITY else None
