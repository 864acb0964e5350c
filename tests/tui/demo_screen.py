"""The real screen on a snapshot made by hand: ``python -m tests.tui.demo_screen STATE [--ascii]``."""

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ses_tui.tui.environment import prepare, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from ses_tui.core.message_life import MessageRequest, MessageResult
    from ses_tui.core.model import Key
    from ses_tui.core.moments import LongRequest, LongResult, MomentRequest, MomentResult
    from ses_tui.core.snapshot import Snapshot


class StillClock:
    """Time that stands still, at the moment of the snapshots; ``--run`` lets it go on."""

    def __init__(self, run: bool) -> None:
        from time import monotonic

        self._origin = monotonic() if run else None

    def _passed(self) -> float:
        from time import monotonic

        return 0.0 if self._origin is None else monotonic() - self._origin

    def now(self) -> float:
        return 1795530031.0 + self._passed()

    def monotonic(self) -> float:
        return 5000.0 + self._passed()

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError


def _snapshot(state: str, cache: str | None) -> "Snapshot":
    import pickle

    if cache and Path(cache).exists():
        made: Snapshot = pickle.loads(Path(cache).read_bytes())
        return made
    from tests.tui.snapshots_data import STATES

    made = STATES[state]()
    if cache:
        Path(cache).write_bytes(pickle.dumps(made))
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("state", nargs="?", default="ok")
    parser.add_argument("--ascii", action="store_true")
    parser.add_argument("--run", action="store_true", help="let the clock run")
    parser.add_argument(
        "--publish", action="store_true", help="publish the same snapshot five times a second"
    )
    parser.add_argument(
        "--cache", help="keep the snapshot in this file: a start is measured without making it"
    )
    parser.add_argument("--fail", action="store_true", help="leave as a bad configuration does")
    parser.add_argument("--stopped", help="a file that is written when the engine is stopped")
    parser.add_argument("--ignore-hangup", action="store_true", help="as under nohup")
    parser.add_argument("--theme", default="terminal")
    parser.add_argument("--wall", action="store_true")
    options = parser.parse_args()
    if options.ignore_hangup:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    why = refusal(os.environ, sys.stdin.isatty(), sys.stdout.isatty(), sys.stderr.isatty())
    if why:
        sys.stderr.write(f"{why}\n")
        return 3
    terminal = prepare(os.environ, ascii=options.ascii)

    from ses_tui.core.wall import WallOptions
    from ses_tui.tui.run import Frontend, Monitor, ScreenOptions, run_screen

    class Still:
        def stop(self) -> None:
            if options.stopped:
                Path(options.stopped).write_text("stopped", "utf-8")

        def refresh(self) -> None:
            pass

        def acknowledge(self, key: "Key", until: float, why: str) -> None:
            pass

        def silence(self, matcher: str, target: str, until: float, why: str, also: frozenset[str]) -> None:
            pass

        def unsilence(self, name: str) -> None:
            pass

        def look(self, looking: bool) -> None:
            pass

        def read_long(self, request: "LongRequest", answer: "Callable[[LongResult], None]") -> None:
            pass

        def read_message(self, request: "MessageRequest", answer: "Callable[[MessageResult], None]") -> None:
            pass

        def recall(self, request: "MomentRequest", answer: "Callable[[MomentResult], None]") -> None:
            pass

    snapshot = _snapshot(options.state, options.cache)

    def start(frontend: Frontend) -> Monitor:
        if options.fail:
            frontend.fail("ses-tui: config.toml line 3: unknown key", 3)
        if options.publish:
            import threading

            def publish() -> None:
                while True:
                    frontend.publish(snapshot)
                    threading.Event().wait(0.2)

            threading.Thread(target=publish, daemon=True).start()
        return Still()

    return run_screen(
        ScreenOptions(
            StillClock(options.run),
            snapshot,
            "Europe/Berlin",
            mouse=terminal.mouse,
            ascii=terminal.ascii,
            wall=WallOptions() if options.wall else None,
            theme=options.theme,
            depth=terminal.depth,
            on_light=terminal.on_light,
        ),
        start,
    )


if __name__ == "__main__":
    sys.exit(main())
