"""Records an incident from ok to review: docs/pictures/incident.cast (asciinema v2) and incident.svg.

    python docs/recording.py

It is the demo itself in a pseudo-terminal; the account's hour and a half takes a minute and a half.
The cast plays with `asciinema play`; the SVG is a strip of the moments at which the account's condition rose.
"""

import fcntl
import json
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Iterator
from io import StringIO
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pyte
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import MONOKAI
from rich.text import Text

PICTURES = Path(__file__).parent / "pictures"
COLUMNS, ROWS = 80, 24
SPEED = 60
PATIENCE = 300.0
"""Seconds; the incident takes 85 minutes of the account's time, at SPEED."""

LINGER = 6.0
"""Seconds that the recording goes on at its end."""

LONGEST = 1.5
"""Seconds that nothing may happen in the cast; more are cut, and the cast says so in its header."""

MOMENTS = (
    # the account's rate in the words of its panel, and the title of the picture
    (r"● ok", "all is well"),
    (r"◆ NOTICE", "AWS's own rate begins to rise"),
    (r"▲ WARN", "over our alarm"),
    (r"■ REVIEW", "over the line at which AWS reviews an account"),
)
COMMAND = (sys.executable, "-m", "ses_tui", "demo", "--scenario", "stale-list", "--speed", str(SPEED))

Chunk = tuple[float, str]


class Recorder:
    """The demo in a pseudo-terminal. ``chunks``: seconds from the start and what it wrote."""

    def __init__(self) -> None:
        self.chunks: list[Chunk] = []
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self._state = TemporaryDirectory()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
            os.execve(COMMAND[0], COMMAND, {**kept, **self._environ()})
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._began = time.monotonic()
        self._rest = b""

    def _environ(self) -> dict[str, str]:
        return {
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "XDG_STATE_HOME": self._state.name,
        }

    def read(self) -> bool:
        """Take what it has written; False at its end."""
        if not select.select([self._fd], [], [], 0.05)[0]:
            return True
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self._stream.feed(data.replace(b"\x1b[>", b"\x1b[").replace(b"\x1b[<", b"\x1b["))
        whole = self._rest + data
        text = whole.decode("utf-8", "ignore")
        self._rest = whole[len(text.encode()) :]  # the beginning of a character
        self.chunks.append((time.monotonic() - self._began, text))
        return True

    def said(self) -> str:
        """The line of the account's bounce rate."""
        return "\n".join(self.screen.display[:6])

    def leave(self) -> None:
        """By key, everything read."""
        os.write(self._fd, b"q")
        while self.read():
            pass
        os.waitpid(self._pid, 0)
        self._state.cleanup()


def record() -> tuple[list[Chunk], list[tuple[str, Text]]]:
    """What was written, and the screen at each of the moments."""
    recorder, shots = Recorder(), list[tuple[str, Text]]()
    end = time.monotonic() + PATIENCE
    for pattern, title in MOMENTS:
        while not re.search(rf"[0-9] %  {pattern}", recorder.said()):
            recorder.read()
            if time.monotonic() > end:
                sys.exit(f"{title!r} never came:\n" + "\n".join(recorder.screen.display))
        settle(recorder, 1.0)
        shots.append((title, text_of(recorder.screen)))
    settle(recorder, LINGER)
    shots[-1] = (shots[-1][0], text_of(recorder.screen))
    recorder.leave()
    return recorder.chunks, shots


def settle(recorder: Recorder, seconds: float) -> None:
    """Let it go on."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        recorder.read()


def shortened(chunks: list[Chunk]) -> Iterator[Chunk]:
    """With no pause over LONGEST."""
    before, now = 0.0, 0.0
    for at, text in chunks:
        now += min(at - before, LONGEST)
        before = at
        yield round(now, 3), text


def cast(chunks: list[Chunk]) -> str:
    """https://docs.asciinema.org/manual/asciicast/v2/"""
    header = {
        "version": 2,
        "width": COLUMNS,
        "height": ROWS,
        "idle_time_limit": LONGEST,
        "title": "ses-tui demo: an old list is sent in full, from ok to review",
        "env": {"TERM": "xterm-256color"},
    }
    lines = [header, *([at, "o", text] for at, text in shortened(chunks))]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def text_of(screen: pyte.Screen) -> Text:
    """The screen with its colours."""
    lines = []
    for row in range(ROWS):
        cells = [screen.buffer[row][column] for column in range(COLUMNS)]
        runs = groupby(cells, key=lambda cell: (cell.fg, cell.bg, cell.bold, cell.reverse))
        line = Text()
        for (fg, bg, bold, reverse), run in runs:
            style = Style(color=_colour(fg), bgcolor=_colour(bg), bold=bold, reverse=reverse)
            line.append("".join(cell.data for cell in run), style)
        lines.append(line)
    return Text("\n").join(lines)


def _colour(name: str) -> str | None:
    if name == "default":
        return None
    if re.fullmatch(r"[0-9a-f]{6}", name):
        return f"#{name}"
    name = name.replace("brown", "yellow")  # as pyte calls it
    return f"bright_{name[6:]}" if name.startswith("bright") else name


def strip(shots: list[tuple[str, Text]]) -> str:
    """One picture under the other."""
    console = Console(width=COLUMNS, record=True, file=StringIO(), color_system="truecolor")
    for number, (title, shot) in enumerate(shots, 1):
        console.print(Text(f" {number}  {title} ".center(COLUMNS, "─"), Style(bold=True)))
        console.print(shot, soft_wrap=True)
    return console.export_svg(title="ses-tui demo --scenario stale-list", theme=MONOKAI, unique_id="incident")


def main() -> None:
    """Record and write both."""
    chunks, shots = record()
    PICTURES.mkdir(exist_ok=True)
    for name, text in (("incident.cast", cast(chunks)), ("incident.svg", strip(shots))):
        path = PICTURES / name
        path.write_text(text, encoding="utf-8")
        print(path, f"{path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
