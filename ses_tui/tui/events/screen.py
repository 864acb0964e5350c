"""Mode 7: the live tail of the target's queue, newest first, filtered; one event's details."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from ses_tui.core.events.event import Event
from ses_tui.core.message_life import MessageRequest, MessageResult
from ses_tui.tui import arrange
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.events.head import counts, empty_words, heading, no_queue, note_lines, reasons
from ses_tui.tui.events.life import life_lines
from ses_tui.tui.events.query import EXAMPLES, NO_FILTER, parse
from ses_tui.tui.events.rows import EventRow, about_lines, cells_of, columns, event_words, today
from ses_tui.tui.filtered import FilteredView, FilterInput
from ses_tui.tui.keygroups import LOOK, bind
from ses_tui.tui.line import styled
from ses_tui.tui.listing import Listing
from ses_tui.tui.listview import Foot, cut_short
from ses_tui.tui.overview.compact import Compact
from ses_tui.tui.overview.headfoot import Age, top_lines
from ses_tui.tui.shell import shell_of
from ses_tui.tui.table import RowTable
from ses_tui.tui.table_layout import LazyRow
from ses_tui.tui.view import Part
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from ses_tui.tui.export import Table


class EventsScreen(FilteredView):
    """One queue's events: that of the target that is shown."""

    keyed = (Listing, FilterInput)
    AUTO_FOCUS = "Listing"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("/", "filter", "filter", f"Only events that match: {EXAMPLES}", "events.filter", LOOK),
        bind(
            "z", "open", "whole text", "The other side's words uncut, or the tail again", "events.open", LOOK
        ),
        bind(
            "i",
            "life",
            "life",
            "What happened to that message, asked of VDM once, by this key alone",
            "events.life",
            LOOK,
        ),
        bind("escape", "close", "back", "The tail again, all of it", "events.close", LOOK),
    ]

    _opened = False
    _life: MessageResult | None = None
    """Of the message that was asked for last."""
    _filter = NO_FILTER
    _drawn: tuple[object, ...] = ()
    _rows: dict[str, EventRow]

    def compose(self) -> ComposeResult:
        look = self.newest.look
        self._rows = {}
        yield Compact()
        yield Part(id="top")
        yield Part(id="heading")
        yield Part(id="counts")
        yield FilterInput(EXAMPLES)
        yield Listing(columns(look), look, id="tail")
        yield Part(id="nothing")
        yield Part(id="about")
        yield Part(id="reasons")
        yield Foot(id="foot")
        yield Age(id="age")

    @property
    def table(self) -> Listing:
        """The tail."""
        return self.query_one(Listing)

    def lines_of(self, part: str, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """The lines of a part."""
        look = state.look
        if part == "top":
            return top_lines(state, width)
        if part == "heading":
            return [heading(state, len(self.table.rows), self._filter, self.wrong, width)]
        if part == "counts":
            return counts(state, width)
        if part == "nothing":
            return no_queue(state, width, height)
        if part == "reasons":
            return [styled(" reasons given most", look.label), *reasons(state, width)]
        return cut_short(self._about(state, width), height, look)

    def _about(self, state: ViewState, width: int) -> list[StyledLine]:
        event = self._at_cursor()
        if event is None:
            return []
        return [*about_lines(event, state, width), *life_lines(event, self._life, state, width)]

    def notes(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """Why nothing comes, right above the keys."""
        lines = note_lines(state, width)[:height]
        return [*[()] * (height - len(lines)), *lines]

    def _at_cursor(self) -> Event | None:
        row = self._rows.get(self.table.cursor_id or "")
        return row.drawn[0] if row else None

    def fill(self, state: ViewState) -> None:
        newest = state.target.events.newest if state.target else ()
        drawn = (newest, self._filter, today(state), state.look)
        if self._drawn and self._drawn[0] is newest and self._drawn[1:] == drawn[1:]:
            return
        self._drawn = drawn
        day, look, known = today(state), state.look, self._rows
        self._rows = {}
        for event in self._filter.keep(newest):
            row = known.get(event.id)
            kept = row is not None and row.drawn[0] is event and row.drawn[1:] == (look, day)
            self._rows[event.id] = row if row and kept else LazyRow(event.id, cells_of, event, look, day)
        self.table.keep_top = not self._opened
        self.table.set_rows(list(self._rows.values()))

    def heights(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        edit = self.query_one(FilterInput)
        table = self.table
        foot = arrange.KEYS + len(note_lines(state, width))
        nothing = bool(no_queue(state, width, height))
        room = height - arrange.TOP - 1 - int(edit.display) - foot
        wants = {
            "counts": len(counts(state, width)),
            "rows": len(table.rows),
            "about": len(self._about(state, width)),
            "reasons": len(reasons(state, width)),
        }
        lines = arrange.events(room, wants, opened=self._opened)
        none = "no event matches" if self._filter.tests else empty_words(state)
        table.say_empty(state.look.to_ascii(none))
        own = {"nothing": 0, "foot": room + foot - sum(lines.values())}
        if nothing:
            lines, own = dict.fromkeys(lines, 0), {"nothing": room, "foot": foot}
        return {"top": arrange.TOP, "heading": 1, **lines, **own}

    def export(self) -> "Table":
        """The events that the filter leaves, newest first."""
        from ses_tui.tui.export import records_table

        return records_table("events", [row.drawn[0] for row in self._rows.values()])

    def copied(self) -> str:
        """The event under the cursor."""
        event = self._at_cursor()
        return event_words(event) if event else super().copied()

    @on(RowTable.Selected)
    def _row_selected(self) -> None:
        self.action_open()

    @on(RowTable.Moved)
    def _moved(self) -> None:
        self.filter_changed()

    def filter_changed(self) -> None:
        self.share(self.newest)
        for name in ("#heading", "#about"):
            self.query_one(name, Part).redraw()
        self.refresh_bindings()

    def action_open(self) -> None:
        """The whole text of the event under the cursor, or the tail again."""
        self._opened = not self._opened and self._at_cursor() is not None
        self.table.keep_top = not self._opened
        self.filter_changed()

    def action_life(self) -> None:
        """Have the life of the message under the cursor read: no other key and no poll asks for it."""
        event, target = self._at_cursor(), self.newest.target
        if event is None or target is None:
            return
        request = MessageRequest(target.name, event.message_id)
        if self._life is not None and self._life.waiting and self._life.request == request:
            return
        if shell_of(self).request_message(request):
            self._life = MessageResult(request)
            self._opened, self.table.keep_top = True, False
            self.filter_changed()

    def take_message(self, read: MessageResult) -> None:
        if self._life is not None and read.request == self._life.request:
            self._life = read
            self.filter_changed()

    def action_close(self) -> None:
        """The tail again; then all of it."""
        if self._opened:
            self._opened = False
            self.table.keep_top = True
            self.filter_changed()
        else:
            self.action_filter_clear()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that have something to do here."""
        if action in {"filter", "open"}:
            return bool(self._rows) or bool(self._filter.tests)
        if action == "life":
            event, hold = self._at_cursor(), self.newest.hold
            return bool(event and event.message_id) and not (hold and hold.past)
        if action == "close":
            return self._opened or bool(self._filter.tests)
        return super().check_action(action, parameters)

    def narrow(self, text: str) -> str:
        found = parse(text)
        if found.filter.text != self._filter.text:
            self._filter = found.filter
            self.fill(self.newest)
        return found.wrong
