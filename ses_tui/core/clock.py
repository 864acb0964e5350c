"""The one clock. Times are UTC epoch seconds as float; ages come from the monotonic clock."""

import re
import time
from datetime import UTC, datetime
from typing import Protocol

MINUTE = 60.0
HOUR = 3600.0
DAY = 86400.0


class Clock(Protocol):
    """What the engine knows of time."""

    def now(self) -> float:
        """UTC epoch seconds."""
        ...

    def monotonic(self) -> float:
        """Seconds that never step back, at the pace of ``now``."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return when ``seconds`` of this clock have passed."""
        ...


_ASLEEP_TOO = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""The clock that goes on while the machine is suspended: an age must not stand still in a closed laptop.

Linux has one of its own for that (clock_gettime(2)); on macOS CLOCK_MONOTONIC is it.
"""


class SystemClock:
    """The machine's own clock. A sleep does not end while the machine is suspended."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.clock_gettime(_ASLEEP_TOO)

    async def sleep(self, seconds: float) -> None:
        import asyncio  # 60 ms that a status line, which never sleeps, need not pay

        await asyncio.sleep(max(0.0, seconds))


class Jumps:
    """Notices that the machine was suspended or its wall clock set, whatever clock the program runs on."""

    def __init__(self) -> None:
        self._asleep, self._set = self._apart()

    def since_last(self, seconds: float) -> bool:
        """Whether either came to more than ``seconds`` since the last call."""
        asleep, was_set = self._apart()
        jumped = abs(asleep - self._asleep) > seconds or abs(was_set - self._set) > seconds
        self._asleep, self._set = asleep, was_set
        return jumped

    @staticmethod
    def _apart() -> tuple[float, float]:
        """Seconds asleep since the machine began, and how far the wall clock is from that clock."""
        all_of_it = time.clock_gettime(_ASLEEP_TOO)
        return all_of_it - time.monotonic(), time.time() - all_of_it


class ScaledClock:
    """A clock that starts at ``start`` and runs ``speed`` times as fast as the machine's.

    The demo runs the monitor on the simulated account's time with it.
    """

    def __init__(self, start: float, speed: float) -> None:
        self._start = start
        self._speed = speed
        self._origin = time.monotonic()

    def now(self) -> float:
        return self._start + (time.monotonic() - self._origin) * self._speed

    def monotonic(self) -> float:
        return (time.monotonic() - self._origin) * self._speed

    async def sleep(self, seconds: float) -> None:
        import asyncio

        await asyncio.sleep(max(0.0, seconds) / self._speed)


class ManualClock:
    """A clock that stands still until it is set: proofs run in whatever time they count."""

    def __init__(self, at: float) -> None:
        self.at = at

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds


_FIRST, _LAST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def epoch_seconds(at: datetime) -> float | None:
    """UTC epoch seconds; None of a day that not every time zone can write (0001, 9999). Naive is UTC."""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.timestamp() if _FIRST <= aware <= _LAST else None


def iso(at: float) -> str:
    """``2026-11-24T14:20:31Z``: the form of every time in the JSON output."""
    return datetime.fromtimestamp(int(at), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def utc_day(at: float) -> float:
    """The start of the UTC day that holds ``at``; VDM sums by it."""
    return at - at % DAY


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
