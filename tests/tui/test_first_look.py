"""Somebody who never saw it: from the start of ``demo --scenario isp-block`` to what to do, in three keys.

The path is that of docs/screen.md.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.terminal import Terminal

PATH = ("2", "\r", "r")
PAGE = (Path(__file__).parents[2] / "docs" / "screen.md").read_text(encoding="utf-8")
SECONDS = 30.0


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Terminal]:
    environ = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    terminal = Terminal(
        "demo", "--scenario", "isp-block", module="ses_tui", environ={**os.environ, **environ}
    )
    yield terminal
    terminal.kill()


def test_which_isp_since_when_how_bad_and_what_to_do(demo: Terminal) -> None:
    def says(pattern: str) -> bool:
        return demo.read(lambda: re.search(pattern, "\n".join(demo.screen.display)) is not None, SECONDS)

    assert says(r"ISPs[^\n]*\n +[■✖] (REVIEW|PAUSE) +Hotmail"), "which: the worst first, by sign and word"
    assert says(r"Bounce rate ─+ since \d\d:\d\d"), "since when"
    assert says(r"\d\.\d\d %  ▲ WARN"), "how bad"
    assert says(r"5 review") and says(r"3 warn"), "against which lines"
    demo.press(PATH[0])
    assert says(r"ISPs 1\d")
    demo.press(PATH[1])
    assert says(r"Hotmail · Outlook\.com and Hotmail · bounce rate")
    assert says(r"PAUSE Hotmail bounce \d\d\.\d\d % ≥ 10 %")
    demo.press(PATH[2])
    assert says("One ISP defers or refuses your mail")
    assert says("Send less to that ISP only, at once")


def test_the_path_is_written_down() -> None:
    assert "`2`, `enter`, `r`" in PAGE
