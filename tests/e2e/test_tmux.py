"""``ses-tui demo`` inside a real tmux with somebody attached: the incident, the messages, the way out."""

import os
import pty
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")

PATIENCE = 60.0


class Tmux:
    """A server of its own, with a client attached through a pseudo-terminal that nobody reads but us."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._seen = bytearray()
        self._client = 0
        self._pid = 0

    def run(self, *words: str) -> str:
        command = ["tmux", "-S", str(self._socket), "-f", "/dev/null", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def start(self, command: str) -> None:
        self.run("new-session", "-d", "-x", "120", "-y", "35", "-s", "wall", command)
        self.run("set", "-g", "display-time", "60000")
        self._pid, self._client = pty.fork()
        if self._pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execvp("tmux", ["tmux", "-S", str(self._socket), "attach", "-t", "wall"])
        os.set_blocking(self._client, False)

    def screen(self) -> str:
        self._drain()
        return self.run("capture-pane", "-p", "-t", "wall")

    def sent_to_client(self) -> str:
        self._drain()
        return self._seen.decode("utf-8", "replace")

    def _drain(self) -> None:
        while True:
            try:
                chunk = os.read(self._client, 65536)
            except OSError:
                return
            if not chunk:
                return
            self._seen += chunk

    def wait_for(self, what: Callable[[], bool], name: str) -> None:
        end = time.monotonic() + PATIENCE
        while not what():
            assert time.monotonic() < end, f"{name} never came:\n{self.screen()}"
            time.sleep(0.1)

    def stop(self) -> None:
        self.run("kill-server")
        if self._client:
            os.close(self._client)
            os.waitpid(self._pid, 0)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    server = Tmux(tmp_path / "tmux")
    yield server
    server.stop()


def reviewed(text: str) -> bool:
    """Whether it says that the account's own rate is at AWS's review line, not only its budget."""
    return re.search(r"REVIEW account bounce [0-9]", text) is not None


def test_an_incident_is_seen_told_and_left(tmux: Tmux) -> None:
    program = f"{sys.executable} -m ses_tui demo --scenario stale-list --speed 240; echo exit $?; sleep 60"
    tmux.start(program)
    tmux.wait_for(lambda: "● ok" in tmux.screen(), "the calm screen")
    seen: set[str] = set()

    def watched() -> bool:
        screen = tmux.screen()
        seen.update(word for word in ("◆ NOTICE", "▲ WARN", "■ REVIEW") if word in screen)
        return reviewed(screen) and "promo.example.net" in screen

    tmux.wait_for(watched, "the review of the account, with who is to blame")
    assert {"▲ WARN", "■ REVIEW"} <= seen
    assert "DEMO" in tmux.run("show", "-gv", "@ses_tui")
    tmux.wait_for(lambda: reviewed(tmux.sent_to_client()), "tmux's own message")
    tmux.run("send-keys", "-t", "wall", "q")
    tmux.wait_for(lambda: "exit 0" in tmux.screen(), "a clean end")
    assert "Traceback" not in tmux.screen()
