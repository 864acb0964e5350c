"""The demo in real terminals: every key of every mode, the same screens in each, and left as it was found."""

import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.e2e.terminals.drive import Driver
from tests.e2e.terminals.modes import CURSOR, keyboard_left, left_on
from tests.e2e.terminals.multiplexers import GnuScreen, Tmux
from tests.e2e.terminals.overssh import SSHD, Ssh
from tests.e2e.terminals.terminal import PATIENCE, Terminal
from tests.e2e.terminals.underx import Xterm

KINDS: dict[str, type[Terminal]] = {kind.name: kind for kind in (Terminal, Tmux, GnuScreen, Xterm, Ssh)}
NEEDED = {
    "tmux": ["tmux"],
    "screen": ["screen"],
    "xterm": ["xterm", "Xvfb", "xdotool"],
    "ssh": ["ssh", "ssh-keygen"],
}
OTHERS = [name for name in KINDS if name != "pty"]

UNDER_WAY = ("wait in the queue", "asking CloudWatch")
CLOCK_MOVED = "the machine slept, or its clock was set"
"""Of the machine that the tests run on: no fault of the terminal."""

PAID = "4"
"""The key of a mode that has CloudWatch's values read."""

CLOCK_MOVED = "its clock was set"
"""What the log says where the machine slept, or somebody set its clock."""

Screens = dict[str, list[str]]


