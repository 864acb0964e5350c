"""Answers of AWS as typed values: the edge where untyped JSON ends.

What has not the expected type is treated as absent; nothing here raises.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from ses_tui.core.clock import epoch_seconds
from ses_tui.core.text import safe

Answer = Mapping[str, object]
"""One parsed answer, or a structure inside it."""

_NUMBER_WORDS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


MOST = 2**53
"""The highest count taken: up to there a float is exact, and the sum of many fits into the store."""


def struct(answer: Answer, key: str) -> Answer:
    """The structure under ``key``; empty if there is none."""
    value = answer.get(key)
    return value if isinstance(value, Mapping) else {}


def values(answer: Answer, key: str) -> Sequence[object]:
    """The list under ``key``; empty if there is none."""
    value = answer.get(key)
    return value if isinstance(value, list) else ()


def structs(answer: Answer, key: str) -> Iterator[Answer]:
    """The structures in the list under ``key``."""
    return (item for item in values(answer, key) if isinstance(item, Mapping))


def raw_text(answer: Answer, key: str) -> str:
    """The string under ``key`` as AWS sent it: only to be sent back. Empty if there is none."""
    value = answer.get(key)
    return value if isinstance(value, str) else ""


def text(answer: Answer, key: str) -> str:
    """The string under ``key``, safe to print; empty if there is none."""
    return safe(raw_text(answer, key))


def words(answer: Answer, key: str) -> tuple[str, ...] | None:
    """The strings in the list under ``key``, safe to print; None if there is no list."""
    value = answer.get(key)
    return tuple(safe(one) for one in value if isinstance(one, str)) if isinstance(value, list) else None


def flag(answer: Answer, key: str) -> bool:
    """Whether ``key`` is true."""
    return answer.get(key) is True


def truth(answer: Answer, key: str) -> bool | None:
    """The boolean under ``key``; None if there is none."""
    value = answer.get(key)
    return value if isinstance(value, bool) else None


def as_number(value: object) -> float | None:
    """A number, NaN and infinities included (AWS writes those as words); None if it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:  # of 309 digits and more
            return None
    return _NUMBER_WORDS.get(value) if isinstance(value, str) else None


def number(answer: Answer, key: str) -> float | None:
    """The number under ``key``, or None."""
    return as_number(answer.get(key))


def as_count(value: object) -> int | None:
    """A whole number of messages, or None if it is none (negative, a fraction, not a number)."""
    if type(value) is int:  # nearly all are; GetSendStatistics alone has 5,000
        return value if 0 <= value <= MOST else None
    number = as_number(value) if not isinstance(value, str) else None
    return int(number) if number is not None and 0 <= number <= MOST and number == int(number) else None


def as_time(value: object) -> float | None:
    """A timestamp as UTC epoch seconds, or None."""
    return epoch_seconds(value) if isinstance(value, datetime) else None
