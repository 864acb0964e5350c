"""Milliseconds from a key to the first byte back, in a list of 10,000 rows.

``python -m bench.key_latency``, from the top of the repository: a bare list drawn both ways, then mode 3
of the real screen, where keys also sort and filter. The program runs in a pseudo-terminal
of 160 x 48 as its own process; what it answers is read and thrown away.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from collections.abc import Sequence
from statistics import median

import psutil

KEYS = {
    "down, within the view": b"\x1b[B",
    "down, scrolling": b"\x1b[B",
    "page down": b"\x1b[6~",
    "end, home": b"",
}
FILTER = "customer-0"
"""What is typed into the filter, letter by letter: as many as ten thousand rows match it."""
VIEW = 44
PRESSES = 60
QUIET = 0.12
"""Seconds of silence after which the answer to a key is taken as complete."""


class Program:
    """A program in a pseudo-terminal."""

    def __init__(self, module: str, *arguments: str) -> None:
        self.pid, self.output = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(sys.executable, [sys.executable, "-m", module, *arguments])
        fcntl.ioctl(self.output, termios.TIOCSWINSZ, struct.pack("HHHH", 48, 160, 0, 0))

    def read(self, seconds: float) -> int:
        """Bytes that came until it was quiet for ``seconds``."""
        count = 0
        while select.select([self.output], [], [], seconds)[0]:
            try:
                count += len(os.read(self.output, 1 << 16))
            except OSError:  # it has ended, as Linux says it
                break
        return count

    def press(self, key: bytes) -> tuple[float, int]:
        """Milliseconds to the first byte (infinite: none came within a second), and all bytes."""
        start = time.perf_counter()
        os.write(self.output, key)
        if not select.select([self.output], [], [], 1.0)[0]:
            return float("inf"), 0
        elapsed = 1000 * (time.perf_counter() - start)
        return elapsed, self.read(QUIET)

    def megabytes(self) -> float:
        """Resident memory."""
        return float(psutil.Process(self.pid).memory_info().rss) / 2**20

    def quit(self) -> None:
        """Press q and wait for the end."""
        os.write(self.output, b"q")
        self.read(1.0)
        os.waitpid(self.pid, 0)


def measure(program: Program, way: str, name: str, keys: Sequence[bytes]) -> None:
    """Press ``keys`` and print how long each took to the first byte, and how many bytes came."""
    answers = [program.press(each) for each in keys]
    times = [elapsed for elapsed, _ in answers]
    size = median(size for _, size in answers)
    print(
        f"{way:6} {name:26} median {median(times):5.1f} ms   worst {max(times):5.1f} ms   {size:6.0f} bytes"
    )


def moves(program: Program, way: str) -> None:
    """Up and down a list."""
    for name, key in KEYS.items():
        presses = VIEW if name == "down, within the view" else PRESSES
        keys = [key] * presses if key else [b"\x1b[F", b"\x1b[H"] * (presses // 2)
        measure(program, way, name, keys)


def main() -> None:
    """Both ways of drawing a bare list, then mode 3."""
    for way, options in (("plain", ["--plain"]), ("diff", [])):
        program = Program("bench.list_app", "10000", *options)
        program.read(2.0)
        moves(program, way)
        print(f"{way:6} memory {program.megabytes():.0f} MB")
        program.quit()
    program = Program("bench.identities_app")
    select.select([program.output], [], [], 60.0)  # ten thousand rows are made first
    program.read(2.0)
    moves(program, "mode 3")
    measure(program, "mode 3", "sort by the next column", [b"s"] * 20)
    measure(program, "mode 3", "the other way round", [b"S"] * 20)
    program.press(b"/")
    typed = [letter.encode() for letter in FILTER]
    measure(program, "mode 3", "a letter of the filter", typed)
    measure(program, "mode 3", "a letter taken back", [b"\x7f"] * len(typed))
    program.press(b"\x1b")
    print(f"mode 3 memory {program.megabytes():.0f} MB")
    program.quit()


if __name__ == "__main__":
    main()
