"""The filter that a list is narrowed by: terms with a space between them, each of which must hold.

``!`` before a term negates it. Each list has terms of its own: see ``rows.query`` and
``events.query``.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")


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
