"""The log, in the state directory: a screen must never be written on, and a fault must be found."""

import logging
from pathlib import Path

NAME = "ses-tui.log"
DEMO = "demo.log"
"""What happens in a demo is not to be looked for among what happened to the monitor."""

BYTES = 1_000_000
KEPT = 2


def log_to(directory: Path, name: str = NAME) -> None:
    """Warnings and worse go to the file ``name`` there; nowhere if it cannot be written."""
    logging.raiseExceptions = False  # a full disk is no reason for tracebacks on standard error
    root = logging.getLogger()
    root.addHandler(_handler(directory, name))
    root.setLevel(logging.WARNING)


def log_file(directory: Path, name: str = NAME) -> Path:
    """Where the log is."""
    return directory / name


def _handler(directory: Path, name: str) -> logging.Handler:
    # Not before the first paint: it brings sockets and queues along.
    from logging.handlers import RotatingFileHandler

    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_file(directory, name), maxBytes=BYTES, backupCount=KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        # The store says on the screen that the directory is of no use.
        return logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return handler
