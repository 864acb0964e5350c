"""Icinga's measure, against numbers worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.alerting import CHANGES, HOLD_SECONDS, KeyState, change_share, is_flapping, run
from ses_tui.core.condition import BOUNCE_LINES, Condition
from ses_tui.core.model import Point


def test_a_calm_series_has_no_share() -> None:
    assert change_share([1] * 30) == 0.0
    assert change_share([]) == 0.0


def test_a_change_everywhere_is_the_whole() -> None:
    assert change_share([0, 1] * 15) == pytest.approx(1.0)


def test_the_newest_change_weighs_1_2_and_the_oldest_0_8() -> None:
    assert change_share([0] * 20 + [1]) == pytest.approx(1.2 / 20)
    assert change_share([0] + [1] * 20) == pytest.approx(0.8 / 20)


def test_it_is_on_above_30_percent_and_off_under_25() -> None:
    states = [0] * 15 + [1, 0, 1, 0, 1, 0]
    share = change_share(states)
    assert share > 0.30
    assert is_flapping(states, already=False)
    calmer = [*states, *[0] * 4]
    assert 0.25 <= change_share(calmer) <= 0.35
    assert is_flapping(calmer, already=True)
    assert not is_flapping([*states, *[0] * 20], already=True)


@given(st.lists(st.sampled_from(list(Condition)), max_size=60))
def test_the_share_is_a_share(states: list[Condition]) -> None:
    assert 0.0 <= change_share(states) <= 1.2
    assert change_share(states) == change_share(states[-CHANGES - 1 :])


def test_a_key_that_flaps_is_held_twice_as_long() -> None:
    """Up and down at every point, then calm: 15 minutes below are not enough, 30 are."""
    wild = [Point(300.0 * number, 0.06 if number % 2 else 0.01) for number in range(20)]
    state = run(KeyState(), wild, BOUNCE_LINES)
    assert state.flapping
    assert state.condition is Condition.REVIEW
    first = wild[-1].at + 300.0
    calm = [Point(first + 300.0 * number, 0.001) for number in range(7)]
    assert run(state, calm[:4], BOUNCE_LINES).condition is Condition.REVIEW
    assert calm[3].at - calm[0].at == HOLD_SECONDS
    assert run(state, calm, BOUNCE_LINES).condition < Condition.REVIEW
