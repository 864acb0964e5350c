"""Series in few bytes: what a day of moments is mostly made of.

Times to the millisecond and values to 1e-7, each as the difference to the one before: an integer of one
to three bytes in place of nine. A rate is shown to 1e-5 at most. Counts and whole numbers stay exact.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from math import isfinite

from ses_tui.core.model import EMPTY_SERIES, Series
from ses_tui.core.record import Record

PER_SECOND = 1000
PER_ONE = 10_000_000

_LARGEST = 1e11
"""Above it a number is kept as it is: an integer of its multiple would not be exact."""


class Numbers(Record, frozen=True, array_like=True):
    """``scale`` 0: ``steps`` are the numbers themselves."""

    scale: int
    steps: tuple[int | float, ...]


class Packed(Record, frozen=True, array_like=True):
    """``times``: those that differ; ``columns``: per series the index of its times, and its values."""

    times: tuple[Numbers, ...]
    columns: tuple[tuple[int, Numbers], ...]


def pack(all_series: Iterable[Series]) -> Packed:
    """In the order given; series that share their times share them here."""
    times: dict[tuple[float, ...], int] = {}
    columns = [
        (times.setdefault(series.times, len(times)), _steps(series.values, PER_ONE)) for series in all_series
    ]
    return Packed(tuple(_steps(each, PER_SECOND) for each in times), tuple(columns))


def unpack(packed: Packed) -> list[Series]:
    """As they were given to ``pack``, to its precision. Raises ValueError, IndexError on what is damaged."""
    times = [_numbers(each) for each in packed.times]
    return [
        Series(times[index], _numbers(values)) if values.steps else EMPTY_SERIES
        for index, values in packed.columns
    ]


def _steps(numbers: Sequence[float], scale: int) -> Numbers:
    if not all(isfinite(number) and abs(number) < _LARGEST for number in numbers):
        return Numbers(0, tuple(numbers))
    if all(number == int(number) for number in numbers):
        scale = 1
    whole = [round(number * scale) for number in numbers]
    return Numbers(scale, tuple(whole[:1]) + tuple(after - before for before, after in pairwise(whole)))


def _numbers(packed: Numbers) -> tuple[float, ...]:
    if packed.scale == 0:
        return tuple(map(float, packed.steps))
    return tuple(whole / packed.scale for whole in accumulate(packed.steps))
