"""How long nothing could be shown: a terminal that takes no more bytes, or a process that was stopped."""

import os
import time
from collections.abc import Callable
from typing import IO, TypeVar

LEAST = 3.0
"""Seconds from which on it is worth a line."""

T = TypeVar("T")


class TimedFile:
    """As much of a text file as Textual's driver and its writing thread use; it times what it writes.

    It never raises. The thread would end, and whoever has something to draw would wait for it for ever: also
    the program that leaves because its terminal is gone.
    """

    def __init__(self, file: IO[str], pace: Callable[[], float] = time.monotonic) -> None:
        """``pace``: seconds of a monotonic clock."""
        self._file = file
        self._pace = pace
        self._longest = 0.0

    def write(self, text: str) -> int:
        return self._timed(lambda: self._file.write(text)) or 0

    def flush(self) -> None:
        self._timed(self._file.flush)

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return self._file.isatty()

    def _timed(self, write: Callable[[], T]) -> T | None:
        begun = self._pace()
        try:
            return write()
        except BlockingIOError:  # another program has made the terminal that both share non-blocking
            os.set_blocking(self._file.fileno(), True)
        except OSError:  # the terminal is gone, which the driver sees
            pass
        finally:
            self._longest = max(self._longest, self._pace() - begun)
        return None

    def longest(self) -> float:
        """Seconds that the longest write took of those that ended since this was last asked."""
        longest, self._longest = self._longest, 0.0
        return longest


def stall_line(late: float, writing: float, *, stopped: bool) -> str:
    """What to say of a tick that came ``late`` seconds late, after a write that took ``writing`` seconds;
    empty where that is nothing. ``stopped``: a SIGCONT came."""
    seconds = max(late, writing)
    if seconds <= LEAST:
        return ""
    meanwhile = (
        "the whole program was stopped, and nothing was read" if stopped else "reading and alerts went on"
    )
    return f"the display was stalled {seconds:.0f} s; {meanwhile}"
