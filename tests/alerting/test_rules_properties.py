"""The promises of the alert rules, whatever the account, the network, the channels and people do.

A run is 40 steps on all the rules: reads with new, old, late, rewritten and impossible points in
any order, lost reads, clock steps, broken channels, acknowledgements, silences, restarts, crashes.
Beside it runs a twin that gets the same in tidy form and is never restarted. What must be heard is
worked out by a model that keeps its own books (``listener``, ``books``, ``table``).
"""

import os
from collections.abc import Callable
from math import nan

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from ses_tui.core.errors import ErrorKind
from ses_tui.core.model import ACCOUNT, Key, Metric, Point
from tests.alerting.house import BOUNCE, COMPLAINT, HOTMAIL, House

RUNS = int(os.environ.get("SES_TUI_ALERT_RUNS", "200"))
"""Runs of 40 steps. CI takes 1,000; more for a long search."""

GAPS = st.sampled_from((30.0, 60.0, 300.0, 300.0, 300.0, 600.0, 960.0, 1800.0))
LONG = st.sampled_from((-7200.0, -600.0, -90.0, 1200.0, 3700.0, 14500.0, 90000.0))
LOW = (0.0, 0.01, 0.01, 0.0179, 0.02, 0.0269)
NEAR = (0.027, 0.0299, 0.03, 0.0474, 0.0475, 0.0499, 0.05, 0.0949, 0.095, 0.0999, 0.1, 0.25)
IMPOSSIBLE = (nan, -0.01, 1.01)
BOUNCES = st.sampled_from((*LOW, *NEAR, *IMPOSSIBLE))
COMPLAINTS = st.sampled_from(
    (0.0, 0.0, 0.0007, 0.00072, 0.00079, 0.0008, 0.00094, 0.00095, 0.001, 0.0047, 0.00475, 0.005, 0.2)
)
CHANNELS = st.sampled_from(("tui", "webhook", "pager"))
MATCHERS = st.sampled_from(("account/*", "account/bounce_rate", "isp:*", "*"))
ALSO = st.sampled_from([frozenset(words.split()) for words in ("", "pause", "blind", "pause blind")])
FAILURES = st.sampled_from(
    (ErrorKind.CREDENTIALS_EXPIRED, ErrorKind.MFA_REQUIRED, ErrorKind.NETWORK, ErrorKind.THROTTLED)
)
KEYS = st.sampled_from((BOUNCE, COMPLAINT, HOTMAIL))


