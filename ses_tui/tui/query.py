"""The filter that a list is narrowed by: terms with a space between them, each of which must hold.

``!`` before a term negates it. Each list has terms of its own: see ``rows.query``, ``inventory.query``
and ``events.query``.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

Item = TypeVar("Item")

COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_NUMBER = re.compile(r"(>=|<=|>|<)([0-9]{1,12}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})(%|k|m)?", re.IGNORECASE)
_SCALE = {"k": 1e3, "m": 1e6, "": 1.0}


class Filter(NamedTuple, Generic[Item]):
    """``text`` as it was written; ``tests`` must all hold."""

    text: str = ""
    tests: tuple[Callable[[Item], bool], ...] = ()

    def keep(self, items: Sequence[Item]) -> Sequence[Item]:
        """The items that pass all tests, in their order."""
        for test in self.tests:
            items = [item for item in items if test(item)]
        return items


class FilterError(ValueError):
    """A term is invalid; the message is one line for the user."""


class Parsed(NamedTuple, Generic[Item]):
    """The valid part of a filter, and what is wrong with the rest in one line; empty if nothing is."""

    filter: Filter[Item]
    wrong: str = ""


def parse(text: str, test_of: Callable[[str], Callable[[Item], bool]], example: str) -> Parsed[Item]:
    """``test_of`` makes a term's test, or raises FilterError; ``example``: a term that may follow ``!``."""
    tests: list[Callable[[Item], bool]] = []
    wrong = ""
    for term in text.split():
        try:
            tests.append(_term(term, test_of, example))
        except FilterError as error:
            wrong = wrong or str(error)
    return Parsed(Filter(" ".join(text.split()), tuple(tests)), wrong)


def comparison(column: str, value: str, *, percent: bool) -> Callable[[float | None], bool]:
    """``>2%`` of a fraction, ``>10k`` of another number. One that was not read fulfils none."""
    match = _NUMBER.fullmatch(value)
    unit = (match[3] or "").lower() if match else ""
    if match is None or (unit not in ("", "%") if percent else unit == "%"):
        raise FilterError(f"{column}:{value[:20]} is no comparison: {column}:{'>2%' if percent else '>10k'}")
    compare = COMPARE[match[1]]
    # Divided rather than scaled, so that 2.9 % is the same float as the line of 2.9 %.
    limit = float(match[2]) / 100 if percent else float(match[2]) * _SCALE[unit]
    return lambda known: known is not None and compare(known, limit)


def nearest(column: str, columns: Iterable[str]) -> str:
    """`` (did you mean bounce?)``, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(column, tuple(columns), 1)
    return f" (did you mean {near[0]}?)" if near else ""


def _term(
    term: str, test_of: Callable[[str], Callable[[Item], bool]], example: str
) -> Callable[[Item], bool]:
    negated = term.startswith("!")
    body = term[1:] if negated else term
    if not body:
        raise FilterError(f"! needs a text behind it, such as !{example}")
    test = test_of(body)
    return (lambda item: not test(item)) if negated else test
