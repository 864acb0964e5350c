"""The connection on which the processes of a store wake each other."""

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg

HUNG_SECONDS = 20.0
"""After which a connection that does not answer is given up; more than a statement may take."""

ALIVE_SECONDS = 10.0
"""How often the connection that listens says something."""


class Listener:
    """A connection on which others are heard, in a thread of its own."""

    def __init__(
        self,
        connection: "psycopg.Connection[Any]",
        heard: Callable[[], None],
        now_and_then: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._heard = heard
        self._now_and_then = now_and_then
        self._alive_at = time.monotonic()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="ses-tui-listener", daemon=True)
        self._thread.start()

    def alive(self, now: float) -> bool:
        """Whether it still hears."""
        return not self._ended and now - self._alive_at < HUNG_SECONDS

    def close(self) -> None:
        """Hear no more."""
        self._ended = True
        shut(self._connection)
        self._thread.join(1.0)

    def _run(self) -> None:
        try:
            while not self._ended:
                for _ in self._connection.notifies(timeout=ALIVE_SECONDS):
                    self._heard()
                self._now_and_then()
                self._connection.execute("SELECT 1")
                self._alive_at = time.monotonic()
        except (psycopg.Error, OSError):
            pass
        finally:
            self._ended = True
            self._connection.close()
            self._heard()


def shut(connection: "psycopg.Connection[Any]") -> None:
    """Have a call on it that hangs come to its end."""
    with suppress(psycopg.Error, OSError):
        handle = socket.socket(fileno=os.dup(connection.fileno()))
        try:
            handle.shutdown(socket.SHUT_RDWR)
        finally:
            handle.close()
