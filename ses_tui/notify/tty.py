"""The terminal of a program that draws no screen, such as ``watch``."""

import os
from collections.abc import Callable
from errno import EAGAIN
from pathlib import Path


class TtyWriter:
    """Writes without ever waiting. What a full terminal cuts off goes out before the next bytes."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._cut_off = b""

    def __call__(self, data: bytes) -> None:
        """Take ``data``; BlockingIOError where the terminal reads nothing, OSError where it is gone."""
        self._cut_off = self._push(self._cut_off)
        rest = data if self._cut_off else self._push(data)
        if rest == data:
            raise BlockingIOError(EAGAIN, "it has stopped reading")
        self._cut_off = rest

    def close(self) -> None:
        """Let go of the terminal."""
        os.close(self._handle)

    def _push(self, data: bytes) -> bytes:
        """What the terminal did not take."""
        while data:
            try:
                data = data[os.write(self._handle, data) :]
            except BlockingIOError:
                break
        return data


def tty_writer(path: Path = Path("/dev/tty")) -> Callable[[bytes], None] | None:
    """A writer to the controlling terminal; None where there is none.

    Opened anew and non-blocking, so that standard input and output keep their mode, and a frozen
    terminal holds nobody up.
    """
    try:
        return TtyWriter(os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC))
    except OSError:
        return None
