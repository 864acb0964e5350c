"""Wilson's interval against published and textbook values, and when numbers are too small."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.binomial import deciding_rate, interval_text, proven, too_few, wilson
from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES, Condition
from ses_tui.core.model import Metric, Point
from tests.core.near import near


@pytest.mark.parametrize(
    ("events", "trials", "low", "high"),
    [
        (2, 40, 0.0138, 0.1650),  # the alert rules: 1.4-16.5 %
        (41, 512, 0.0596, 0.1068),  # the alert rules: 6.0-10.7 %
        (81, 263, 0.2553, 0.3662),  # Newcombe (1998), Statistics in Medicine 17:857
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_known_values(events: int, trials: int, low: float, high: float) -> None:
    interval = wilson(events, trials)
    assert interval is not None
    assert interval == (near(low, 6e-5), near(high, 6e-5))


@pytest.mark.parametrize(("events", "trials"), [(0, 0), (1, 0), (5, 1), (-1, 10), (1, -1)])
def test_there_is_none_without_trials_or_from_counts_that_contradict_themselves(
    events: int, trials: int
) -> None:
    assert wilson(events, trials) is None


@given(st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_it_holds_the_rate_and_stays_within_0_and_1(counts: tuple[int, int]) -> None:
    interval = wilson(*counts)
    assert interval is not None
    low, high = interval
    assert 0.0 <= low <= counts[0] / counts[1] + 1e-12
    assert counts[0] / counts[1] - 1e-12 <= high <= 1.0


@pytest.mark.parametrize(
    ("events", "trials", "few"),
    [
        (5, 199, True),
        (5, 200, False),
        (4, 200, True),  # 2 %: in a band, by four mails
        (0, 199, True),
        (0, 200, False),  # few events in enough mail are a good number
        (None, 10, False),
        (10, None, False),
    ],
)
def test_bounces_decide_from_5_of_200(events: int | None, trials: int | None, few: bool) -> None:
    assert too_few(Metric.BOUNCE_RATE, BOUNCE_LINES, events, trials) is few


@pytest.mark.parametrize(
    ("events", "trials", "few"), [(3, 1999, True), (3, 2000, False), (2, 2000, True), (1, 2000, False)]
)
def test_complaints_decide_from_3_of_2000(events: int, trials: int, few: bool) -> None:
    assert too_few(Metric.COMPLAINT_RATE, COMPLAINT_LINES, events, trials) is few


def test_other_metrics_are_never_too_few() -> None:
    assert too_few(Metric.OPEN_RATE, BOUNCE_LINES, 1, 1) is False


def test_an_interval_is_shown_and_not_a_bare_number() -> None:
    assert interval_text(2, 40) == "5.0 % (1.4-16.5)"
    assert interval_text(3, 2000, 2) == "0.15 % (0.05-0.44)"
    assert interval_text(0, 0) == "–"


def decided(events: int, trials: int) -> Condition | None:
    """The band of what the counts prove, with no memory; None where they are too few."""
    point = Point(0.0, events / trials, events, trials)
    rate = deciding_rate(Metric.BOUNCE_RATE, BOUNCE_LINES, point)
    return None if rate is None else BOUNCE_LINES.band(rate)


@pytest.mark.parametrize(
    ("events", "trials", "condition"),
    [
        (2, 40, None),
        (4, 200, None),
        (5, 200, Condition.OK),  # 2.5 %, and 2 % makes 5 of 200 in one of three
        (0, 200, Condition.OK),
        (10, 200, Condition.NOTICE),  # 5 %: review by its rate; proven is 2 %
        (14, 200, Condition.WARN),
        (500, 10_000, Condition.WARN),  # 5.0 %: half of such windows are below
        (560, 10_000, Condition.REVIEW),
        (1200, 10_000, Condition.PAUSE),
    ],
)
def test_a_window_of_our_own_decides_by_what_it_proves(
    events: int, trials: int, condition: Condition | None
) -> None:
    assert decided(events, trials) is condition


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_what_is_proven_is_never_above_the_band_of_the_bare_rate(counts: tuple[int, int]) -> None:
    condition = decided(*counts)
    assert condition is None or condition <= BOUNCE_LINES.band(counts[0] / counts[1])


def test_all_of_nothing_proves_nothing_and_all_of_many_proves_all() -> None:
    assert not proven(0, 0, 0.05)
    assert proven(300, 300, 0.05)
    assert proven(301, 300, 0.05)  # bounces of earlier mail
