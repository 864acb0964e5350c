"""The log, in the state directory: a screen must not be written on, and a fault must leave a trace."""

import logging
from collections.abc import Callable
from pathlib import Path

from ses_tui.core.text import MESSAGE_CAP, safe

BYTES = 1_000_000
KEPT = 2
"""Older logs that are kept, of so many bytes each."""


def log_to(
    directory: Path, demo: bool = False, level: str = "warning", narrate: Callable[[str], None] | None = None
) -> None:
    """Write what is at least of ``level`` to the log in ``directory``; nowhere if it can't be written.

    ``narrate`` is given each line, too. What libraries log below a warning may hold credentials: it is left
    out.
    """
    logging.raiseExceptions = False  # a full disk is no reason for tracebacks on standard error
    root, ours = logging.getLogger(), logging.getLogger("ses_tui")
    root.addHandler(_handler(directory, demo))
    root.setLevel(logging.WARNING)
    ours.setLevel(level.upper())
    if narrate is not None:
        ours.addHandler(_Narration(narrate))


class _Narration(logging.Handler):
    def __init__(self, narrate: Callable[[str], None]) -> None:
        super().__init__()
        self._narrate = narrate

    def emit(self, record: logging.LogRecord) -> None:
        self._narrate(f"{record.levelname.lower()}: {safe(record.getMessage(), MESSAGE_CAP)}")


def log_file(directory: Path, demo: bool = False) -> Path:
    """Where the log is. A demo has its own, apart from what happened to the monitor."""
    return directory / ("demo.log" if demo else "ses-tui.log")


def _handler(directory: Path, demo: bool) -> logging.Handler:
    from logging.handlers import (
        RotatingFileHandler,
    )  # not before the first paint: it loads sockets and queues

    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_file(directory, demo), maxBytes=BYTES, backupCount=KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return logging.NullHandler()  # the store says on the screen that the directory is of no use
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return handler
