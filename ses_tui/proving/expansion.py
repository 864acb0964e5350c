"""promtool's notation for series: ``2.0% 2.9%x2 3%+0.1%x4 _x1``.

    a        one sample              a+bxn    a, a+b, … a+n*b
    axn      a and n more            a-bxn    a, a-b, … a-n*b
    _        a read with no news     _xn      _ and n more
    nan      a read of a datapoint that is not believed    nanxn    nan and n more

Numbers are added up as decimals, so that 3 % and twenty times 0.1 % make 5 %, and not the float below.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from math import nan

MOST_SAMPLES = 20_000
"""Of one series: 69 days at five minutes."""

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?%?"
_REPEATED = re.compile(
    rf"(?P<first>{_NUMBER})(?:(?P<sign>[+-])(?P<step>{_NUMBER.removeprefix('[+-]?')}))?(?:x(?P<more>[0-9]+))?"
)
_GAP = re.compile(r"_(?:x(?P<more>[0-9]+))?")
_NAN = re.compile(r"nan(?:x(?P<more>[0-9]+))?")
_WORD = re.compile(r"(?P<word>[A-Za-z_]+?)(?:x(?P<more>[0-9]+))?")

LONGEST_NUMBER = 40


class BadToken(ValueError):
    """The text, one line, says what is wrong with it."""


def numbers(token: str) -> list[float | None]:
    """The samples of one word of the notation; None for a read with no news."""
    gap = _GAP.fullmatch(token)
    if gap:
        return [None] * _count(gap["more"])
    if none := _NAN.fullmatch(token):
        return [nan] * _count(none["more"])
    found = _REPEATED.fullmatch(token) if len(token) <= LONGEST_NUMBER else None
    if found is None:
        raise BadToken(f"{token[:40]!r} is no sample: write 2.0%, 2.9%x2, 3%+0.1%x4, 0.02, _, _x3 or nan")
    if found["step"] is None:
        return [float(_decimal(found["first"]))] * _count(found["more"])
    if found["more"] is None:
        raise BadToken(f"{token!r} has a step and no count: write {token}xN")
    if found["first"].endswith("%") != found["step"].endswith("%"):
        raise BadToken(f"{token!r}: write % at both numbers or at none")
    first, step = _decimal(found["first"]), _decimal(found["step"])
    if found["sign"] == "-":
        step = -step
    return [float(first + number * step) for number in range(_count(found["more"]))]


def words(token: str, known: Sequence[str]) -> list[str | None]:
    """The samples of a series of AWS's words. KeyError, with the word, for one that is not ``known``."""
    gap = _GAP.fullmatch(token)
    if gap:
        return [None] * _count(gap["more"])
    if token in known:
        return [token]
    found = _WORD.fullmatch(token)
    if found is None:
        raise BadToken(f"{token[:40]!r} is no sample: write {known[0]}, {known[0]}x2, _ or _x3")
    if found["word"] not in known:
        raise KeyError(found["word"])
    return [found["word"]] * _count(found["more"])


def _count(more: str | None) -> int:
    """Samples that a word stands for: itself and so many more."""
    if more is None:
        return 1
    if len(more) > 9 or int(more) >= MOST_SAMPLES:
        raise BadToken(f"x{more[:12]} makes too many samples: a series has at most {MOST_SAMPLES:,}")
    return int(more) + 1


def _decimal(text: str) -> Decimal:
    if text.endswith("%"):
        return Decimal(text[:-1]) / 100
    return Decimal(text)
