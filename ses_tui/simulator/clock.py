"""The simulator's own time."""

import time


class SimulatedClock:
    """Starts at an instant and runs `speed` times as fast as the wall clock.

    `start` is UTC epoch seconds (default: the wall clock now). With speed 0 time stands still
    and moves only by `advance`, which is how tests go through days without sleeping.
    """

    def __init__(self, start: float | None = None, speed: float = 1.0) -> None:
        if speed < 0:
            raise ValueError("speed must be 0 or more")
        self.start = time.time() if start is None else float(start)
        self.speed = speed
        self._began = time.monotonic()
        self._added = 0.0

    def now(self) -> float:
        """UTC epoch seconds in simulated time."""
        return self.start + self._added + (time.monotonic() - self._began) * self.speed

    def elapsed(self) -> float:
        """Simulated seconds since the start."""
        return self.now() - self.start

    def advance(self, seconds: float) -> None:
        """Jump forward by simulated seconds."""
        if seconds < 0:
            raise ValueError("time does not run backwards")
        self._added += seconds
