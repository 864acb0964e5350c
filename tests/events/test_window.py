"""The newest events in order of time, whatever a sender's clock says."""

import json

from ses_tui.core.events.event import Event
from ses_tui.core.events.parse import parse
from ses_tui.core.events.window import Window
from tests.events.examples import event

NOW = 1_800_000_000.0


def at(stamp: str, number: int) -> Event:
    """A bounce that says it happened then."""
    content = event("Bounce", number)
    content["bounce"]["timestamp"] = stamp
    parsed = parse(json.dumps(content))
    assert isinstance(parsed, tuple)
    return parsed[0]


def test_an_event_of_the_future_stands_where_it_came_in() -> None:
    window = Window()
    window.add([at("2093-01-01T00:00:00Z", 0)], NOW)
    assert [one.at for one in window.by_time()] == [3881606400.0]
    window.add([at("2027-01-15T08:01:00Z", 1)], NOW + 60)
    window.add([at("2027-01-15T07:59:00Z", 2), at("nonsense", 3)], NOW + 61)
    order = [one.at for one in window.by_time()]
    assert order == [NOW + 60, 3881606400.0, NOW - 60, None]
