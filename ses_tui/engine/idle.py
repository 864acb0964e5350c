"""Ports that do nothing: for a front end that reads once and remembers nothing."""

from collections.abc import Mapping, Sequence

from ses_tui.core.condition import Condition
from ses_tui.core.model import Key, Metric, Point, Subject
from ses_tui.core.snapshot import AlertEvent, Snapshot


class NoHistory:
    """Remembers nothing."""

    problem = ""

    def save_points(self, target: str, points: Sequence[tuple[Subject, Metric, Point]]) -> None: ...
    def save_event(self, event: AlertEvent) -> None: ...
    def set_told(self, key: Key, condition: Condition, since: float) -> None: ...
    def save_snapshot(self, snapshot: Snapshot) -> None: ...
    def prune(self, now: float) -> None: ...
    def close(self) -> None: ...

    def load_points(self, target: str, since: float) -> Mapping[tuple[Subject, Metric], Sequence[Point]]:
        return {}

    def events(self, target: str, limit: int = 200) -> Sequence[AlertEvent]:
        return ()

    def told(self, target: str) -> Mapping[Key, tuple[Condition, float]]:
        return {}
