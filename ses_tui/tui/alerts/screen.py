"""The screen of mode 6: its parts, what is under the cursor, and what may be done about it."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size

from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject
from ses_tui.core.overlays import Silence
from ses_tui.core.playbooks import playbook_for
from ses_tui.core.snapshot import Alert, AlertEvent, TargetSnapshot
from ses_tui.tui import arrange
from ses_tui.tui.alerts.about import about_alert, channel_lines
from ses_tui.tui.alerts.rows import (
    WIDE,
    open_columns,
    open_row,
    silence_columns,
    silence_rows,
    title,
    told_columns,
    told_name,
    told_rows,
)
from ses_tui.tui.arrange import KEYS
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.fleet.head import fleet_lines
from ses_tui.tui.keygroups import ALERTS, LOOK, MOVE, bind, hidden, keys_of
from ses_tui.tui.listing import Listing
from ses_tui.tui.listview import Foot, ListView
from ses_tui.tui.overview.alerts import calm_words
from ses_tui.tui.overview.compact import Compact
from ses_tui.tui.overview.headfoot import Age, top_lines
from ses_tui.tui.shell import shell_of
from ses_tui.tui.table import RowTable
from ses_tui.tui.view import Opened, Part
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ses_tui.tui.export import Table


class AlertsScreen(ListView):
    """Open alerts above, what was told below, then the silences and the channels."""

    keyed = (Listing,)
    AUTO_FOCUS = "#open"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind(
            "enter",
            "open",
            "detail",
            "Chart and raw numbers of what the alert is about",
            "alerts.open",
            LOOK,
            "enter",
        ),
        bind(
            "a",
            "app.acknowledge",
            "on it",
            "I am on it: no reminders of it for a while",
            "app.acknowledge",
            ALERTS,
        ),
        bind("x", "app.silence", "mute", "Mute this alert for a while: no messages", "app.silence", ALERTS),
        bind("X", "end_silence", "unmute", "Have it told again", "alerts.end_silence", ALERTS),
        bind("r", "app.playbook", "fix", "What to do about this alert", "app.playbook", ALERTS),
        hidden(keys_of("alerts.next"), "app.focus_next", "next part", "The next list", "alerts.next", MOVE),
        hidden(
            keys_of("alerts.previous"),
            "app.focus_previous",
            "part before",
            "The list before",
            "alerts.previous",
            MOVE,
        ),
    ]

    _drawn: tuple[ViewState, Size] | None = None
    """What the rows were drawn from, so that they are not drawn again from the same."""

    def compose(self) -> ComposeResult:
        look = self.newest.look
        yield Compact()
        yield Part(id="top")
        yield Listing(open_columns("  Alerts", WIDE), look, id="open")
        yield Part(id="about")
        yield Listing(told_columns("  Told", WIDE), look, id="told")
        yield Listing(silence_columns("  Silences"), look, id="quiet")
        yield Foot(id="foot")
        yield Age(id="age")

    def lines_of(self, part: str, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """What is watched, or the alert under the cursor."""
        if part == "top":
            return fleet_lines(state, width) if state.whole_fleet else top_lines(state, width)
        alert = self.selected
        return about_alert(alert, _of(alert.key, state), width, height) if alert else []

    def notes(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """The channels."""
        return channel_lines(state.snapshot, state.look, width) if state.snapshot else []

    def fill(self, state: ViewState) -> None:
        if self._drawn == (state, self.room):
            return
        self._drawn = (state, self.room)
        snapshot, look = state.snapshot, state.look
        width = self.room.width
        alerts = open_alerts(state)
        opened, told, quiet = (self.query_one(name, Listing) for name in ("#open", "#told", "#quiet"))
        acked = sum(alert.acked_until is not None for alert in alerts)
        counted = title("Alerts", len(alerts), look, f", {acked} on it" if acked else "")
        opened.set_columns(open_columns(counted, width, named=state.whole_fleet))
        opened.say_empty(look.to_ascii(_calm(state)))
        opened.set_rows([open_row(alert, state, width < WIDE) for alert in alerts])
        rows = told_rows(state.listed, state, width < WIDE)
        told.set_columns(told_columns(title("Told", len(rows), look), width))
        told.say_empty(look.to_ascii("nobody was told anything yet"))
        told.set_rows(rows)
        silences = snapshot.silences if snapshot else ()
        quiet.set_columns(silence_columns(title("Silences", len(silences), look)))
        quiet.set_rows(silence_rows(silences, state))

    def heights(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        snapshot, alert = state.snapshot, self.selected
        wants = {
            "top": arrange.TOP,
            "open": max(1, len(open_alerts(state))),
            "about": len(about_alert(alert, _of(alert.key, state), width, height)) if alert else 0,
            "told": max(1, sum(len(target.recent) for target in state.listed)),
            "quiet": len(snapshot.silences) if snapshot else 0,
            "foot": min(3, len(self.notes(state, width, height))) + KEYS,
        }
        return arrange.alerts(height, wants)

    @property
    def selected(self) -> Alert | None:
        """The open alert under the cursor of the first table, whichever part has the focus."""
        name = self.query_one("#open", Listing).cursor_id
        return next((alert for alert in open_alerts(self.newest) if alert.id == name), None)

    def alert_at(self) -> Alert | None:
        """The selected one; in the list of what was told, that message's, if it is still open."""
        key = self._key()
        return next((alert for alert in open_alerts(self.newest) if alert.key == key), None)

    def alerts_meant(self) -> "Sequence[Alert]":
        """The one under the cursor."""
        alert = self.alert_at()
        return (alert,) if alert else ()

    def looked_at(self) -> Subject | None:
        """The subject of what is under the cursor."""
        key = self._key()
        return key.subject if key else None

    def playbook(self) -> str:
        """The page of the alert or of the message under the cursor."""
        alert, event = self.alert_at(), self._event()
        if event is not None and event.kind in set(Kind):
            return playbook_for(Kind(event.kind), event.key, event.condition)
        return alert.playbook if alert and alert.playbook else super().playbook()

    def export(self) -> "Table":
        """The open alerts; with the cursor in another list, that one."""
        from ses_tui.tui.export import alerts_table, records_table

        snapshot, name = self.newest.snapshot, self._focused_name()
        if name == "told":
            return records_table("told", (event for one in self.newest.listed for event in one.recent))
        if name == "quiet":
            return records_table("silences", snapshot.silences if snapshot else ())
        return alerts_table(open_alerts(self.newest))

    def copied(self) -> str:
        """The alert under the cursor, the message, or the silence."""
        from ses_tui.tui.copied import alert_words

        event, snapshot = self._event(), self.newest.snapshot
        if event is not None:
            return f"{event.key.target}: {event.text}"
        if self._focused_name() == "quiet" and snapshot is not None:
            name = self.query_one("#quiet", Listing).cursor_id
            return next(
                (f"silence {one.matcher}: {one.why}" for one in snapshot.silences if one.id == name), ""
            )
        return alert_words(self.selected, self.newest) if self.selected else ""

    def _key(self) -> Key | None:
        event = self._event()
        if event is not None:
            return event.key
        alert = self.selected if self._focused_name() != "quiet" else None
        return alert.key if alert else None

    def _event(self) -> AlertEvent | None:
        """The message under the cursor, where the keys go to that list."""
        if self._focused_name() != "told":
            return None
        name = self.query_one("#told", Listing).cursor_id
        told = (event for target in self.newest.listed for event in target.recent)
        return next((event for event in told if told_name(event) == name), None)

    def _focused_name(self) -> str:
        return (self.focused.id or "") if self.focused else ""

    @on(RowTable.Selected)
    def _row_selected(self) -> None:
        self.action_open()

    @on(RowTable.Moved)
    def _moved(self) -> None:
        self.share(self.newest)
        self.query_one("#about", Part).redraw()

    def action_open(self) -> None:
        """The numbers behind the alert or the message under the cursor."""
        key = self._key()
        target = _of(key, self.newest).target if key else None
        if key is not None and target is not None:
            self.post_message(Opened(key.subject, charted(key, target), target.name))

    def action_end_silence(self) -> None:
        """End the silence under the cursor, or the only one; else go to their list."""
        app = shell_of(self)
        silences = self.newest.snapshot.silences if self.newest.snapshot else ()
        quiet = self.query_one("#quiet", Listing)
        chosen: Silence | None = next((one for one in silences if one.id == quiet.cursor_id), None)
        if not silences:
            app.tell("no silence is in force")
        elif chosen is not None and (len(silences) == 1 or self.focused is quiet):
            app.end_silence(chosen)
        else:
            quiet.focus()
            app.tell("which one? choose it, then press X again")


def open_alerts(state: ViewState) -> tuple[Alert, ...]:
    """Of the target that is shown as the engine has them; of all targets the worst first."""
    found = tuple(alert for target in state.listed for alert in target.alerts)
    return tuple(sorted(found, key=lambda alert: -alert.condition)) if state.whole_fleet else found


def _of(key: Key, state: ViewState) -> ViewState:
    """With the target that ``key`` is of."""
    return state._replace(chosen=key.target) if state.whole_fleet else state


def _calm(state: ViewState) -> str:
    if not state.listed:
        return "nothing was read yet"
    said = [(target.name, calm_words(target, state)) for target in state.listed]
    return said[0][1] if not state.whole_fleet else " · ".join(f"{name}: {words}" for name, words in said)


def charted(key: Key, target: TargetSnapshot) -> Metric:
    """The metric to show of what ``key`` is about: its own where it has a number, else the rate behind it."""
    complaint = key.metric in (Metric.COMPLAINT_RATE, Metric.COMPLAINT_BUDGET)
    row = target.row(key.subject)
    own = target.reading(key.metric) if key.subject == ACCOUNT else row.get(key.metric) if row else None
    return key.metric if own else Metric.COMPLAINT_RATE if complaint else Metric.BOUNCE_RATE
