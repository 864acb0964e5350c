"""The last known numbers, for the first paint: quick, read-only, and never an error.

Imports neither asyncio nor anything of AWS or the settings. Reads the ``last_target`` table of
``store.schema``.
"""

import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from zlib import decompress
from zlib import error as ZlibError  # noqa: N812  # its name there says nothing

from ses_tui.core.record import replace
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.core.way import names_credentials, without_fingerprint
from ses_tui.store.codec import CodecError, decode
from ses_tui.store.reached import resolved

FILE_NAME = "ses-tui.db"

_WAIT_SECONDS = 0.05

_TROUBLE = (sqlite3.Error, sqlite3.Warning, OSError, ZlibError, CodecError, ValueError, TypeError)


class LastTarget(NamedTuple):
    """One target as a monitor last saw it."""

    id: str
    """Which target it is in the store."""
    at: float
    """When it last changed, UTC epoch seconds."""
    target: TargetSnapshot
    """Under the name that it had in that monitor."""


def load_last(directory: Path, targets: Mapping[str, str]) -> Snapshot | None:
    """The last known numbers of ``targets`` (provisional id -> name), as ``keep.kept`` left them.

    A target of which nothing is known is there without numbers; None where that is so of all, and
    whatever the trouble.
    """
    with suppress(*_TROUBLE), _reading(directory) as connection:
        found = [(name, of(connection, one)) for one, name in resolved_ids(connection, targets).items()]
        times = [last.at for _, last in found if last]
        if times:
            return Snapshot(
                max(times),
                tuple(named(last.target, name) if last else TargetSnapshot(name, "") for name, last in found),
                restored=True,
            )
    return None


def load_targets(directory: Path) -> dict[str, LastTarget]:
    """Every target that was ever watched, by its id, the newest first; what can't be read is left out."""
    found: dict[str, LastTarget] = {}
    with suppress(*_TROUBLE), _reading(directory) as connection:
        rows = connection.execute("SELECT target, at, body FROM last_target ORDER BY at DESC").fetchall()
        for row in rows:
            with suppress(*_TROUBLE):  # of another version: as if it were not there
                found[row[0]] = _decoded(*row)
    return found


def load_ids(directory: Path, targets: Mapping[str, str]) -> dict[str, str]:
    """``targets`` (provisional id -> name) by the ids that the store knows them under.

    In a shell without credentials the only account that is known of a target is meant.
    """
    with suppress(*_TROUBLE), _reading(directory) as connection:
        return resolved_ids(connection, {_nearest(connection, one): name for one, name in targets.items()})
    return dict(targets)


def _nearest(connection: sqlite3.Connection, way: str) -> str:
    if names_credentials(way):
        return way
    ways = connection.execute("SELECT way FROM reached UNION SELECT target FROM last_target")
    same = {
        resolved(connection, one) for (one,) in ways if without_fingerprint(one) == without_fingerprint(way)
    }
    return same.pop() if len(same) == 1 else way


def load_twins(directory: Path, targets: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Those of ``targets`` (provisional id -> name) that are known to be an earlier one, with that one."""
    with suppress(*_TROUBLE), _reading(directory) as connection:
        names = resolved_ids(connection, targets)
        ids = {name: next(iter(resolved_ids(connection, {way: name}))) for way, name in targets.items()}
        return tuple((name, names[one]) for name, one in ids.items() if names[one] != name)
    return ()


def resolved_ids(connection: sqlite3.Connection, targets: Mapping[str, str]) -> dict[str, str]:
    """The same, in a store that is open. Of two names for one target the first is taken."""
    found: dict[str, str] = {}
    for provisional, name in targets.items():
        found.setdefault(resolved(connection, provisional), name)
    return found


def last_volumes(directory: Path, target: str) -> dict[str, int]:
    """Messages per identity in its newest stored point; ``target``: its provisional id."""
    with suppress(*_TROUBLE), _reading(directory) as connection:
        rows = connection.execute(
            "SELECT name, (SELECT denominator FROM point WHERE series = id ORDER BY at DESC LIMIT 1)"
            " FROM series WHERE target = ? AND kind = 'identity' AND metric = 'bounce_rate'",
            tuple(resolved_ids(connection, {target: ""})),
        )
        return {name: sends or 0 for name, sends in rows}
    return {}


def named(target: TargetSnapshot, name: str) -> TargetSnapshot:
    """The target as it is called here, in its keys too."""
    return replace(
        target,
        name=name,
        alerts=tuple(replace(one, key=replace(one.key, target=name)) for one in target.alerts),
        recent=tuple(replace(one, key=replace(one.key, target=name)) for one in target.recent),
    )


def of(connection: sqlite3.Connection, target: str) -> LastTarget | None:
    """The last known numbers of the target with that id; None where there are none that can be read."""
    row = connection.execute(
        "SELECT target, at, body FROM last_target WHERE target = ?", (target,)
    ).fetchone()
    with suppress(*_TROUBLE):
        return None if row is None else _decoded(*row)
    return None


def _decoded(target: str, at: float, body: str | bytes) -> LastTarget:
    text = decompress(body).decode() if isinstance(body, bytes) else body
    (only,) = decode(text).targets
    return LastTarget(target, at, only)


@contextmanager
def _reading(directory: Path) -> Iterator[sqlite3.Connection]:
    path = directory / FILE_NAME
    if not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(f"{path} is no file")  # opening a FIFO would wait for ever
    uri = f"file:{quote(str(path))}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS)
    try:
        yield connection
    finally:
        connection.close()
