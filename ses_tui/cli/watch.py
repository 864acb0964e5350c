"""``ses-tui watch``: the monitor with no screen, for systemd, tmux and cron."""

import argparse
import asyncio
import signal
import sys

from ses_tui.cli.log import log_to
from ses_tui.cli.loop import run_loop
from ses_tui.cli.output import LineWriter
from ses_tui.core.clock import SystemClock
from ses_tui.core.messages import Message
from ses_tui.core.report import Changes
from ses_tui.core.snapshot import Snapshot


class Lines:
    """Snapshots as JSON lines on standard output, messages as narration on standard error."""

    def __init__(self) -> None:
        self._narration = LineWriter(sys.stderr, lambda _: None)  # nobody is left to be told
        self._data = LineWriter(sys.stdout, self.say)
        self._changes = Changes()

    def publish(self, snapshot: Snapshot) -> None:
        """One object a line, the form of ``check --format json``, with the targets that changed."""
        line = self._changes.line(snapshot)
        if line is not None and not self._data.put(line):
            self._changes.forget()

    def show(self, message: Message) -> None:
        """The message as one line."""
        self._narration.put(f"{message.title}{' · ' + message.body if message.body else ''}")

    def say(self, text: str) -> None:
        """A line about this program itself."""
        self._narration.put(f"ses-tui: {text}")

    def close(self) -> None:
        """Let what can still be written go out."""
        self._data.close()
        self._narration.close()


def run(options: argparse.Namespace) -> int:
    """Watch until interrupted or terminated."""
    return run_loop(_watch(options))


async def _watch(options: argparse.Namespace) -> int:
    from ses_tui.cli.setup import setup_of
    from ses_tui.cli.wiring import herald_of, intakes, watched
    from ses_tui.engine.engine import Engine
    from ses_tui.notify.terminal import tty_writer
    from ses_tui.settings.light import state_directory
    from ses_tui.store.store import Store

    log_to(state_directory())
    setup = setup_of(options)
    targets = watched(setup)
    store = Store.open(state_directory())
    lines = Lines()
    if store.problem:
        lines.say(store.problem)
    engine = Engine(
        targets,
        SystemClock(),
        store,
        herald_of(setup.telling, tty_writer()),
        lines,
        intakes=intakes(targets, state_directory()),
    )
    task = asyncio.ensure_future(engine.run())
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        pass  # how it is meant to end
    finally:
        lines.close()
    return 0
