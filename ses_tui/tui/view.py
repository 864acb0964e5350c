"""The base of every screen: it is given states, and draws the newest one when it comes to the top."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.dom import DOMNode
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from ses_tui.core.model import ACCOUNT, Metric, Subject
from ses_tui.core.snapshot import Alert, TargetSnapshot
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.shell import shell_of
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import SystemCommand

    from ses_tui.core.message_life import MessageResult
    from ses_tui.core.moments import LongResult
    from ses_tui.tui.export import Table


class Chosen(Message):
    """The user wants to see another target; ``name`` as in the snapshot."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class Opened(Message):
    """The user wants to know more about one number; ``target``: whose, empty for the one that is shown."""

    def __init__(self, subject: Subject, metric: Metric, target: str = "") -> None:
        super().__init__()
        self.subject = subject
        self.metric = metric
        self.target = target


class Part(LineWidget):
    """A part of the screen, which it asks for its lines."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        return cast("View", self.screen).lines_of(self.id or "", state, width, height)


class View(Screen[None]):
    """Override ``show`` (and ``tick`` for what ages)."""

    says_news: ClassVar[bool] = True
    """Whether news lie over its last line but one."""

    @classmethod
    def keyed(cls) -> tuple[type[DOMNode], ...]:
        """The widgets with key bindings of their own."""
        return ()

    @property
    def newest(self) -> ViewState:
        """The current state of the application."""
        return shell_of(self).state

    def show(self, state: ViewState) -> None:
        """Draw from ``state``. Called for the screen that is on top, and when it gets there."""
        raise NotImplementedError

    def lines_of(self, part: str, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """The lines of the ``Part`` with that id."""
        raise NotImplementedError

    def notes(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """What stands above the keys, at most ``height`` lines."""
        return []

    def tick(self, state: ViewState) -> None:
        """Time has passed and nothing else; called every few seconds."""

    def looked_at(self) -> Subject | None:
        """The subject that keys of the application act on; None: everything."""
        return None

    @property
    def acted_on(self) -> TargetSnapshot | None:
        """The target whose alerts keys act on."""
        return self.newest.target

    def alert_at(self) -> Alert | None:
        """The open alert that keys act on: the worst of the selected subject's; None: it has none."""
        target, subject = self.acted_on, self.looked_at()
        if target is None:
            return None
        about = [alert for alert in target.alerts if subject is None or alert.key.subject == subject]
        return max(about, key=lambda alert: alert.condition, default=None)

    def alerts_meant(self) -> "Sequence[Alert]":
        """The open alerts that ``a`` may mean, the likeliest first: more than one are asked about."""
        likeliest, target = self.alert_at(), self.acted_on
        if likeliest is None or target is None:
            return ()
        same = (one for one in target.alerts if one.key.subject == likeliest.key.subject)
        return (likeliest, *(one for one in same if one.key != likeliest.key))

    def playbook(self) -> str:
        """The playbook page of the selected subject's alert, else of the worst alert; may be empty."""
        from ses_tui.core.playbooks import open_playbook

        target, subject = self.acted_on, self.looked_at()
        own = open_playbook(target, subject) if target and subject else ""
        return own or (open_playbook(target) if target else "")

    def export(self) -> "Table":
        """What this view shows, from the snapshot; here the account and all its rows."""
        from ses_tui.tui.export import target_table

        return target_table(self.newest.target)

    def commands(self) -> "Iterable[SystemCommand]":
        """What the palette offers here besides the keys."""
        return ()

    def copied(self) -> str:
        """The selection as one line of text, else the account; empty if nothing was read."""
        from ses_tui.tui.export import subject_words

        return subject_words(self.looked_at() or ACCOUNT, self.newest)

    def take_long(self, read: "LongResult") -> None:
        """Take two months of a subject, if this view asked for them."""

    def take_message(self, read: "MessageResult") -> None:
        """Take one message's life, if this view asked for it."""

    def on_mount(self) -> None:
        self._shown = self.newest
        if self._shown.hold:
            self.show_hold(self._shown)
        if self.says_news and self._shown.news:
            self._show_news(self._shown)
        self.show(self._shown)

    @property
    def room(self) -> Size:
        """The size left for the view, without the line that says the screen is held."""
        width, height = self.app.size
        return Size(width, height - 1) if self.newest.hold and height > 1 else self.app.size

    @property
    def top(self) -> int:
        """The first line of the view."""
        return self.app.size.height - self.room.height

    def show_hold(self, state: ViewState) -> None:
        """Show or remove the line that says the screen is held."""
        from ses_tui.tui.holdline import HoldLine

        lines = list(self.query(HoldLine))
        if state.hold and not lines:
            lines = [HoldLine()]
            self.mount(*lines)
        elif not state.hold:
            for line in lines:
                line.remove()
            return
        for line in lines:
            line.show(state)

    def _show_news(self, state: ViewState) -> None:
        from ses_tui.tui.holdline import NewsLine

        lines = list(self.query(NewsLine))
        if state.news and not lines:
            lines = [NewsLine()]
            self.mount(*lines)
        for line in lines:
            if state.news:
                line.show(state)
            else:
                line.remove()

    def on_row_table_moved(self) -> None:
        """The keys name what they act on: the row under the cursor."""
        for part in self.query("KeysWidget").results(LineWidget):
            part.redraw()

    def focus_if(self, room: bool) -> None:
        """Take the focus away where there is no room for its part; give it back where there is.

        A part that was hidden gives up the focus once it hears of it, however late. So it takes the
        focus back in its own turn, after that.
        """
        self._focus_wanted = room
        if not room:
            self.set_focus(None)
        elif self.focused is None and self.AUTO_FOCUS:
            part = self.query_one(self.AUTO_FOCUS)
            part.call_later(self._take_focus, part)

    def _take_focus(self, part: Widget) -> None:
        if self._focus_wanted and self.focused is None:
            self.set_focus(part, scroll_visible=False)

    def _screen_resized(self, size: Size) -> None:
        # Textual tells a screen of each size twice: before it is laid out, and as a result of it.
        if size != self._compositor.size:
            super()._screen_resized(size)

    @property
    def is_whole(self) -> bool:
        """Whether its parts are there: not before it is mounted, and no more once it is taken down."""
        return self.is_mounted and self.is_attached and bool(self.children)

    def on_screen_resume(self) -> None:
        if self._shown is not self.newest:
            self.refresh_from(self.newest)

    def refresh_from(self, state: ViewState) -> None:
        """Show ``state`` and remember it."""
        if state.look is not self._shown.look:
            from ses_tui.tui.table import RowTable  # a screen without tables does not load it

            for table in self.query(RowTable):
                table.set_palette(state.look.palette)
        if state.hold or self._shown.hold:
            self.show_hold(state)
        if self.says_news and (state.news or self._shown.news):
            self._show_news(state)
        self._shown = state
        self.show(state)
