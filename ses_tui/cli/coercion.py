"""Python sets LC_CTYPE to UTF-8 by itself where the locale is C (PEP 538): here that is taken back.

Its own streams stay UTF-8. But the screen asks the locale what the terminal reads, and a hook must see the
environment that the user has.
"""

from collections.abc import MutableMapping
from pathlib import Path

_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
_FOUND = Path("/proc/self/environ")
"""The environment as the process was given it (Linux)."""


def undo_coercion(environ: MutableMapping[str, str], found: Path = _FOUND) -> None:
    """Take LC_CTYPE out of ``environ`` where Python has put it in."""
    if environ.get("LC_CTYPE") not in _COERCED:
        return
    try:
        given = any(each.startswith(b"LC_CTYPE=") for each in found.read_bytes().split(b"\0"))
    except OSError:
        given = environ.get("LANG") not in ("C", "POSIX")
    if not given:
        del environ["LC_CTYPE"]
