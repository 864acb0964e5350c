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
    from tests.tui.snapshots_data import _customers

    def start(_: Frontend) -> Monitor:
        return FakeMonitor()

    snapshot = LISTS["huge"]()
    _customers.cache_clear()  # readings that this snapshot is made from and does not have
    options = ScreenOptions(
        StillClock(False), snapshot, "Europe/Berlin", mouse=terminal.mouse, mode="identities"
    )
    return run_screen(options, start)


if __name__ == "__main__":
    sys.exit(main())
