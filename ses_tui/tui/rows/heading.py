"""The line above the list: how many, of how many, in which order, over which days and how old."""

from ses_tui.core.clock import short_duration
from ses_tui.core.condition import Condition
from ses_tui.core.model import SubjectKind
from ses_tui.core.snapshot import Row
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import clip, join, length, styled
from ses_tui.tui.listing import Listing
from ses_tui.tui.look import BOLD
from ses_tui.tui.query import Filter
from ses_tui.tui.rows.table import TITLES, counted, read_age, rows_of
from ses_tui.tui.table_screen import matches, wrong_line
from ses_tui.tui.viewstate import ViewState


def heading(
    state: ViewState, kind: SubjectKind, table: Listing, wanted: Filter, rates: int, wrong: str, room: int
) -> StyledLine:
    """One line; ``wrong`` takes all of it. ``rates``: rows of which any rate was read."""
    look, rows, total = state.look, rows_of(state, kind), counted(state.target, kind)
    name = f" {TITLES[kind]}"
    if wrong:
        return wrong_line(name, wrong, look, room)
    many = f" {len(rows):,}" if rows else ""
    if total is not None and total > len(rows):
        many += f" of {total:,}"
    parts: list[StyledLine] = [((name, BOLD), (many, BOLD))]
    parts.append(matches(wanted, f"{len(table.rows):,} match", look))
    bad = _loud(rows)
    if bad:
        parts.append(styled(f"{bad:,} over a line"))
    calm = [table.words(table.sort) if rows else ""]
    if rows and rates < len(rows):
        calm.append(f"rates read of {rates:,}" if rates else "rates not read yet")
    calm.append("today and yesterday UTC" if rows else "")
    age = read_age(state.target, state) if state.target and rows else None
    calm.append("" if age is None else f"read {short_duration(age)} ago")
    for text in calm:
        part = styled(look.to_ascii(text), look.label)
        if text and length(join((*parts, part))) <= room:
            parts.append(part)
    return clip(join(parts), room)


def _loud(rows: tuple[Row, ...]) -> int:
    """Rows at warn or worse; the snapshot has them first."""
    for index, row in enumerate(rows):
        if row.condition < Condition.WARN:
            return index
    return len(rows)
