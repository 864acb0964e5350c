"""The filter of mode 7: ``quota isp:gmail !class:address status:5.7``; each term must hold.

``text`` is part of anything that the row says, ``column:value`` part of one column, ``!`` before either
turns it round. The newest events of the snapshot are filtered, not what the store has of old ones.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ses_tui.core.events.event import Diagnosis, Event

EXAMPLES = "text  !text  class:throttle  isp:gmail  status:5.7"

COLUMNS: Mapping[str, Callable[[Event], str]] = {
    "event": lambda event: event.event.value,
    "isp": lambda event: event.isp,
    "identity": lambda event: event.identity,
    "class": lambda event: event.diagnosis or "",
    "status": lambda event: event.status,
    "reply": lambda event: event.reply,
    "set": lambda event: event.configuration_set,
    "domain": lambda event: event.recipient_domain,
}
CODES = frozenset({"status", "reply"})
"""Of these the value is the beginning: ``5.7`` is not in ``4.5.7``."""

Test = Callable[[Event], bool]


class Filter(NamedTuple):
    """``text`` as it was written; ``tests`` must all hold."""

    text: str = ""
    tests: tuple[Test, ...] = ()

    def keep(self, events: Sequence[Event]) -> Sequence[Event]:
        """Those that fulfil it, in their order."""
        for test in self.tests:
            events = [event for event in events if test(event)]
        return events


class FilterError(ValueError):
    """A term is none; the message is one line for the user. ``rest``: the filter without such terms."""

    rest = Filter()


NO_FILTER = Filter()


def parse(text: str) -> Filter:
    """Raises FilterError, which says what is wrong and what would be right."""
    tests: list[Test] = []
    wrong: FilterError | None = None
    for term in text.split():
        try:
            tests.append(_term(term))
        except FilterError as error:
            wrong = wrong or error
    found = Filter(" ".join(text.split()), tuple(tests))
    if wrong is not None:
        wrong.rest = found
        raise wrong
    return found


def _term(term: str) -> Test:
    negated = term.startswith("!")
    body = term[1:] if negated else term
    if not body:
        raise FilterError("! needs a text behind it, such as !gmail")
    test = _test(body.lower())
    return (lambda event: not test(event)) if negated else test


def _test(body: str) -> Test:
    column, colon, value = body.partition(":")
    if not colon:
        return lambda event: body in _all_of(event)
    value_of = COLUMNS.get(column)
    if value_of is None:
        raise FilterError(f"no column {column[:20]!r}{_nearest(column)}: {', '.join(COLUMNS)}")
    if column == "class" and not any(one.startswith(value) for one in Diagnosis):
        raise FilterError(f"no class {value[:20]!r}: {', '.join(Diagnosis)}")
    if column in CODES or column == "class":
        return lambda event: value_of(event).startswith(value)
    return lambda event: value in value_of(event).lower()


def _all_of(event: Event) -> str:
    said = (value_of(event) for value_of in COLUMNS.values())
    return "\n".join((event.recipient, event.diagnostic, *said)).lower()


def _nearest(column: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(column, COLUMNS, 1)
    return f" (did you mean {near[0]}?)" if near else ""
