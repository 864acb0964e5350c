"""Counts of what went to AWS."""

from threading import Lock

from ses_tui.core.snapshot import Usage


class Meter:
    """Counts since the start. Safe to read and to add to from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._usage = Usage()

    def add(self, *, api_calls: int = 0, metrics_requested: int = 0, vdm_queries: int = 0) -> None:
        """Count what just left."""
        with self._lock:
            counted = self._usage
            self._usage = Usage(
                counted.api_calls + api_calls,
                counted.metrics_requested + metrics_requested,
                counted.vdm_queries + vdm_queries,
            )

    def usage(self) -> Usage:
        """The counts; without an estimate, which depends on the pace."""
        return self._usage
