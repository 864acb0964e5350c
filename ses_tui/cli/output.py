"""What happens where standard output or standard error can't be written; the one place for it.

Commands write to ``sys.stdout`` and ``sys.stderr`` as usual. ``guard`` replaces both: a failed write of data
raises ``OutputLost``, which ``main`` turns into exit code 3, and a failed write of narration is dropped.
``watch`` must go on whatever becomes of its output, so it writes with a ``LineWriter``.
"""

import os
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING, TextIO

from ses_tui.core.text import safe

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

MOST_BYTES = 256_000
"""Of lines that wait to be written; the newest line waits however long it is."""

RETRY_SECONDS = 5.0
"""Between two attempts to write to a disk that is full."""

CLOSE_SECONDS = 0.5
"""How long the end waits for the lines that are still to be written."""


class OutputLost(Exception):
    """Standard output can't be written. Not an OSError, so that no handler of those catches it."""

    def __init__(self, error: OSError) -> None:
        super().__init__(safe(error.strerror or error).lower())
        self.reader_left = isinstance(error, BrokenPipeError)
        """Whether the other end of a pipe is closed, as by ``| head``: nothing that needs a message."""


def guard() -> None:
    """Put the safe streams in place, and open standard streams that are closed.

    A descriptor below 3 that is closed would be given to the next file or socket that is opened, and
    what is meant for standard output would be written there.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # the lowest free one; read-only, so that writing fails
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stdout is sys.__stdout__:
        sys.stdout = _text(_Data(1, "w", closefd=False), sys.stdout)
    if sys.stderr is sys.__stderr__:
        sys.stderr = _text(_Narration(2, "w", closefd=False), sys.stderr, line_buffering=True)


def discard() -> None:
    """Let what is still buffered go nowhere: the interpreter flushes once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _wait_until_writable(descriptor: int) -> None:
    from select import select  # as threading below, no part of what every command has to load

    select((), (descriptor,), ())


class _Data(FileIO):
    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            while (written := super().write(data)) is None:
                _wait_until_writable(self.fileno())  # another program made the terminal or pipe non-blocking
        except OSError as error:
            raise OutputLost(error) from None
        return written


class _Narration(FileIO):
    def write(self, data: "ReadableBuffer", /) -> int:
        with suppress(OSError):
            if (written := super().write(data)) is not None:
                return written
        return len(memoryview(data))


def _text(raw: FileIO, replaced: TextIO | None, line_buffering: bool = False) -> TextIOWrapper:
    """A character that the encoding lacks is no reason to print nothing."""
    return TextIOWrapper(
        BufferedWriter(raw),
        encoding=replaced.encoding if replaced else "utf-8",
        errors="backslashreplace",
        newline="\n",
        line_buffering=line_buffering or raw.isatty(),
    )


class LineWriter:
    """Writes lines in a thread of its own: ``put`` never waits and never fails.

    While nobody reads, or the disk is full, the newest lines wait and the oldest are left out.
    """

    def __init__(self, stream: TextIO, tell: Callable[[str], None]) -> None:
        """``tell`` is called once when lines can't be written, and once when they can again."""
        import threading

        self._descriptor = stream.fileno()
        self._encoding = stream.encoding
        self._tell = tell
        self._changed = threading.Condition()
        self._waiting: deque[bytes] = deque()
        self._under_way = 0
        """1 while a line is being written, which may take for ever."""
        self._left_out = 0
        self._troubled = False
        self._closing = False
        # A daemon, since a write that nobody reads never returns.
        self._thread = threading.Thread(target=self._run, name="output", daemon=True)
        self._thread.start()

    def put(self, line: str) -> bool:
        """Have ``line`` written after those that wait; False if one of those was left out for it."""
        with self._changed:
            self._waiting.append(f"{line}\n".encode(self._encoding, "backslashreplace"))
            size = sum(map(len, self._waiting))
            full = size > MOST_BYTES and len(self._waiting) > 1
            while size > MOST_BYTES and len(self._waiting) > 1:
                size -= len(self._waiting.popleft())
                self._left_out += 1
            self._changed.notify()
        if full:
            self._trouble("is not being read")
        return not full

    def close(self) -> None:
        """Wait a moment for what is still to be written, and say how much was left out."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(CLOSE_SECONDS)
        left_out = self._left_out + len(self._waiting) + self._under_way
        if left_out:
            self._tell(f"standard output: lines left out: {left_out}")

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closing)
                if not self._waiting:
                    return
                line, self._under_way = self._waiting.popleft(), 1
            if not self._written(line):
                return
            with self._changed:
                self._under_way = 0
                over = self._troubled and not self._waiting
                if over:
                    left_out, self._left_out, self._troubled = self._left_out, 0, False
            if over:
                self._tell(f"standard output is written again; lines left out: {left_out}")

    def _written(self, line: bytes) -> bool:
        """Write ``line``, however long it takes; False where the end came first."""
        while line:
            try:
                line = line[os.write(self._descriptor, line) :]
            except BlockingIOError:
                _wait_until_writable(self._descriptor)
            except OSError as error:
                self._trouble(f"can't be written ({safe(error.strerror or error).lower()})")
                with self._changed:
                    if self._changed.wait_for(lambda: self._closing, RETRY_SECONDS):
                        return False
        return True

    def _trouble(self, why: str) -> None:
        with self._changed:
            if self._troubled:
                return
            self._troubled = True
        self._tell(f"standard output {why}: lines are left out, notifications go on")
