"""In which Regions an entry with ``regions = "auto"`` was found to use SES, kept in the state directory."""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from ses_tui.core.clock import DAY
from ses_tui.core.fleet import in_regions
from ses_tui.core.model import ANY_REGION, Target
from ses_tui.core.target_id import provisional_id

FILE_NAME = "regions.json"

KEPT_SECONDS = DAY
"""After which they are looked up again."""


class FoundRegions(NamedTuple):
    """``at``: UTC epoch seconds."""

    regions: tuple[str, ...]
    at: float

    def fresh(self, now: float) -> bool:
        """Whether they need not be looked up again."""
        return 0 <= now - self.at < KEPT_SECONDS


def load_regions(
    directory: Path, target: Target, environ: Mapping[str, str] = os.environ
) -> FoundRegions | None:
    """What was found for ``target``, as it is reached today; None where nothing was, or it can't be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        regions, at = _read(directory / FILE_NAME)[provisional_id(target, environ)]
        if regions and all(isinstance(one, str) for one in regions):
            return FoundRegions(tuple(regions), float(at))
    return None


def save_regions(
    directory: Path,
    target: Target,
    regions: Sequence[str],
    at: float,
    environ: Mapping[str, str] = os.environ,
) -> None:
    """Keep them; without a directory that can be written they are looked up at each start."""
    path = directory / FILE_NAME
    with suppress(OSError):
        kept: dict[str, object] = {}
        with suppress(OSError, ValueError, TypeError):
            kept = dict(_read(path))
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(
            json.dumps(kept | {provisional_id(target, environ): [regions, at]}), encoding="utf-8"
        )
        beside.replace(path)


def expanded(directory: Path, target: Target, environ: Mapping[str, str] = os.environ) -> tuple[Target, ...]:
    """``target``, or where its Regions were looked up before, one in each."""
    found = load_regions(directory, target, environ) if target.region == ANY_REGION else None
    return in_regions(target, found.regions) if found else (target,)


def _read(path: Path) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found
