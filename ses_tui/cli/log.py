"""The log, in the state directory: a screen must never be written on, and a fault must be found."""

import logging
from pathlib import Path

NAME = "ses-tui.log"
BYTES = 1_000_000
KEPT = 2


def log_to(directory: Path) -> None:
    """Warnings and worse go to ``ses-tui.log`` there; nowhere if it cannot be written."""
    root = logging.getLogger()
    root.addHandler(_handler(directory))
    root.setLevel(logging.WARNING)


def log_file(directory: Path) -> Path:
    """Where the log is."""
    return directory / NAME


def _handler(directory: Path) -> logging.Handler:
    # Not before the first paint: it brings sockets and queues along.
    from logging.handlers import RotatingFileHandler

    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_file(directory), maxBytes=BYTES, backupCount=KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        # The store says on the screen that the directory is of no use.
        return logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return handler
