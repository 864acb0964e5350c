"""The screen of a list: its parts, the filter and the order, which stay while the program runs."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from ses_tui.core.clock import short_duration
from ses_tui.core.condition import Condition
from ses_tui.core.model import Metric, SubjectKind
from ses_tui.core.snapshot import Row
from ses_tui.tui.arrange import steps_of
from ses_tui.tui.column import Filter
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.keygroups import LOOK, bind
from ses_tui.tui.line import clip, join, length, styled
from ses_tui.tui.listing import Listing
from ses_tui.tui.look import BOLD
from ses_tui.tui.overview.screen import worst_metric
from ses_tui.tui.overview.trouble import fitted_trouble
from ses_tui.tui.rows.about import charts, facts, other_words
from ses_tui.tui.rows.annotations import notes_of
from ses_tui.tui.rows.cells import METRICS, UNUSUAL, Listed
from ses_tui.tui.rows.emptystate import empty_lines
from ses_tui.tui.rows.table import IN_LISTS, TITLES, SubjectTable, counted, read_age, rows_of
from ses_tui.tui.table import RowTable
from ses_tui.tui.table_screen import TABLES, TableScreen, matches, wrong_line
from ses_tui.tui.view import Opened, Part
from ses_tui.tui.viewstate import ViewState


def heading(
    state: ViewState, kind: SubjectKind, table: Listing, wanted: Filter, rates: int, wrong: str, room: int
) -> StyledLine:
    """One line; ``wrong`` takes all of it. ``rates``: rows of which any rate was read."""
    look, rows, total = state.look, rows_of(state, kind), counted(state.target, kind)
    name = f" {TITLES[kind]}"
    if wrong:
        return wrong_line(name, wrong, room)
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
        part = styled(text, look.label)
        if text and length(join((*parts, part))) <= room:
            parts.append(part)
    return clip(join(parts), room)


def _loud(rows: tuple[Row, ...]) -> int:
    """Rows at warn or worse; the snapshot has them first."""
    for index, row in enumerate(rows):
        if row.condition < Condition.WARN:
            return index
    return len(rows)


EXAMPLES = "text  !text  bounce:>2%  band:warn"
FACT_LINES = 3


class RowsScreen(TableScreen):
    """All rows of one kind."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("rows.filter", "filter", "filter", f"Only rows that match: {EXAMPLES}", LOOK, "/"),
        bind("rows.sort", "sort", "sort", "Order by the next column", LOOK, "s"),
        bind("rows.reverse", "reverse", "reverse", "The same order the other way round", LOOK, "S"),
        bind("rows.all", "filter_clear", "all", "Show all rows again", LOOK, "escape"),
    ]
    table_type = SubjectTable
    arrangement = ("top", "heading", "edit", TABLES, "nothing", "notes", "about", "foot", "age")
    steps = steps_of(
        "top heading foot 1 nothing tables 3 foot 2 notes 1 facts 2 tables 12 notes 2 facts 3 foot 4 notes 6"
        " tables 26 charts 20% tables charts"
    )
    ageing = "Age, Compact, #heading"
    examples = EXAMPLES
    kind: ClassVar[SubjectKind]

    _rates_of: tuple[object, int] = ((), 0)
    _about: tuple[tuple[Row, float, int, int, str] | None, list[StyledLine]] = (None, [])

    def notes(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """What fails."""
        return fitted_trouble(state, width, height)

    def lines_of(self, part: str, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """The lines of a part."""
        table = self.table
        if part == "heading":
            return [
                heading(state, self.kind, table, self.filter, self._rates(state), self.filter_error, width)
            ]
        if part == "nothing":
            return empty_lines(state, self.kind, width, height)
        if part == "notes":
            return self._notes(state, width)[:height]
        if part != "about":
            return super().lines_of(part, state, width, height)
        row = self._row
        if row is None or not height:
            return []
        drawn = (row, state.now, width, height, state.look.theme)
        if self._about[0] is None or self._about[0][0] is not row or self._about[0][1:] != drawn[1:]:
            lines = facts(row, state, width, min(height, FACT_LINES))
            self._about = (drawn, [*lines, *charts(row, state, width, height - len(lines))])
        return self._about[1]

    @property
    def _row(self) -> Row | None:
        item = self.table.at_cursor
        return item.row if isinstance(item, Listed) else None

    def _notes(self, state: ViewState, width: int) -> list[StyledLine]:
        target, look = state.target, state.look
        if target is None:
            return []
        mark, style = UNUSUAL, look.style(Condition.NOTICE)
        lines: list[StyledLine] = [
            (
                (f" {mark} ", style),
                (f"{note.text}, since {look.stamp(note.since, state.now)}", None),
            )
            for note in notes_of(target, self.kind)
        ]
        other = other_words(rows_of(state, self.kind)) if self.kind is SubjectKind.ISP else ""
        if other:
            lines.append(styled(f"   {other}", look.label))
        return [clip(line, width) for line in lines]

    def _rates(self, state: ViewState) -> int:
        """Rows of which any rate was read."""
        rows = rows_of(state, self.kind)
        if self._rates_of[0] is not rows:
            read = sum(any(r.value is not None for r in row.readings[1:]) for row in rows)
            self._rates_of = (rows, read)
        return self._rates_of[1]

    def wants(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        row = self._row
        own = {
            "nothing": 0 if self.table.known else height,
            "notes": len(self._notes(state, width)),
            "facts": len(facts(row, state, width, FACT_LINES)) if row else 0,
            "charts": height if row else 0,
        }
        return {**super().wants(state, width, height), **own}

    def heights(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        lines = super().heights(state, width, height)
        return {**lines, "about": lines.pop("facts") + lines.pop("charts")}

    @on(RowTable.Selected)
    def _row_selected(self) -> None:
        subject = self.looked_at()
        if subject is not None:
            metric = METRICS.get(self.table.sort.column, Metric.SENDS)
            shown = metric if metric is not Metric.SENDS else worst_metric(self.newest, subject)
            self.post_message(Opened(subject, shown))

    def moved(self, table: RowTable) -> None:
        # after the cursor is on the screen: what is said of the row may come a moment later
        self.call_after_refresh(self.query_one("#about", Part).redraw)

    def again(self) -> None:
        if self.is_whole:
            self.share(self.newest)
            self.query_one("#heading", Part).redraw()
            self.call_after_refresh(self.query_one("#about", Part).redraw)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``esc`` is a key here only while there is a filter."""
        if action == "filter_clear":
            return bool(self.filter.tests) or self.writing
        return super().check_action(action, parameters)


class Isps(RowsScreen):
    """Worst first."""

    kind = SubjectKind.ISP
    sections = (IN_LISTS[kind],)


class Identities(RowsScreen):
    """Worst first."""

    kind = SubjectKind.IDENTITY
    sections = (IN_LISTS[kind],)
