"""The engine's thread, as the screen holds it."""

import asyncio
import sys
import threading
from collections.abc import Callable

from ses_tui.engine.engine import Engine

SWITCH_SECONDS = 0.001
"""How long the screen waits for the interpreter while the engine computes; Python's default is 5 ms, and a
key waits several times: while fifty targets are read it takes a third to a half less with 1 ms (measured
under load)."""


class EngineThread:
    """Runs an engine in a daemon thread. ``build`` is called there: heavy imports happen off the screen."""

    def __init__(self, build: Callable[[], Engine], failed: Callable[[BaseException], None]) -> None:
        self._build = build
        self._failed = failed
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._engine: Engine | None = None
        self._thread = threading.Thread(target=self._main, name="engine", daemon=True)

    def start(self) -> None:
        """Start the thread and return at once."""
        sys.setswitchinterval(SWITCH_SECONDS)
        self._thread.start()

    def stop(self, timeout: float = 5.0) -> None:
        """Cancel the engine and wait for its last flush; callable from any thread."""
        loop, task = self._loop, self._task
        if loop is not None and task is not None and not loop.is_closed():
            loop.call_soon_threadsafe(task.cancel)
        self._thread.join(timeout)

    def refresh(self) -> None:
        """Have every source read now; callable from any thread."""
        self.call(Engine.refresh)

    def call(self, act: Callable[[Engine], None]) -> None:
        """Have ``act`` done on the engine's loop; callable from any thread, returns at once."""
        loop, engine = self._loop, self._engine
        if loop is not None and engine is not None and not loop.is_closed():
            loop.call_soon_threadsafe(act, engine)

    def _main(self) -> None:
        try:
            asyncio.run(self._run())
        except asyncio.CancelledError:
            return
        except BaseException as error:  # noqa: BLE001 - the thread's last resort: the front end says it
            self._failed(error)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._engine = self._build()
        await self._engine.run()
