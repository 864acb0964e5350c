"""Mode 3 of the real screen on ten thousand identities, to press keys in."""

import os
import sys

from ses_tui.tui.environment import prepare
from tests.tui.demo_screen import StillClock


def main() -> int:
    """Until q."""
    terminal = prepare(os.environ)
    from ses_tui.tui.run import Frontend, Monitor, ScreenOptions, run_screen
    from tests.tui.lists_data import LISTS
    from tests.tui.screens import FakeMonitor

    def start(_: Frontend) -> Monitor:
        return FakeMonitor()

    options = ScreenOptions(
        StillClock(False), LISTS["huge"](), "Europe/Berlin", mouse=terminal.mouse, mode="identities"
    )
    return run_screen(options, start)


if __name__ == "__main__":
    sys.exit(main())
