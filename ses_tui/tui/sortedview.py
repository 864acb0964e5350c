"""A view whose lists can be sorted: by key, by a click on a header, from the palette; kept over runs."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from textual import on

from ses_tui.tui.filtered import FilteredView
from ses_tui.tui.rows.layout import NAME
from ses_tui.tui.rows.order import WORST, Sort, clicked, kept, next_sort
from ses_tui.tui.shell import shell_of
from ses_tui.tui.table import RowTable
from ses_tui.tui.uicontext import RememberedChoices

if TYPE_CHECKING:
    from textual.app import SystemCommand


class Sortable(Protocol):
    """What a list of such a view has besides a ``RowTable``."""

    sort: Sort

    @property
    def kept_as(self) -> str:
        """Its name among what is remembered."""

    @property
    def orders(self) -> Sequence[str]:
        """The columns that it can be sorted by, left to right, without the name."""

    def order_of(self, column: str) -> str:
        """What a click on the header of ``column`` asks to be sorted by; empty: nothing."""

    def words(self, sort: Sort) -> str:
        """``by bounce, highest first``."""

    def resort(self, sort: Sort) -> None:
        """Another order; the cursor goes to the top, where what one asked for stands."""


class SortedView(FilteredView):
    """The list with the cursor is sorted."""

    @property
    def choices(self) -> RememberedChoices:
        """What is remembered over runs."""
        return shell_of(self).ui_context.choices or RememberedChoices()

    @property
    def sortable(self) -> bool:
        """Whether there is anything to sort."""
        raise NotImplementedError

    def _sort(self, sort: Sort, table: Sortable | None = None) -> None:
        table = table or cast("Sortable", self.listed())
        self.choices.sort(table.kept_as, kept(sort))
        table.resort(sort)
        self.filter_changed()

    @on(RowTable.HeaderClicked)
    def _header_clicked(self, event: RowTable.HeaderClicked) -> None:
        table = cast("Sortable", event.table)
        column = table.order_of(event.column)
        if column and self.sortable:
            event.table.focus(scroll_visible=False)
            self._sort(clicked(table.sort, column), table)

    def action_sort(self) -> None:
        """The next column."""
        table = cast("Sortable", self.listed())
        self._sort(next_sort(table.sort, table.orders))

    def action_reverse(self) -> None:
        """The same column the other way round."""
        sort = cast("Sortable", self.listed()).sort
        self._sort(sort._replace(reverse=not sort.reverse))

    def commands(self) -> "Iterable[SystemCommand]":
        """Each order by its column."""
        from textual.app import SystemCommand

        table = cast("Sortable", self.listed())
        for column in (WORST, *table.orders, NAME) if self.sortable else ():
            sort = Sort(column)
            yield SystemCommand(f"Sort: {table.words(sort)}", "Order the rows", partial(self._sort, sort))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without rows there is nothing to sort; a filter can be written, for those that come."""
        if action in {"sort", "reverse"}:
            return self.sortable
        return super().check_action(action, parameters)
