"""The real program in a pseudo-terminal: how it ends, and what it costs while nothing happens."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tui.terminal import Terminal

Opened = Callable[..., Terminal]


@pytest.fixture
def opened() -> Iterator[Opened]:
    terminals: list[Terminal] = []

    def make(*arguments: str, **options: object) -> Terminal:
        terminals.append(Terminal(*arguments, **options))  # type: ignore[arg-type]  # handed through
        return terminals[-1]

    yield make
    for terminal in terminals:
        terminal.kill()


def test_it_shows_and_leaves_by_key_with_the_engine_stopped(opened: Opened, tmp_path: Path) -> None:
    mark = tmp_path / "stopped"
    terminal = opened("warn", "--stopped", str(mark))
    assert terminal.shows("no feedback loop")
    terminal.settle()
    terminal.press("q")
    assert terminal.wait() == 0
    assert mark.exists()
    assert b"\x1b[?1049l" in terminal.raw


def test_a_bad_configuration_leaves_with_one_line_and_3(opened: Opened) -> None:
    terminal = opened("warn", "--fail")
    assert terminal.wait() == 3
    after = bytes(terminal.raw).rpartition(b"\x1b[?1049l")[2].decode()
    assert (
        re.sub(r"\x1b\[[?<>]?[0-9;]*[a-zA-Z]", "", after).strip()
        == "ses-tui: config.toml line 3: unknown key"
    )


def test_a_terminal_that_hangs_up_ends_it_and_flushes(opened: Opened, tmp_path: Path) -> None:
    mark = tmp_path / "stopped"
    # nohup's ignored SIGHUP: the case in which nothing tells the program but the terminal itself
    terminal = opened("warn", "--stopped", str(mark), "--ignore-hangup")
    assert terminal.shows("no feedback loop")
    terminal.settle()
    terminal.hang_up()
    assert terminal.wait() == 129
    assert mark.exists()


def test_a_termination_leaves_the_terminal_as_it_was_found(opened: Opened, tmp_path: Path) -> None:
    mark = tmp_path / "stopped"
    terminal = opened("warn", "--stopped", str(mark))
    assert terminal.shows("no feedback loop")
    terminal.settle()
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.wait() == 143
    assert mark.exists()
    assert b"\x1b[?1049l" in terminal.raw


def test_a_dumb_terminal_is_refused(opened: Opened) -> None:
    terminal = opened("warn", environ={"TERM": "dumb"})
    assert terminal.wait() == 3
    assert b"ses-tui check" in terminal.raw
    assert b"\x1b[" not in terminal.raw


def test_nothing_new_costs_nothing(opened: Opened) -> None:
    terminal = opened("warn", "--publish")
    assert terminal.shows("no feedback loop")
    before = terminal.settle()
    terminal.read(lambda: False, 1.5)  # some seven equal snapshots
    assert len(terminal.raw) == before


def test_no_colour_means_no_colour(opened: Opened) -> None:
    terminal = opened("paused", environ={"NO_COLOR": "1"})
    assert terminal.shows("SENDING OFF")
    terminal.settle()
    colours = re.findall(
        rb"\x1b\[(?:\d+;)*(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8;[25];[\d;]+)m", bytes(terminal.raw)
    )
    assert not colours


def test_only_the_terminals_own_sixteen_colours(opened: Opened) -> None:
    terminal = opened("paused")
    assert terminal.shows("SENDING OFF")
    terminal.settle()
    assert not re.search(rb"\x1b\[(?:\d+;)*[34]8;[25];", bytes(terminal.raw))
    assert re.search(rb"\x1b\[(?:\d+;)*41m", bytes(terminal.raw)), "a paused account is white on red"
