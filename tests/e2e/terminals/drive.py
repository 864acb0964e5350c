"""Presses every key of every mode, and of whatever a key opens, and says what was pressed."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from tests.e2e.terminals.keynames import can_be_sent
from tests.e2e.terminals.terminal import Terminal

LEAVING = ("q", "ctrl+q", "ctrl+c", "ctrl+z")
"""Keys that are left to the end."""

FOCUS = 12
"""How many times to go on to the next part of a screen, at most."""

ENOUGH = 4
"""How many times escape is pressed to come back."""

SETTLED = ("account", "bounce_rate", "complaint_rate", "vdm", "lists", "statistics")
"""Sources that a demo reads at the start."""


class Line(NamedTuple):
    """One line of the journal (program.py)."""

    key: str
    mode: str
    stack: tuple[str, ...]
    focus: str
    news: int
    read: tuple[str, ...]
    keys: tuple[tuple[str, str, str], ...]

    @property
    def where(self) -> tuple[str, ...]:
        """The mode and what lies over it."""
        return (self.mode, *self.stack[1:])


class Driver:
    """``pressed``: place, key and action of each press, in order. ``once``: no key again elsewhere."""

    def __init__(self, terminal: Terminal, journal: Path, *, once: bool = False) -> None:
        self.terminal = terminal
        self._once = once
        self.pressed: list[tuple[str, str, str]] = []
        self._journal = journal
        self._read = 0
        self._lines: list[Line] = []
        self._seen: set[tuple[str, str, str]] = set()

    @property
    def now(self) -> Line:
        """The newest line."""
        return self._lines[-1]

    def look(self) -> list[Line]:
        """What the program has written since."""
        if not self._journal.exists():
            return []
        with self._journal.open("rb") as journal:
            journal.seek(self._read)
            data = journal.read().rpartition(b"\n")[0]
        if not data:
            return []
        self._read += len(data) + 1
        new = [_line(json.loads(line)) for line in data.decode().split("\n")]
        self._lines += new
        return new

    def wait_until_read(self) -> None:
        """Until everything is there that a start reads, and what it has to say was said."""

        def settled() -> bool:
            self.look()
            said = any(line.news for line in self._lines)
            return said and set(SETTLED) <= set(self.now.read)

        self.terminal.wait_for(settled, "the first reads")

    def press(self, key: str) -> Line:
        """Press it and wait until what it did is drawn."""
        self.look()
        self.terminal.press(key)
        self.terminal.wait_for(
            lambda: any(line.key == key for line in self.look()), f"{key} in {self.now.where}"
        )
        return self.now

    def modes(self) -> list[tuple[str, str]]:
        """Key and name of each."""
        return [(key, name.partition(".")[2]) for key, _, name in self.now.keys if name.startswith("mode.")]

    def every_mode(self) -> None:
        """All keys of all modes."""
        modes = self.modes()
        assert modes, "no mode has a key"
        for key, _ in modes:
            self.press(key)
            assert len(self.now.stack) == 1, f"{key} does not lead to a mode: {self.now.where}"
            self.every_key((key,))

    def every_key(self, way: tuple[str, ...]) -> None:
        """All keys of the screen to which the keys ``way`` lead; it is shown, and is again afterwards."""
        here, parts = self.now.where, 0
        while parts < FOCUS:
            found = self._unseen(here)
            if found is None:
                if not self._has("tab") or self.press("tab").where != here:
                    break
                parts += 1
                continue
            key, action, _ = found
            self._seen |= {("", key, ""), (_place(here), key, action)}
            self.pressed.append((_place(here), key, action))
            there = self.press(key).where
            if len(there) > len(here) and not self._known(there):
                self.every_key((*way, key))
            self._come_back(here, way)
        self._come_back(here, way)

    def _has(self, key: str) -> bool:
        return any(each == key for each, _, _ in self.now.keys)

    def _unseen(self, here: tuple[str, ...]) -> tuple[str, str, str] | None:
        for key, action, name in self.now.keys:
            new = ("", key, "") if self._once else (_place(here), key, action)
            if new in self._seen or key in LEAVING or not can_be_sent(key):
                continue
            if not _runs_what_is_found(here, key):
                return key, action, name
        return None

    def _known(self, there: tuple[str, ...]) -> bool:
        return any(place == _place(there) for place, _, _ in self._seen)

    def _come_back(self, here: tuple[str, ...], way: tuple[str, ...]) -> None:
        """To the screen at the end of ``way``, and out of a line that is being typed."""
        if self.now.where == here and self.now.focus != "Input":
            return
        for _ in range(ENOUGH):
            if self.now.where == here or len(self.now.where) == 1:
                break
            self.press("escape")
        if self.now.where == here and self.now.focus == "Input" and len(here) == 1:
            self.press("escape")
        if self.now.where != here:
            for key in way:
                self.press(key)
        assert self.now.where == here, f"{way} lead to {self.now.where}, not to {here}"


def _runs_what_is_found(here: tuple[str, ...], key: str) -> bool:
    """In the palette: what it would run depends on how fast it has searched."""
    return here[-1] == "Palette" and key == "enter"


def _place(where: tuple[str, ...]) -> str:
    """A mode by its name; what lies over modes by its own."""
    return where[-1]


def _line(told: dict[str, Any]) -> Line:
    return Line(
        told["key"],
        told["mode"],
        tuple(told["stack"]),
        told["focus"],
        told["news"],
        tuple(told["read"]),
        tuple((key, action, name) for key, action, name in told["keys"]),
    )
