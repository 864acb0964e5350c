"""xterm with 16 colours on a display that nobody has: real keys, its own idea of what it shows."""

import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from tests.e2e.terminals.keynames import of_x
from tests.e2e.terminals.terminal import PATIENCE, Terminal, outer_environ

RESOURCES = (
    "*printFileImmediate: {folder}/shown",
    "*printOptsImmediate: 0",
    "*VT100.translations: #override <Key>F12: print-immediate()",
    "*allowTitleOps: true",
    "*utf8: 1",
)
FONT = ("-fa", "DejaVu Sans Mono", "-fs", "10")


class Xterm(Terminal):
    """``term``: the entry of terminfo that it goes by."""

    name = "xterm"
    needs = "xterm"
    asks = True

    def __init__(
        self,
        folder: Path,
        size: tuple[int, int],
        environ: Mapping[str, str] | None = None,
        term: str = "xterm-16color",
    ) -> None:
        super().__init__(folder, size, environ)
        self._term = term
        self._display = ""
        self._window = ""
        self._children: list[subprocess.Popen[bytes]] = []

    def open(self, *command: str) -> None:
        read, write = os.pipe()
        columns, rows = self.size
        geometry = f"{columns * 9 + 40}x{rows * 20 + 40}x24"
        server = ["Xvfb", "-displayfd", str(write), "-screen", "0", geometry, "-nolisten", "tcp", "-noreset"]
        no_repeat = "-r"  # else a busy machine, late with the release of a key, has it typed again
        self._children.append(
            subprocess.Popen([*server, no_repeat], pass_fds=(write,), stderr=subprocess.DEVNULL)
        )
        os.close(write)
        with os.fdopen(read) as told:
            self._display = f":{told.readline().strip()}"
        resources = [word for line in RESOURCES for word in ("-xrm", line.format(folder=self.folder))]
        words = [
            "xterm",
            "-tn",
            self._term,
            "-geometry",
            f"{columns}x{rows}+0+0",
            "-b",
            "0",
            *FONT,
            *resources,
        ]
        self._children.append(
            subprocess.Popen([*words, "-e", *command], env=outer_environ(DISPLAY=self._display))
        )
        self.wait_for(self._has_window, "the window")

    def _x(self, *words: str) -> str:
        done = subprocess.run(
            words, capture_output=True, text=True, check=False, env=outer_environ(DISPLAY=self._display)
        )
        return done.stdout

    def _has_window(self) -> bool:
        found = self._x("xdotool", "search", "--onlyvisible", "--class", "xterm").split()
        self._window = found[0] if found else ""
        if found:
            self._x("xdotool", "mousemove", "1", "1", "windowfocus", "--sync", self._window)
        return bool(found)

    def press(self, key: str) -> None:
        self._x("xdotool", "key", "--clearmodifiers", of_x(key))

    def pump(self, seconds: float = 0.02) -> None:
        time.sleep(seconds)

    def text(self) -> list[str]:
        for late in self.folder.glob("shown*"):
            late.unlink()
        self.press("F12")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for shown in sorted(self.folder.glob("shown*")):
                lines = shown.read_text("utf-8", "replace").split("\n")
                if len(lines) < self.size[1]:
                    continue
                shown.unlink()
                return [line.rstrip("\r\f ") for line in lines[: self.size[1]]]
            time.sleep(0.02)
        raise AssertionError("xterm did not say what it shows")

    def title(self) -> str:
        return self._x("xdotool", "getwindowname", self._window).strip()

    def picture(self, path: Path) -> None:
        """What a camera would see."""
        self._x("import", "-window", "root", str(path))

    def stop(self) -> None:
        for child in reversed(self._children):
            child.terminate()
            child.wait()
