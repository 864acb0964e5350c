"""Ports that do nothing: for a front end that reads once and remembers nothing."""

from collections.abc import Mapping, Sequence

from ses_tui.core.ledger import DeliveryRecord
from ses_tui.core.model import Key, Metric, Point, Subject
from ses_tui.core.moments import MomentRequest
from ses_tui.core.overlays import Acknowledgement, Silence
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.snapshot import AlertEvent, Posted, Snapshot


class NoHistory:
    """Remembers nothing."""

    problem = ""

    def save_points(self, target: str, points: Sequence[tuple[Subject, Metric, Point]]) -> None: ...
    def save_event(self, event: AlertEvent) -> None: ...
    def save_told(self, rows: Sequence[DeliveryRecord]) -> None: ...
    def save_known(self, rows: Sequence[tuple[Key, float]]) -> None: ...
    def save_self_alert(self, channel: str, self_alert: SelfAlert, told: bool) -> None: ...
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

    def told(self, target: str) -> Sequence[DeliveryRecord]:
        return ()

    def known(self, target: str) -> Mapping[Key, float]:
        return {}

    def self_alerts(self) -> Sequence[tuple[str, SelfAlert]]:
        return ()

    def posted(self, target: str, since: float) -> Sequence[Posted]:
        return ()

    def overlays(self) -> None:
        return None

    def find_moment(self, targets: Sequence[str], request: MomentRequest) -> None:
        return None

    def first_moment(self, targets: Sequence[str]) -> None:
        return None
