"""The rows of a list: filtered and sorted, with every column that the width has room for."""

from collections.abc import Mapping, Sequence

from ses_tui.core.model import Metric
from ses_tui.core.snapshot import Row
from ses_tui.tui.rows.layout import LISTS, METRICS, Layout, columns, lay_out, sorted_by
from ses_tui.tui.rows.order import Sort, arranged
from ses_tui.tui.rows.query import NO_FILTER, RowFilter
from ses_tui.tui.rows.table import TITLES, SubjectTable, read_metrics
from ses_tui.tui.table_layout import Column, LazyRow
from ses_tui.tui.viewstate import ViewState


class RateTable(SubjectTable):
    """``sort`` and ``filter`` hold until they are changed."""

    sort = Sort()
    filter = NO_FILTER
    metrics: tuple[Metric, ...] = ()
    """Those that were read of any row."""
    _orders_of: tuple[Row, ...] | None = None
    _orders: Mapping[Sort, tuple[Row, ...]] = {}

    def lay_out(self, width: int, state: ViewState) -> Layout:
        if self.all is not self._orders_of:
            self._orders, self._orders_of = {}, self.all
            self.metrics = read_metrics(self.all)
        live = bool(state.target and state.target.events.queue)
        return lay_out(width, LISTS[self.kind], self.metrics, live=live)

    def titled(self, layout: Layout, state: ViewState) -> Sequence[Column]:
        arrow = state.look.to_ascii("↑" if self.sort.rising else "↓")
        return columns(layout, state.look.to_ascii(TITLES[self.kind]), self.sort.column, arrow)

    def put_rows(self) -> None:
        """Show the rows that the filter leaves, in the order of ``sort``."""
        if self.sort not in self._orders:
            self._orders = {**self._orders, self.sort: arranged(self.all, self.sort)}
        self.set_rows([self._made[id(row)] for row in self.filter.keep(self._orders[self.sort])])

    @property
    def kept_as(self) -> str:
        """See ``Sortable``."""
        return TITLES[self.kind].lower()

    @property
    def orders(self) -> Sequence[str]:
        """See ``Sortable``."""
        return [name for name, metric in METRICS.items() if metric in self.metrics]

    def order_of(self, column: str) -> str:
        """See ``Sortable``."""
        return sorted_by(column)

    def words(self, sort: Sort) -> str:
        """See ``Sortable``."""
        return sort.words

    def refilter(self, wanted: RowFilter) -> None:
        """Show the rows that fulfil ``wanted``."""
        self.filter = wanted
        self.put_rows()

    def resort(self, sort: Sort) -> None:
        """See ``Sortable``."""
        self.sort = sort
        if self._view is not None and self._state is not None:
            self.set_columns(self.titled(self._view.layout, self._state))
        self.put_rows()
        self.action_top()

    def at_cursor(self) -> Row | None:
        """The row under the cursor."""
        row = self.rows[self._cursor] if self.rows else None
        return row.drawn[0] if isinstance(row, LazyRow) else None

    @property
    def shown(self) -> list[Row]:
        """The snapshot's rows that the filter leaves, in order."""
        return [row.drawn[0] for row in self.rows if isinstance(row, LazyRow)]
