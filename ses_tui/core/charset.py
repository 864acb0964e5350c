"""Whether the terminal reads UTF-8: the locale says so, and nothing else does.

Python's UTF-8 mode, on by itself under ``C`` and ``POSIX``, makes the encoding of every stream UTF-8.
"""

from collections.abc import Mapping


def is_utf8(environ: Mapping[str, str]) -> bool:
    """By the first of LC_ALL, LC_CTYPE and LANG that is set, as POSIX has it; no if none is."""
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    return "utf-8" in locale.lower() or "utf8" in locale.lower()
