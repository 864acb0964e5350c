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
    assert terminal.shows("no loop")
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


@pytest.mark.fault(
    "the terminal goes away",
    says="exit code 129",
    lives="nothing; the engine is ended in order, and what was told is kept",
    blind="at its end",
    heals="at the next start",
)
def test_a_terminal_that_hangs_up_ends_it_and_flushes(opened: Opened, tmp_path: Path) -> None:
    mark = tmp_path / "stopped"
    # nohup's ignored SIGHUP: the case in which nothing tells the program but the terminal itself
    terminal = opened("warn", "--stopped", str(mark), "--ignore-hangup")
    assert terminal.shows("no loop")
    terminal.settle()
    terminal.hang_up()
    assert terminal.wait() == 129
    assert mark.exists()


def test_a_termination_leaves_the_terminal_as_it_was_found(opened: Opened, tmp_path: Path) -> None:
    mark = tmp_path / "stopped"
    terminal = opened("warn", "--stopped", str(mark))
    assert terminal.shows("no loop")
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
    assert terminal.shows("no loop")
    before = terminal.settle()
    terminal.read(lambda: False, 1.5)  # some seven equal snapshots
    assert len(terminal.raw) == before


def colours_in(raw: bytes) -> set[int]:
    """The SGR parameters that have to do with colour, back to the default (39, 49) too."""
    parameters = re.findall(rb"\x1b\[([\d;]*)m", raw)
    found = {int(number) for each in parameters for number in each.split(b";") if number}
    return {number for number in found if 30 <= number <= 49 or 90 <= number <= 107}


@pytest.mark.parametrize(
    ("environ", "arguments"),
    [
        ({"NO_COLOR": "1"}, ()),
        ({"NO_COLOR": "1"}, ("--theme", "light")),
        ({"NO_COLOR": "1"}, ("--wall",)),
        ({"TERM": "vt220", "COLORTERM": ""}, ()),
    ],
    ids=["usual", "theme", "wall", "vt220"],
)
def test_no_colour_means_no_colour_in_any_mode(
    environ: dict[str, str], arguments: tuple[str, ...], opened: Opened
) -> None:
    terminal = opened("paused", *arguments, environ=environ)
    assert terminal.shows("SHUTDOWN" if not arguments or arguments[0] != "--wall" else "PAUSE account status")
    terminal.settle()
    if "--wall" not in arguments:
        for keys in (
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "9",
            "1",
            "?",
            "\x1b",
            "r",
            "\x1b",
            "a",
            "\x1b",
            "\x10",
        ):
            terminal.press(keys)
            terminal.settle(0.1)  # a screen that comes later is read below
        terminal.settle()
    assert len(terminal.raw) > 2000
    assert not colours_in(bytes(terminal.raw))


def test_a_theme_paints_every_cell_in_256_colours_too(opened: Opened) -> None:
    terminal = opened("paused", "--theme", "light", environ={"COLORTERM": ""})
    assert terminal.shows("SENDING OFF")
    terminal.settle()
    assert b"48;2;" not in terminal.raw
    grounds = {terminal.screen.buffer[y][x].bg for y in range(24) for x in range(80)}
    assert "ffffff" in grounds
    assert "default" not in grounds


def test_only_the_terminals_own_sixteen_colours(opened: Opened) -> None:
    terminal = opened("paused")
    assert terminal.shows("SENDING OFF")
    terminal.settle()
    assert not re.search(rb"\x1b\[(?:\d+;)*[34]8;[25];", bytes(terminal.raw))
    assert re.search(rb"\x1b\[(?:\d+;)*41m", bytes(terminal.raw)), "a paused account is white on red"
