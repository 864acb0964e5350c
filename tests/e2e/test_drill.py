"""``ses-tui drill`` inside a real tmux: message, status option untouched, and bytes at the outer terminal."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notify.test_tmux import Server

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "tmux")
    server.attach()
    yield server
    server.close()


def test_it_gets_out_of_tmux_by_every_way(server: Server, tmp_path: Path) -> None:
    server("set-option", "-g", "allow-passthrough", "on")
    server("set-option", "-g", "@ses_tui", "of a monitor that runs")
    command = (
        f"HOME={tmp_path} SES_TUI_NOTIFY__DESKTOP=off SES_TUI_NOTIFY__TERMINAL=osc777"
        f" {sys.executable} -m ses_tui drill > {tmp_path}/said; echo $? > {tmp_path}/code; exec cat"
    )
    server("new-window", "-t", "main", command)
    start = b"\x1b]777;notify;"
    seen = server.until(lambda seen: (tmp_path / "code").exists() and start in seen, seconds=30)
    bare = seen[seen.index(start) :]
    assert b" DRILL ses-tui: a test message" in bare[: bare.index(b"\a")]
    assert b"\x1bPtmux;" not in seen
    shown = seen[: seen.index(start)] + bare[bare.index(b"\a") + 1 :]
    if b" DRILL ses-tui: a test message" not in shown:
        shown += server.until(lambda more: b" DRILL ses-tui: a test message" in more)
    said = (tmp_path / "said").read_text()
    assert [line.split()[:2] for line in said.splitlines()][1:4] == [
        ["terminal", "accepted"],
        ["tmux", "accepted"],
        ["bell", "accepted"],
    ]
    assert (tmp_path / "code").read_text() == "0\n"
    assert server("show-options", "-gv", "@ses_tui").strip() == "of a monitor that runs"
