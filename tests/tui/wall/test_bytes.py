"""What the wall sends while nothing happens: a minute's digit, a page, a day."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ses_tui.core.wall import WallOptions
from ses_tui.tui.wall.screen import SHIFT_SECONDS
from tests.tui.terminal import Terminal

Opened = Callable[..., tuple[Terminal, Path]]

LIVE = "tests.tui.wall.live"

CLOCK_BYTES = 300
"""Of a minute at most: the clock's last digit and the age beside it, in big letters of three rows."""

DAY_BUDGET = 100
"""Bytes a second over a day."""


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    terminals: list[Terminal] = []

    def make(state: str, *more: str, **options: object) -> tuple[Terminal, Path]:
        fifo = tmp_path / "time"
        os.mkfifo(fifo)
        size = {"COLUMNS": str(options.get("cols", 80)), "LINES": str(options.get("rows", 24))}
        environ = {**size, **options.pop("environ", {})}  # type: ignore[dict-item]  # handed through
        terminal = Terminal(state, str(fifo), *more, module=LIVE, environ=environ, **options)  # type: ignore[arg-type]
        terminals.append(terminal)
        assert terminal.read(lambda: any(line.strip() for line in terminal.screen.display))
        terminal.settle()
        return terminal, fifo

    yield make
    for terminal in terminals:
        terminal.kill()


def cost(terminal: Terminal, act: Callable[[], object]) -> int:
    """Bytes that follow from ``act``."""
    before = len(terminal.raw)
    act()
    return terminal.settle() - before


SIZES = {"40x12": (40, 12), "80x24": (80, 24), "120x34": (120, 34), "200x60": (200, 60)}


@pytest.mark.parametrize(("state", "size"), [("warn", "40x12"), ("warn", "80x24"), ("warn", "200x60")])
def test_nothing_new_is_nothing_sent_and_a_minute_is_one_digit(opened: Opened, state: str, size: str) -> None:
    cols, rows = SIZES[size]
    terminal, fifo = opened(state, cols=cols, rows=rows)
    assert cost(terminal, lambda: terminal.read(lambda: False, 1.2)) == 0  # a dozen ticks
    minute = cost(terminal, lambda: fifo.write_text("m"))
    assert 0 < minute <= CLOCK_BYTES


@pytest.mark.parametrize("size", SIZES)
def test_a_day_costs_less_than_its_budget(opened: Opened, size: str) -> None:
    cols, rows = SIZES[size]
    terminal, fifo = opened("ok", cols=cols, rows=rows)
    assert cost(terminal, lambda: terminal.read(lambda: False, 1.2)) == 0  # a dozen ticks
    assert 0 < cost(terminal, lambda: fifo.write_text("m")) <= CLOCK_BYTES
    turns = [cost(terminal, lambda: terminal.press(" ")) for _ in range(3)]
    shift = cost(terminal, lambda: fifo.write_text("s"))
    assert all(turns) and shift
    a_second = sum(turns) / 3 / WallOptions().stay(cols * rows) + shift / SHIFT_SECONDS + CLOCK_BYTES / 60
    print(size, turns, shift, a_second)  # noqa: T201  # measured: shown where it fails
    assert a_second <= DAY_BUDGET


def test_other_keys_do_nothing_and_q_leaves(opened: Opened) -> None:
    terminal, _ = opened("warn")
    assert cost(terminal, lambda: terminal.press("x?1a6prR/jk\t\r\x10\x1b[A\x1b[6~")) == 0
    terminal.press("q")
    assert terminal.wait() == 0
    assert b"\x1b[?1049l" in terminal.raw


def test_no_colour_means_none(opened: Opened) -> None:
    terminal, _ = opened("review", environ={"NO_COLOR": "1"})
    assert not re.findall(
        rb"\x1b\[(?:\d+;)*(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8;[25];[\d;]+)m", bytes(terminal.raw)
    )
    assert "review" in "\n".join(terminal.screen.display).lower()


def test_ascii_sends_nothing_else(opened: Opened) -> None:
    terminal, _ = opened("stale", "--ascii", cols=120, rows=34)
    terminal.press(" ")
    terminal.settle()
    assert bytes(terminal.raw).isascii()
