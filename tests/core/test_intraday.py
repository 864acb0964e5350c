"""Running sums become a series."""

import pytest

from ses_tui.core.clock import DAY
from ses_tui.core.intraday import intraday
from ses_tui.core.model import Point, Series
from tests.core.near import near

NOON = 19_000 * DAY + DAY / 2


def poll(minutes: float, events: int | None, messages: int | None) -> Point:
    return Point(NOON + 60 * minutes, 0.0, events, messages)


def test_the_growth_between_two_polls_has_a_rate_of_its_own() -> None:
    series = intraday([poll(0, 10, 1000), poll(15, 20, 1100), poll(30, 21, 1300)])
    assert series == Series((NOON + 900, NOON + 1800), (near(0.1), near(0.005)))


@pytest.mark.parametrize(
    "later",
    [
        poll(15, 10, 1000),  # no mail
        poll(15, 11, 1000),  # events without mail
        poll(15, 9, 1100),  # corrected downwards
        poll(15, 10, 900),
        poll(15, 200, 1100),  # more events than mail
        poll(13 * 60, 20, 1100),  # another day: the window moved
        poll(15, None, 1100),
        poll(15, 10, None),
    ],
)
def test_what_says_nothing_is_a_gap(later: Point) -> None:
    assert len(intraday([poll(0, 10, 1000), later])) == 0


def test_it_goes_on_after_a_gap() -> None:
    series = intraday([poll(0, 10, 1000), poll(15, 9, 900), poll(30, 10, 1000)])
    assert series.values == (near(0.01),)


def test_one_poll_is_no_series() -> None:
    assert len(intraday([poll(0, 1, 10)])) == 0
    assert len(intraday([])) == 0
