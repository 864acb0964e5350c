"""Mode 3 of the real screen on ten thousand identities, to press keys in."""

import os
import sys
from concurrent.futures import ProcessPoolExecutor

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

    with ProcessPoolExecutor(1) as maker:  # what it is made from is no part of what is measured
        snapshot = maker.submit(LISTS["huge"]).result()
    options = ScreenOptions(
        StillClock(False), snapshot, "Europe/Berlin", mouse=terminal.mouse, mode="identities"
    )
    return run_screen(options, start)


if __name__ == "__main__":
    sys.exit(main())
