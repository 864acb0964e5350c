"""The order of a list of rows: worst first as the snapshot has it, or by one column."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple, TypeVar, cast

from ses_tui.core.model import Metric
from ses_tui.core.snapshot import Row
from ses_tui.tui.rows.layout import METRICS, NAME
from ses_tui.tui.rows.query import values_of

Item = TypeVar("Item")

WORST = "worst"

_LOWEST_FIRST = frozenset({Metric.DELIVERY_RATE, Metric.OPEN_RATE, Metric.CLICK_RATE})
"""Here a low rate is the bad one."""


class Sort(NamedTuple):
    """``column``: ``worst``, ``name`` or one of METRICS. ``reverse``: against its usual direction."""

    column: str = WORST
    reverse: bool = False

    @property
    def rising(self) -> bool:
        """Whether the lowest comes first (of names: a to z)."""
        usual = self.column == NAME or METRICS.get(self.column) in _LOWEST_FIRST
        return usual != self.reverse

    @property
    def words(self) -> str:
        """``worst first``, ``by bounce, highest first``."""
        if self.column == WORST:
            return "worst last" if self.reverse else "worst first"
        if self.column == NAME:
            return "by name, a to z" if self.rising else "by name, z to a"
        return f"by {self.column}, {'lowest' if self.rising else 'highest'} first"


def sort_of(words: str, columns: Collection[str] = (NAME, *METRICS)) -> Sort:
    """From what ``kept`` made of it; worst first where it names none of ``columns``."""
    column = words.removeprefix("-")
    known = column in (WORST, *columns)
    return Sort(column, reverse=words.startswith("-")) if known else Sort()


def kept(sort: Sort) -> str:
    """``bounce``, ``-bounce`` the other way round; empty: worst first."""
    return "" if sort == Sort() else f"{'-' if sort.reverse else ''}{sort.column}"


def next_sort(sort: Sort, columns: Sequence[str]) -> Sort:
    """The next column in its usual direction; ``columns``: names of those with numbers, left to right."""
    known = (WORST, *columns, NAME)
    at = known.index(sort.column) if sort.column in known else -1
    return Sort(known[(at + 1) % len(known)])


def clicked(sort: Sort, column: str) -> Sort:
    """After a click on a column's header: by it; once more the other way round; from names back to worst."""
    if column == NAME and sort == Sort(NAME, reverse=True):
        return Sort()
    return sort._replace(reverse=not sort.reverse) if sort.column == column else Sort(column)


def arranged(rows: Sequence[Row], sort: Sort) -> tuple[Row, ...]:
    """``rows`` in that order. Rows without the number come last either way, ties stay worst first."""
    if sort.column == WORST:
        return tuple(reversed(rows)) if sort.reverse else tuple(rows)
    if sort.column == NAME:
        return tuple(sorted(rows, key=lambda row: (row.subject.name or "").lower(), reverse=not sort.rising))
    metric = METRICS[sort.column]
    return tuple(by_value(rows, values_of(rows, metric), rising=sort.rising))


def by_value(items: Sequence[Item], values: Sequence[float | str | None], *, rising: bool) -> list[Item]:
    """``items`` by their ``values``; None comes last either way, ties stay as they are."""
    known = [index for index, value in enumerate(values) if value is not None]
    unknown = (
        [index for index, value in enumerate(values) if value is None] if len(known) < len(items) else []
    )
    known.sort(key=cast("Callable[[int], float]", values.__getitem__), reverse=not rising)
    return [items[index] for index in known + unknown]
