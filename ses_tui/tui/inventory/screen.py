"""The screen of a mode that shows what an account has: tables, and one row's details."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size

from ses_tui.core.condition import Lines
from ses_tui.core.findings import Finding
from ses_tui.core.inventory import Inventory
from ses_tui.core.model import Metric, Subject
from ses_tui.core.snapshot import AccountStatus, ChannelStatus, Snapshot
from ses_tui.tui import arrange
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.section import Section
from ses_tui.tui.inventory.state import heading, note_lines, nothing_words
from ses_tui.tui.inventory.values import lines_of
from ses_tui.tui.keygroups import LOOK, MOVE, bind, hidden, keys_of
from ses_tui.tui.line import clip, styled
from ses_tui.tui.listing import Listing
from ses_tui.tui.listview import Foot, ListView, cut_short
from ses_tui.tui.look import Look
from ses_tui.tui.overview.compact import Compact
from ses_tui.tui.overview.headfoot import Age, top_lines
from ses_tui.tui.table import RowTable
from ses_tui.tui.view import Part
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from ses_tui.tui.export import Table

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
        styled(look.to_ascii(said), look.label),
    ]


SCREEN_KEYS: list[BindingType] = [
    bind("z", "open", "details", "All details of the row, or the tables again", "inventory.open", LOOK),
    bind("escape", "close", "tables", "The tables again", "inventory.close", LOOK),
    bind(
        keys_of("inventory.next"),
        "app.focus_next",
        "next table",
        "The next table",
        "inventory.next",
        MOVE,
        "tab",
    ),
    hidden(
        keys_of("inventory.previous"),
        "app.focus_previous",
        "table before",
        "The table before",
        "inventory.previous",
        MOVE,
    ),
    *(
        hidden(keys, f"scroll_about({to!r})", word, tooltip, f"inventory.scroll_{to}", MOVE, priority=True)
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


JUDGED = (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)


class Drawn(NamedTuple):
    """What the rows were drawn from, so that they are not drawn again from the same."""

    inventory: Inventory | None
    rows: object
    account: AccountStatus | None
    findings: tuple[Finding, ...]
    channels: tuple[ChannelStatus, ...]
    lines: tuple[Lines, ...]
    size: Size
    theme: str

    def same(self, other: "Drawn | None") -> bool:
        """What is long by identity: to compare thousands of tenants costs more than to draw those in view."""
        return (
            other is not None
            and self.inventory is other.inventory
            and self.rows is other.rows
            and self[2:] == other[2:]
        )


class InventoryScreen(ListView):
    """Override the class variables."""

    BINDINGS: ClassVar[list[BindingType]] = SCREEN_KEYS
    keyed = (Listing,)
    AUTO_FOCUS = "Listing"
    heading: ClassVar[str]
    sections: ClassVar[tuple[Section, ...]]
    parts: ClassVar[tuple[str, ...]]
    """Of the inventory: their errors and age are told here."""
    paid: ClassVar[bool] = False

    _drawn: Drawn | None = None
    _said: frozenset[str] = frozenset()
    """What stands in the tables without rows."""
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

    def compose(self) -> ComposeResult:
        look = self.newest.look
        yield Compact()
        yield Part(id="top")
        yield Part(id="heading")
        for section in self.sections:
            yield Listing(section.columns(f"  {section.title}", 80), look, id=section.name)
        yield Part(id="about")
        yield Foot(id="foot")
        yield Age(id="age")

    def lines_of(self, part: str, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """The lines of a part."""
        if part == "top":
            return top_lines(state, width)
        if part == "heading":
            return [heading(state, self.heading, self.parts, self.paid, width)]
        lines = self.about_lines(state, width)
        if self._opened:
            window = Window(len(lines), height, self._top)
            self._top = min(self._top, window.moved("end"))
            return in_view(lines, window._replace(top=self._top), state.look)
        return cut_short(lines, height, state.look)

    def notes(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """What could not be read and no table says."""
        return note_lines(state, self.parts, width, self._said)

    def about_lines(self, state: ViewState, width: int) -> list[StyledLine]:
        """All that is known of the row under the cursor."""
        section, table = self._current()
        wanted = (section.name, table.cursor_id, width, state.look.theme)
        if self._about_of != wanted or self._about_from is not state.snapshot:
            if self._about_of[:2] != wanted[:2]:
                self._top = 0
            said: list[StyledLine] = []
            if table.cursor_id is not None and state.target is not None:
                said = section.about(table.cursor_id, state, width)
            self._about_of, self._about_from = wanted, state.snapshot
            self._about = tuple(clip(line, width) for line in said)
        return list(self._about)

    def _current(self) -> tuple[Section, Listing]:
        """The table with the cursor; where it has no rows, the first one that has."""
        tables = [(section, self.query_one(f"#{section.name}", Listing)) for section in self.sections]
        focused = [one for one in tables if one[1] is self.focused]
        return next((one for one in (*focused, *tables) if one[1].rows), (focused or tables)[0])

    def fill(self, state: ViewState) -> None:
        target, size = state.target, self.room
        drawn = Drawn(
            target.inventory if target else None,
            target.rows if target else None,
            target.account if target else None,
            target.findings if target else (),
            state.snapshot.channels if state.snapshot else (),
            tuple(lines_of(target, metric) for metric in JUDGED) if target else (),
            size,
            state.look.theme,
        )
        if drawn.same(self._drawn):
            return
        self._drawn = drawn
        empty: list[str] = []
        for section in self.sections:
            table = self.query_one(f"#{section.name}", Listing)
            rows = section.rows(state, size.width) if target else []
            many = f" {len(rows)}" if rows and section.counted else ""
            table.set_columns(section.columns(state.look.to_ascii(f"  {section.title}{many}"), size.width))
            said = nothing_words(target, section.part, section.absent(state))
            table.say_empty(state.look.to_ascii(f"  {said}"))
            table.keep_top = table.id not in self._moved_in
            table.set_rows(rows)
            if not rows and not section.optional:
                empty.append(said)
        self._said = frozenset(empty)

    def heights(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        foot = arrange.KEYS + len(self.notes(state, width, height))
        wants = {"about": len(self.about_lines(state, width))}
        for section in self.sections:
            rows = self.query_one(f"#{section.name}", Listing).rows
            wants[section.name] = len(rows) or int(not section.optional)
        heights = arrange.inventory(height - arrange.TOP - 1 - foot, wants, opened=self._opened)
        return {**heights, "top": arrange.TOP, "heading": 1, "foot": foot}

    def looked_at(self) -> Subject | None:
        """What the row under the cursor is about."""
        section, table = self._current()
        return section.subject(table.cursor_id) if table.cursor_id is not None else None

    def playbook(self) -> str:
        """The page about the row under the cursor, else what is usual."""
        section, table = self._current()
        own = section.page(table.cursor_id, self.newest) if table.cursor_id is not None else ""
        return own or super().playbook()

    def export(self) -> "Table":
        """The table that the cursor is in, with all that was read of its rows."""
        from ses_tui.tui.inventory.export import section_table

        section, table = self._current()
        return section_table(section, [row.id for row in table.rows], self.newest)

    def copied(self) -> str:
        """The row under the cursor: each field with its name."""
        from ses_tui.tui.inventory.export import row_words

        section, table = self._current()
        return row_words(section, table.cursor_id, self.newest)

    @on(RowTable.Moved)
    def _moved(self, event: RowTable.Moved) -> None:
        self._moved_in.add(event.table.id)
        self._again()

    def on_descendant_focus(self) -> None:
        self._again()

    def _again(self) -> None:
        if self._drawn is not None:
            self.share(self.newest)
            self.query_one("#about", Part).redraw()

    @on(RowTable.Selected)
    def _row_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """All details, or the tables again."""
        self._opened, self._top = not self._opened, 0
        self._again()
        self.refresh_bindings()

    def action_close(self) -> None:
        """The tables again."""
        self._opened = False
        self._again()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``esc`` is a key here only while the details are opened, the arrows only while they are long."""
        if action == "scroll_about":
            return self._opened and self._window().scrolls
        return self._opened if action == "close" else super().check_action(action, parameters)

    def action_scroll_about(self, where: str) -> None:
        """The opened details up or down; see ``Window.moved``."""
        self._top = self._window().moved(where)
        self.query_one("#about", Part).redraw()

    def _window(self) -> Window:
        about = self.query_one("#about", Part)
        height = about.size.height if about.display else 0
        return Window(len(self.about_lines(self.newest, self.room.width)), height, self._top)
