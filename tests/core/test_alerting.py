"""The alert machine, row by row of the table in the alert rules."""

import pytest

from ses_tui.core.alerting import KeyState, run, stated
from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES, Condition, Lines
from ses_tui.core.model import Point

OK, NOTICE, WARN, REVIEW, PAUSE = Condition
START = 1_700_000_000.0
STEP = 300.0


def points(*percents: float, start: float = START, step: float = STEP) -> list[Point]:
    """One point per value, in percent, every ``step`` seconds."""
    return [Point(start + step * number, round(value / 100, 9)) for number, value in enumerate(percents)]


def after(*percents: float, lines: Lines = BOUNCE_LINES) -> Condition:
    return run(KeyState(), points(*percents), lines).condition


@pytest.mark.parametrize(
    ("percents", "reached"),
    [
        ((1.99, 1.99, 1.99, 1.99, 1.99), OK),
        ((2.0, 2.0), OK),
        ((2.0, 2.0, 2.0), NOTICE),
        ((2.0, 0.0, 2.0, 0.0, 2.0), NOTICE),
        ((2.0, 0.0, 2.0, 0.0, 0.0, 2.0), OK),
        ((3.0,), OK),
        ((3.0, 3.0), WARN),
        ((3.0, 0.0, 3.0), WARN),
        ((3.0, 0.0, 0.0, 3.0), OK),
        ((2.99, 2.99, 2.99), NOTICE),
        ((4.99, 4.99), WARN),
        ((5.0,), REVIEW),
        ((9.99,), REVIEW),
        ((10.0,), PAUSE),
        ((100.0,), PAUSE),
    ],
)
def test_bounce_rows_are_entered_at_their_lines(percents: tuple[float, ...], reached: Condition) -> None:
    assert after(*percents) is reached


@pytest.mark.parametrize(
    ("percents", "reached"),
    [
        ((0.079,) * 5, OK),
        ((0.08,), OK),
        ((0.08, 0.08), WARN),
        ((0.08, 0.0, 0.08), WARN),
        ((0.1,), REVIEW),
        ((0.499,), REVIEW),
        ((0.5,), PAUSE),
    ],
)
def test_complaint_rows_are_entered_at_their_lines(percents: tuple[float, ...], reached: Condition) -> None:
    assert after(*percents, lines=COMPLAINT_LINES) is reached


def test_warn_comes_at_the_second_of_the_first_two_points() -> None:
    state = run(KeyState(), points(3.1), BOUNCE_LINES)
    assert state.condition is OK
    assert run(state, points(3.1, start=START + STEP), BOUNCE_LINES).condition is WARN


ENTERED = {
    NOTICE: (2.0, 2.0, 2.0),
    WARN: (3.0, 3.0),
    REVIEW: (5.0,),
    PAUSE: (10.0,),
}
LEAVE = {NOTICE: 1.8, WARN: 2.7, REVIEW: 4.75, PAUSE: 9.5}


@pytest.mark.parametrize("condition", list(ENTERED))
def test_a_level_stays_on_at_its_leave_line_and_goes_below_it(condition: Condition) -> None:
    up = ENTERED[condition]
    at_line = run(KeyState(), points(*up, *[LEAVE[condition]] * 20), BOUNCE_LINES)
    assert at_line.condition is condition
    assert not at_line.recovering
    below = run(KeyState(), points(*up, *[LEAVE[condition] - 0.001] * 20), BOUNCE_LINES)
    assert below.condition < condition


@pytest.mark.parametrize(("condition", "percent"), [(WARN, 0.072), (REVIEW, 0.095), (PAUSE, 0.475)])
def test_complaint_leave_lines_hold_to_the_digit(condition: Condition, percent: float) -> None:
    line = COMPLAINT_LINES.enter(condition)
    assert line is not None
    up = points(100 * line, 100 * line)
    held = run(KeyState(), up + points(*[percent] * 20, start=START + 600), COMPLAINT_LINES)
    left = run(KeyState(), up + points(*[percent - 0.0001] * 20, start=START + 600), COMPLAINT_LINES)
    assert held.condition is condition
    assert left.condition < condition


