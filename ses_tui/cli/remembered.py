"""The file in the state directory that keeps the last mode, order and target of the screen."""

import json
import logging
import os
from contextlib import suppress
from pathlib import Path

from ses_tui.core.text import safe
from ses_tui.tui.uicontext import Remembered

NAME = "screen.json"
MOST = 64
"""Orders that are read at most."""
BYTES = 20_000

_LOG = logging.getLogger(__name__)


def read(directory: Path) -> tuple[Remembered, str]:
    """What was kept, and what is wrong with the file: then nothing was, and the log is to say so."""
    path = directory / NAME
    try:
        with path.open(encoding="utf-8") as file:
            found = json.loads(file.read(BYTES))
        sorts = found.get("sorts", {})
        if not isinstance(sorts, dict):
            raise ValueError("sorts is no table")
        return Remembered(
            _text(found.get("mode")),
            _text(found.get("target")),
            {_text(name): _text(each) for name, each in list(sorts.items())[:MOST]},
        ), ""
    except FileNotFoundError:
        return Remembered(), ""
    except (OSError, ValueError, AttributeError, TypeError, RecursionError) as error:
        return Remembered(), f"{safe(path)} is not used: {safe(error)}"


def write(directory: Path, remembered: Remembered) -> None:
    """In one step, so that no reader finds half of it; a failure is logged."""
    path = directory / NAME
    beside = path.with_name(f"{NAME}.{os.getpid()}")
    text = json.dumps(remembered._asdict(), indent=1) + "\n"
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        _LOG.warning("%s was not written: %s", safe(path), safe(error.strerror or error))
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _text(value: object) -> str:
    return safe(value) if isinstance(value, str) else ""
