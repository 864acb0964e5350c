"""What people do on the screen about alerts, done on the engine's loop under their login name."""

import getpass
from functools import lru_cache
from typing import TYPE_CHECKING

from ses_tui.core.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from ses_tui.core.message_life import MessageRequest, MessageResult
    from ses_tui.core.model import Key
    from ses_tui.core.moments import LongRequest, LongResult, MomentRequest, MomentResult
    from ses_tui.engine.engine import Engine
    from ses_tui.engine.thread import EngineThread


@lru_cache(maxsize=1)
def login_name() -> str:
    """The user's name, as others read it; empty where the machine does not know it."""
    try:
        return safe(getpass.getuser(), 40)
    except (OSError, KeyError):  # no variable names one, and the user id has no entry
        return ""


class ActingMonitor:
    """The engine's thread, as the screen knows it (``tui.shell.Monitor``)."""

    def __init__(self, thread: "EngineThread") -> None:
        self._thread = thread

    def stop(self) -> None:
        """End it once everything is flushed."""
        self._thread.stop()

    def refresh(self) -> None:
        """Read everything now."""
        self._thread.refresh()

    def acknowledge(self, key: "Key", until: float, why: str) -> None:
        """See ``tui.shell.Monitor``."""

        def act(engine: "Engine") -> None:
            engine.acknowledge(key, until=until, who=login_name(), why=why)

        self._thread.call(act)

    def silence(self, matcher: str, target: str, until: float, why: str, also: frozenset[str]) -> None:
        """See ``tui.shell.Monitor``."""

        def act(engine: "Engine") -> None:
            engine.delivery.overlays.silence(
                matcher, target=target, until=until, who=login_name(), why=why, also=also
            )

        self._thread.call(act)

    def unsilence(self, name: str) -> None:
        """See ``tui.shell.Monitor``."""

        def act(engine: "Engine") -> None:
            engine.delivery.overlays.unsilence(name)

        self._thread.call(act)

    def recall(self, request: "MomentRequest", answer: "Callable[[MomentResult], None]") -> None:
        """See ``tui.shell.Monitor``."""

        def act(engine: "Engine") -> None:
            engine.recall(request, answer)

        self._thread.call(act)

    def read_long(self, request: "LongRequest", answer: "Callable[[LongResult], None]") -> None:
        """See ``tui.shell.Monitor``."""

        def act(engine: "Engine") -> None:
            engine.read_long(request, answer)

        self._thread.call(act)

    def read_message(self, request: "MessageRequest", answer: "Callable[[MessageResult], None]") -> None:
        """See ``tui.shell.Monitor``."""

        def act(engine: "Engine") -> None:
            engine.read_message(request, answer)

        self._thread.call(act)

    def look(self, looking: bool) -> None:
        """See ``tui.shell.Monitor``."""

        def act(engine: "Engine") -> None:
            engine.look(looking)

        self._thread.call(act)
