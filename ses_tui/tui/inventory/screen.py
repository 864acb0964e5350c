"""The screen of a mode that shows what an account has: tables, and one row's details."""

from collections.abc import Sequence
from operator import is_
from typing import ClassVar, NamedTuple

from textual import on
from textual.binding import BindingType

from ses_tui.core.model import Metric
from ses_tui.core.snapshot import Snapshot
from ses_tui.tui.arrange import steps_of
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.export import row_words
from ses_tui.tui.inventory.state import heading, note_lines, nothing_words
from ses_tui.tui.inventory.values import lines_of
from ses_tui.tui.keygroups import LOOK, MOVE, bind, hidden
from ses_tui.tui.line import clip, styled
from ses_tui.tui.listing import Listing, Sort
from ses_tui.tui.look import Look
from ses_tui.tui.table import RowTable
from ses_tui.tui.table_screen import TABLES, TableScreen, cut_short, matches, wrong_line
from ses_tui.tui.view import Part
from ses_tui.tui.viewstate import ViewState

HINT = "↑↓ PgUp PgDn"


class Window(NamedTuple):
    """``top``: the first of ``lines`` lines that is shown in ``height``; the last line says where one is."""

    lines: int
    height: int
    top: int = 0

    @property
    def scrolls(self) -> bool:
        """Whether not all fits."""
        return self.lines > self.height > 0

    @property
    def page(self) -> int:
        """Lines of the text in view."""
        return max(1, self.height - 1) if self.scrolls else self.height

    def moved(self, where: str) -> int:
        """The new top after one of: up, down, page_up, page_down, home, end."""
        last = max(0, self.lines - self.page)
        step = max(1, self.page - 1)  # a line stays, to go on reading from
        to = {
            "up": self.top - 1,
            "down": self.top + 1,
            "page_up": self.top - step,
            "page_down": self.top + step,
            "home": 0,
            "end": last,
        }[where]
        return min(max(0, to), last)


def in_view(lines: Sequence[StyledLine], window: Window, look: Look) -> list[StyledLine]:
    """What of ``lines`` is shown, under it where one is in them."""
    if not window.scrolls:
        return list(lines)
    end = min(window.top + window.page, window.lines)
    said = f" lines {window.top + 1}-{end} of {window.lines}: {HINT}"
    return [
        *lines[window.top : end],
        *[()] * (window.page - (end - window.top)),
        styled(said, look.label),
    ]


SCREEN_KEYS: list[BindingType] = [
    bind("inventory.open", "open", "details", "All details of the row, or the tables again", LOOK, "z"),
    bind("inventory.filter", "filter", "filter", "Only rows that match", LOOK, "/"),
    bind("inventory.sort", "sort", "sort", "Order the table by its next column", LOOK, "s"),
    hidden("inventory.reverse", "reverse", "reverse", "The same order the other way round", LOOK, "S"),
    bind("inventory.close", "close", "back", "The tables again, then all their rows", LOOK, "escape"),
    bind("inventory.next", "app.focus_next", "table", "The next table", MOVE, display="tab"),
    hidden("inventory.previous", "app.focus_previous", "table before", "The table before", MOVE),
    *(
        hidden(f"inventory.scroll_{to}", f"scroll_about({to!r})", word, tooltip, MOVE, keys, priority=True)
        for keys, to, word, tooltip in (
            ("up", "up", "line up", "The details a line up"),
            ("down", "down", "line down", "The details a line down"),
            ("pageup", "page_up", "details up", "The details a page up"),
            ("pagedown,space", "page_down", "details down", "The details a page down"),
            ("home", "home", "begin", "The begin of the details"),
            ("end", "end", "end", "The end of the details"),
        )
    ),
]


_FIRST = "top heading foot tables 1"
_CLOSED = "tables 2 about 4 tables 5 about 7 tables 8 about 11 tables 14 about tables more"
STEPS = {False: steps_of(f"{_FIRST} {_CLOSED}"), True: steps_of(f"{_FIRST} about {_CLOSED}")}
"""By whether the details are opened."""

JUDGED = (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)


class SectionTable(Listing):
    """A table of what was found; without rows it says why."""

    def why_empty(self, state: ViewState) -> str:
        said = nothing_words(state.target, self.section.part, self.section.absent(state))
        return f"  {said}"


