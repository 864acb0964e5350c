"""The screen of a list: its parts, the filter and the order, which stay while the program runs."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from ses_tui.core.condition import Condition
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.snapshot import Row
from ses_tui.tui import arrange
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.filtered import FilterInput
from ses_tui.tui.keygroups import LOOK, bind
from ses_tui.tui.line import clip, styled
from ses_tui.tui.listview import Foot
from ses_tui.tui.overview.compact import Compact
from ses_tui.tui.overview.headfoot import Age, top_lines
from ses_tui.tui.overview.screen import worst_metric
from ses_tui.tui.overview.trouble import fitted_trouble, trouble_lines
from ses_tui.tui.rows.about import charts, facts, other_words
from ses_tui.tui.rows.annotations import notes_of
from ses_tui.tui.rows.cells import UNUSUAL
from ses_tui.tui.rows.emptystate import empty_lines
from ses_tui.tui.rows.heading import heading
from ses_tui.tui.rows.layout import METRICS
from ses_tui.tui.rows.order import sort_of
from ses_tui.tui.rows.query import EXAMPLES, parse
from ses_tui.tui.rows.rate_table import RateTable
from ses_tui.tui.rows.table import TITLES, counted
from ses_tui.tui.sortedview import SortedView
from ses_tui.tui.table import RowTable
from ses_tui.tui.view import Opened, Part
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from ses_tui.tui.export import Table

FACT_LINES = 3


class RowsScreen(SortedView):
    """All rows of one kind."""

    AUTO_FOCUS = "RateTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("/", "filter", "filter", f"Only rows that match: {EXAMPLES}", "rows.filter", LOOK),
        bind("s", "sort", "sort", "Order by the next column", "rows.sort", LOOK),
        bind("S", "reverse", "reverse", "The same order the other way round", "rows.reverse", LOOK),
        bind("escape", "filter_clear", "all", "Show all rows again", "rows.all", LOOK),
    ]
    keyed = (RateTable, FilterInput)
    ageing = "Age, Compact, #title"
    kind: ClassVar[SubjectKind]

    _rates_of: tuple[object, int] = ((), 0)
    _about: tuple[tuple[Row, float, int, int, str] | None, list[StyledLine]] = (None, [])

    def compose(self) -> ComposeResult:
        look = self.newest.look
        yield Compact()
        yield Part(id="top")
        yield Part(id="title")
        yield FilterInput(EXAMPLES)
        table = RateTable(self.kind, look, id="rows")
        table.sort = sort_of(self.choices.now.sorts.get(table.kept_as, ""))
        yield table
        yield Part(id="nothing")
        yield Part(id="notes")
        yield Part(id="about")
        yield Foot(id="foot")
        yield Age(id="age")

    @property
    def table(self) -> RateTable:
        """The list."""
        return self.query_one(RateTable)

    def fill(self, state: ViewState) -> None:
        self.table.show(state)

    def notes(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """What fails."""
        return fitted_trouble(state, width, height)

    def lines_of(self, part: str, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """The lines of a part."""
        table, target = self.table, state.target
        if part == "top":
            return top_lines(state, width)
        if part == "title":
            rates, total = self._rates(), counted(target, self.kind)
            return [
                heading(
                    state,
                    self.kind,
                    table.all,
                    len(table.rows),
                    total,
                    rates,
                    table.sort,
                    table.filter,
                    self.wrong,
                    width,
                )
            ]
        if part == "nothing":
            return empty_lines(state, self.kind, width, height)
        if part == "notes":
            return self._notes(state, width)[:height]
        row = table.at_cursor()
        if row is None or not height:
            return []
        drawn = (row, state.now, width, height, state.look.theme)
        if self._about[0] is None or self._about[0][0] is not row or self._about[0][1:] != drawn[1:]:
            lines = facts(row, state, width, min(height, FACT_LINES))
            self._about = (drawn, [*lines, *charts(row, state, width, height - len(lines))])
        return self._about[1]

    def _notes(self, state: ViewState, width: int) -> list[StyledLine]:
        target, look = state.target, state.look
        if target is None:
            return []
        mark, style = look.to_ascii(UNUSUAL), look.style(Condition.NOTICE)
        lines: list[StyledLine] = [
            (
                (f" {mark} ", style),
                (look.to_ascii(f"{note.text}, since {look.stamp(note.since, state.now)}"), None),
            )
            for note in notes_of(target, self.kind)
        ]
        other = other_words(self.table.all) if self.kind is SubjectKind.ISP else ""
        if other:
            lines.append(styled(look.to_ascii(f"   {other}"), look.label))
        return [clip(line, width) for line in lines]

    def _rates(self) -> int:
        rows = self.table.all
        if self._rates_of[0] is not rows:
            read = sum(any(r.value is not None for r in row.readings[1:]) for row in rows)
            self._rates_of = (rows, read)
        return self._rates_of[1]

    def heights(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        table = self.table
        edit = self.query_one(FilterInput)
        empty = not table.all
        row = table.at_cursor()
        wants = {
            "top": arrange.TOP,
            "edit": int(edit.display),
            "rows": len(table.rows),
            "about": len(facts(row, state, width, FACT_LINES)) if row else 0,
            "notes": len(self._notes(state, width)),
            "trouble": len(trouble_lines(state)),
        }
        lines = arrange.rows(height, wants)
        shown = state.look.to_ascii("no row matches")
        table.say_empty(shown if table.filter.tests else "")
        listed, nothing = (0, lines["rows"]) if empty else (lines["rows"], 0)
        own = {"title": 1, "rows": listed, "nothing": nothing, "foot": lines["trouble"] + arrange.KEYS}
        return {name: lines[name] for name in ("top", "notes", "about")} | own

    def looked_at(self) -> Subject | None:
        """The row under the cursor."""
        row = self.table.at_cursor()
        return row.subject if row else None

    def export(self) -> "Table":
        """The rows that the filter leaves, in the order that is shown."""
        from ses_tui.tui.export import rates_table

        return rates_table(TITLES[self.kind].lower(), self.newest.target, self.table.shown)

    @on(RowTable.Selected)
    def _row_selected(self) -> None:
        subject = self.looked_at()
        if subject is not None:
            metric = METRICS.get(self.table.sort.column, Metric.SENDS)
            shown = metric if metric is not Metric.SENDS else worst_metric(self.newest, subject)
            self.post_message(Opened(subject, shown))

    @on(RowTable.Moved)
    def _moved(self) -> None:
        # after the cursor is on the screen: what is said of the row may come a moment later
        self.call_after_refresh(self._redraw_about)

    @property
    def sortable(self) -> bool:
        return bool(self.table.all)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``esc`` is a key here only while there is a filter."""
        if action == "filter_clear":
            return bool(self.table.filter.tests) or self.query_one(FilterInput).display
        return super().check_action(action, parameters)

    def narrow(self, text: str) -> str:
        found = parse(text)
        if found.filter.text != self.table.filter.text:
            self.table.refilter(found.filter)
        return found.wrong

    def filter_changed(self) -> None:
        self.share(self.newest)
        self._redraw_parts()
        self.refresh_bindings()

    def _redraw_parts(self) -> None:
        self.query_one("#title", Part).redraw()
        self.call_after_refresh(self._redraw_about)

    def _redraw_about(self) -> None:
        about = self.query_one("#about", Part)
        if about.display:
            about.redraw()


class Isps(RowsScreen):
    """Worst first."""

    kind = SubjectKind.ISP


class Identities(RowsScreen):
    """Worst first."""

    kind = SubjectKind.IDENTITY
