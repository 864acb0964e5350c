"""Mode 7: the live tail of the target's queue, newest first, filtered; one event's details."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from ses_tui.core.events.event import Event
from ses_tui.core.message_life import MessageRequest, MessageResult
from ses_tui.tui.arrange import steps_of
from ses_tui.tui.column import Section
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.events.head import counts, empty_words, heading, no_queue, note_lines, reasons
from ses_tui.tui.events.rows import COLUMNS, about_lines, event_words, life_lines, today
from ses_tui.tui.export import records_table
from ses_tui.tui.keygroups import LOOK, bind
from ses_tui.tui.line import styled
from ses_tui.tui.shell import shell_of
from ses_tui.tui.table import RowTable
from ses_tui.tui.table_screen import TableScreen, cut_short
from ses_tui.tui.viewstate import ViewState

EXAMPLES = "text  !text  class:throttle  isp:gmail  status:5.7"

TAIL = Section(
    "tail",
    "",
    "",
    COLUMNS,
    lambda state: [(event.id, event) for event in state.target.events.newest] if state.target else [],
    empty_words,
    export=lambda events, state: records_table("events", events),
    no_match="no event matches",
    sorted=False,
    shown_by=lambda state: (state.look, today(state)),
)


_HEADS = {"reasons": 1}

MOST_ABOUT = 4
"""Lines of the details while they are not opened."""


class EventsScreen(TableScreen):
    """One queue's events: that of the target that is shown."""

    sections = (TAIL,)
    arrangement = (
        *("top", "heading", "counts", "edit", "tail", "nothing", "about", "reasons", "foot", "age"),
    )
    steps = steps_of("top heading foot nothing tail 4 counts about tail 14 reasons 4 tail 20 reasons tail")
    heads = _HEADS
    examples = EXAMPLES
    excluded = "gmail"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("events.filter", "filter", "filter", f"Only events that match: {EXAMPLES}", LOOK, "/"),
        bind("events.open", "open", "whole text", "The other side's words uncut, or the tail", LOOK, "z"),
        bind("events.life", "life", "life", "What became of that message: VDM is asked", LOOK, "i"),
        bind("events.close", "close", "back", "The tail again, all of it", LOOK, "escape"),
    ]

    _opened = False
    _life: MessageResult | None = None
    """Of the message that was asked for last."""
    _drawn: tuple[object, ...] = ()

    def lines_of(self, part: str, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """The lines of a part."""
        if part == "heading":
            return [heading(state, len(self.table.rows), self.filter, self.filter_error, width)]
        if part == "counts":
            return counts(state, width)
        if part == "nothing":
            return no_queue(state, width, height)
        if part == "reasons":
            return [styled(" reasons given most", state.look.label), *reasons(state, width)]
        if part == "about":
            return cut_short(self._about(state, width), height, state.look)
        return super().lines_of(part, state, width, height)

    def _about(self, state: ViewState, width: int) -> list[StyledLine]:
        event = self._at_cursor
        if event is None:
            return []
        return [*about_lines(event, state, width), *life_lines(event, self._life, state, width)]

    def notes(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """Why nothing comes."""
        return note_lines(state, width)

    @property
    def _at_cursor(self) -> Event | None:
        item = self.table.at_cursor
        return item if isinstance(item, Event) else None

    def fill(self, state: ViewState) -> None:
        newest = state.target.events.newest if state.target else ()
        drawn = (newest, today(state), state.look, empty_words(state))
        if self._drawn and self._drawn[0] is newest and self._drawn[1:] == drawn[1:]:
            return
        self._drawn = drawn
        self.table.keep_top = not self._opened
        self.table.show(state)

    def wants(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        fixed = super().wants(state, width, height)
        if no_queue(state, width, height):
            return {**dict.fromkeys(("counts", "about", "reasons"), 0), **fixed, "tail": 0, "nothing": height}
        about = len(self._about(state, width))
        return {
            **fixed,
            "tail": height,
            "nothing": 0,
            "counts": len(counts(state, width)),
            "about": about if self._opened else min(about, MOST_ABOUT),
            "reasons": 0 if self._opened else len(reasons(state, width)),
        }

    def copied(self) -> str:
        """The event under the cursor."""
        event = self._at_cursor
        return event_words(event) if event else super().copied()

    @on(RowTable.Selected)
    def _row_selected(self) -> None:
        self.action_open()

    def moved(self, table: RowTable) -> None:
        self.changed()

    def _open(self, opened: bool) -> None:
        """While one is read, newer ones do not move it."""
        self._opened, self.table.keep_top = opened, not opened
        self.changed()

    def action_open(self) -> None:
        """The whole text of the event under the cursor, or the tail again."""
        self._open(not self._opened and self._at_cursor is not None)

    def action_life(self) -> None:
        """Have the life of the message under the cursor read: no other key and no poll asks for it."""
        event, target = self._at_cursor, self.newest.target
        if event is None or target is None:
            return
        request = MessageRequest(target.name, event.message_id)
        if self._life is not None and self._life.waiting and self._life.request == request:
            return
        if shell_of(self).request_message(request):
            self._life = MessageResult(request)
            self._open(True)

    def take_message(self, read: MessageResult) -> None:
        if self._life is not None and read.request == self._life.request:
            self._life = read
            self.changed()

    def action_close(self) -> None:
        """The tail again; then all of it."""
        if self._opened:
            self._open(False)
        else:
            self.action_filter_clear()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that have something to do here."""
        if action in {"filter", "open"}:
            return bool(self.table.rows) or bool(self.filter.tests)
        if action == "life":
            event, hold = self._at_cursor, self.newest.hold
            return bool(event and event.message_id) and not (hold and hold.past)
        if action == "close":
            return self._opened or bool(self.filter.tests)
        return super().check_action(action, parameters)
