"""What a user is told while a command waits, and what a program is not."""

import os
import pty
import sys
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from threading import Event

import pytest

from ses_tui.cli.progress import waiting
from tests.cli.conftest import KEYS, Ses

XTERM = {"TERM": "xterm"}


class Terminal(StringIO):
    """Standard error as a terminal; ``said`` is set once something was written."""

    def __init__(self) -> None:
        super().__init__()
        self.said = Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        written = super().write(text)
        self.said.set()
        return written


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


def test_a_wait_is_said_and_its_line_is_gone_in_the_end(terminal: Terminal) -> None:
    with redirect_stderr(terminal), waiting("reading AWS", felt=0.0, every=0.01, environ=XTERM):
        assert terminal.said.wait(60)
    assert terminal.getvalue().startswith("\r\x1b[Kses-tui: reading AWS, 0 s")
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_what_is_over_at_once_says_nothing(terminal: Terminal) -> None:
    with redirect_stderr(terminal), waiting("reading AWS", felt=600.0, environ=XTERM):
        pass
    assert terminal.getvalue() == ""


def test_a_terminal_that_can_not_go_back_in_a_line_is_told_nothing(terminal: Terminal) -> None:
    with redirect_stderr(terminal), waiting("reading AWS", felt=0.0, environ={"TERM": "dumb"}):
        pass
    assert terminal.getvalue() == ""


def test_what_is_raised_meanwhile_leaves_no_line_behind(terminal: Terminal) -> None:
    with (
        redirect_stderr(terminal),
        pytest.raises(KeyError),
        waiting("reading AWS", felt=0.0, every=0.01, environ=XTERM),
    ):
        assert terminal.said.wait(60)
        raise KeyError
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_pipe_is_told_nothing(ses: Ses) -> None:
    done = ses("check", "--endpoint-url", "http://192.0.2.1:9", "--timeout", "2", **KEYS)
    assert "reading AWS" not in done.stderr


def test_a_user_who_waits_for_check_is_told_so(environ: dict[str, str], tmp_path: Path) -> None:
    parent, child = pty.openpty()
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "ses_tui", "check", "--endpoint-url", "http://192.0.2.1:9", "--timeout", "3"],
        {**environ, **KEYS},
        file_actions=[
            (os.POSIX_SPAWN_DUP2, child, 2),
            (os.POSIX_SPAWN_OPEN, 1, str(tmp_path / "out"), os.O_WRONLY | os.O_CREAT, 0o600),
        ],
    )
    os.close(child)
    heard = b""
    while b"reading AWS" not in heard:
        heard += os.read(parent, 4096)
    _, status = os.waitpid(pid, 0)
    os.close(parent)
    assert os.waitstatus_to_exitcode(status) == 3
    assert "reading AWS" not in (tmp_path / "out").read_text()
