"""The exact tail against exact fractions and published values; many tests at once."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.binomial import discoveries, dispersion, lower_bound, upper_tail
from tests.core.near import near

"""Near the middle of 10^8 trials the fraction takes thousands of terms."""

rates = st.floats(1e-6, 1 - 1e-6)


def exact(events: int, trials: int, rate: float) -> float:
    p = Fraction(rate)
    return float(sum(comb(trials, i) * p**i * (1 - p) ** (trials - i) for i in range(events, trials + 1)))


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), rates)
def test_it_is_the_sum_of_the_point_probabilities(counts: tuple[int, int], rate: float) -> None:
    assert upper_tail(*counts, rate) == pytest.approx(exact(*counts, rate), rel=1e-10, abs=1e-280)


@pytest.mark.parametrize(
    ("events", "trials", "rate", "chance"),
    [
        (1, 10, 0.1, 1 - 0.9**10),
        (10, 10, 0.5, 2**-10),
        (6, 10, 0.5, 386 / 1024),
        (20, 10**8, 1e-7, 0.0034543420),  # Poisson(10): 1 - P(X <= 19), tables
        (10, 10**8, 1e-7, 0.5420702855),
        (50_000_000, 10**8, 0.5, 0.5 + 0.5 * 7.978845608e-5),  # half, and half of the middle one
        (10_030_000, 10**8, 0.1, 7.979e-24),  # ten sigmas, skewed a little to the right
    ],
)
def test_known_values(events: int, trials: int, rate: float, chance: float) -> None:
    assert upper_tail(events, trials, rate) == pytest.approx(chance, rel=2e-4 if chance < 1e-20 else 1e-6)


@given(st.integers(1, 10**8), st.floats(0, 1), st.floats(0, 1), rates)
def test_more_events_are_rarer_and_a_higher_rate_makes_them_likelier(
    trials: int, one: float, other: float, rate: float
) -> None:
    low, high = sorted((round(one * trials), round(other * trials)))
    assert 0.0 <= upper_tail(high, trials, rate) <= upper_tail(low, trials, rate) * (1 + 1e-9) + 1e-15
    assert upper_tail(low, trials, rate) <= upper_tail(low, trials, min(1.0, rate * 1.5)) * (1 + 1e-9) + 1e-15


@given(st.integers(1, 10**8), st.floats(0, 1), rates)
def test_at_least_k_and_less_than_k_are_all(trials: int, share: float, rate: float) -> None:
    events = max(1, round(share * trials))
    rest = upper_tail(trials - events + 1, trials, 1 - rate)
    assert upper_tail(events, trials, rate) + rest == near(1.0, 1e-7)


def test_counts_may_be_fractions() -> None:
    whole = [upper_tail(k, 100, 0.02) for k in (4, 5)]
    assert whole[1] < upper_tail(4.5, 100, 0.02) < whole[0]


@pytest.mark.parametrize(("rate", "chance"), [(0.0, 0.0), (1.0, 1.0)])
def test_a_rate_of_nothing_or_all(rate: float, chance: float) -> None:
    assert upper_tail(3, 10, rate) == chance
    assert upper_tail(0, 10, rate) == 1.0


@pytest.mark.parametrize(
    ("events", "trials", "rate"),
    [(3, 2, 0.1), (1, 10, -0.1), (1, 10, 1.1), (float("nan"), 10, 0.1), (0, -1, 0.1)],
)
def test_counts_that_make_no_sense_are_refused(events: float, trials: float, rate: float) -> None:
    with pytest.raises(ValueError, match="no binomial tail"):
        upper_tail(events, trials, rate)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))), rates)
def test_the_lower_bound_is_over_a_line_exactly_when_the_tail_is_small(
    counts: tuple[int, int], line: float
) -> None:
    chance = upper_tail(*counts, line)
    if abs(chance - 0.01) > 1e-6:
        assert (lower_bound(*counts) >= line) is (chance <= 0.01)


def test_the_lower_bound_of_clopper_and_pearson() -> None:
    assert lower_bound(10, 10, 0.05) == near(0.05**0.1, 1e-9)
    assert lower_bound(0, 10) == 0.0


@pytest.mark.parametrize(
    "chances, named",
    [
        # Benjamini and Hochberg (1995), section 3.2: at 5 % the first four of fifteen.
        (
            [
                1e-4,
                4e-4,
                0.0019,
                0.0095,
                0.0201,
                0.0278,
                0.0298,
                0.0344,
                0.0459,
                0.324,
                0.4262,
                0.5719,
                0.6528,
                0.759,
                1,
            ],
            4,
        ),
        ([0.04, 0.03, 0.05], 3),  # the largest carries the others
        ([0.06, 0.5], 0),
        ([], 0),
    ],
)
def test_benjamini_hochberg(chances: list[float], named: int) -> None:
    found = discoveries(chances, 0.05)
    assert sum(found) == named
    assert found == tuple(chance <= sorted(chances)[named - 1] if named else False for chance in chances)


@given(st.lists(st.floats(0, 1), max_size=30))
def test_whoever_is_named_is_rarer_than_whoever_is_not(chances: list[float]) -> None:
    found = discoveries(chances, 0.05)
    named = [chance for chance, one in zip(chances, found, strict=True) if one]
    other = [chance for chance, one in zip(chances, found, strict=True) if not one]
    assert max(named, default=0) < min(other, default=2)
    assert all(found[i] for i, chance in enumerate(chances) if chance <= 0.05 / len(chances))


def test_equal_blocks_do_not_scatter_and_clumps_do() -> None:
    assert dispersion([(10, 1000)] * 8) == 1.0
    clumps = [(0.0, 1000.0), (20.0, 1000.0)] * 4
    # chi-square: 8 x 10^2 / (0.01 x 0.99 x 1000) over 7
    assert dispersion(clumps) == near(8 * 100 / 9.9 / 7)
    assert dispersion([(0, 100), (50, 100)]) == 1.0
    assert dispersion([(0, 100)] * 5) == 1.0
