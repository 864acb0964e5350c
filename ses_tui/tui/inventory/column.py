"""The usual columns of these tables."""

from collections.abc import Callable

from rich.style import Style

from ses_tui.core.condition import Condition
from ses_tui.core.model import Metric
from ses_tui.tui.column import NAME, Column, Item
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.values import RATE_CELLS, count_cell, rate_cell
from ses_tui.tui.line import styled
from ses_tui.tui.look import Look
from ses_tui.tui.query import day_words
from ses_tui.tui.viewstate import ViewState

Number = Callable[[Item], float | None]
Styling = Callable[[Item, Look], Style | None]


def dim(item: object, look: Look) -> Style | None:
    """As labels are."""
    return look.label


def bright(item: object, look: Look) -> Style | None:
    """As plain text is."""
    return None


def unknown(look: Look) -> StyledLine:
    """In the place of what was not read, or is not there."""
    return styled("–", look.label)


def named(
    width: int,
    value: Callable[[Item], str],
    band: Callable[[Item], Condition],
    style: Styling[Item] = bright,
    flex: int = 0,
) -> Column[Item]:
    """The first column: the band's sign and the row's name. Its title is the section's."""

    def cell(item: Item, state: ViewState, room: int) -> StyledLine:
        look = state.look
        return (look.sign(band(item)), (f" {value(item)}", style(item, look)))

    return Column(NAME, "", width, cell, value, flex=flex)


def text(
    key: str,
    title: str,
    width: int,
    value: Callable[[Item], str | None],
    style: Styling[Item] = dim,
    flex: int = 0,
    at: int = 0,
) -> Column[Item]:
    """Words, ``–`` for None; in tables of ``at`` cells or more."""

    def cell(item: Item, state: ViewState, room: int) -> StyledLine:
        said, look = value(item), state.look
        return unknown(look) if said is None else styled(said, style(item, look))

    return Column(key, title, width, cell, value, flex=flex, minimum_table_width=at)


def count(key: str, title: str, width: int, value: Number[Item], at: int = 0) -> Column[Item]:
    """A number of things: ``136k``."""

    def cell(item: Item, state: ViewState, room: int) -> StyledLine:
        return count_cell(value(item), state.look)

    return Column(key, title, width, cell, value, "number", align="right", minimum_table_width=at)


def rate(key: str, metric: Metric, value: Number[Item]) -> Column[Item]:
    """A rate that AWS judges by, in the colour of its band."""

    def cell(item: Item, state: ViewState, room: int) -> StyledLine:
        return rate_cell(value(item), metric, state.target, state.look) if state.target else ()

    return Column(key, key, RATE_CELLS[metric], cell, value, "percent", align="right")


def percent(
    key: str,
    title: str,
    width: int,
    value: Number[Item],
    form: str = "{:.1f} %",
    style: Styling[Item] = dim,
    at: int = 0,
) -> Column[Item]:
    """A share; ``form``: of its percents."""

    def cell(item: Item, state: ViewState, room: int) -> StyledLine:
        share, look = value(item), state.look
        return unknown(look) if share is None else styled(form.format(100 * share), style(item, look))

    return Column(key, title, width, cell, value, "percent", align="right", minimum_table_width=at)


def day(key: str, title: str, width: int, value: Number[Item], none: str = "", at: int = 0) -> Column[Item]:
    """A date in the zone of the screen; ``none`` where there is none."""

    def cell(item: Item, state: ViewState, room: int) -> StyledLine:
        return styled(day_words(value(item), state.look) or none, state.look.label)

    return Column(key, title, width, cell, value, "day", minimum_table_width=at)
