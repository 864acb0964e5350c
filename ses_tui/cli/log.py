"""The log, in the state directory: a screen must not be written on, and a fault must leave a trace."""

import logging
from pathlib import Path

BYTES = 1_000_000
KEPT = 2
"""Older logs that are kept, of so many bytes each."""


def log_to(directory: Path, demo: bool = False) -> None:
    """Write warnings and worse to the log in ``directory``; nowhere if it can't be written."""
    logging.raiseExceptions = False  # a full disk is no reason for tracebacks on standard error
    root = logging.getLogger()
    root.addHandler(_handler(directory, demo))
    root.setLevel(logging.WARNING)


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
