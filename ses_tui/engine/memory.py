"""The store, seen by one target: its history is kept under a name of its own (``core.scope``)."""

from collections.abc import Mapping, Sequence

from ses_tui.core.condition import Condition
from ses_tui.core.model import Key, Metric, Point, Subject
from ses_tui.core.record import replace
from ses_tui.core.snapshot import AlertEvent
from ses_tui.engine.ports import History


class Memory:
    """``shown`` is the target's name everywhere else, ``stored`` its name in the store."""

    def __init__(self, history: History, shown: str, stored: str) -> None:
        self._history = history
        self._shown = shown
        self._stored = stored

    @property
    def problem(self) -> str:
        """What is wrong with the store, in one line; empty while all is well."""
        return self._history.problem

    def save_points(self, points: Sequence[tuple[Subject, Metric, Point]]) -> None:
        """Queue datapoints."""
        self._history.save_points(self._stored, points)

    def load_points(self, since: float) -> Mapping[tuple[Subject, Metric], Sequence[Point]]:
        """Points at or after ``since``, UTC epoch seconds."""
        return self._history.load_points(self._stored, since)

    def save_event(self, event: AlertEvent) -> None:
        """Queue one message that was sent."""
        self._history.save_event(replace(event, key=self._out(event.key)))

    def events(self, limit: int) -> tuple[AlertEvent, ...]:
        """The newest messages, newest first."""
        found = self._history.events(self._stored, limit)
        return tuple(replace(event, key=replace(event.key, target=self._shown)) for event in found)

    def told(self) -> dict[Key, Condition]:
        """What people were last told of each key."""
        stored = self._history.told(self._stored)
        return {replace(key, target=self._shown): condition for key, (condition, _) in stored.items()}

    def set_told(self, key: Key, condition: Condition, since: float) -> None:
        """Queue what people were told."""
        self._history.set_told(self._out(key), condition, since)

    def _out(self, key: Key) -> Key:
        return replace(key, target=self._stored)
