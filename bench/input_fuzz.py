"""Random and mutated input against the live screen of ``ses-tui demo``: it lives, and nothing runs unasked.

``python -m bench.input_fuzz [--seconds 60] [--seed N] [replies|bytes|clicks|keys|resizes]…``, from the top of
the repository. ``replies``: what terminals say of themselves, mutated and split, none of it a key: the screen
must stay as it was. ``bytes``: any bytes but the keys that leave. ``clicks``: single and double clicks
anywhere, in every mode and dialogue. ``keys``: all other keys. ``resizes``: clicks and pastes into every mode
and form while the terminal has another size every moment. Memory is told every 30 s.
"""

import argparse
import fcntl
import os
import random
import re
import select
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.tui.terminal import Terminal

COLS, ROWS = 120, 34
MODE, MODE_SHOWS = b"6", "Alerts"
DIALOGUE = re.compile(r"╭─ (?:Keys|Ack|Sil|Go to|Exp|Bounce rate)|◀ PAST|‖ PAUSED|🔎")
TOLD_EVERY = 30.0
PATIENCE = 120.0
"""Seconds that a loaded machine may take to catch up with what was sent."""

IN_TIME = 0.05
"""Seconds between two pieces of a sequence, at most; escape alone is a key after 0.1."""

STRINGS = (b"\x1b]", b"\x1bP", b"\x1b_", b"\x1b^", b"\x1bX")
REPLIES = (
    b"\x1b]11;rgb:1a1a/aaaa/1a1a\x1b\\",
    b"\x1b]10;rgb:dada/dada/dada\x07",
    b"\x1b]52;c;cXVpdCBleHBvcnQgYWNrIHNpbGVuY2U=\x07",
    b"\x1b[?62;22c",
    b"\x1b[>41;367;0c",
    b"\x1b[10;20R",
    b"\x1b[8;34;120t",
    b"\x1b[?2004;1$y",
    b"\x1b[?31u",
    b"\x1bP>|xterm.js(5.5.0)\x1b\\",
    b"\x1bP1+r544e=787465726d2d6b69747479\x1b\\",
    b"\x1bP1$r0;1;4mq\x1b\\",
    b"\x1b_Gi=1;OK\x1b\\",
    b"\x1b^exa t\x1b\\",
    b"\x1bXaxetr?\x1b\\",
    b"\x9b?1;2c",
    b"\x9d11;rgb:eaea/aaaa/1a1a\x9c",
    b"\x90>|tmux 3.4\x9c",
    b"\x1b[97;1:3u",
    b"\x1b[120;1:2u",
    b"\x1b[M \xe1\xe1",
    b"\xe9\xe8\xfc",
)
KEYS = b"123456789aexrtynp[]{}?/sSjkgmR" + b"\r\t\x1b\x10\x0c"
LONG_KEYS = (
    b"\x1b[A",
    b"\x1b[B",
    b"\x1b[C",
    b"\x1b[D",
    b"\x1b[5~",
    b"\x1b[6~",
    b"\x1b[H",
    b"\x1b[F",
    b"\x1b[Z",
)
LEAVING = b"q\x03\x11\x1a"


def reply(rng: random.Random) -> bytes:
    """One or several replies; in a string some characters are others."""
    sent = b""
    for _ in range(rng.randint(1, 3)):
        one = bytearray(rng.choice(REPLIES))
        if one[:2] in STRINGS and rng.random() < 0.5:
            for _ in range(rng.randint(1, 4)):
                one[rng.randrange(2, len(one) - 2)] = rng.randrange(0x20, 0x7F)
        sent += bytes(one)
    return sent


def anything(rng: random.Random) -> bytes:
    """Random bytes, and pieces of replies, keys and pastes."""
    final, event = rng.choice(b"u~ABc"), rng.choice([b"", b":3", b";9999999"])
    parts = (
        bytes(rng.randrange(256) for _ in range(rng.randint(1, 30))),
        rng.choice(REPLIES)[: rng.randint(1, 12)],
        rng.choice(LONG_KEYS),
        b"\x1b[%d;%d%s%c" % (rng.randrange(300), rng.randrange(12), event, final),
        b"\x1b[200~" + bytes(rng.randrange(256) for _ in range(rng.randint(0, 60))),
        b"\x1b[201~",
    )
    return bytes(byte for byte in rng.choice(parts) if byte not in LEAVING)


def click(rng: random.Random) -> bytes:
    """Up to three clicks at once, often behind a key that opens something or goes to another mode."""
    x, y = rng.randint(1, COLS), rng.randint(1, ROWS - 1)  # not on the last line, which has "quit"
    key = bytes([rng.choice(b"123456789aextr?\x10 \x1b")]) if rng.random() < 0.6 else b""
    return key + b"\x1b[<0;%d;%dM\x1b[<0;%d;%dm" % (x, y, x, y) * rng.choice([1, 2, 2, 3])


def key(rng: random.Random) -> bytes:
    """Any key but those that leave."""
    return rng.choice(LONG_KEYS) if rng.random() < 0.2 else bytes([rng.choice(KEYS)])


OPENING = (b"a", b"x", b"e", b"t", b"r", b"?", b"/", b":", b"y", b"g", b"s", b"z", b"\r", b"\x10", b"[", b"p")
"""Forms, dialogues and states; a mode's number comes before."""

SIZES = ((10, 250), (3, 70))
"""Columns and rows, from and to."""


def paste(rng: random.Random) -> bytes:
    """A mode, what opens there, and then a paste or clicks."""
    sent = b"%d" % rng.randint(1, 9) + rng.choice(OPENING)
    if rng.random() < 0.5:
        return sent + click(rng)
    text = bytes(
        rng.choice(b"ab1./*-: \t\n\r\x00\xc3\xa9\xff") for _ in range(rng.choice([0, 3, 300, 20_000]))
    )
    return sent + b"\x1b[200~" + text + b"\x1b[201~" + rng.choice([b"", b"\r", b"\t\r", b"\x1b"])


