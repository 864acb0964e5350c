"""What is waited for, on standard error, where that is a terminal and the wait is one that is felt."""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

FELT_SECONDS = 1.0
"""How long it takes until something is said."""

EVERY_SECONDS = 1.0
STUCK_SECONDS = 0.2
"""How long a terminal that takes no output may keep the program from going on."""

_CLEAR = "\r\x1b[K"


@contextmanager
def waiting(
    about: str,
    *,
    felt: float = FELT_SECONDS,
    every: float = EVERY_SECONDS,
    environ: Mapping[str, str] = os.environ,
) -> Iterator[None]:
    """``ses-tui: reading AWS, 3 s`` on a line of its own, which is gone in the end."""
    if not sys.stderr.isatty() or environ.get("TERM", "dumb") == "dumb":
        yield
        return
    from threading import Event, Thread

    ended = Event()

    def say() -> None:
        began = time.monotonic()
        if ended.wait(felt):
            return
        while not ended.is_set():
            sys.stderr.write(f"{_CLEAR}ses-tui: {about}, {time.monotonic() - began:.0f} s")
            sys.stderr.flush()
            ended.wait(every)
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()

    thread = Thread(target=say, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(STUCK_SECONDS)
