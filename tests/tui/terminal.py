"""A pseudo-terminal with the real program in it."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyte

DEADLINE = 60.0
QUIET = 0.6
"""Seconds without a byte after which the program is taken to have said what it had to say."""


class Terminal:
    """``screen``: what a user would see. ``bytes``: how many the program has written."""

    def __init__(
        self,
        *arguments: str,
        cols: int = 80,
        rows: int = 24,
        environ: Mapping[str, str] | None = None,
        module: str = "tests.tui.demo_screen",
        command: Sequence[str] = (),
    ):
        """``command``: another program than ``module`` with its ``arguments``."""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):  # nohup ignores
                signal.signal(number, signal.SIG_DFL)
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **(environ or {})})
            argv = list(command) or [sys.executable, "-m", module, *arguments]
            os.execv(argv[0], argv)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        self.screen = pyte.Screen(cols, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        self.code: int | None = None
        self.found: Any = None
        """For a test that notes the attributes in which it was found."""

    def read(self, until: Callable[[], bool], seconds: float = DEADLINE) -> bool:
        """Read until ``until`` holds; False at the end of the program or of the time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if until():
                return True
            if not select.select([self.fd], [], [], 0.05)[0]:
                continue
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b""
            if not data:
                return until()
            self.raw += data
            self._stream.feed(data.replace(b"\x1b[>", b"\x1b[").replace(b"\x1b[<", b"\x1b["))
        return False

    def shows(self, text: str) -> bool:
        """Wait until ``text`` stands on the screen."""
        return self.read(lambda: text in "\n".join(self.screen.display))

    def settle(self, quiet: float = QUIET) -> int:
        """Wait until the program is quiet; how many bytes it has written so far."""
        while True:
            before = len(self.raw)
            self.read(lambda: False, quiet)
            if len(self.raw) == before:
                return before

    def press(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def wait(self) -> int:
        """The exit code (minus the signal where one ended it), everything read before."""
        end = time.monotonic() + DEADLINE
        while self.code is None and time.monotonic() < end:
            self._drain()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
                self._drain()
        if self.code is None:
            self.kill()
            raise TimeoutError("the program did not end")
        return self.code

    def _drain(self) -> None:
        if self.fd >= 0:
            self.read(lambda: False, 0.1)

    def hang_up(self) -> None:
        """The terminal goes away."""
        os.close(self.fd)
        self.fd = -1

    def kill(self) -> None:
        """For tests that fail in the middle."""
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.code = -9
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1
