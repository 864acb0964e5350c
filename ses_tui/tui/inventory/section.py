"""One table of a mode: its columns, where its rows come from, and what is known of one of them."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple

from ses_tui.core.model import Subject
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.export import Value
from ses_tui.tui.inventory.column import Column, Item
from ses_tui.tui.viewstate import ViewState


class Exported(NamedTuple):
    """``rows``: each with as many values as there are ``columns``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def _no_subject(item: object) -> Subject | None:
    return None


def _no_page(item: object, state: ViewState) -> str:
    return ""


class Section(NamedTuple, Generic[Item]):
    """A table, once for the whole program; what is drawn of it is a ``SectionTable``."""

    name: str
    title: str
    part: str
    """Of the inventory, for its age and errors; empty: of none."""
    columns: tuple[Column[Item], ...]
    """The first one names the row."""
    items: Callable[[ViewState], Sequence[tuple[str, Item]]]
    """Each with an id that stays with it; worst first. It is asked only where there is a target."""
    absent: Callable[[ViewState], str]
    """One line in the place of rows where there are none."""
    about: Callable[[Item, ViewState, int], list[StyledLine]]
    """The details of a row in so many cells, as many lines as they take."""
    export: Callable[[Sequence[Item], ViewState], Exported]
    """All that is known of these rows."""
    subject: Callable[[Item], Subject | None] = _no_subject
    """What the row is about."""
    page: Callable[[Item, ViewState], str] = _no_page
    """The playbook of the row; may be empty."""
    counted: bool = True
    """Whether the title says how many rows there are."""


AnySection = Section[Any]
"""A screen has sections of several kinds of items; each is consistent in itself."""
