"""A screen that must end: its terminal went away, or a signal asked. Textual would spin on the first, since
SIGHUP does not always come.

A thread sleeps in poll(2) until the terminal hangs up. The screen is asked to end; where it cannot, because
its loop waits for a write that will never be done, a thread ends the process.
"""

import os
import select
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

LOOK_EVERY = 10.0
"""Seconds between two looks where poll(2) does not report on terminals (macOS)."""

GRACE = 5.0
"""Seconds that the screen has to end by itself."""

HUNG_UP = 129
"""Exit code: 128 + SIGHUP, as a shell reports it."""


class Watchdog:
    """``ask`` ends the screen (it must not block); ``force`` flushes what must not be lost."""

    def __init__(self, fileno: int, ask: Callable[[], None], force: Callable[[], None]) -> None:
        self._fileno = fileno
        self._ask = ask
        self._force = force
        self._over = threading.Event()
        self.hung_up = False

    def start(self) -> None:
        """Watch, in a thread that does not keep the process alive."""
        threading.Thread(target=self._watch, name="tty-watchdog", daemon=True).start()

    def stop(self) -> None:
        """The screen has ended."""
        self._over.set()

    def _watch(self) -> None:
        poll = select.poll()
        poll.register(self._fileno, 0)
        while not self._over.is_set():
            if gone(poll, self._fileno, LOOK_EVERY) and not self._over.is_set():
                self.hung_up = True
                self._ask()
                self._insist(HUNG_UP)
                return

    def end(self, code: int) -> None:
        """Ask the screen to end, and see that it does; returns at once."""
        self._ask()
        threading.Thread(target=self._insist, args=(code,), name="tty-watchdog-end", daemon=True).start()

    def _insist(self, code: int) -> None:
        if not self._over.wait(GRACE):
            self._force()
            os._exit(code)


def gone(poll: "select.poll", fileno: int, seconds: float) -> bool:
    """Whether the terminal hung up within ``seconds``."""
    events = poll.poll(seconds * 1000)
    if any(flags & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, flags in events):
        return True
    try:
        return not os.isatty(fileno)
    except OSError:
        return True


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
