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
    def lines() -> list[str]:
        return list(demo.screen.display)

    assert demo.read(lambda: any(re.search(r"(REVIEW|PAUSE) +Hotmail", line) for line in lines()), SECONDS)
    assert demo.shows("since ")
    text = "\n".join(lines())
    assert re.search(r"▲ WARN +since \d\d:\d\d", text), "since when"
    assert re.search(r"WARN account bounce \d\.\d\d % ≥ 3 % · Hotmail", text), "how bad, against which line"
    rows = [line for line in lines() if re.search(r"\d+ %|no feedback loop", line)]
    assert any("Hotmail" in line and "✖" in line for line in rows), "who, by sign and word"
    isps = next(index for index, line in enumerate(lines()) if "ISPs" in line)
    assert "Hotmail" in lines()[isps + 1], "worst first"

    demo.press(PATH[0])
    assert demo.read(lambda: any("ISPs 1" in line for line in lines()[:3]))
    demo.press(PATH[1])
    assert demo.shows("Hotmail · Outlook.com and Hotmail · bounce rate")
    assert demo.read(
        lambda: any(re.search(r"PAUSE Hotmail bounce \d\d\.\d\d % ≥ 10 %", line) for line in lines())
    )
    demo.press(PATH[2])
    assert demo.shows("One ISP defers or refuses your mail")
    assert demo.shows("Send less to that ISP only, at once")
    demo.press("q")
    demo.press("q")


def test_the_path_is_written_down() -> None:
    assert "`2`, `enter`, `r`" in PAGE
