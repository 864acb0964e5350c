"""Pace and expected end of a warm-up, against the plan that the simulated account follows."""

import pytest

from ses_tui.core.clock import DAY
from ses_tui.core.model import Series
from ses_tui.core.warmup import FIRST_WEEK, PLAN_DAYS, Standing, pace, ramp, week_of
from ses_tui.simulator.server import SimulatorServer

START = 1_795_521_600.0


def history(*percents: float, every: float = DAY) -> Series:
    return Series.of((START + every * n, value) for n, value in enumerate(percents))


def simulated(days: float, ip: int = 0) -> tuple[Series, float]:
    """What was read every 6 hours of an IP of the warm-up scenario; the day on which it is done."""
    server = SimulatorServer("warmup", 0, 0, 1, START)
    resources = server.account.resources
    one = resources.ips[ip]
    points = [(START + n * DAY / 4, float(resources.warmup(one, n / 4)[1])) for n in range(int(days * 4) + 1)]
    done = next(n / 100 for n in range(10_000) if resources.warmup(one, n / 100)[1] == 100)
    return Series.of(points), START + done * DAY


@pytest.mark.parametrize("ip", [0, 2])
@pytest.mark.parametrize("days", [0, 2, 5, 20, 30])
def test_the_expected_end_is_the_simulated_account_s(days: float, ip: int) -> None:
    series, end = simulated(days, ip)
    found = pace(series, START + days * DAY)
    assert found is not None and found.expected_end is not None
    assert found.expected_end == pytest.approx(end, abs=2.5 * DAY if days == 5 else 1.5 * DAY)
    assert found.standing is (Standing.NEW if days == 0 else Standing.ON_PLAN)
    assert found.days_seen == days
    assert found.plan_day == pytest.approx(series.values[-1] * PLAN_DAYS / 100)


def test_done_and_since_when() -> None:
    series, end = simulated(40)
    found = pace(series, START + 40 * DAY)
    assert found is not None
    assert (found.standing, found.percent, found.expected_end) == (Standing.DONE, 100.0, None)
    assert found.done_since == pytest.approx(end, abs=DAY / 4)
    already = pace(history(100, 100), START + DAY)
    assert already is not None and already.done_since is None, "it was done before we looked"


@pytest.mark.parametrize(
    ("percents", "standing"),
    [
        ([20, 22, 24, 27, 29], Standing.ON_PLAN),
        ([20, 21, 22, 23, 24, 25], Standing.BEHIND),
        ([20, 25, 30, 35, 40], Standing.AHEAD),
        ([20, 22, 24, 24, 24, 24], Standing.STALLED),
    ],
)
def test_standing_against_the_plan(percents: list[float], standing: Standing) -> None:
    found = pace(history(*percents), START + DAY * (len(percents) - 1))
    assert found is not None and found.standing is standing
    assert (found.expected_end is None) == (standing is Standing.STALLED)


def test_our_own_pace_is_believed_after_three_days() -> None:
    slow = pace(history(50, 51, 52, 53), START + 3 * DAY)
    assert slow is not None and slow.per_day == pytest.approx(1.0)
    assert slow.expected_end == pytest.approx(START + 3 * DAY + 47 * DAY)


def test_a_fall_begins_anew() -> None:
    found = pace(history(80, 82, 10, 12), START + 3 * DAY)
    assert found is not None
    assert (found.percent, found.first_seen) == (12.0, START + 2 * DAY)


def test_without_history_there_is_no_pace() -> None:
    assert pace(Series(), START) is None


def test_the_weeks_grow_from_a_few_hundred_to_the_target_in_equal_steps() -> None:
    first = week_of(0, 100_000)
    assert (first.number, first.low, first.high) == (1, 200, FIRST_WEEK)
    assert "engaged" in first.advice
    assert ramp(PLAN_DAYS, 100_000) == ramp(90, 100_000) == 100_000
    steps = [ramp(day + 1, 100_000) / ramp(day, 100_000) for day in range(8, 44)]
    assert max(steps) - min(steps) < 0.01
    assert "small steps" in week_of(10, 100_000).advice and "throttles" in week_of(30, 100_000).advice
    assert "steady cadence" in week_of(45, 100_000).advice
    assert all(ramp(day, 500) <= 500 for day in range(60))
