"""What has to work in every mode: export, copy, a size that changes; and nothing of it raises."""

import fcntl
import json
import os
import signal
import struct
import termios
from pathlib import Path

import pytest

from ses_tui.tui.form import Form
from ses_tui.tui.modes import ALL_MODES
from ses_tui.tui.uicontext import UiContext
from tests.tui.lists_data import LISTS
from tests.tui.screens import app_of, lines_of, settled
from tests.tui.terminal import Terminal

MODES = [mode.key for mode in ALL_MODES]
STATES = ("trouble", "fleet", "hostile")


def written_in(folder: Path) -> dict[str, str]:
    return {path.suffix: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("state", STATES)
async def test_a_view_is_exported_and_copied(mode: str, state: str, tmp_path: Path) -> None:
    app = app_of(LISTS[state]())
    app.ui_context = UiContext(exports=tmp_path)
    async with app.run_test(size=(120, 34)) as pilot:
        await settled(pilot)
        await pilot.press(mode)
        await settled(pilot)
        for form in ("csv", "json", "svg"):
            await pilot.press("e")
            await settled(pilot)
            assert isinstance(app.screen, Form)
            await pilot.press(*form, "enter")
            await settled(pilot)
            await settled(pilot)
        written = written_in(tmp_path)
        assert set(written) == {".csv", ".json", ".svg"}
        json.loads(written[".json"])
        await pilot.press("y")
        await settled(pilot)
        assert "cop" in lines_of(app)[-2]


@pytest.mark.parametrize("mode", ["1", "2", "4", "6"])
def test_another_size_costs_no_more_than_a_screen(mode: str) -> None:
    """As many bytes as ctrl-l, which sends all of it once: nothing is drawn and then drawn over."""
    terminal = Terminal("warn", cols=120, rows=34, environ={"COLUMNS": "", "LINES": ""})
    try:
        assert terminal.shows("no loop")
        terminal.settle()
        terminal.press(mode)
        before = terminal.settle()
        fcntl.ioctl(terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        os.kill(terminal.pid, signal.SIGWINCH)
        assert terminal.read(lambda: len(terminal.raw) > before)
        resized = terminal.settle()
        terminal.press("\x0c")
        assert terminal.read(lambda: len(terminal.raw) > resized)
        assert resized - before <= terminal.settle() - resized
    finally:
        terminal.kill()
