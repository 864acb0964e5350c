"""A message to people: what every channel is handed."""

from dataclasses import dataclass
from enum import StrEnum

from ses_tui.core.clock import iso
from ses_tui.core.condition import Condition
from ses_tui.core.model import Key


class Kind(StrEnum):
    """Why a message goes out (ALERTING: notify)."""

    FIRING = "FIRING"
    EASED = "EASED"
    RESOLVED = "RESOLVED"
    BLIND = "BLIND"
    SIGHT = "SIGHT"
    GONE = "GONE"
    CHANNEL_FAILING = "CHANNEL_FAILING"
    CHANNEL_OK = "CHANNEL_OK"
    DRILL = "DRILL"


@dataclass(frozen=True, slots=True)
class Message:
    """``title`` and ``body`` are safe, one line each. ``route``: the condition it is routed as.

    ``since``: when the condition was entered, ``at``: when this was written; UTC epoch seconds.
    """

    id: str
    kind: Kind
    condition: Condition
    route: Condition
    key: Key
    at: float
    since: float
    title: str
    body: str
    value: float | str | None = None
    line: float | None = None
    demo: bool = False

    def as_json(self) -> dict[str, object]:
        """The alert as a hook gets it on standard input: the form of ``alerts[]`` in ``check``."""
        return {
            "schema": 1,
            "id": self.id,
            "kind": self.kind.value,
            "condition": self.condition.word,
            "target": self.key.target,
            "subject": {"kind": self.key.subject.kind.value, "name": self.key.subject.name},
            "metric": self.key.metric.value,
            "value": self.value,
            "line": self.line,
            "at": iso(self.at),
            "since": iso(self.since),
            "title": self.title,
            "summary": self.body,
            "demo": self.demo,
        }
