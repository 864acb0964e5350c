"""Who owns a target: whoever holds the lock of its file, which the kernel frees when the process ends.

Two files per target, empty but for the owner's process id: one that its owner locks for itself, and one
that all its viewers share, so that the owner knows whether somebody looks. Locks are ``flock(2)``'s: they
are of the open file, no child inherits them, and nothing of a process that was killed has to be cleaned up.
"""

import fcntl
import logging
import os
from hashlib import sha256
from pathlib import Path

_log = logging.getLogger(__name__)

_OPEN = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK

PID_BYTES = 20


class Lease:
    """Held until it is released or the process ends."""

    def __init__(self, handle: int | None) -> None:
        self._handle = handle

    @property
    def lost(self) -> bool:
        """Never: the kernel takes no lock away."""
        return False

    def release(self) -> None:
        """Let others have it. May be called more than once."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)


class Leases:
    """Of one state directory; None: of a store in memory, which no other process sees.

    Where no file can be locked every process owns: to be told twice is better than not at all.
    """

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory
        self._warned = False

    @property
    def shared(self) -> bool:
        """Whether other processes may want the same."""
        return self._directory is not None

    def acquire(self, name: str) -> Lease | None:
        """The right to own ``name``; None while another process has it. Never waits."""
        handle = self._open("owner", name)
        if handle is None:
            return Lease(None)
        if not _locked(handle, fcntl.LOCK_EX):
            os.close(handle)
            return None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        return Lease(handle)

    def others(self, name: str) -> bool:
        """Whether another process owns anything here but ``name``."""
        own = self._path("owner", name)
        files = [] if self._directory is None else self._directory.glob("owner-*.lock")
        return any(path != own and _is_locked(path) for path in files)

    def holder(self, name: str) -> str | None:
        """The process that owned ``name`` last, ``PID 4711``: the one that does, where ``acquire`` failed."""
        handle = self._open("owner", name)
        if handle is None:
            return None
        try:
            text = os.pread(handle, PID_BYTES, 0).decode("ascii", "replace").strip()
        finally:
            os.close(handle)
        return f"PID {text}" if text.isdecimal() else None

    def left(self, name: str) -> bool:
        """Whether ``name`` was owned here, and no process does any more."""
        path = self._path("owner", name)
        return path is not None and path.exists() and not _is_locked(path)

    def view(self, name: str) -> Lease | None:
        """Say that somebody looks at ``name``; None while the owner is just asking whether anybody does."""
        handle = self._open("viewers", name)
        if handle is not None and not _locked(handle, fcntl.LOCK_SH):
            os.close(handle)
            return None
        return Lease(handle)

    def viewed(self, name: str) -> bool:
        """Whether another process looks at ``name``."""
        handle = self._open("viewers", name)
        if handle is None:
            return False
        try:
            return not _locked(handle, fcntl.LOCK_EX)
        finally:
            os.close(handle)

    def _open(self, role: str, name: str) -> int | None:
        path = self._path(role, name)
        if path is None:
            return None
        try:
            return os.open(path, _OPEN, 0o600)
        except OSError as error:
            if not self._warned:
                _log.warning("nothing is shared with other processes: %s (%s)", error.strerror, path)
            self._warned = True
            return None

    def _path(self, role: str, name: str) -> Path | None:
        if self._directory is None:
            return None
        return self._directory / f"{role}-{sha256(name.encode()).hexdigest()[:16]}.lock"


def _is_locked(path: Path) -> bool:
    try:
        handle = os.open(path, _OPEN & ~os.O_CREAT)
    except OSError:
        return False
    try:
        return not _locked(handle, fcntl.LOCK_SH)
    finally:
        os.close(handle)


def _locked(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
