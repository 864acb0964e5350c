"""A program in a pseudo-terminal that somebody watches: all that the real terminals have in common."""

import contextlib
import fcntl
import os
import pty
import select
import shlex
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pyte

from tests.e2e.terminals.keynames import sent
from tests.e2e.terminals.modes import title_left

ROOT = Path(__file__).parents[3]
PATIENCE = 90.0
"""Seconds for anything at all: a busy machine is slow, not wrong."""

TITLE = "before"
FOREIGN = (
    *("TMUX", "TMUX_PANE", "STY", "WINDOW", "COLORTERM", "TERM_PROGRAM", "DISPLAY", "WINDOWID", "NO_COLOR"),
    *("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "COLUMNS", "LINES", "COLORFGBG", "VTE_VERSION"),
)

SCRIPT = """\
set -m
cd {root}
export LANG=C.UTF-8 LC_ALL=C.UTF-8 TZ=UTC XDG_STATE_HOME={folder}/state {environ}
printf '\\033]2;{title}\\007'
stty -a > {folder}/stty.before
ask() {{ {ask}; }}
ask > {folder}/modes.before
{program}
code=$?
while [ "$(jobs -s)" ]; do
  stty -a > {folder}/stty.suspended
  printf '\\nSUSPENDED\\n'
  read -r _
  fg > /dev/null
  code=$?
done
echo $code > {folder}/code
stty -a > {folder}/stty.after
ask > {folder}/modes.after
printf '\\nLEFT %s\\n' $code
exec cat
"""
"""What runs in the terminal: the program with the state of the terminal before and after, and job control."""

ASK = r"""state=$(stty -g)
stty raw -echo
for mode in 1049 25 7 1000 1002 1003 1006 1015 1004 2004 2026; do
  printf '\033[?%d$p' $mode > /dev/tty
  IFS= read -r -d y -t 10 answer < /dev/tty
  printf '%s\n' "${answer#?}"
done
stty $state"""
"""DECRQM: xterm tells which of its modes are set."""


class Terminal:
    """Plain: the pseudo-terminal itself, and pyte in place of what draws.

    ``folder``: a directory of its own. ``asks``: whether it answers DECRQM.
    """

    name = "pty"
    term = "xterm-256color"
    asks = False

    def __init__(self, folder: Path, size: tuple[int, int], environ: Mapping[str, str] | None = None) -> None:
        self.folder, self.size = folder, size
        self.environ = {"TERM": self.term, **(environ or {})}
        self.raw = bytearray()
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._pid, self._fd = 0, -1

    def start(self, *program: str) -> None:
        """``program``: its words after the interpreter."""
        self.folder.mkdir(parents=True, exist_ok=True)
        script = self.folder / "run.sh"
        script.write_text(
            SCRIPT.format(
                root=shlex.quote(str(ROOT)),
                folder=shlex.quote(str(self.folder)),
                title=TITLE,
                ask=ASK if self.asks else ":",
                environ=self.inner_environ(),
                program=shlex.join([sys.executable, *program]),
            ),
            "utf-8",
        )
        self.open("bash", str(script))

    def inner_environ(self) -> str:
        """Assignments for inside the terminal; TERM is what the terminal says."""
        return " ".join(
            shlex.join([f"{name}={value}"]) for name, value in self.environ.items() if name != "TERM"
        )

    def open(self, *command: str) -> None:
        """Have the terminal run the command."""
        self.spawn(command)

    def spawn(self, command: tuple[str, ...], term: str = "") -> None:
        """In the pseudo-terminal."""
        environ = outer_environ(TERM=term or self.environ["TERM"])
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.execvpe(command[0], command, environ)
        self.resize(*self.size)

    def resize(self, columns: int, rows: int) -> None:
        """As somebody who pulls at its corner."""
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.size = (columns, rows)
        self.screen.resize(rows, columns)

    def press(self, key: str) -> None:
        """A key, by Textual's name of it."""
        os.write(self._fd, sent(key).encode())

    def pump(self, seconds: float = 0.02) -> None:
        """Read all that it has written meanwhile."""
        while select.select([self._fd], [], [], seconds)[0]:
            try:
                data = os.read(self._fd, 65536)
            except OSError:
                time.sleep(seconds)
                return
            self.raw += data
            self._stream.feed(data.replace(b"\x1b[>", b"\x1b[").replace(b"\x1b[<", b"\x1b["))
            seconds = 0.0

    def wait_for(self, what: Callable[[], bool], name: str) -> None:
        """AssertionError with the screen if it does not come."""
        end = time.monotonic() + PATIENCE
        while not what():
            self.pump()
            if time.monotonic() > end:
                raise AssertionError(f"{self.name}: {name} never came:\n" + "\n".join(self.text()))

    def shows(self, text: str) -> None:
        """Wait for a text."""
        self.wait_for(lambda: any(text in line for line in self.text()), repr(text))

    def text(self) -> list[str]:
        """What the terminal shows, line by line."""
        self.pump(0.0)
        return [line.rstrip() for line in self.screen.display]

    def title(self) -> str:
        """What it is called at present."""
        return title_left(bytes(self.raw), "")

    def title_after(self) -> str:
        """What it is to be called when the program has left."""
        return TITLE

    def stop(self) -> None:
        """End whatever still runs in it."""
        if self._pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            os.close(self._fd)
            os.waitpid(self._pid, 0)
            self._pid = 0


def outer_environ(**changes: str) -> dict[str, str]:
    """This process's environment without what says in which terminal it runs."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**kept, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **changes}