KINDS: dict[str, Callable[[random.Random], bytes]] = {
    "replies": reply,
    "bytes": anything,
    "clicks": click,
    "keys": key,
    "resizes": paste,
}


class Fuzz:
    """One run on one screen."""

    def __init__(self, seed: int, home: Path) -> None:
        self.rng = random.Random(seed)
        environ = {
            "HOME": str(home),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
        }
        self.terminal = Terminal(
            "demo", "--scenario", "isp-block", cols=COLS, rows=ROWS, environ=environ, module="ses_tui"
        )
        assert self.terminal.shows("Gmail")
        self.terminal.read(lambda: False, 1.0)
        self.sent = 0
        self.late = False
        """Whether a piece came so late that what was before it may be a key of its own."""

    def send(self, data: bytes) -> None:
        """In up to four pieces, with gaps as a slow line has."""
        self.late = False
        cuts = sorted(self.rng.randrange(len(data) + 1) for _ in range(self.rng.choice([0, 0, 1, 3])))
        wrote = time.monotonic()
        for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True):
            if start and time.monotonic() - wrote > IN_TIME:
                self.late = True
            self._write(data[start:end])
            wrote = time.monotonic()
            self.terminal.read(lambda: False, self.rng.choice([0.0, 0.01, 0.03]))
        self.sent += 1

    def _write(self, data: bytes) -> None:
        """Reading meanwhile, as a terminal does: or each would wait for the other."""
        while data:
            if select.select([], [self.terminal.fd], [], 0)[1]:
                data = data[os.write(self.terminal.fd, data[:256]) :]
            self.terminal.read(lambda: False, 0.01)

    def resize(self, cols: int, rows: int) -> None:
        """The terminal's window is another."""
        fcntl.ioctl(self.terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        self.terminal.screen.resize(rows, cols)

    def ended(self) -> str:
        """How the program ended; empty while it runs."""
        pid, status = os.waitpid(self.terminal.pid, os.WNOHANG)
        if not pid:
            return ""
        self.terminal.code = os.waitstatus_to_exitcode(status)
        return f"ended with {self.terminal.code} after {self.sent} inputs"

    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self.terminal.screen.display)

    def answers(self) -> bool:
        """Whether keys still work: out of everything, then two modes, each with what lies over it."""
        self.terminal.read(lambda: False, 2.5)  # a sequence that was left open is given up
        away = [b"\x1b"] * 6
        for each in (*away, b"n", b"2", *away):
            os.write(self.terminal.fd, each)
            self.terminal.read(lambda: False, 0.4)
        if not self.terminal.read(lambda: re.search(r"ISPs \d+", self.text()) is not None, PATIENCE):
            return False
        for each in (MODE, *away):
            os.write(self.terminal.fd, each)
            self.terminal.read(lambda: False, 0.4)
        return self.terminal.read(lambda: MODE_SHOWS in self.text(), PATIENCE)


def run(kind: str, seconds: float, seed: int) -> str:
    """What went wrong; empty where nothing did."""
    with tempfile.TemporaryDirectory() as home:
        fuzz = Fuzz(seed, Path(home))
        try:
            wrong = _run(fuzz, kind, seconds)
        finally:
            fuzz.terminal.kill()
        log = next(Path(home).rglob("demo.log"), None)
        faults = log.read_text("utf-8") if log else ""
    return "\n".join(filter(None, [wrong, faults[:6000] if "a fault in the screen" in faults else ""]))


def _run(fuzz: Fuzz, kind: str, seconds: float) -> str:
    fuzz.send(MODE)
    fuzz.terminal.read(lambda: MODE_SHOWS in fuzz.text(), 10)
    process = psutil.Process(fuzz.terminal.pid)
    begun = told = time.monotonic()
    print(f"{kind:8} {process.memory_info().rss / 2**20:5.0f} MB at the start", flush=True)
    while time.monotonic() - begun < seconds:
        data = KINDS[kind](fuzz.rng)
        if kind == "resizes" and fuzz.rng.random() < 0.7:
            fuzz.resize(*(fuzz.rng.randint(*each) for each in SIZES))
        fuzz.send(data)
        if ended := fuzz.ended():
            return f"{ended}, the last {data!r}"
        if kind == "replies" and (MODE_SHOWS not in fuzz.text() or DIALOGUE.search(fuzz.text())):
            if not fuzz.late:
                return f"something ran after {data!r}\n{fuzz.text()}"
            if not fuzz.answers():
                return "keys do nothing any more:\n" + fuzz.text()
        if time.monotonic() - told >= TOLD_EVERY:
            told = time.monotonic()
            rss, threads = process.memory_info().rss / 2**20, process.num_threads()
            print(
                f"{kind:8} {rss:5.0f} MB, {threads} threads, {fuzz.sent:,} inputs in {told - begun:.0f} s",
                flush=True,
            )
    fuzz.resize(COLS, ROWS)
    if not fuzz.answers():
        return "keys do nothing any more:\n" + fuzz.text()
    print(f"{kind:8} {process.memory_info().rss / 2**20:5.0f} MB, {fuzz.sent:,} inputs, alive", flush=True)
    return ""


def main() -> int:
    """1 if anything went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kinds", nargs="*", choices=[[], *KINDS], default=[])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    wrong = [run(kind, options.seconds, options.seed) for kind in options.kinds or KINDS]
    print("\n".join(filter(None, wrong)) or "nothing ran that no key asked for")
    return any(wrong)


if __name__ == "__main__":
    sys.exit(main())
