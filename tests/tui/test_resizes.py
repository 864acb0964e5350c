"""Somebody pulls at the terminal's corner: no fault, and the right picture afterwards."""

import fcntl
import struct
import termios
from collections.abc import Iterator

import pytest

from tests.tui.terminal import Terminal

SIZES = [(80, 24), (10, 3), (200, 60), (1, 1), (79, 23), (40, 10), (61, 15), (59, 14), (120, 34), (30, 5)]
LAST = (100, 30)


def resize(terminal: Terminal, columns: int, rows: int) -> None:
    fcntl.ioctl(terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    terminal.screen.resize(rows, columns)


def text_of(terminal: Terminal) -> str:
    """With the mark of the part that has the focus."""
    return "\n".join(terminal.screen.display)


@pytest.fixture
def opened() -> Iterator[list[Terminal]]:
    terminals: list[Terminal] = []
    yield terminals
    for terminal in terminals:
        terminal.kill()


@pytest.mark.parametrize("modes", ["123", "456", "789"])
def test_twenty_resizes_in_a_second(modes: str, opened: list[Terminal]) -> None:
    calm, pulled = Terminal("warn", cols=LAST[0], rows=LAST[1]), Terminal("warn")
    opened += [calm, pulled]
    for terminal in opened:
        assert terminal.shows("no loop")
    for mode in modes:
        for terminal in opened:
            terminal.press(mode)
            terminal.settle()
        for columns, rows in (*SIZES, *SIZES, LAST):
            resize(pulled, columns, rows)
            pulled.read(lambda: False, 0.04)
        pulled.read(lambda: text_of(pulled) == text_of(calm))
        assert text_of(pulled) == text_of(calm), mode
    pulled.press("q")
    assert pulled.wait() == 0
    assert b"Traceback" not in pulled.raw
