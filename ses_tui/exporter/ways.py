"""The two ways in which Prometheus reads: over HTTP, or a file for node_exporter's textfile collector."""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import cast

from prometheus_client import CollectorRegistry, start_http_server, write_to_textfile
from prometheus_client.registry import Collector

from ses_tui.core.errors import Misconfigured
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.text import safe
from ses_tui.exporter.metrics import SnapshotCollector

_log = logging.getLogger(__name__)

WRITE_SECONDS = 1.0
"""The file is written at most this often."""


class Exporter:
    """Keeps the newest snapshot for whoever reads. Nothing waits for a reader or a disk."""

    def __init__(self) -> None:
        self._collector = SnapshotCollector()
        self.registry = CollectorRegistry()
        self.registry.register(cast(Collector, self._collector))  # which is one by its method
        self._published = Event()
        self._closing: list[Callable[[], None]] = []

    def publish(self, snapshot: Snapshot) -> None:
        """From here on this is what there is to read."""
        self._collector.snapshot = snapshot
        self._published.set()

    def listen(self, address: str, port: int) -> str:
        """Serve ``/metrics`` in threads of its own; its URL, with the port that was had for port 0.

        Raises Misconfigured where the address can't be had.
        """
        host = safe(f"[{address}]" if ":" in address else address)
        try:
            server, thread = start_http_server(port, address, self.registry)
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise Misconfigured(f"--listen {host}:{port}: {reason}: choose another address") from None

        def close() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        self._closing.append(close)
        return f"http://{host}:{server.server_port}/metrics"

    def write(self, path: Path) -> None:
        """Keep ``path`` as the newest snapshot has it, whole at any moment, from a thread of its own.

        Raises Misconfigured where it can't be written at all.
        """
        problem = self._write(path)
        if problem:
            raise Misconfigured(f"--textfile {problem}: name a file in a folder that you may write to")
        ended = Event()
        thread = Thread(target=self._keep, args=(path, ended), name="textfile", daemon=True)
        thread.start()

        def close() -> None:
            ended.set()
            self._published.set()
            thread.join()

        self._closing.append(close)

    def close(self) -> None:
        """Let go of the address, and write what was published last."""
        for close in self._closing:
            close()

    def _keep(self, path: Path, ended: Event) -> None:
        known = ""
        while not ended.is_set():
            self._published.wait()
            self._published.clear()
            problem = self._write(path)
            if problem and problem != known:
                _log.warning("the text file can't be written: %s", problem)
            known = problem
            ended.wait(WRITE_SECONDS)

    def _write(self, path: Path) -> str:
        """Why it could not be written, or nothing."""
        try:
            write_to_textfile(str(path), self.registry)
        except OSError as error:
            return safe(f"{path}: {(error.strerror or type(error).__name__).lower()}")
        return ""
