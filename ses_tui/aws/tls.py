"""One TLS context per process, filled at its first handshake.

Reading the certificate authorities takes 40-55 ms (measured). aiohttp does it at import, for a
default context that botocore's clients never use, and aiobotocore once more per client. Here it
is done once, and not at all where the endpoint is plain HTTP. aiohttp's context that verifies nothing
reads them as well, for nothing: it goes without.
"""

import ssl
import sys
from collections.abc import Callable
from threading import Lock, get_ident
from typing import Any

DEFAULT_AUTHORITIES = ""
"""Stands for the operating system's certificate authorities."""


class LateContext(ssl.SSLContext):
    """A verifying client context that reads its authorities when it is first needed.

    Until then it trusts nobody; it never trusts without verifying.
    """

    _authorities: str
    _filled: bool
    _lock: Lock

    def __new__(cls) -> "LateContext":
        context = super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context._authorities = DEFAULT_AUTHORITIES
        context._filled = False
        context._lock = Lock()
        return context

    def load_verify_locations(self, cafile: Any = None, capath: Any = None, cadata: Any = None) -> None:
        """Note the file and read it later; a folder or data is read at once."""
        if cafile is not None and capath is None and cadata is None:
            if str(cafile) != self._authorities:
                self._authorities, self._filled = str(cafile), False
        else:
            super().load_verify_locations(cafile, capath, cadata)

    def fill(self) -> None:
        """Read the authorities, if that is still to be done. Any thread. OSError, ssl.SSLError."""
        with self._lock:
            if self._filled:
                return
            if self._authorities == DEFAULT_AUTHORITIES:
                super().load_default_certs(ssl.Purpose.SERVER_AUTH)
            else:
                super().load_verify_locations(self._authorities)
            self._filled = True

    def wrap_bio(self, *args: Any, **kwargs: Any) -> ssl.SSLObject:
        """A handshake begins: asyncio's way."""
        self.fill()
        return super().wrap_bio(*args, **kwargs)

    def wrap_socket(self, *args: Any, **kwargs: Any) -> ssl.SSLSocket:
        """A handshake begins: the blocking way."""
        self.fill()
        return super().wrap_socket(*args, **kwargs)


def import_aiohttp() -> None:
    """Import aiohttp with a ``LateContext`` as its default context; nothing if it is imported.

    Contexts that other threads make meanwhile are as ever.
    """
    if "aiohttp.connector" in sys.modules:
        return
    original: Callable[..., ssl.SSLContext] = ssl.create_default_context
    thread = get_ident()

    def late(*args: Any, **kwargs: Any) -> ssl.SSLContext:
        if get_ident() == thread and not args and not kwargs:
            return LateContext()
        return original(*args, **kwargs)

    def none(context: ssl.SSLContext) -> None:
        if get_ident() != thread:
            super(ssl.SSLContext, context).set_default_verify_paths()

    ssl.create_default_context = late
    # Inherited from _ssl, so it is put in its way here and taken out of it below.
    setattr(ssl.SSLContext, "set_default_verify_paths", none)  # noqa: B010  # no part of its type
    try:
        import aiohttp.connector  # noqa: F401
    finally:
        ssl.create_default_context = original
        delattr(ssl.SSLContext, "set_default_verify_paths")  # as above
