"""``ses-tui watch``: the monitor with no screen, for systemd, tmux and cron."""

import argparse
import asyncio
import logging
import os
import signal
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from ses_tui.cli.log import log_to
from ses_tui.cli.loop import run_loop
from ses_tui.cli.reload import LOOK_SECONDS, ConfigFile, differences
from ses_tui.cli.sd_notify import ServiceManager
from ses_tui.cli.setup import Setup, setup_of
from ses_tui.cli.stores import open_store
from ses_tui.cli.watch_lines import Lines
from ses_tui.core.clock import SystemClock, parse_duration
from ses_tui.core.errors import Misconfigured
from ses_tui.core.messages import Message
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.verdict import worst_first
from ses_tui.settings.light import state_directory

if TYPE_CHECKING:
    from ses_tui.cli.wiring import Watched
    from ses_tui.engine.engine import Engine
    from ses_tui.engine.ports import Channels
    from ses_tui.exporter.ways import Exporter

_log = logging.getLogger(__name__)


def run(options: argparse.Namespace) -> int:
    """Watch until interrupted or terminated."""
    return run_loop(_watch(options))


async def _watch(options: argparse.Namespace) -> int:
    every = options.on.partition("every=")[2]
    lines = Lines("" if every else options.on, options.format)
    log_to(state_directory(), level=options.log_level, narrate=lines.say)
    manager = ServiceManager()
    exporter = None
    try:
        exporter = _exporter(options, lines)
        watch = Watch(options, lines, manager, exporter)
        work = [watch.forever()]
        if every:
            work.append(_repeat(lines.write_all, parse_duration(every)))
        if manager.watchdog is not None:
            work.append(_repeat(manager.alive, manager.watchdog / 2))
        await _first_of(*work)
    finally:
        if exporter is not None:
            exporter.close()
        lines.close()
    return 0


def _exporter(options: argparse.Namespace, lines: Lines) -> "Exporter | None":
    """For Prometheus, where somebody asks for it; says where it listens. Raises Misconfigured."""
    if options.listen is None and options.textfile is None:
        return None
    from ses_tui.exporter.ways import Exporter

    exporter = Exporter()
    if options.textfile is not None:
        exporter.write(options.textfile)
    if options.listen is not None:
        lines.say(f"metrics on {exporter.listen(*options.listen)}")
    return exporter


class Watch:
    """One engine after the other: a new one whenever the configuration is another. Raises Misconfigured
    where the first one is of no use."""

    def __init__(
        self,
        options: argparse.Namespace,
        lines: Lines,
        manager: ServiceManager,
        exporter: "Exporter | None" = None,
    ) -> None:
        self._exporter = exporter
        self._options = options
        self._lines = lines
        self._manager = manager
        self._file = ConfigFile(options)
        self._parts = _Parts(options)
        self._stop = asyncio.Event()
        self._asked = asyncio.Event()
        """Somebody asked for the configuration to be read anew."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop.set)
        # a terminal that is closed sends it too
        loop.add_signal_handler(signal.SIGHUP, self._stop.set if _has_terminal() else self._asked.set)

    async def forever(self) -> None:
        """Until somebody ends it."""
        while not self._stop.is_set():
            engine = self._engine()
            self._manager.ready()
            renewed = asyncio.ensure_future(self._renewed())
            await _first_of(engine.run(), self._stop.wait(), renewed)
            if renewed.done() and not renewed.cancelled():
                self._parts = renewed.result()
        self._manager.stopping()

    def publish(self, snapshot: Snapshot) -> None:
        """See ``Frontend``."""
        self._lines.publish(snapshot)
        if self._exporter is not None:
            self._exporter.publish(snapshot)
        worst = worst_first(snapshot)
        if worst:
            target, made = worst[0]
            count = f"{len(worst)} targets, the worst: {target.name} " if len(worst) > 1 else ""
            self._manager.status(f"{count}{made.text(0)}")

    def show(self, message: Message) -> None:
        """See ``Frontend``."""
        self._lines.show(message)

    def _engine(self) -> "Engine":
        from ses_tui.cli.wiring import intakes
        from ses_tui.engine.engine import Engine

        store = open_store()
        if store.problem:
            self._lines.say(store.problem)
        parts = self._parts
        return Engine(
            parts.targets,
            SystemClock(),
            store,
            parts.channels,
            self,
            intakes=intakes(parts.targets, store.directory),
        )

    async def _renewed(self) -> "_Parts":
        """What to run with next: once the file has changed, or somebody asks, and it is valid."""
        while True:
            asked = await _within(LOOK_SECONDS, self._asked.wait())
            self._asked.clear()
            if not asked and not self._file.changed():
                continue
            self._manager.reloading()
            try:
                new = await asyncio.to_thread(_Parts, self._options)
            except Misconfigured as problem:
                _log.error("the configuration stays as it was: %s", problem.line)
            else:
                changed = differences(self._parts.setup, new.setup)
                if asked or changed:
                    _log.info("configuration read anew: %s", "; ".join(changed) or "nothing changed")
                    return new
            self._manager.ready()


class _Parts:
    """What a configuration comes to. Raises Misconfigured."""

    def __init__(self, options: argparse.Namespace) -> None:
        from ses_tui.cli.wiring import herald_of, watched
        from ses_tui.notify.terminal import tty_writer

        self.setup: Setup = setup_of(options)
        self.targets: list[Watched] = watched(self.setup)
        self.channels: Channels = herald_of(self.setup.telling, tty_writer())


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


async def _repeat(act: Callable[[], None], seconds: float) -> None:
    while True:
        await asyncio.sleep(seconds)
        act()


async def _within(seconds: float, work: Coroutine[object, object, object]) -> bool:
    """Whether it came to its end in that time."""
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        return False
    return True


async def _first_of(*work: "Coroutine[object, object, object] | asyncio.Future[Any]") -> None:
    """Until the first has ended; the others are cancelled. Raises what it raised."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ended = [task for task in tasks if task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in ended:
        task.result()
