"""The same program with the diff and without, in real pseudo-terminals: the same screen in the end."""

import codecs
import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.tui_draw.capture import Terminal

WIDTH, HEIGHT = 90, 24
DEADLINE = 60.0
_NOT_FOR_PYTE = re.compile(r"\x1b\[[<=>?][0-9;]*(?:u|\$p)|\x1b\][^\x07]*\x07")


class Program:
    """The list in a pseudo-terminal that answers nothing, and its screen."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self.screen = Terminal(WIDTH, HEIGHT)
        self.bytes = 0

    def press(self, keys: bytes) -> None:
        """Type ``keys``."""
        os.write(self._fd, keys)

    def until(self, reached: Callable[[str], bool]) -> None:
        """Read until the screen's text is as wanted and nothing more comes."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            if select.select([self._fd], [], [], 0.2)[0]:
                data = os.read(self._fd, 1 << 16)
                self.bytes += len(data)
                self.screen.feed(_NOT_FOR_PYTE.sub("", self._decode(data)))
            elif reached("\n".join(self.screen.display)):
                return
        pytest.fail("\n".join(["never reached:", *self.screen.display]))


@contextmanager
def program(*arguments: str) -> Iterator[Program]:
    pid, fd = pty.fork()
    if pid == 0:
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        environment.pop("NO_COLOR", None)
        # A new environment, not the process's: readline puts COLUMNS there behind Python's back.
        os.execve(sys.executable, [sys.executable, "-m", "tests.tui_draw.list_app", *arguments], environment)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
    running = Program(fd)
    try:
        yield running
    finally:
        running.press(b"\x11")  # ctrl-q
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end and not os.waitpid(pid, os.WNOHANG)[0]:
            if select.select([fd], [], [], 0.05)[0]:
                with contextlib.suppress(OSError):  # the other end is closed
                    os.read(fd, 1 << 16)
        os.close(fd)


def drive(running: Program) -> list[list[list[tuple[str, str]]]]:
    """Through the list, the field and a toast; the screen after each."""
    screens = []
    for keys, sign in (
        (b"", "name 19 "),
        (b"\x1b[B" * 40, "▌name 40"),
        (b"\x1b[F", "▌name 199"),
        (b"\x1b[5~", "▌name 179"),
        (b"\t", " name 179"),
        (b"hello", "hello"),
        (b"\r", "typed"),
    ):
        running.press(keys)
        running.until(lambda text, sign=sign: sign in text)  # type: ignore[misc]  # a default binds the loop's value
        screens.append(running.screen.cells())
    return screens


def test_both_show_the_same_and_the_diff_sends_less() -> None:
    with program() as diff:
        diff_screens = drive(diff)
    with program("plain") as plain:
        plain_screens = drive(plain)
    assert diff_screens == plain_screens
    assert diff.bytes < plain.bytes / 2
