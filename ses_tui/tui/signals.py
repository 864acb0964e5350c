"""Signals that end the screen: the terminal is given back as it was found, and the code says which it was."""

import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

ENDING = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
"""Their defaults would leave the terminal in the state of the screen. Keys send none of them: it is raw."""


class Signals:
    """As a context: ``leave`` is called once, with the signal, in the main thread; it must not block.

    One that is ignored, as SIGHUP under nohup, stays so.
    """

    def __init__(self, leave: Callable[[int], None]) -> None:
        self._leave = leave
        self._before: dict[signal.Signals, Any] = {}
        self.number: int | None = None
        """The first that came."""

    def __enter__(self) -> "Signals":
        for each in ENDING:
            if signal.getsignal(each) is not signal.SIG_IGN:
                self._before[each] = signal.signal(each, self._end)
        return self

    def __exit__(self, *_: object) -> None:
        for each, handler in self._before.items():
            signal.signal(each, handler)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        if self.number is None:
            self.number = number
            self._leave(number)
