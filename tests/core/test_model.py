"""Series, points and keys."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.model import ACCOUNT, Key, Metric, Point, Series, Subject, SubjectKind, acceptable
from tests.core.near import near

PAIRS = st.lists(st.tuples(st.integers(0, 100).map(float), st.floats(0, 1)), max_size=30)


@given(PAIRS)
def test_times_rise_and_the_last_one_given_wins(pairs: list[tuple[float, float]]) -> None:
    series = Series.of(pairs)
    assert list(series.times) == sorted({at for at, _ in pairs})
    assert dict(zip(series.times, series.values, strict=True)) == dict(pairs)


def test_the_newest_is_the_last() -> None:
    series = Series.of([(20.0, 0.2), (10.0, 0.1)])
    assert (series.last_at, series.last, len(series)) == (20.0, 0.2, 2)
    assert (Series().last_at, Series().last, len(Series())) == (None, None, 0)


def test_since_keeps_what_is_at_or_after() -> None:
    assert Series.of([(1.0, 0.1), (2.0, 0.2), (3.0, 0.3)]).since(2.0) == Series((2.0, 3.0), (0.2, 0.3))


@given(PAIRS, PAIRS, st.integers(0, 100))
def test_merging_replaces_what_was_rewritten_and_drops_what_is_old(
    old: list[tuple[float, float]], new: list[tuple[float, float]], keep: int
) -> None:
    merged = Series.of(old).merged(new, float(keep))
    expected = {at: value for at, value in {**dict(old), **dict(new)}.items() if at >= keep}
    assert dict(zip(merged.times, merged.values, strict=True)) == expected


def test_bins_are_means_and_gaps_are_none() -> None:
    series = Series.of([(0.0, 0.1), (5.0, 0.3), (25.0, 0.5), (30.0, 0.9)])
    assert series.binned(0.0, 30.0, 3) == (near(0.2), None, 0.5)
    assert Series().binned(0.0, 30.0, 3) == (None, None, None)


@given(PAIRS, st.integers(1, 50))
def test_every_point_of_the_span_is_in_a_bin(pairs: list[tuple[float, float]], count: int) -> None:
    bins = Series.of(pairs).binned(0.0, 101.0, count)
    assert len(bins) == count
    assert (sum(one is not None for one in bins) > 0) == bool(pairs)


@pytest.mark.parametrize(
    ("value", "at", "believed"),
    [
        (0.0, 0.0, True),
        (1.0, 0.0, True),
        (1.0000001, 0.0, False),
        (-0.0000001, 0.0, False),
        (math.nan, 0.0, False),
        (math.inf, 0.0, False),
        (0.5, 1300.0, True),
        (0.5, 1301.0, False),
    ],
)
def test_what_may_be_believed(value: float, at: float, believed: bool) -> None:
    assert acceptable(Point(at, value), now=1000.0) is believed


def test_keys_are_written_as_in_scenarios() -> None:
    assert str(Key("prod", ACCOUNT, Metric.BOUNCE_RATE)) == "account/bounce_rate"
    hotmail = Subject(SubjectKind.ISP, "Hotmail")
    assert str(Key("prod", hotmail, Metric.TRANSIENT_BOUNCE_RATE)) == "isp:Hotmail/transient_bounce_rate"
    assert Metric.TRANSIENT_BOUNCE_RATE.word == "transient bounce"
    assert (ACCOUNT.label, hotmail.label) == ("account", "Hotmail")
