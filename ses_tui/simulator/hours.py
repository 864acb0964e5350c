"""The everyday volume: how the mail of one sender runs over the hours."""

from bisect import bisect_right
from collections.abc import Sequence
from random import Random

STEP = 300
"""Seconds of simulated time; every count changes at whole steps only, as SES publishes every five minutes."""
PER_HOUR = 12
HISTORY_DAYS = 16
"""Days of mail before the start: the 14 that are published, and what fills the window on the first one."""

_NIGHT = (0.42, 0.34, 0.30, 0.32, 0.42, 0.62, 0.88, 1.12, 1.34, 1.48, 1.50, 1.44)
_DAY = (1.36, 1.38, 1.44, 1.46, 1.42, 1.34, 1.22, 1.12, 1.00, 0.86, 0.70, 0.52)
_HOURS = (*_NIGHT, *_DAY)  # of the day in UTC; mean 1.0
_WEEKEND = 0.88
_WEEKDAY = 1.048  # so that a week has seven days' mail


class HourlyCurves:
    """Running totals of several kinds of mail at whole hours, straight lines in between.

    Hours are made on demand and in order from one generator of the sender's own, so the numbers depend
    on the seed alone and never on which question was asked first.
    """

    def __init__(
        self, first_hour: int, daily: float, growth: float, fractions: Sequence[float], seed: str
    ) -> None:
        self._first = first_hour
        self._hourly = daily / 24
        self._growth = growth
        self._fractions = tuple(fractions)
        self._totals: list[list[float]] = [[0.0] for _ in fractions]
        self._random = Random(seed).random

    def _extend(self, hours: int) -> None:
        made = len(self._totals[0]) - 1
        random, first = self._random, self._first
        rows = list(zip(self._totals, self._fractions, strict=True))
        for n in range(made, hours):
            hour = first + n
            day = hour // 24
            volume = self._hourly * _HOURS[hour % 24] * (_WEEKEND if (day + 3) % 7 > 4 else _WEEKDAY)
            if self._growth:
                volume *= (1 + self._growth) ** min(n / 24 - HISTORY_DAYS, 10)
            volume *= 0.88 + 0.24 * random()
            for totals, fraction in rows:
                totals.append(totals[-1] + volume * fraction * (0.8 + 0.4 * random()))

    def at(self, kind: int, step: int) -> int:
        """Mails of one kind from the beginning up to a step."""
        steps = step - self._first * PER_HOUR
        if steps <= 0:
            return 0
        hour, part = divmod(steps, PER_HOUR)
        totals = self._totals[kind]
        if hour + 1 >= len(totals):
            self._extend(hour + 2)
        low = totals[hour]
        return int(low + (totals[hour + 1] - low) / PER_HOUR * part)

    def run(self, kind: int, first: int, last: int, every: int = 1) -> list[int]:
        """`at` for each step from first to last, both included; with `every`, a divisor of PER_HOUR that
        divides `first`, only for each so many-th."""
        base = self._first * PER_HOUR
        if first < base:
            return [self.at(kind, step) for step in range(first, last + 1, every)]
        begin, end = (first - base) // PER_HOUR, (last - base) // PER_HOUR
        totals = self._totals[kind]
        if end + 1 >= len(totals):
            self._extend(end + 2)
        parts = range(0, PER_HOUR, every)
        counts: list[int] = []
        for hour in range(begin, end + 1):
            low = totals[hour]
            rise = (totals[hour + 1] - low) / PER_HOUR
            counts += [int(low + rise * part) for part in parts]
        skip = (first - base - begin * PER_HOUR) // every
        return counts[skip : skip + (last - first) // every + 1]


class ScriptedCurve:
    """Running totals written down in a scenario: points in minutes after the start, straight between."""

    def __init__(self, start: float, minutes: Sequence[float], totals: Sequence[float]) -> None:
        self._times = [start + 60 * minute for minute in minutes]
        self._totals = list(totals)

    def at(self, _kind: int, step: int) -> int:
        time = step * STEP
        place = bisect_right(self._times, time)
        if place == 0:
            return 0
        if place == len(self._times):
            return int(self._totals[-1])
        begin, end = self._times[place - 1], self._times[place]
        low, high = self._totals[place - 1], self._totals[place]
        return int(low + (high - low) * (time - begin) / (end - begin))

    def run(self, kind: int, first: int, last: int, every: int = 1) -> list[int]:
        steps = range(first, last + 1, every)
        if steps and (total := self.at(kind, first)) == self.at(kind, last):
            return [total] * len(steps)  # as nearly always: a script takes minutes, and totals only grow
        return [self.at(kind, step) for step in steps]
