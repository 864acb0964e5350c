"""The real program in a pseudo-terminal: what comes that is no key, and signals that come at any time."""

import os
import signal
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.terminal import Terminal

LEFT = b"\x1b[?1049l"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal("warn", "--stopped", str(tmp_path / "stopped"))
    found = termios.tcgetattr(made.fd)
    assert made.shows("no loop")
    made.settle()
    assert termios.tcgetattr(made.fd) != found, "raw"
    made.found = found
    yield made
    made.kill()


def send(terminal: Terminal, *parts: bytes) -> None:
    for part in parts:
        os.write(terminal.fd, part)
        terminal.read(lambda: False, 0.05)


@pytest.mark.fault(
    "input that is no key",
    says="nothing: it is dropped whole",
    lives="everything",
    blind="no",
    heals="at the next key",
)
def test_what_is_no_key_does_nothing_and_the_next_key_works(terminal: Terminal) -> None:
    before = list(terminal.screen.display)
    for parts in (
        (b"\xe9",),
        (b"\x9b24;80R",),
        (b"\x1b[M \xe1\xe1",),
        (b"\x1b[113;1:3u",),
        (b"\x1b]11;rgb:e", b"aea/q", b"xat\x1b", b"\\"),
        (b"\x1b", b"[?62;1;4;2", b"2c"),
    ):
        send(terminal, *parts)
        terminal.settle()
        assert terminal.screen.display == before, parts
        terminal.press("2")
        assert terminal.shows("ISPs 10"), parts
        terminal.press("1")
        assert terminal.shows("no loop"), parts
        terminal.settle()
    terminal.press("q")
    assert terminal.wait() == 0


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM])
def test_a_signal_that_ends_it_leaves_the_terminal_as_it_was_found(
    number: signal.Signals, terminal: Terminal, tmp_path: Path
) -> None:
    os.kill(terminal.pid, number)
    assert terminal.wait() == 128 + number
    assert termios.tcgetattr(terminal.fd) == terminal.found
    assert LEFT in terminal.raw
    assert b"\x1b[?25h" in terminal.raw[terminal.raw.rindex(LEFT) :], "the cursor is back"
    assert b"\x1b[<u" in terminal.raw, "the keyboard is as it was"
    assert (tmp_path / "stopped").exists()


@pytest.mark.fault(
    "the program is stopped (SIGSTOP)",
    says="the display was stalled N s; the whole program was stopped",
    lives="nothing while it is stopped",
    blind="meanwhile",
    heals="at SIGCONT: everything is drawn anew, on a terminal that is raw again",
)
def test_after_a_stop_that_nobody_announced_it_draws_anew_and_leaves_clean(terminal: Terminal) -> None:
    before = list(terminal.screen.display)
    for _ in range(3):
        os.kill(terminal.pid, signal.SIGSTOP)
        os.waitpid(terminal.pid, os.WUNTRACED)
        terminal.screen.reset()
        termios.tcsetattr(terminal.fd, termios.TCSANOW, terminal.found)
        os.kill(terminal.pid, signal.SIGCONT)
        assert terminal.shows("no loop")
        terminal.settle()
        assert terminal.screen.display[:-1] == before[:-1]
        assert termios.tcgetattr(terminal.fd) != terminal.found, "raw again"
    assert bytes(terminal.raw).count(b"\x1b[>") == 1, "pushed once, as it will be popped"
    terminal.press("2")
    assert terminal.shows("ISPs 10")
    terminal.press("q")
    assert terminal.wait() == 0
    assert termios.tcgetattr(terminal.fd) == terminal.found


@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
def test_a_locale_of_c_gets_no_byte_over_127_in_any_mode(term: str) -> None:
    made = Terminal("warn", environ={"LC_ALL": "C", "TERM": term})
    try:
        assert made.shows("no loop")
        for keys in (*"2345678", "9", "1", "\r", "\x1b", "?", "\x1b", "r", "\x1b", "e", "\x1b", "\x10"):
            made.press(keys)
            made.read(lambda: False, 0.3)  # a form's cursor blinks: it is never quiet
        assert not [byte for byte in made.raw if byte > 127]
    finally:
        made.kill()
