"""A terminal that stops: who is to be told is told all the same, and the screen comes back."""

import asyncio
import os
import sys
import termios
import time
from pathlib import Path

import pytest

from ses_tui.simulator.server import SimulatorServer
from tests.tui.terminal import Terminal

PATIENCE = 120.0
STALL = 5.0


@pytest.mark.fault(
    "the terminal takes no bytes (ctrl-s, a frozen SSH session)",
    says="the display was stalled N s, before all other news",
    lives="reads, alerts, every channel",
    blind="no",
    heals="when the terminal reads again",
)
@pytest.mark.skipif(sys.platform != "linux", reason="the terminal is found in /proc")
async def test_the_hook_is_called_while_the_screen_stands_still(tmp_path: Path) -> None:
    told, hook = tmp_path / "told", tmp_path / "hook.py"
    hook.write_text(f"import sys\nopen({str(told)!r}, 'a').write(sys.stdin.read() + '\\n')\n")
    server = SimulatorServer("paused")
    await server.start()
    config = tmp_path / "config.toml"
    config.write_text(
        f'[[targets]]\nname = "prod"\nregion = "us-east-1"\nendpoint_url = "{server.url}"\n'
        '[poll]\naccount = "1s"\n'
        f'[notify]\ndesktop = "off"\non_alert = ["{sys.executable}", "{hook}"]\n'
    )
    environ = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    terminal = Terminal("--config", str(config), environ=environ, module="ses_tui")
    line = -1
    try:
        assert await asyncio.to_thread(terminal.shows, "HEALTHY")
        line = os.open(f"/proc/{terminal.pid}/fd/0", os.O_RDWR | os.O_NOCTTY)
        stopped_at = time.monotonic()
        termios.tcflow(line, termios.TCOOFF)  # from here on whoever writes to the terminal waits
        assert not told.exists() or "PROBATION" not in told.read_text()
        server.clock.advance(25 * 60.0)
        async with asyncio.timeout(PATIENCE):
            while not (told.exists() and "PROBATION" in told.read_text()):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert "PROBATION" not in "\n".join(terminal.screen.display)
        await asyncio.sleep(max(0.0, stopped_at + STALL - time.monotonic()))  # the screen's own clock is real
        termios.tcflow(line, termios.TCOON)
        assert await asyncio.to_thread(terminal.shows, "the display was stalled")
        assert await asyncio.to_thread(terminal.shows, "PROBATION")
        terminal.press("q")
        assert await asyncio.to_thread(terminal.wait) == 0
        assert b"Traceback" not in terminal.raw
    finally:
        if line >= 0:
            os.close(line)
        terminal.kill()
        await server.stop()
