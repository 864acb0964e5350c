"""The last known numbers, for the first paint: quick, read-only, and never an error.

Imports neither asyncio nor anything of AWS or the settings. Reads one row of the ``last`` table
of ``store.schema``.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from ses_tui.core.snapshot import Snapshot
from ses_tui.store.codec import CodecError, decode

FILE_NAME = "ses-tui.db"

_WAIT_SECONDS = 0.05


def load_last(directory: Path, targets: Sequence[str] | None = None) -> Snapshot | None:
    """The newest snapshot saved in ``directory``, as ``keep.kept`` left it; None whatever the trouble.

    ``targets``: only the snapshot of exactly these targets, by name; None: of any.
    """
    path = directory / FILE_NAME
    where, arguments = ("", ()) if targets is None else (" WHERE targets = ?", (targets_key(targets),))
    try:
        uri = f"file:{quote(str(path))}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS)) as connection:
            row = connection.execute(
                f"SELECT body FROM last{where} ORDER BY at DESC LIMIT 1", arguments
            ).fetchone()
        return None if row is None else decode(row[0])
    except (sqlite3.Error, sqlite3.Warning, CodecError, OSError, ValueError, TypeError):
        return None


def load_all(directory: Path) -> tuple[Snapshot, ...]:
    """The last snapshot of every set of targets, newest first; what can't be read is left out."""
    uri = f"file:{quote(str(directory / FILE_NAME))}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS)) as connection:
            rows = connection.execute("SELECT body FROM last ORDER BY at DESC").fetchall()
    except (sqlite3.Error, sqlite3.Warning, OSError):
        return ()
    found = []
    for (body,) in rows:
        with suppress(CodecError, ValueError, TypeError):  # of another version: as if it were not there
            found.append(decode(body))
    return tuple(found)


def targets_key(names: Iterable[str]) -> str:
    """What tells the snapshot of one set of targets from that of another, in any order."""
    return "\n".join(sorted(names))


def last_volumes(directory: Path, target: str) -> dict[str, int]:
    """Messages per identity in its newest stored point; ``target`` as it is named in the store."""
    uri = f"file:{quote(str(directory / FILE_NAME))}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS)) as connection:
            rows = connection.execute(
                "SELECT name, (SELECT denominator FROM point WHERE series = id ORDER BY at DESC LIMIT 1)"
                " FROM series WHERE target = ? AND kind = 'identity' AND metric = 'bounce_rate'",
                (target,),
            ).fetchall()
    except (sqlite3.Error, sqlite3.Warning, OSError):
        return {}
    return {name: sends or 0 for name, sends in rows}
