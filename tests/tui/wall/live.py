"""The wall in a terminal, on snapshots made by hand: ``python -m tests.tui.wall.live STATE``.

The clock and the pace of the pages stand still until they are told to go on: each ``m`` on a pipe is a
minute, each ``s`` five minutes, after which everything moves. A tick comes every tenth of a second.
"""

import argparse
import os
import sys
import threading
from pathlib import Path

from ses_tui.tui.environment import prepare

TICK = 0.1


class Delivered:
    """Time, as the pipe says."""

    passed = 0.0

    def now(self) -> float:
        from tests.tui.made import NOW

        return NOW + self.passed

    def monotonic(self) -> float:
        from tests.tui.made import MONO

        return MONO + self.passed

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError

    def listen(self, fifo: str) -> None:
        while True:
            for letter in Path(fifo).read_text():
                self.passed += {"m": 60.0, "s": 300.0}.get(letter, 0.0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("state")
    parser.add_argument("fifo")
    parser.add_argument("--ascii", action="store_true")
    parser.add_argument("--turn", action="store_true", help="pages turn with the time too")
    options = parser.parse_args()
    prepare(os.environ, mouse=False, ascii=options.ascii)

    from ses_tui.core.wall import WallOptions
    from ses_tui.tui.look import Look, zone_of
    from ses_tui.tui.mailbox import Mailbox
    from ses_tui.tui.wall.screen import WallApp
    from tests.tui.screens import FakeMonitor
    from tests.tui.snapshots_data import STATES, ZONE

    snapshot = STATES[options.state]()
    time = Delivered()

    def start(frontend: Mailbox) -> FakeMonitor:
        def publish() -> None:
            while True:
                frontend.publish(snapshot)
                threading.Event().wait(0.2)

        threading.Thread(target=publish, daemon=True).start()
        threading.Thread(target=time.listen, args=(options.fifo,), daemon=True).start()
        return FakeMonitor()

    seconds = 30.0 if options.turn else 1e9
    look = Look(zone_of(ZONE), options.ascii)
    app = WallApp(look, time, snapshot, start, WallOptions(seconds), pace=lambda: time.passed)
    app._tick_seconds = TICK
    app.run(mouse=False)
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
