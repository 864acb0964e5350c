"""The wall in a real tmux, as docs/wall.md has it: four panes, and the segment in the status line."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.test_tmux import Tmux

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")

DOCS = Path(__file__).parents[2] / "docs" / "wall.md"


def example(language: str) -> str:
    """The fenced example in that language."""
    found = re.search(rf"```{language}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    server = Tmux(tmp_path / "tmux")
    yield server
    server.run("kill-server")


def test_four_panes_as_in_the_docs(tmux: Tmux, tmp_path: Path) -> None:
    script, shim = tmp_path / "wall.sh", tmp_path / "bin" / "tmux"
    script.write_text(example("sh"), encoding="utf-8")
    shim.parent.mkdir()
    real = shutil.which("tmux")
    shim.write_text(f'#!/bin/sh\nexec {real} -S {tmp_path / "tmux"} -f /dev/null "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    environ = {
        "PATH": f"{shim.parent}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "MONITOR": f"cd {DOCS.parents[1]} && {sys.executable} -m ses_tui demo --wall --scenario",
    }
    scenarios = ("healthy", "warmup", "quiet", "isp-block")
    subprocess.run(["sh", str(script), *scenarios], env=environ, check=True, timeout=60)

    def panes() -> list[str]:
        listed = tmux.run("list-panes", "-t", "ses-wall", "-F", "#{pane_id}").split()
        return [tmux.run("capture-pane", "-p", "-t", pane) for pane in listed]

    clock = re.compile(r"(min|old) · \d\d:\d\d")
    tmux.wait_for(
        lambda: len(panes()) == 4 and all(clock.search(one) for one in panes()), "four panes with their clock"
    )
    tmux.wait_for(lambda: all("review" in one for one in panes()), "the lines of both rates")
    shown = panes()
    assert all("Traceback" not in one for one in shown)
    for pane in tmux.run("list-panes", "-t", "ses-wall", "-F", "#{pane_id}").split():
        tmux.run("send-keys", "-t", pane, "q")
    tmux.wait_for(lambda: "ses-wall" not in tmux.run("list-sessions"), "an end by q in each pane")


def test_the_status_line_expands_nothing_from_outside(tmux: Tmux, tmp_path: Path) -> None:
    from ses_tui.cli.tmux import escaped

    marks = tmp_path / "marks"
    marks.mkdir()
    text = tmp_path / "segment"
    names = (f"#(touch {marks}/a)", f"##(touch {marks}/b)", "#{pane_id}", "#S")
    text.write_text(f"{' '.join(escaped(name) for name in names)} #[fg=yellow]▲ WARN#[default] end", "utf-8")
    tmux.start("sleep 60")
    tmux.run("set", "-g", "status-left", "")
    tmux.run("set", "-g", "status-right-length", "200")
    tmux.run("set", "-g", "status-interval", "1")
    tmux.run("set", "-g", "status-right", f"#(cat {text})")
    tmux.wait_for(lambda: "end" in tmux.sent_to_client(), "the segment")
    time.sleep(2)  # two more intervals, in which a command in a name would have run
    seen = re.sub(r"\x1b\[[0-9;]*m", "", tmux.sent_to_client())
    assert "#{pane_id} #S" in seen
    assert list(marks.iterdir()) == []
