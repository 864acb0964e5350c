"""The id of a way to reach a target, ``NAME@REACHED.CREDENTIALS``: both fingerprints in eight hex digits."""

import re

NO_CREDENTIALS = "0" * 8
"""The fingerprint where no file and no variable names credentials: an instance's own, say."""

_WAY = re.compile(r".*@[0-9a-f]{8}(\.[0-9a-f]{8})?", re.DOTALL)
_FINGERPRINTED = re.compile(r"(.*@[0-9a-f]{8})\.([0-9a-f]{8})", re.DOTALL)


def without_fingerprint(way: str) -> str:
    """The provisional id as versions wrote it that took no fingerprint."""
    found = _FINGERPRINTED.fullmatch(way)
    return found[1] if found else way


def names_credentials(way: str) -> bool:
    """Whether a file or a variable says whose credentials this way uses."""
    return not way.endswith(f".{NO_CREDENTIALS}")


def is_way(target_id: str) -> bool:
    """Whether it is the id of a way rather than that of an account."""
    return _WAY.fullmatch(target_id) is not None
