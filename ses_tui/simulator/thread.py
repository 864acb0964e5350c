"""The server in a thread of its own, with its own loop: for the demo and for synchronous callers."""

import asyncio
import threading
from typing import Any

from ses_tui.simulator.clock import SimulatedClock
from ses_tui.simulator.server import SimulatorServer


class Handle:
    """A running server; `server.account.faults` may be used from any thread."""

    def __init__(self, server: SimulatorServer) -> None:
        self.server = server
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._done: asyncio.Event | None = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="simulator", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def clock(self) -> SimulatedClock:
        return self.server.clock

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except OSError as error:  # the port is taken
            self._failure = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        await self.server.start()
        self._ready.set()
        try:
            await self._done.wait()
        finally:
            await self.server.stop()

    def truth(self) -> dict[str, Any]:
        """The server's truth, worked out in the server's thread."""

        async def ask() -> dict[str, Any]:
            return self.server.truth()

        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(ask(), self._loop).result()

    def stop(self) -> None:
        """Stop serving and wait for the thread; may be called twice."""
        if self._loop is not None and self._done is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join(timeout=5)


def run_in_thread(
    scenario: str = "healthy",
    speed: float = 1.0,
    seed: int = 1,
    *,
    port: int = 0,
    start: float | None = None,
    hostile_names: bool = False,
    into: float = 0.0,
) -> Handle:
    """Serve in a thread and return when the port listens. OSError if the port is taken.

    ``into``: seconds of the scenario that have passed by then.
    """
    server = SimulatorServer(scenario, speed, port, seed, start, hostile_names=hostile_names)
    server.clock.advance(into)
    return Handle(server)
