"""The screen of mode 6: its parts, what is under the cursor, and what may be done about it."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.geometry import Size

from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric
from ses_tui.core.overlays import Silence
from ses_tui.core.playbooks import playbook_for
from ses_tui.core.snapshot import Alert, AlertEvent, TargetSnapshot
from ses_tui.tui.alerts.about import about_alert, channel_lines
from ses_tui.tui.alerts.rows import OPEN, QUIET, TOLD, Told, open_alerts
from ses_tui.tui.arrange import steps_of
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.export import alert_words
from ses_tui.tui.fleet.about import fleet_lines
from ses_tui.tui.keygroups import ALERTS, LOOK, MOVE, bind, hidden
from ses_tui.tui.shell import shell_of
from ses_tui.tui.table import RowTable
from ses_tui.tui.table_screen import TableScreen
from ses_tui.tui.view import Opened
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from collections.abc import Sequence


MOST_NOTES = 3
"""Lines of the channels."""


class AlertsScreen(TableScreen):
    """Open alerts above, what was told below, then the silences and the channels."""

    sections = (OPEN, TOLD, QUIET)
    arrangement = ("top", "open", "about", "told", "quiet", "more", "foot", "age")
    steps = steps_of(
        "top foot open 1 told 1 quiet 1 open 3 about 4 told 3 quiet 2 open 5 about 7 told 6 quiet 5 open 12"
        " about told 12 open quiet told more"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("alerts.open", "open", "detail", "Chart and raw numbers of what it is about", LOOK, "enter"),
        bind("app.acknowledge", "app.acknowledge", "on it", "I am on it: no reminders of it", ALERTS, "a"),
        bind("app.silence", "app.silence", "mute", "Mute this alert for a while: no messages", ALERTS, "x"),
        bind("alerts.end_silence", "end_silence", "unmute", "Have it told again", ALERTS, "X"),
        bind("app.playbook", "app.playbook", "fix", "What to do about this alert", ALERTS, "r"),
        hidden("alerts.next", "app.focus_next", "next part", "The next list", MOVE),
        hidden("alerts.previous", "app.focus_previous", "part before", "The list before", MOVE),
    ]

    _drawn: tuple[ViewState, Size] | None = None
    """What the rows were drawn from, so that they are not drawn again from the same."""

    def lines_of(self, part: str, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """What is watched, or the alert under the cursor."""
        if part == "about":
            alert = self.selected
            return about_alert(alert, _of(alert.key, state), width, height) if alert else []
        return (
            fleet_lines(state, width) if state.whole_fleet else super().lines_of(part, state, width, height)
        )

    def notes(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """The channels."""
        return channel_lines(state.snapshot, state.look, width)[:MOST_NOTES] if state.snapshot else []

    def fill(self, state: ViewState) -> None:
        if self._drawn != (state, self.room):
            self._drawn = (state, self.room)
            super().fill(state)

    def wants(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        about = len(self.lines_of("about", state, width, height))
        return {**super().wants(state, width, height), "about": about}

    @property
    def selected(self) -> Alert | None:
        """The open alert under the cursor of the first table, whichever part has the focus."""
        item = self.listed("open").at_cursor
        return item if isinstance(item, Alert) else None

    @property
    def _item(self) -> Alert | Told | Silence | None:
        """What the cursor is on, in the list that has the focus."""
        item: Alert | Told | Silence | None = self.table.at_cursor
        return item

    @property
    def _key(self) -> Key | None:
        match self._item:
            case Alert(key=key) | Told(event=AlertEvent(key=key)):
                return key
        return None

    @property
    def acted_on(self) -> TargetSnapshot | None:
        """Whose the alert under the cursor is."""
        alert = self.selected
        return _of(alert.key, self.newest).target if alert else self.newest.target

    def alert_at(self) -> Alert | None:
        """The selected one; in the list of what was told, that message's, if it is still open."""
        key = self._key
        return next((alert for alert in open_alerts(self.newest) if alert.key == key), None)

    def alerts_meant(self) -> "Sequence[Alert]":
        """The one under the cursor."""
        alert = self.alert_at()
        return (alert,) if alert else ()

    def playbook(self) -> str:
        """The page of the alert or of the message under the cursor."""
        item, alert = self._item, self.alert_at()
        if isinstance(item, Told) and item.event.kind in set(Kind):
            return playbook_for(Kind(item.event.kind), item.event.key, item.event.condition)
        return alert.playbook if alert and alert.playbook else super().playbook()

    def copied(self) -> str:
        """The alert under the cursor, the message, or the silence."""
        match self._item:
            case Told(event=event):
                return f"{event.key.target}: {event.text}"
            case Silence() as silence:
                return f"silence {silence.matcher}: {silence.why}"
            case Alert() as alert:
                return alert_words(alert, self.newest)
        return ""

    @on(RowTable.Selected)
    def _row_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """The numbers behind the alert or the message under the cursor."""
        key = self._key
        target = _of(key, self.newest).target if key else None
        if key is not None and target is not None:
            self.post_message(Opened(key.subject, charted(key, target), target.name))

    def action_end_silence(self) -> None:
        """End the silence under the cursor, or the only one; else go to their list."""
        app, quiet = shell_of(self), self.listed("quiet")
        chosen = quiet.at_cursor
        if not isinstance(chosen, Silence):
            app.tell("no silence is in force")
        elif len(quiet.rows) == 1 or self.focused is quiet:
            app.end_silence(chosen)
        else:
            quiet.focus()
            app.tell("which one? choose it, then press X again")


def _of(key: Key, state: ViewState) -> ViewState:
    """With the target that ``key`` is of."""
    return state._replace(chosen=key.target) if state.whole_fleet else state


def charted(key: Key, target: TargetSnapshot) -> Metric:
    """The metric to show of what ``key`` is about: its own where it has a number, else the rate behind it."""
    complaint = key.metric in (Metric.COMPLAINT_RATE, Metric.COMPLAINT_BUDGET)
    row = target.row(key.subject)
    own = target.reading(key.metric) if key.subject == ACCOUNT else row.get(key.metric) if row else None
    return key.metric if own else Metric.COMPLAINT_RATE if complaint else Metric.BOUNCE_RATE
