"""A process of the chaos run as its parent holds it: without a screen, or in a terminal of its own."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import psutil

ENDED_WITHIN = 60.0
"""Real seconds within which a process ends that was asked to, on a loaded machine."""

STOPPED = 1.5
"""Real seconds for which a process is stopped."""

LEAVES_SCREEN = b"\x1b[?1049l"
KEPT = 20_000
"""Bytes of what the screen wrote last."""

HUNG_UP = 128 + signal.SIGHUP


class Sample(NamedTuple):
    """What a process held. ``age``: simulated seconds since it began; ``mb``: resident."""

    process: int
    screen: bool
    age: float
    mb: float
    threads: int
    descriptors: int
    children: int


class Terminal:
    """A pseudo-terminal with a reader: what is written to it is thrown away, but for the end."""

    def __init__(self) -> None:
        self._far, self.line = pty.openpty()
        fcntl.ioctl(self._far, termios.TIOCSWINSZ, struct.pack("HHHH", 34, 120, 0, 0))
        self.found = termios.tcgetattr(self.line)
        self.written = 0
        self.last = b""
        self._closed = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def attributes(self) -> list[Any]:
        return termios.tcgetattr(self.line)

    def press(self, keys: bytes) -> None:
        os.write(self._far, keys)

    def hang_up(self) -> None:
        """The far end goes away."""
        self._closed.set()
        self._reader.join()
        os.close(self._far)

    def close(self) -> None:
        if not self._closed.is_set():
            self.hang_up()
        os.close(self.line)

    def _read(self) -> None:
        while not self._closed.is_set():
            if not select.select([self._far], [], [], 0.05)[0]:
                continue
            data = os.read(self._far, 65536)
            self.written += len(data)
            self.last = (self.last + data)[-KEPT:]


def _in_its_terminal() -> None:
    """The line becomes the controlling terminal; a hang-up counts also where the bench itself ignores it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Process:
    """``troubles``: what was not as it must be, in words."""

    def __init__(
        self, number: int, words: Sequence[str], environ: Mapping[str, str], log: Path, *, screen: bool
    ) -> None:
        self.number = number
        self.troubles: list[str] = []
        self.terminal = Terminal() if screen else None
        command = (sys.executable, "-m", "bench.chaos_engine", "screen" if screen else "watch", *words)
        if self.terminal is not None:
            line = self.terminal.line
            self._process = subprocess.Popen(
                command,
                env={**environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"},
                stdin=line,
                stdout=line,
                stderr=line,
                start_new_session=True,
                preexec_fn=_in_its_terminal,  # noqa: PLW1509 - it needs no thread
            )
        else:
            with log.open("ab") as errors:
                self._process = subprocess.Popen(
                    command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors
                )
        self.pid = self._process.pid
        self._looked_at = psutil.Process(self.pid)

    @property
    def what(self) -> str:
        return f"process {self.number} ({'screen' if self.terminal else 'watch'})"

    def ended(self) -> int | None:
        """Its exit code, if it has ended."""
        return self._process.poll()

    def sample(self, age: float) -> Sample | None:
        """None where it has just ended."""
        try:
            with self._looked_at.oneshot():
                return Sample(
                    self.number,
                    self.terminal is not None,
                    age,
                    self._looked_at.memory_info().rss / 2**20,
                    self._looked_at.num_threads(),
                    self._looked_at.num_fds(),
                    len(self._looked_at.children()),
                )
        except psutil.Error:
            return None

    def kill(self) -> None:
        """kill -9: its terminal stays as it is, which nobody can help."""
        self._process.kill()
        self._process.wait()
        if self.terminal is not None:
            self.terminal.close()

    def leave(self) -> None:
        """As its user leaves it: ``q`` on a screen, ctrl-c's brother SIGTERM without one."""
        if self.terminal is not None:
            self.terminal.press(b"q")
            self._expect(0)
        else:
            self.terminate()

    def terminate(self) -> None:
        """SIGTERM, as systemd and a shell that ends send it."""
        self._process.send_signal(signal.SIGTERM)
        self._expect(128 + signal.SIGTERM if self.terminal is not None else 0)

    @property
    def drawn(self) -> bool:
        """Whether the screen is there: its terminal is raw, and was written on."""
        terminal = self.terminal
        return terminal is not None and bool(terminal.written) and terminal.attributes() != terminal.found

    def lose_terminal(self, *, by_signal: bool) -> None:
        """SIGHUP with a terminal that stays, or its far end goes away."""
        assert self.terminal is not None
        if by_signal:
            self._process.send_signal(signal.SIGHUP)
        else:
            self.terminal.hang_up()
        self._expect(HUNG_UP, intact=by_signal)

    def stop_and_continue(self) -> None:
        """SIGSTOP and SIGCONT, with the terminal set for a shell meanwhile: then raw and drawn on again."""
        assert self.terminal is not None
        raw = self.terminal.attributes()
        self._process.send_signal(signal.SIGSTOP)
        time.sleep(STOPPED)
        termios.tcsetattr(self.terminal.line, termios.TCSANOW, self.terminal.found)
        written = self.terminal.written
        self._process.send_signal(signal.SIGCONT)
        end = time.monotonic() + ENDED_WITHIN
        while time.monotonic() < end:
            if self.terminal.attributes() == raw and self.terminal.written > written:
                return
            time.sleep(0.05)
        self.troubles.append(f"{self.what}: after SIGCONT the terminal is not raw, or nothing is drawn")

    def _expect(self, code: int, *, intact: bool = True) -> None:
        try:
            found = self._process.wait(ENDED_WITHIN)
        except subprocess.TimeoutExpired:
            self.troubles.append(f"{self.what}: does not end")
            self.kill()
            return
        if found != code:
            self.troubles.append(f"{self.what}: ended with {found}, not {code}")
        if self.terminal is None:
            return
        if intact:
            time.sleep(0.2)  # for the reader to have read what was written last
            if self.terminal.attributes() != self.terminal.found:
                self.troubles.append(f"{self.what}: the terminal's settings are not as they were found")
            if LEAVES_SCREEN not in self.terminal.last:
                self.troubles.append(f"{self.what}: the alternate screen was not left")
        if (at := self.terminal.last.find(b"Traceback")) >= 0:
            shown = self.terminal.last[at:].decode("utf-8", "replace")
            self.troubles.append(f"{self.what}: a traceback on the terminal\n{shown}")
        self.terminal.close()
