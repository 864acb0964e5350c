"""What must hold for every series of datapoints, however it arrives."""

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from ses_tui.core.alerting import HOLD_SECONDS, POINTS_TO_LEAVE, KeyState, run, step, walk
from ses_tui.core.condition import BOUNCE_LINES, LADDER, Condition, Lines
from ses_tui.core.model import Point

RATES = st.one_of(
    st.floats(0.0, 1.0),
    st.floats(0.0, 0.12),
    st.sampled_from([0.0, 0.018, 0.02, 0.027, 0.03, 0.0475, 0.05, 0.095, 0.1]),
)
TIMES = st.integers(0, 400).map(lambda minute: 60.0 * minute)
SERIES = st.dictionaries(TIMES, RATES, max_size=40).map(
    lambda found: [Point(at, value) for at, value in sorted(found.items())]
)


@given(SERIES)
def test_a_point_at_the_pause_line_is_never_missed(series: list[Point]) -> None:
    state = KeyState()
    for point in series:
        state = step(state, point, BOUNCE_LINES)
        if point.value >= 0.10:
            assert state.condition is Condition.PAUSE
        elif point.value >= 0.05:
            assert state.condition >= Condition.REVIEW


@given(SERIES, st.data())
def test_in_whatever_order_points_come_one_at_pause_raises_it(
    series: list[Point], data: st.DataObject
) -> None:
    state = KeyState()
    for point in data.draw(st.permutations(series)):
        state = step(state, point, BOUNCE_LINES)
        if point.value >= 0.10:
            assert state.condition is Condition.PAUSE


@given(SERIES, st.data())
def test_order_within_one_read_does_not_matter(series: list[Point], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(series))
    assert run(KeyState(), shuffled, BOUNCE_LINES) == run(KeyState(), series, BOUNCE_LINES)


@given(SERIES, st.integers(0, 40))
def test_where_the_series_is_cut_into_reads_does_not_matter(series: list[Point], cut: int) -> None:
    two = run(run(KeyState(), series[:cut], BOUNCE_LINES), series[cut:], BOUNCE_LINES)
    assert two == run(KeyState(), series, BOUNCE_LINES)


@given(SERIES)
def test_it_never_lowers_without_three_points_below_and_the_hold(series: list[Point]) -> None:
    state = KeyState()
    states = [state]
    for point in series:
        states.append(state := step(state, point, BOUNCE_LINES))
    for index, (before, after) in enumerate(pairwise(states)):
        if after.condition >= before.condition:
            continue
        leave = BOUNCE_LINES.leave(before.condition)
        assert leave is not None
        below: list[Point] = []
        for point in reversed(series[: index + 1]):
            if point.value >= leave:
                break
            below.append(point)
        assert len(below) >= POINTS_TO_LEAVE
        assert below[0].at - below[-1].at >= HOLD_SECONDS


@given(SERIES)
def test_each_level_has_a_memory_of_its_own(series: list[Point]) -> None:
    """Flapping apart, which is about all levels and doubles the hold of each."""
    assume(not any(state.flapping for state in walk(KeyState(), series, BOUNCE_LINES)))
    together = run(KeyState(), series, BOUNCE_LINES)
    for rung, level in zip(LADDER, together.levels, strict=True):
        alone = Lines(**{rung.word: BOUNCE_LINES.enter(rung)})
        assert run(KeyState(), series, alone).levels[rung - 1] == level


@given(SERIES)
def test_reading_low_or_middling_points_again_changes_nothing(series: list[Point]) -> None:
    state = run(KeyState(), series, BOUNCE_LINES)
    again = [point for point in series if point.value < 0.05]
    assert run(state, again, BOUNCE_LINES) == state


@given(SERIES, SERIES)
def test_late_points_never_lower(series: list[Point], late: list[Point]) -> None:
    state = run(KeyState(), [Point(point.at + 1e6, point.value) for point in series], BOUNCE_LINES)
    if state.newest is not None:
        assert run(state, late, BOUNCE_LINES).condition >= state.condition
