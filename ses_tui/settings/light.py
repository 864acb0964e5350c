"""The few settings that the first frame needs, read without validation.

Full validation imports pydantic, which costs 0.11 s (measured); it runs right after the first
paint, and what it refuses ends the screen with one line.
"""

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ses_tui.settings.paths import config_file


@dataclass(frozen=True, slots=True)
class FirstFrame:
    """``time_zone``: IANA name or empty. ``targets``: names, as far as they can be told."""

    time_zone: str = ""
    targets: tuple[str, ...] = ()


def first_frame(path: Path | None, environ: Mapping[str, str] = os.environ) -> FirstFrame:
    """Whatever can be read; defaults for the rest, since the validation that follows says what is wrong."""
    content: dict[str, object] = {}
    with suppress(OSError, ValueError):  # the full validation reports it
        content = tomllib.loads((path or config_file(environ)).read_text(encoding="utf-8"))
    zone = environ.get("SES_TUI_TIME_ZONE") or content.get("time_zone", "")
    targets = content.get("targets", [])
    names = (
        [target.get("name") for target in targets if isinstance(target, dict)]
        if isinstance(targets, list)
        else []
    )
    return FirstFrame(
        time_zone=zone if isinstance(zone, str) else "",
        targets=tuple(name for name in names if isinstance(name, str)),
    )
