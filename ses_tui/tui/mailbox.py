"""From the engine's thread to the screen's loop: nothing here blocks, and nothing grows.

When a terminal stops reading, Textual's loop stops with it. So the loop is sent one small message
at a time, and what it says is kept here: the newest snapshot only, and the newest few of the rest.
"""

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message as TextualMessage

from ses_tui.core.snapshot import Snapshot

if TYPE_CHECKING:
    from ses_tui.core.message_life import MessageResult
    from ses_tui.core.messages import Message
    from ses_tui.core.moments import LongResult, MomentResult

    Answer = MomentResult | LongResult | MessageResult

KEPT = 50
"""How many messages and writes are kept for a screen that does not read them."""


ANSWERS_KEPT = 4
"""Each holds a snapshot; only the newest is waited for."""


class MailArrived(TextualMessage):
    """The engine's thread has left something in the mailbox."""

    bubble = False


class Mail(NamedTuple):
    """What came since the mailbox was last emptied. ``snapshots``: how many, of which the newest is kept."""

    snapshot: Snapshot | None
    snapshots: int
    messages: "tuple[Message, ...]"
    writes: tuple[bytes, ...]
    failure: tuple[str, int] | None
    answers: "tuple[Answer, ...]" = ()


class Mailbox:
    """The outlet that the engine is given. ``wake`` has the loop come and empty it; it must not block."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._lock = Lock()
        self._woken = False
        self._snapshot: Snapshot | None = None
        self._snapshots = 0
        self._messages: deque[Message] = deque(maxlen=KEPT)
        self._writes: deque[bytes] = deque(maxlen=KEPT)
        self._failure: tuple[str, int] | None = None
        self._answers: deque[Answer] = deque(maxlen=ANSWERS_KEPT)

    def publish(self, snapshot: Snapshot) -> None:
        """Keep this snapshot in place of the one before."""
        with self._lock:
            self._snapshot = snapshot
            self._snapshots += 1
            wake = self._rouse()
        if wake:
            self._wake()

    def show(self, message: "Message") -> None:
        """Show a message among the news."""
        with self._lock:
            self._messages.append(message)
            wake = self._rouse()
        if wake:
            self._wake()

    def write(self, data: bytes) -> None:
        """Raw bytes to the terminal, between two writes of the screen and never inside one."""
        with self._lock:
            self._writes.append(data)
            wake = self._rouse()
        if wake:
            self._wake()

    def fail(self, line: str, code: int) -> None:
        """Leave the screen, with ``line`` on standard error and ``code`` as exit code."""
        with self._lock:
            self._failure = (line, code)
            wake = self._rouse()
        if wake:
            self._wake()

    def answer(self, found: "Answer") -> None:
        """Hand over the answer to a request."""
        with self._lock:
            self._answers.append(found)
            wake = self._rouse()
        if wake:
            self._wake()

    def _rouse(self) -> bool:
        woken, self._woken = self._woken, True
        return not woken

    def empty(self) -> Mail:
        """Take everything out. Called on the screen's loop."""
        with self._lock:
            mail = Mail(
                self._snapshot,
                self._snapshots,
                tuple(self._messages),
                tuple(self._writes),
                self._failure,
                tuple(self._answers),
            )
            self._snapshot, self._snapshots, self._woken = None, 0, False
            self._messages.clear()
            self._answers.clear()
            self._writes.clear()
            return mail
