"""The store, seen by one target: its history is kept under a name of its own (``core.scope``)."""

from collections.abc import Mapping, Sequence

from ses_tui.core.ledger import DeliveryRecord
from ses_tui.core.model import Key, Metric, Point, Series, Subject
from ses_tui.core.overlays import Acknowledgement, Overlays
from ses_tui.core.record import replace
from ses_tui.core.snapshot import AlertEvent, Posted
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

    def warmup(self, since: float) -> dict[str, Series]:
        """Per dedicated IP how far it was warm (fractions) since then, UTC epoch seconds."""
        found = self._history.load_metric(self._stored, Metric.WARMUP, since)
        return {
            subject.label: Series.of((point.at, point.value) for point in points)
            for subject, points in found.items()
        }

    def save_event(self, event: AlertEvent) -> None:
        """Queue one message that was sent."""
        self._history.save_event(replace(event, key=self._out(event.key)))

    def events(self, limit: int) -> tuple[AlertEvent, ...]:
        """The newest messages, newest first."""
        found = self._history.events(self._stored, limit)
        return tuple(replace(event, key=replace(event.key, target=self._shown)) for event in found)

    def told(self) -> tuple[DeliveryRecord, ...]:
        """What channels were told."""
        found = self._history.told(self._stored)
        return tuple((channel, self._in(key), told, blind) for channel, key, told, blind in found)

    def save_told(self, rows: Sequence[DeliveryRecord]) -> None:
        """Queue what channels were told."""
        self._history.save_told(
            [(channel, self._out(key), told, blind) for channel, key, told, blind in rows]
        )

    def known(self) -> dict[Key, float]:
        """Per key the datapoint up to which people were told."""
        return {self._in(key): at for key, at in self._history.known(self._stored).items()}

    def save_known(self, rows: Sequence[tuple[Key, float]]) -> None:
        """Queue up to which datapoint people were told."""
        self._history.save_known([(self._out(key), at) for key, at in rows])

    def posted(self, since: float) -> tuple[Posted, ...]:
        """What channels accepted since then (UTC epoch seconds), oldest first."""
        return tuple(self._history.posted(self._stored, since))

    def save_posted(self, posted: Posted) -> None:
        """Queue one message that one channel accepted."""
        self._history.save_posted(self._stored, posted)

    def acks(self, overlays: Overlays) -> dict[Key, Acknowledgement]:
        """Those of the stored acknowledgements that are about this target."""
        return {
            self._in(key): replace(ack, key=self._in(key))
            for key, ack in overlays.acks.items()
            if key.target == self._stored
        }

    def save_ack(self, ack: Acknowledgement) -> None:
        """Queue an acknowledgement."""
        self._history.save_ack(replace(ack, key=self._out(ack.key)))

    def drop_ack(self, key: Key) -> None:
        """Queue the end of an acknowledgement."""
        self._history.drop_ack(self._out(key))

    def _in(self, key: Key) -> Key:
        return replace(key, target=self._shown)

    def _out(self, key: Key) -> Key:
        return replace(key, target=self._stored)
