"""Ports that do nothing: for a front end that reads once and remembers nothing."""

from collections.abc import Mapping, Sequence

from ses_tui.core.desk import Heard
from ses_tui.core.model import Key, Metric, Point, Subject
from ses_tui.core.moments import MomentRequest
from ses_tui.core.overlays import Acknowledgement, Silence
from ses_tui.core.snapshot import AlertEvent, Posted, Snapshot
from ses_tui.core.upkeep import Trouble


class NoHistory:
    """Remembers nothing."""

    problem = ""

    def save_points(self, target: str, points: Sequence[tuple[Subject, Metric, Point]]) -> None: ...
    def save_event(self, event: AlertEvent) -> None: ...
    def save_told(self, rows: Sequence[Heard]) -> None: ...
    def save_known(self, rows: Sequence[tuple[Key, float]]) -> None: ...
    def save_trouble(self, channel: str, trouble: Trouble, told: bool) -> None: ...
    def save_posted(self, target: str, posted: Posted) -> None: ...
    def save_ack(self, ack: Acknowledgement) -> None: ...
    def drop_ack(self, key: Key) -> None: ...
    def save_silence(self, silence: Silence) -> None: ...
    def drop_silence(self, name: str) -> None: ...
    def save_snapshot(self, snapshot: Snapshot) -> None: ...
    def save_moment(self, snapshot: Snapshot, run: float, about: str, told: bool) -> None: ...
    def prune(self, now: float) -> None: ...
    def close(self) -> None: ...

    def load_points(self, target: str, since: float) -> Mapping[tuple[Subject, Metric], Sequence[Point]]:
        return {}

    def load_metric(self, target: str, metric: Metric, since: float) -> Mapping[Subject, Sequence[Point]]:
        return {}

    def events(self, target: str, limit: int = 200) -> Sequence[AlertEvent]:
        return ()

    def told(self, target: str) -> Sequence[Heard]:
        return ()

    def known(self, target: str) -> Mapping[Key, float]:
        return {}

    def troubles(self) -> Sequence[tuple[str, Trouble]]:
        return ()

    def posted(self, target: str, since: float) -> Sequence[Posted]:
        return ()

    def overlays(self) -> None:
        return None

    def find_moment(self, targets: Sequence[str], request: MomentRequest) -> None:
        return None

    def first_moment(self, targets: Sequence[str]) -> None:
        return None