def test_leaving_needs_three_points_and_fifteen_minutes() -> None:
    fast = run(KeyState(), points(6.0, *[1.0] * 15, step=60), BOUNCE_LINES)  # 14 min since the first below
    assert fast.condition is REVIEW
    assert fast.recovering
    assert run(fast, [Point(START + 16 * 60, 0.01)], BOUNCE_LINES).condition is OK
    slow = run(KeyState(), points(6.0, 1.0, 1.0, step=3600), BOUNCE_LINES)  # two points, an hour apart
    assert slow.condition is REVIEW
    assert run(slow, [Point(START + 3 * 3600, 0.01)], BOUNCE_LINES).condition is OK


def test_a_point_that_restores_the_level_starts_the_hold_anew() -> None:
    series = points(6.0, 1.0, 1.0, 1.0, 4.8, 1.0, 1.0, 1.0)
    state = run(KeyState(), series, BOUNCE_LINES)
    assert state.condition is REVIEW
    assert run(state, [Point(series[-1].at + STEP, 0.01)], BOUNCE_LINES).condition is OK


def test_review_eases_to_warn_where_warn_is_on_too() -> None:
    assert after(6.0, 6.0, *[4.0] * 4) is WARN


def test_since_is_when_the_present_condition_was_entered() -> None:
    state = run(KeyState(), points(6.0, 6.0, 11.0, *[6.0] * 4), BOUNCE_LINES)
    assert (state.condition, state.since) == (REVIEW, START)
    assert KeyState().since is None


@pytest.mark.parametrize(("percent", "reached"), [(4.99, OK), (5.0, REVIEW), (10.0, PAUSE)])
def test_a_late_point_is_news_only_at_review_or_above(percent: float, reached: Condition) -> None:
    calm = run(KeyState(), points(0.5, 0.5, 0.5), BOUNCE_LINES)
    late = run(calm, [Point(START - 900, percent / 100)], BOUNCE_LINES)
    assert late.condition is reached
    assert late.newest == calm.newest


def test_a_rewritten_past_value_at_review_is_news() -> None:
    calm = run(KeyState(), points(0.5, 0.5, 0.5), BOUNCE_LINES)
    assert run(calm, [Point(START + STEP, 0.06)], BOUNCE_LINES).condition is REVIEW


def test_late_points_never_lower() -> None:
    high = run(KeyState(), points(6.0), BOUNCE_LINES)
    low = [Point(START - 7200 + 600 * number, 0.0) for number in range(10)]
    assert run(high, low, BOUNCE_LINES) == high


def test_a_metric_without_lines_is_always_ok() -> None:
    assert after(100.0, 100.0, 100.0, lines=Lines()) is OK


def test_words_of_aws_are_entered_and_left_at_once() -> None:
    state = stated(KeyState(), REVIEW, START)
    assert (state.condition, state.since) == (REVIEW, START)
    same = stated(state, REVIEW, START + 60)
    assert same.since == START
    worse = stated(same, PAUSE, START + 120)
    assert (worse.condition, worse.since) == (PAUSE, START + 120)
    assert stated(worse, OK, START + 180).condition is OK


def test_an_alert_is_one_from_warn_through_review_until_it_is_over_and_the_next_is_another() -> None:
    state = run(KeyState(), points(3.1, 3.1, 5.1, 12.0), BOUNCE_LINES)
    began = START + STEP
    assert (state.condition, state.began) == (PAUSE, began)
    state = run(state, points(*[1.0] * 5, start=START + 4 * STEP), BOUNCE_LINES)
    assert (state.condition, state.began) == (OK, began)
    again = START + 9 * STEP
    assert run(state, points(6.0, start=again), BOUNCE_LINES).began == again
