"""The screen of mode 9: all targets, the one under the cursor in words, and going to it."""

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size

from ses_tui.core.model import ACCOUNT
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.core.words import twin_words
from ses_tui.tui import arrange
from ses_tui.tui.arrange import LEAST_HEIGHT, LEAST_WIDTH
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.fleet.about import ONE, about
from ses_tui.tui.fleet.head import fleet_lines
from ses_tui.tui.fleet.rows import columns, lay_out, target_row, worst_first
from ses_tui.tui.keygroups import LOOK, bind
from ses_tui.tui.keyline import KeyLine
from ses_tui.tui.line import styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.listing import Listing
from ses_tui.tui.overview.compact import Compact
from ses_tui.tui.table import RowTable
from ses_tui.tui.view import Chosen, Part, View
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from ses_tui.tui.export import Table

LEAST_ABOUT = 4
MOST_ABOUT = 14


class FleetTable(Listing):
    """Targets; enter goes to one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("enter", "select", "show it", "The overview of this target", "fleet.select", LOOK, "enter")
    ]


class FleetScreen(View):
    """Reads the frame and nothing else."""

    keyed = (FleetTable,)
    AUTO_FOCUS = "#fleet"

    _size_shared = Size(0, 0)

    def compose(self) -> ComposeResult:
        yield Compact()
        yield Part(id="title")
        table = FleetTable(columns(lay_out(79)), self.newest.look, id="fleet", gap=0)
        table.keep_top = True
        yield table
        yield Part(id="about")
        yield KeyLine(id="foot")

    def show(self, state: ViewState) -> None:
        self._size_shared = self.room
        width, height = self.room
        small = width < LEAST_WIDTH or height < LEAST_HEIGHT
        table = self.query_one(FleetTable)
        self._fill(state)
        spare = height - arrange.TOP - 2
        wanted = len(self.lines_of("about", state, width, MOST_ABOUT))
        rows = min(max(1, len(table.rows)), max(3, spare - min(wanted, LEAST_ABOUT) - 1))
        lines = max(0, spare - rows - 1)
        heights = {"title": arrange.TOP, "fleet": rows + 1, "about": lines, "foot": 1}
        for name, wants in heights.items():
            widget = self.query_one(f"#{name}")
            widget.display = not small and wants > 0
            widget.styles.height = max(1, wants)
        self.query_one(Compact).display = small
        self.focus_if(not small)
        for part in self.query(LineWidget):
            part.show(state)

    def tick(self, state: ViewState) -> None:
        self._fill(state)
        for part in self.query(LineWidget):
            part.redraw()

    def on_resize(self) -> None:
        if self.room != self._size_shared:
            self.show(self.newest)

    def _fill(self, state: ViewState) -> None:
        table = self.query_one(FleetTable)
        layout = lay_out(self.room.width - 1)
        table.set_columns(columns(layout))
        table.say_empty("nothing was read yet")
        targets = state.snapshot.targets if state.snapshot else ()
        table.set_rows([target_row(target, state, layout) for target in worst_first(targets)])

    def lines_of(self, part: str, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """The title; or a blank line and the target under the cursor, with one target how to add more."""
        if part == "title":
            return fleet_lines(state, width)
        name = self.query_one(FleetTable).cursor_id
        lines: list[StyledLine] = [(), *about(state._replace(chosen=name or ""), width, height - 1)]
        twins = state.snapshot.twins if state.snapshot else ()
        lines += [styled(state.look.to_ascii(f" {twin_words(*one)}"), state.look.label) for one in twins]
        if state.snapshot is not None and len(state.snapshot.targets) == 1 and not twins:
            said = wrap(ONE, max(20, width - 2), break_on_hyphens=False)
            lines = [*lines[: height - len(said) - 1], ()]
            lines += [styled(state.look.to_ascii(f" {line}"), state.look.label) for line in said]
        return lines[:height]

    @property
    def acted_on(self) -> TargetSnapshot | None:
        """The target under the cursor."""
        name = self.query_one(FleetTable).cursor_id
        return self.newest._replace(chosen=name or "").target

    def export(self) -> "Table":
        """The account of each target, worst first."""
        from ses_tui.tui.export import fleet_table

        snapshot = self.newest.snapshot
        return fleet_table(worst_first(snapshot.targets if snapshot else ()))

    def copied(self) -> str:
        """The account of the target under the cursor."""
        from ses_tui.tui.copied import subject_words

        name = self.query_one(FleetTable).cursor_id
        return subject_words(ACCOUNT, self.newest._replace(chosen=name or ""))

    @on(RowTable.Selected)
    def _row_selected(self, event: RowTable.Selected) -> None:
        self.post_message(Chosen(event.row_id))

    @on(RowTable.Moved)
    def _moved(self) -> None:
        self.call_after_refresh(self.query_one("#about", Part).redraw)
