"""The store's file: made private, checked, and set aside where it is damaged."""

import errno
import fcntl
import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from ses_tui.store import schema
from ses_tui.store.last import FILE_NAME

LOCK_NAME = "ses-tui.lock"

BUSY_SECONDS = 5.0
"""How long a write waits for another process's write."""

CHECK_SECONDS = 0.25
"""The start-up check stops here and believes the rest: a large history must not delay the start."""

LARGEST_VALUE = 32 * 1024 * 1024
"""Bytes of one text or row."""

_OPEN = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
"""Nothing is followed out of the directory, and a FIFO in the place of a file holds nobody up."""

_MAGIC = b"SQLite format 3\x00"
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class StoreProblem(Exception):
    """The store can't be used; the text is one line for the screen."""


class _Damaged(sqlite3.DatabaseError):
    """Found by us rather than by SQLite."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def open_file(directory: Path) -> tuple[sqlite3.Connection, str]:
    """A connection for writing, at the newest schema, and what happened on the way ('' if nothing).

    A damaged file is renamed to ``ses-tui.db.corrupt-<UTC stamp>`` (with its -wal and -shm) and a
    new one begun. Raises StoreProblem where there can be no store in ``directory``.
    """
    path = directory / FILE_NAME
    try:
        _private_directory(directory)
        with _only_one(directory / LOCK_NAME):
            notice = _found(path)
            _private_file(path)
            try:
                return _checked(path), notice
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
            aside = _set_aside(path)
            _private_file(path)
            return _checked(path), f"the history was damaged: kept as {aside.name}, a new one begun"
    except (OSError, sqlite3.Error) as error:
        raise StoreProblem(f"no history is kept: {reason(error)} ({path})") from error


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode, usable from any one thread at a time."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    settle(connection)
    return connection


def settle(connection: sqlite3.Connection) -> None:
    """The settings of every connection that are not stored in the file."""
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA journal_size_limit = 4194304")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)


_WRITING = frozenset(
    {sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_TRUNCATE}
)
"""What SQLite makes of EDQUOT and EFBIG; ENOSPC has a code of its own."""


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is broken, rather than busy, full or out of reach."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGE


def reason(error: BaseException) -> str:
    """One short line for people."""
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    extended = getattr(error, "sqlite_errorcode", 0)
    code = extended & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return "the disk is full"
    if extended in _WRITING:
        return "the disk takes no more: full, over a quota, or over a limit on the size of files"
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return "another process holds the file"
    if code in _DAMAGE:
        return "the file is damaged"
    return " ".join(str(error).split())


def _checked(path: Path) -> sqlite3.Connection:
    """Open, check and migrate. Raises sqlite3.DatabaseError on damage, StoreProblem if too new."""
    with path.open("rb") as file:
        head = file.read(len(_MAGIC))
    if head and head != _MAGIC:
        raise _Damaged("not a database")
    connection = connect(path)
    try:
        found = schema.version(connection)
        if found > schema.VERSION:
            raise StoreProblem(
                f"no history is kept: {path} was written by a newer ses-tui "
                f"(format {found}, this one knows {schema.VERSION}); update ses-tui"
            )
        _quick_check(connection)
        if not head:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        schema.migrate(connection)
    except BaseException:  # whatever came, the file must not stay open
        connection.close()
        raise
    return connection


def _quick_check(connection: sqlite3.Connection) -> None:
    """SQLite's own check, for as long as CHECK_SECONDS; raises DatabaseError on what it finds."""
    until = time.monotonic() + CHECK_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)
    try:
        finding = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return
    finally:
        connection.set_progress_handler(None, 0)
    if finding != "ok":
        raise _Damaged(str(finding))


def _set_aside(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    for suffix in ("-wal", "-shm", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return aside


def _private_directory(directory: Path) -> None:
    """Make what is missing of the path, for the user alone."""
    for part in reversed([directory, *directory.parents]):
        if not part.exists():
            part.mkdir(mode=0o700, exist_ok=True)


def _found(path: Path) -> str:
    """What is odd about what lies there, '' if nothing. Raises StoreProblem on what must not be opened."""
    sizes: dict[str, int] = {}
    for suffix in ("", "-wal", "-shm", "-journal"):
        part = path.with_name(path.name + suffix)
        with suppress(FileNotFoundError):
            found = part.lstat()
            if stat.S_ISLNK(found.st_mode):
                raise StoreProblem(f"no history is kept: {part} is a symbolic link, which is not followed")
            if not stat.S_ISREG(found.st_mode):
                raise StoreProblem(f"no history is kept: {part} is no file")
            sizes[suffix] = found.st_size
    if sizes.get("") == 0 and not sizes.get("-wal"):
        return "the history was empty (a file of 0 bytes): a new one begun"
    if sizes.get("-shm") and "-wal" not in sizes:
        return f"{path.name}-wal is gone: what was written to the history last is lost"
    return ""


def _private_file(path: Path) -> None:
    """Make or keep the file for the user alone; SQLite gives -wal and -shm the same mode."""
    handle = os.open(path, _OPEN, 0o600)
    try:
        os.fchmod(handle, 0o600)
    finally:
        os.close(handle)


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Held while the file is checked: two processes must not both set it aside."""
    try:
        handle = os.open(path, _OPEN, 0o600)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        raise StoreProblem(f"no history is kept: {path} is a symbolic link, which is not followed") from error
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    """Wait for the lock as for a write; a stopped process must not stop this one. Raises StoreProblem."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise StoreProblem("no history is kept: another process holds the store's lock") from None
            time.sleep(0.02)
        else:
            return