class Alerts(RuleBasedStateMachine):
    """``house`` holds the rules, their twin and the model; each rule is one cycle or more."""

    def __init__(self) -> None:
        super().__init__()
        self.house = House()

    @rule(gap=GAPS, values=st.lists(BOUNCES, min_size=1, max_size=4), order=st.integers(0, 7))
    def bounces(self, gap: float, values: list[float], order: int) -> None:
        self._read(Metric.BOUNCE_RATE, gap, values, order)

    @rule(values=st.lists(BOUNCES, min_size=4, max_size=6), order=st.integers(0, 7))
    def bounces_of_an_outage(self, values: list[float], order: int) -> None:
        """A breach may have come and gone before this one read of it all."""
        house = self.house
        house.pass_time(7200.0)
        times = [house.now - 900.0 * (len(values) - number) for number in range(len(values))]
        points = [Point(at, value) for at, value in zip(times, values, strict=True)]
        house.read(ACCOUNT, Metric.BOUNCE_RATE, points, order)

    @rule(gap=GAPS, values=st.lists(COMPLAINTS, min_size=1, max_size=4), order=st.integers(0, 7))
    def complaints(self, gap: float, values: list[float], order: int) -> None:
        self._read(Metric.COMPLAINT_RATE, gap, values, order)

    def _read(self, metric: Metric, gap: float, values: list[float], order: int) -> None:
        """``order``: how the points lie in the read, and how many old ones come with them."""
        house = self.house
        house.pass_time(gap)
        newest = max(house.past(ACCOUNT, metric).values, default=house.now - 3600.0)
        times = [max(newest, house.now - 300.0 * (len(values) + 1)) + 300.0 * n for n in range(1, 5)]
        points = [Point(at, value) for at, value in zip(times, values, strict=False)]
        house.read(ACCOUNT, metric, points, order)

    @rule(gap=GAPS, value=BOUNCES)
    def row(self, gap: float, value: float) -> None:
        """An ISP's own rate: one point per read."""
        self.house.pass_time(gap)
        self.house.read(HOTMAIL.subject, Metric.BOUNCE_RATE, [Point(self.house.now, value)], 0)

    @rule(back=st.integers(1, 40), value=BOUNCES)
    def late_or_rewritten(self, back: int, value: float) -> None:
        """A point older than the newest, at a new time or in place of a known one."""
        house = self.house
        house.pass_time(60.0)
        newest = max(house.past(ACCOUNT, Metric.BOUNCE_RATE).values, default=house.now)
        newest = max(newest, house.now - 86400.0)
        house.read(ACCOUNT, Metric.BOUNCE_RATE, [Point(newest - 150.0 * back, value)], 0)

    @rule(order=st.integers(0, 7))
    def replay(self, order: int) -> None:
        """All that is known, once more."""
        self.house.pass_time(60.0)
        self.house.replay(order)

    @rule(gap=GAPS, kind=FAILURES, times=st.integers(1, 3))
    def reads_fail(self, gap: float, kind: ErrorKind, times: int) -> None:
        for _ in range(times):
            self.house.pass_time(gap)
            self.house.fail(kind)

    @rule(gap=GAPS, kind=FAILURES)
    def one_read_is_lost(self, gap: float, kind: ErrorKind) -> None:
        self.house.pass_time(gap)
        self.house.miss(COMPLAINT, kind)

    @rule(gap=GAPS, word=st.sampled_from(("HEALTHY", "HEALTHY", "PROBATION", "SHUTDOWN")))
    def aws_says(self, gap: float, word: str) -> None:
        self.house.pass_time(gap)
        self.house.status(word)

    @rule(step=LONG)
    def the_clock_steps_or_time_passes(self, step: float) -> None:
        self.house.pass_time(step)
        self.house.cycles()

    @rule(channel=CHANNELS)
    def a_channel_breaks_or_is_mended(self, channel: str) -> None:
        self.house.listeners[channel].broken ^= True
        self.house.pass_time(30.0)
        self.house.cycles()

    @rule(key=KEYS, hours=st.sampled_from((1.0, 4.0, 30.0)))
    def acknowledge(self, key: Key, hours: float) -> None:
        self.house.acknowledge(key, hours * 3600.0)

    @rule(matcher=MATCHERS, hours=st.sampled_from((0.5, 1.0, 300.0)), also=ALSO)
    def silence(self, matcher: str, hours: float, also: frozenset[str]) -> None:
        self.house.silence(matcher, hours * 3600.0, also)

    @rule()
    def restart(self) -> None:
        self.house.restart()

    @rule(gap=GAPS, value=BOUNCES)
    def crash(self, gap: float, value: float) -> None:
        """Killed after a delivery and before it is remembered."""
        self.house.pass_time(gap)
        self.house.read(HOTMAIL.subject, Metric.BOUNCE_RATE, [Point(self.house.now, value)], 0, crash=True)

    @rule()
    def a_row_vanishes(self) -> None:
        self.house.pass_time(60.0)
        self.house.vanish(HOTMAIL.subject)


TestAlerts = Alerts.TestCase
TestAlerts.settings = settings(
    max_examples=RUNS,
    stateful_step_count=40,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)


def breach_then_rewritten(run: Alerts) -> None:
    run.bounces(gap=30.0, order=0, values=[0.05, 0.0])
    run.late_or_rewritten(back=2, value=0.0)
    run.restart()


def breach_that_came_late(run: Alerts) -> None:
    run.late_or_rewritten(back=1, value=0.05)
    run.the_clock_steps_or_time_passes(step=1200.0)
    run.bounces(gap=30.0, order=0, values=[0.0, 0.0])
    run.late_or_rewritten(back=6, value=0.0)
    run.restart()


def breach_of_a_row_that_is_gone(run: Alerts) -> None:
    run.a_channel_breaks_or_is_mended("tui")
    run.crash(gap=30.0, value=0.05)
    run.a_row_vanishes()
    run.crash(gap=30.0, value=nan)


def row_back_while_the_clock_was_set_back(run: Alerts) -> None:
    run.crash(gap=30.0, value=0.0)
    run.a_row_vanishes()
    run.the_clock_steps_or_time_passes(step=-7200.0)
    run.crash(gap=30.0, value=0.05)


def worse_row_before_the_clock_was_set_back(run: Alerts) -> None:
    run.crash(gap=30.0, value=0.1)
    run.the_clock_steps_or_time_passes(step=-7200.0)
    run.crash(gap=30.0, value=0.05)


def word_while_the_clock_was_set_back(run: Alerts) -> None:
    run.aws_says(gap=30.0, word="HEALTHY")
    run.the_clock_steps_or_time_passes(step=-7200.0)
    run.aws_says(gap=30.0, word="PROBATION")
    run.restart()


@pytest.mark.parametrize(
    "steps",
    [
        breach_then_rewritten,
        breach_that_came_late,
        breach_of_a_row_that_is_gone,
        row_back_while_the_clock_was_set_back,
        worse_row_before_the_clock_was_set_back,
        word_while_the_clock_was_set_back,
    ],
)
def test_a_restart_forgets_nothing(steps: Callable[[Alerts], None]) -> None:
    """What the search has found; each step asserts the laws."""
    run = Alerts()
    steps(run)
    run.teardown()
