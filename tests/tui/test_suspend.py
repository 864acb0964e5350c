"""Ctrl-z leaves the screen for the shell, and fg brings it back whole."""

import shutil
import sys
from collections.abc import Iterator

import pytest

from tests.tui.terminal import Terminal

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@pytest.fixture
def shell() -> Iterator[Terminal]:
    terminal = Terminal(module="tests.tui.in_shell")
    yield terminal
    terminal.kill()


def test_ctrl_z_gives_the_terminal_back_and_fg_takes_it_again(shell: Terminal) -> None:
    assert shell.shows("shell>")
    shell.press(f"{sys.executable} -m tests.tui.demo_screen warn\r")
    assert shell.shows("no loop")
    shell.settle()
    before = list(shell.screen.display)

    shell.press("\x1a")
    assert shell.shows("Stopped")
    assert b"\x1b[?1049l" in shell.raw
    assert b"\x1b[?25h" in shell.raw[shell.raw.rindex(b"\x1b[?1049l") - 200 :], "the cursor is back"
    shell.press("echo $((40 + 2))\r")
    assert shell.read(lambda: b"\r42\r\n" in shell.raw), "the shell has it"

    shell.press("fg\r")
    assert shell.shows("no loop")
    shell.read(lambda: shell.screen.display[:-1] == before[:-1])
    assert shell.screen.display[:-1] == before[:-1], "whole, cell by cell"
    shell.press("2")
    assert shell.shows("ISPs")
    shell.press("q")
    assert shell.shows("shell>")
    shell.press("echo left $?\r")
    assert shell.shows("left 0")
    shell.press("exit\r")
