"""Durations as people write them: ``60s``, ``5m``, ``1h30m``, ``14d``."""

import re

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_PART = re.compile(r"([0-9]{1,9})([smhd])")


def parse_duration(text: str) -> float:
    """Seconds of ``<int>(s|m|h|d)``, parts joined largest first or not (``1h30m``).

    Raises ValueError, with the form to use, on anything else.
    """
    end = 0
    seconds = 0
    for part in _PART.finditer(text):
        if part.start() != end:
            break
        seconds += int(part[1]) * _UNITS[part[2]]
        end = part.end()
    if not text or end != len(text):
        raise ValueError(
            f"{text[:40]!r} is no duration: write a whole number and s, m, h or d, such as 60s, 5m, 1h30m"
        )
    return float(seconds)


def short_duration(seconds: float) -> str:
    """The largest unit that fits, for a screen: ``40 s``, ``12 min``, ``3 h``, ``2 d``."""
    if seconds < 60:
        return f"{int(seconds)} s"
    if seconds < 3600:
        return f"{int(seconds // 60)} min"
    if seconds < 2 * 86400:
        return f"{int(seconds // 3600)} h"
    return f"{int(seconds // 86400)} d"
