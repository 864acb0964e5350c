"""One table of a mode: its columns, its rows, and what is known of one of them. Pure functions."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ses_tui.core.model import Subject
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.table_layout import Column, TableRow
from ses_tui.tui.viewstate import ViewState


class Exported(NamedTuple):
    """``rows``: the row's id -> as many values as there are ``columns``, in the order that is shown."""

    columns: tuple[str, ...]
    rows: Mapping[str, tuple[str | float | int | bool | None, ...]]


class Section(NamedTuple):
    """``part``: of the inventory, for its age and errors; empty: of none. ``rows``: worst first, at a width.

    ``absent``: one line in the place of rows where there are none. ``about``: the details of the row
    with this id, as many lines as they take. ``subject``: what that row is about. ``optional``: the
    table is not there while it has no rows. ``export``: all that is known of the rows, where that is not
    AWS's records; ``counted``: the title says how many rows there are; ``page``: the playbook of a row,
    may be empty.
    """

    name: str
    part: str
    columns: Callable[[str, int], tuple[Column, ...]]
    rows: Callable[[ViewState, int], list[TableRow]]
    absent: Callable[[ViewState], str]
    about: Callable[[str, ViewState, int], list[StyledLine]]
    title: str
    subject: Callable[[str], Subject | None] = lambda _: None
    optional: bool = False
    export: "Callable[[ViewState], Exported] | None" = None
    counted: bool = True
    page: "Callable[[str, ViewState], str]" = lambda _row, _frame: ""