class Session:
    """A demo that stands still in the midst of a scenario, in one terminal."""

    def __init__(self, terminal: Terminal, scenario: str, *, once: bool = False) -> None:
        self.terminal = terminal
        journal = terminal.folder / "journal"
        terminal.start(*("-m", "tests.e2e.terminals.program", str(journal), "demo", "--scenario", scenario))
        self.driver = Driver(terminal, journal, once=once)
        self.driver.wait_until_read()

    def still(self) -> list[str]:
        """The screen, once it holds still: no news, nothing on its way, and two looks agree."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            news = self.driver.press("ctrl+l").news
            time.sleep(0.05)  # what was drawn is on its way
            before = self.terminal.text()
            news += self.driver.press("ctrl+l").news
            now = self.terminal.text()
            news += self.driver.press("ctrl+l").news
            moves = [a for a, b in zip(before, now, strict=True) if masked(a) != masked(b)]
            under_way = [words for words in UNDER_WAY if words in "".join(now)]
            if not (news or moves or under_way):
                return now
            time.sleep(0.5)  # news stay for seconds of the wall clock
        raise AssertionError("it does not hold still:\n" + "\n".join(self.terminal.text()))

    def screens(self) -> Screens:
        """Every mode as it is now, once what is read only while somebody looks has been read: it costs."""
        self.driver.press(PAID)
        self.still()
        shown = {}
        for key, name in self.driver.modes():
            assert self.driver.press(key).where == (name,)
            shown[name] = self.still()
            assert self.driver.now.where == (name,)
        return shown

    def suspend_and_return(self) -> None:
        """Back to the shell, and on."""
        terminal, before = self.terminal, self.still()
        terminal.press("ctrl+z")
        terminal.shows("SUSPENDED")
        assert self.told("stty.suspended") == self.told("stty.before")
        terminal.press("enter")
        terminal.wait_for(lambda: "SUSPENDED" not in "\n".join(terminal.text()), "the screen after fg")
        assert_same(before, self.still(), "after fg")

    def leave(self) -> None:
        """By q; then everything is as it was."""
        terminal = self.terminal
        terminal.press("q")
        terminal.wait_for((terminal.folder / "modes.after").exists, "the way out")
        terminal.shows("LEFT 0")
        assert "Traceback" not in "\n".join(terminal.text())
        logged = [
            line
            for log in (terminal.folder / "state").rglob("*.log")
            for line in log.read_text("utf-8").splitlines()
            if CLOCK_MOVED not in line
        ]
        assert not logged, "something went wrong"
        assert self.told("stty.after") == self.told("stty.before")
        assert self.told("modes.after") == self.told("modes.before")
        terminal.wait_for(lambda: terminal.title() == terminal.title_after(), f"title {terminal.title()}")
        raw = bytes(terminal.raw)
        before = left_on(raw[: raw.find(b"before\x07")]) - {CURSOR}  # tmux hides it while it draws
        terminal.wait_for(
            lambda: left_on(bytes(terminal.raw)) == before, f"the modes {before}, and the cursor"
        )
        assert keyboard_left(bytes(terminal.raw)) == 0

    def told(self, name: str) -> str:
        """What the script in the terminal wrote."""
        return (self.terminal.folder / name).read_text("utf-8")


def masked(line: str) -> str:
    """Without what grows with the seconds of the wall clock."""
    return re.sub(r" +[\d,]+ SQS requests?", " SQS requests", line)


def assert_same(expected: list[str], shown: list[str], what: str) -> None:
    """Cell by cell."""
    wrong = [f"- {a}\n+ {b}" for a, b in zip(expected, shown, strict=True) if masked(a) != masked(b)]
    assert not wrong, f"{what}:\n" + "\n".join(wrong)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[list[Terminal]]:
    terminals: list[Terminal] = []
    yield terminals
    for terminal in terminals:
        terminal.stop()


def pressed_and_left(terminal: Terminal, *, once: bool) -> tuple[Screens, list[list[str]]]:
    """Press all keys and leave: every mode afterwards, and what was pressed."""
    session = Session(terminal, "stale-list", once=once)
    session.driver.every_mode()
    screens = session.screens()
    session.leave()
    return screens, [list(each) for each in session.driver.pressed]


def once_in_a_plain_one(factory: pytest.TempPathFactory) -> tuple[Screens, list[list[str]]]:
    """What the others are compared with."""
    screens, pressed = kept(
        factory, "pressed", (80, 24), lambda terminal: pressed_and_left(terminal, once=True)
    )
    return screens, pressed


def looked_at(factory: pytest.TempPathFactory) -> Screens:
    """The modes as a plain terminal shows them."""
    screens: Screens = kept(
        factory, "looked at", (120, 34), lambda terminal: Session(terminal, "isp-block").screens()
    )
    return screens


def kept(
    factory: pytest.TempPathFactory, name: str, size: tuple[int, int], look: Callable[[Terminal], Any]
) -> Any:
    """What ``look`` finds in a plain terminal, once for all processes of this run."""
    base = factory.getbasetemp()
    file = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"plain terminal, {name}"
    with file.open("a+", encoding="utf-8") as found, TemporaryDirectory() as folder:
        fcntl.flock(found, fcntl.LOCK_EX)
        found.seek(0)
        if text := found.read():
            return json.loads(text)
        terminal = Terminal(Path(folder) / "pty", size)
        try:
            seen = look(terminal)
        finally:
            terminal.stop()
        json.dump(seen, found)
        return seen


def opened(name: str, folder: Path, size: tuple[int, int]) -> Terminal:
    """Of that kind; skips where it is not installed."""
    absent = [each for each in NEEDED.get(name, []) if shutil.which(each) is None]
    if absent or (name == "ssh" and SSHD is None):
        pytest.skip(f"there is no {' and no '.join(absent) or 'sshd'} here")
    return KINDS[name](folder / name, size)


@pytest.mark.parametrize("name", OTHERS)
def test_every_key_does_the_same(
    name: str, made: list[Terminal], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made.append(opened(name, tmp_path, (80, 24)))
    expected, pressed = once_in_a_plain_one(tmp_path_factory)
    screens, keys = pressed_and_left(made[0], once=True)
    assert keys == pressed
    for mode, lines in expected.items():
        assert_same(lines, screens[mode], mode)


@pytest.mark.parametrize("name", OTHERS)
def test_the_same_screens_and_back_from_the_shell(
    name: str, made: list[Terminal], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made.append(opened(name, tmp_path, (120, 34)))
    session = Session(made[0], "isp-block")
    screens = session.screens()
    for mode, lines in looked_at(tmp_path_factory).items():
        assert_same(lines, screens[mode], mode)
    session.suspend_and_return()
    session.leave()


def test_every_key_of_every_mode(made: list[Terminal], tmp_path: Path) -> None:
    made.append(Terminal(tmp_path / "pty", (80, 24)))
    _, pressed = pressed_and_left(made[0], once=False)
    places = {place for place, _, _ in pressed}
    actions = {action.partition("(")[0] for _, _, action in pressed}
    assert {"overview", "isps", "alerts", "fleet", "Detail", "Help", "Form", "PlaybookScreen"} <= places
    assert {"export", "acknowledge", "silence", "pause", "filter", "sort", "command_palette"} <= actions
    assert PATIENCE > 60