class InventoryScreen(TableScreen):
    """Override the class variables."""

    BINDINGS: ClassVar[list[BindingType]] = SCREEN_KEYS
    table_type = SectionTable
    arrangement = ("top", "heading", "edit", TABLES, "about", "more", "foot", "age")
    steps = STEPS[False]
    heading: ClassVar[str]
    parts: ClassVar[tuple[str, ...]]
    """Of the inventory: their errors and age are told here."""
    paid: ClassVar[bool] = False
    examples: ClassVar[str] = "text  !text  name:text"

    _drawn: tuple[object, ...] = ()
    """What the rows were drawn from, so that they are not drawn again from the same."""
    _opened = False
    _top = 0
    """The first line of the opened details that is in view."""
    _about_of: tuple[object, ...] = ()
    _about_from: Snapshot | None = None
    _about: tuple[StyledLine, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self._moved_in: set[str | None] = set()
        """Tables in which a row was chosen; in the others the cursor stays on the worst."""

    def lines_of(self, part: str, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """The lines of a part."""
        if part == "heading":
            return [self._heading(state, width)]
        if part != "about":
            return super().lines_of(part, state, width, height)
        lines = self.about_lines(state, width)
        if self._opened:
            window = Window(len(lines), height, self._top)
            self._top = min(self._top, window.moved("end"))
            return in_view(lines, window._replace(top=self._top), state.look)
        return cut_short(lines, height, state.look)

    def notes(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """What could not be read and no table says."""
        return note_lines(state, self.parts, width, {table.absent.strip() for table in self.tables})

    def _heading(self, state: ViewState, width: int) -> StyledLine:
        if self.filter_error:
            return wrong_line(f" {self.heading.partition(',')[0]}", self.filter_error, width)
        table, said = self.table, []
        if self.filter.tests:
            shown = sum(len(each.rows) for each in self.tables)
            said.append(matches(self.filter, f"{shown:,} match", state.look))
        if table.sort != Sort():
            words = f"{table.section.title} {table.words(table.sort)}"
            said.append(styled(words, state.look.label))
        return heading(state, self.heading, self.parts, self.paid, said, width)

    def about_lines(self, state: ViewState, width: int) -> list[StyledLine]:
        """All that is known of the row under the cursor."""
        table = self.table
        wanted = (table.id, table.cursor_id, width, state.look.theme)
        if self._about_of != wanted or self._about_from is not state.snapshot:
            if self._about_of[:2] != wanted[:2]:
                self._top = 0
            said: list[StyledLine] = []
            if table.at_cursor is not None and state.target is not None:
                said = table.section.about(table.at_cursor, state, width)
            self._about_of, self._about_from = wanted, state.snapshot
            self._about = tuple(clip(line, width) for line in said)
        return list(self._about)

    def fill(self, state: ViewState) -> None:
        target = state.target
        drawn = (
            target.inventory if target else None,
            target.rows if target else None,
            target.account if target else None,
            target.findings if target else (),
            state.snapshot.channels if state.snapshot else (),
            tuple(lines_of(target, metric) for metric in JUDGED) if target else (),
            state.look.theme,
        )
        # what is long by identity: to compare thousands of tenants costs more than to draw those in view
        if all(map(is_, drawn[:2], self._drawn[:2])) and drawn[2:] == self._drawn[2:]:
            return
        self._drawn = drawn
        for table in self.tables:
            table.keep_top = table.id not in self._moved_in
            table.show(state)

    def wants(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        return {**super().wants(state, width, height), "about": len(self.about_lines(state, width))}

    def playbook(self) -> str:
        """The page about the row under the cursor, else what is usual."""
        table = self.table
        own = table.section.page(table.at_cursor, self.newest) if table.rows else ""
        return own or super().playbook()

    def copied(self) -> str:
        """The row under the cursor: each field with its name."""
        table = self.table
        return row_words(table.section, table.at_cursor, self.newest) if table.rows else ""

    def moved(self, table: RowTable) -> None:
        self._moved_in.add(table.id)
        self.again()

    @on(RowTable.Selected)
    def _row_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """All details, or the tables again."""
        self._top = 0
        self._open(not self._opened)

    def _open(self, opened: bool) -> None:
        self._opened, self.steps = opened, STEPS[opened]
        self.changed()

    def action_close(self) -> None:
        """The tables again; then all their rows."""
        if not self._opened:
            self.action_filter_clear()
            return
        self._open(False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``esc`` is a key here only where it has something to do, the arrows only while details are long."""
        if action == "scroll_about":
            return self._opened and self._window().scrolls
        if action == "close":
            return self._opened or bool(self.filter.tests)
        return super().check_action(action, parameters)

    def action_scroll_about(self, where: str) -> None:
        """The opened details up or down; see ``Window.moved``."""
        self._top = self._window().moved(where)
        self.query_one("#about", Part).redraw()

    def _window(self) -> Window:
        about = self.query_one("#about", Part)
        height = about.size.height if about.display else 0
        return Window(len(self.about_lines(self.newest, self.room.width)), height, self._top)
