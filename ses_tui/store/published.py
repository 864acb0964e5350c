"""What a target's owner published last, whole, for those who view it."""

import sqlite3
from typing import NamedTuple
from zlib import compress, decompress
from zlib import error as ZlibError  # noqa: N812  # its name there says nothing

import msgspec

from ses_tui.core.snapshot import Snapshot
from ses_tui.store.codec import VERSION, CodecError

FAST = 1
"""Of zlib: it is written every second while somebody looks."""


class Published(NamedTuple):
    """A snapshot of one target."""

    sequence: int
    """Counts the times that it was written."""
    snapshot: Snapshot
    """Of that target alone, under the name that its owner has for it."""


def write(connection: sqlite3.Connection, target: str, snapshot: Snapshot) -> None:
    """Replace what was published of ``target``."""
    body = compress(msgspec.msgpack.encode((VERSION, snapshot)), FAST)
    connection.execute(
        "INSERT INTO published VALUES (?, 1, ?) ON CONFLICT (target)"
        " DO UPDATE SET sequence = sequence + 1, body = excluded.body",
        (target, body),
    )


def read(connection: sqlite3.Connection, target: str, seen: int) -> Published | None:
    """What was published of ``target`` after the one of that sequence; None where there is no more.

    Raises CodecError where another version of this program wrote it.
    """
    row = connection.execute(
        "SELECT sequence, body FROM published WHERE target = ? AND sequence > ?", (target, seen)
    ).fetchone()
    if row is None:
        return None
    try:
        version, snapshot = msgspec.msgpack.decode(decompress(row[1]), type=tuple[int, msgspec.Raw])
        if version != VERSION:
            raise CodecError(f"published by version {version}, this program reads {VERSION}")
        return Published(row[0], msgspec.msgpack.decode(snapshot, type=Snapshot))
    except (msgspec.MsgspecError, ZlibError, RecursionError) as error:
        raise CodecError(f"no snapshot: {error!r}") from error
