"""A message to people: what every channel is handed."""

from dataclasses import dataclass
from enum import StrEnum

from ses_tui.core.clock import iso
from ses_tui.core.condition import Condition
from ses_tui.core.model import Key
from ses_tui.core.record import Record


class Kind(StrEnum):
    """Why a message goes out (ALERTING: notify)."""

    FIRING = "FIRING"
    EASED = "EASED"
    RESOLVED = "RESOLVED"
    REPEAT = "REPEAT"
    BLIND = "BLIND"
    SIGHT = "SIGHT"
    GONE = "GONE"
    CHANNEL_FAILING = "CHANNEL_FAILING"
    CHANNEL_OK = "CHANNEL_OK"
    STORE_FAILING = "STORE_FAILING"
    CLOCK_SKEW = "CLOCK_SKEW"
    CREDENTIALS_EXPIRING = "CREDENTIALS_EXPIRING"
    DRILL = "DRILL"
    DIGEST = "DIGEST"


class Change(Record, frozen=True):
    """What a message says of a key that it tells besides its own."""

    kind: Kind
    key: Key
    condition: Condition
    was: Condition = Condition.OK
    """What was told of the key before."""


@dataclass(frozen=True, slots=True)
class Message:
    """Three safe lines: ``title`` says what, ``body`` who, ``advice`` what to do next.

    Where there are several targets ``title`` begins with its own: ``prod: 14:20 WARN account …``.

    ``route``: the condition it is routed as. ``since``: when the condition was entered, ``at``: when
    this was written; UTC epoch seconds. ``playbook``: the name of the page that helps, or empty.
    ``cause``: an ``errors[].kind`` where the message is about what could not be read. ``covers``:
    every key that it speaks for, ``key`` among them. ``together``: changes of other keys that it
    tells as well.
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
    advice: str = ""
    playbook: str = ""
    cause: str = ""
    covers: tuple[Key, ...] = ()
    about: str = ""
    """The channel or the target that trouble of the monitor itself is about, where it is about one."""
    trouble: Kind | None = None
    """Which trouble of the monitor itself it is about, begun or over."""
    together: tuple[Change, ...] = ()
    was: Condition = Condition.OK
    """What the channel was told of the key before."""
    partly: bool = False
    """Of a SIGHT: other keys of the target still can't be seen."""
    account_id: str = ""
    """Of the target; empty while AWS has not told it."""
    region: str = ""
    group: str = ""
    """The target's group in the settings."""

    @property
    def alert_line(self) -> str:
        """The title without its target: ``14:20 WARN account …``."""
        return self.title.removeprefix(f"{self.key.target}: ")

    def as_json(self) -> dict[str, object]:
        """The alert as a hook gets it on standard input: the form of ``alerts[]`` in ``check``."""
        return {
            "schema": 1,
            "id": self.id,
            "kind": self.kind.value,
            "condition": self.condition.word,
            "target": self.key.target,
            "account_id": self.account_id or None,
            "region": self.region or None,
            "group": self.group or None,
            "subject": {"kind": self.key.subject.kind.value, "name": self.key.subject.name},
            "metric": self.key.metric.value,
            "value": self.value,
            "line": self.line,
            "at": iso(self.at),
            "since": iso(self.since),
            "title": self.title,
            "summary": self.body,
            "advice": self.advice,
            "playbook": self.playbook or None,
            "cause": self.cause or None,
            "demo": self.demo,
        }
