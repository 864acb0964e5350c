"""The screen of mode 9: all targets, the one under the cursor in words, and going to it."""

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from ses_tui.core.model import ACCOUNT
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.core.words import twin_words
from ses_tui.tui.arrange import steps_of
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.export import fleet_table, subject_words
from ses_tui.tui.fleet.about import ONE, about, fleet_lines, group_line
from ses_tui.tui.fleet.rows import FLEET, members
from ses_tui.tui.keygroups import LOOK, bind, hidden
from ses_tui.tui.line import styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.listing import Listing
from ses_tui.tui.look import LOUD
from ses_tui.tui.table import RowTable
from ses_tui.tui.table_screen import TABLES, TableScreen, matches
from ses_tui.tui.view import Chosen, Part
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from ses_tui.tui.export import Table

EXAMPLES = "text  !text  group:shop  bounce:>2%"


class FleetTable(Listing):
    """Targets; enter goes to one."""

    gap = 0
    keep_top = True
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("fleet.select", "select", "show it", "The overview of this target", LOOK, "enter")
    ]


class FleetScreen(TableScreen):
    """All targets, and the one under the cursor in words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("fleet.filter", "filter", "filter", f"Only targets that match: {EXAMPLES}", LOOK, "/"),
        bind("fleet.sort", "sort", "sort", "Order by the next column", LOOK, "s"),
        hidden("fleet.reverse", "reverse", "reverse", "The same order the other way round", LOOK, "S"),
        bind("fleet.fold", "fold", "fold", "One row for this group, or a row per target again", LOOK, "f"),
        hidden("fleet.fold_all", "fold_all", "fold all", "The same for all groups", LOOK, "F"),
        bind("fleet.all", "filter_clear", "all", "Show all targets again", LOOK, "escape"),
    ]
    sections = (FLEET,)
    arrangement = ("top", "edit", TABLES, "about", "more", "foot")
    table_type = FleetTable
    steps = steps_of("top foot tables 3 about 4 tables about more")
    examples = EXAMPLES

    def __init__(self) -> None:
        super().__init__()
        self.folded: frozenset[str] = frozenset()
        """Groups of which there is one row."""

    def fill(self, state: ViewState) -> None:
        super().fill(state._replace(folded=self.folded))

    def wants(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        about = len(self.lines_of("about", state, width, height))
        return {**super().wants(state, width, height), "about": about}

    def tick(self, state: ViewState) -> None:
        self.fill(state)
        for part in self.query(LineWidget):
            part.redraw()

    @property
    def _here(self) -> ViewState:
        """With the target under the cursor; of a folded group the worst."""
        return self.newest._replace(chosen=next((one.name for one in self._rows_targets), ""))

    @property
    def _rows_targets(self) -> list[TargetSnapshot]:
        """What the row under the cursor stands for, worst first."""
        row = self.table.at_cursor
        return members(row, self.newest._replace(folded=self.folded)) if row is not None else []

    def export(self) -> "Table":
        """The targets that are shown, those of folded groups too."""
        state = self.newest._replace(folded=self.folded)
        return fleet_table([one for row in self.table.items for one in members(row, state)])

    def action_fold(self) -> None:
        """The group under the cursor."""
        if self._rows_targets:
            self._fold(self.folded ^ {self._rows_targets[0].group})

    def action_fold_all(self) -> None:
        """All groups; all of them open again where one is folded."""
        targets = self.newest.snapshot.targets if self.newest.snapshot else ()
        self._fold(frozenset() if self.folded else frozenset(one.group for one in targets if one.group))

    def _fold(self, groups: frozenset[str]) -> None:
        self.folded = groups
        self.fill(self.newest)
        self.changed()

    def lines_of(self, part: str, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """The title; or a blank line and the target under the cursor, with one target how to add more."""
        if part == "top":
            return fleet_lines(state, width, self.table.words(self.table.sort), self._matching)
        if part == "more":
            return super().lines_of(part, state, width, height)
        shown = self._rows_targets
        chosen = state._replace(chosen=shown[0].name if shown else "")
        lines: list[StyledLine] = [()]
        if shown and shown[0].group in self.folded:
            lines.append(group_line(shown, state.look, width))
        lines += about(chosen, width, height - len(lines))
        twins = state.snapshot.twins if state.snapshot else ()
        lines += [styled(f" {twin_words(*one)}", state.look.label) for one in twins]
        if state.snapshot is not None and len(state.snapshot.targets) == 1 and not twins:
            said = wrap(ONE, max(20, width - 2), break_on_hyphens=False)
            lines = [*lines[: height - len(said) - 1], ()]
            lines += [styled(f" {line}", state.look.label) for line in said]
        return lines[:height]

    @property
    def _matching(self) -> StyledLine:
        look = self.newest.look
        if self.filter_error:
            return styled(f" filter: {self.filter_error} ", LOUD)
        return matches(self.filter, f"{len(self.table.rows)} match", look)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One target is not filtered or sorted."""
        several = self.newest.snapshot is not None and len(self.newest.snapshot.targets) > 1
        if action in {"filter", "sort", "reverse"} and not several:
            return False
        if action == "fold":
            return any(one.group for one in self._rows_targets)
        if action == "fold_all":
            return any(one.group for one in (self.newest.snapshot.targets if self.newest.snapshot else ()))
        if action == "filter_clear" and not self.filter.tests and not self.writing:
            return False
        return super().check_action(action, parameters)

    def again(self) -> None:
        super().again()
        self.query_one("#top", Part).redraw()

    @property
    def acted_on(self) -> TargetSnapshot | None:
        """The target under the cursor."""
        return self._here.target

    def copied(self) -> str:
        """The account of the target under the cursor."""
        return subject_words(ACCOUNT, self._here)

    @on(RowTable.Selected)
    def _row_selected(self, event: RowTable.Selected) -> None:
        self.post_message(Chosen(self._here.chosen))

    def moved(self, table: RowTable) -> None:
        for part in self.query("#about, #more").results(Part):
            self.call_after_refresh(part.redraw)
