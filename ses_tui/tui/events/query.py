"""The filter of mode 7: ``quota isp:gmail !class:address status:5.7``; each term must hold.

``text`` is part of anything that the row says, ``column:value`` part of one column, ``!`` before either
turns it round. The newest events of the snapshot are filtered, not what the store has of old ones.
"""

from collections.abc import Callable, Mapping

from ses_tui.core.events.event import Diagnosis, Event
from ses_tui.tui import query
from ses_tui.tui.query import Filter, FilterError, Parsed, nearest

EXAMPLES = "text  !text  class:throttle  isp:gmail  status:5.7"

COLUMNS: Mapping[str, Callable[[Event], str]] = {
    "event": lambda event: event.event,
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


EventFilter = Filter[Event]
NO_FILTER: EventFilter = Filter()


def parse(text: str) -> Parsed[Event]:
    """The filter that ``text`` asks for, and what is wrong with it and what would be right."""
    return query.parse(text, _test, "gmail")


def _test(body: str) -> Test:
    column, colon, value = body.lower().partition(":")
    if not colon:
        return lambda event: column in _all_of(event)
    value_of = COLUMNS.get(column)
    if value_of is None:
        raise FilterError(f"no column {column[:20]!r}{nearest(column, COLUMNS)}: {', '.join(COLUMNS)}")
    if column == "class" and not any(one.startswith(value) for one in Diagnosis):
        raise FilterError(f"no class {value[:20]!r}: {', '.join(Diagnosis)}")
    if column in CODES or column == "class":
        return lambda event: value_of(event).startswith(value)
    return lambda event: value in value_of(event).lower()


def _all_of(event: Event) -> str:
    said = (value_of(event) for value_of in COLUMNS.values())
    return "\n".join((event.recipient, event.diagnostic, *said)).lower()
