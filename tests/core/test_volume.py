"""SES's representative volume: from the steps of its rate, from a fit, or not known."""

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ses_tui.core.clock import DAY
from ses_tui.core.counts import SendBucket
from ses_tui.core.model import Metric, Series
from ses_tui.core.volume import (
    Mail,
    Volume,
    Volumes,
    VolumeSource,
    estimated_volume,
    last_estimate_at,
    stepped_volume,
    volume_for_tiers,
)

NOW = 19_000 * DAY
QUARTER = 900.0
BOUNCE = Metric.BOUNCE_RATE


def stepping(volume: int, count: int = 288, seed: int = 1) -> Series:
    """A rate that is a whole number of events out of ``volume``."""
    random = Random(seed)
    events, points = volume // 100, []
    for number in range(count):
        events = max(0, events + random.choice((-2, -1, 0, 0, 1, 2)))
        points.append((NOW - 300.0 * (count - number), events / volume))
    return Series.of(points)


def even(per_bucket: int, bounces: int = 0, days: float = 14) -> Mail:
    count = int(days * 96)
    return Mail.of(
        [SendBucket(NOW - QUARTER * (count - n), per_bucket, bounces, 0, 0) for n in range(count)], BOUNCE
    )


@given(st.integers(600, 10**7), st.integers(0, 1000))
@example(volume=979_001, seed=0)
@example(volume=1_021_000, seed=0)
def test_the_steps_of_the_rate_give_the_volume(volume: int, seed: int) -> None:
    """Within 2 % of a power of ten it may be a rounded rate; between 1.8 and 2.3 % either is right."""
    estimate = stepped_volume(stepping(volume, seed=seed))
    power = min((10**digits for digits in range(3, 9)), key=lambda power: abs(volume / power - 1))
    distance = abs(volume / power - 1)
    if distance < 0.018:
        assert estimate is None
    elif distance > 0.023:
        assert estimate == pytest.approx(volume, rel=1e-3)
    else:
        assert estimate is None or estimate == pytest.approx(volume, rel=1e-3)


def test_a_rounded_rate_says_nothing_of_the_volume() -> None:
    rounded = stepping(34_567)
    assert stepped_volume(Series(rounded.times, tuple(round(value, 4) for value in rounded.values))) is None


def test_a_rate_without_a_lattice_has_no_steps() -> None:
    random = Random(3)
    assert stepped_volume(Series.of((300.0 * n, 0.01 + 0.01 * random.random()) for n in range(288))) is None
    assert stepped_volume(Series.of((300.0 * n, 0.01) for n in range(288))) is None
    assert stepped_volume(stepping(5_000, count=6)) is None


def test_steps_are_believed_where_the_own_rate_over_that_volume_is_the_same() -> None:
    series = stepping(40_123)
    mean = sum(series.values) / len(series)
    assert estimated_volume(series, even(1000, round(1000 * mean)), NOW) == 40_123
    assert estimated_volume(series, even(1000, round(2000 * mean)), NOW) is None
    # Less mail than the volume: nothing to hold it against.
    assert estimated_volume(series, even(10), NOW) is None


def test_two_estimates_more_than_twofold_apart_are_none() -> None:
    """The mail says 20,000 (its last hours are bad); the steps say more than twice that."""
    buckets = [SendBucket(NOW - QUARTER * (1344 - n), 100, 3 if n > 1300 else 1, 0, 0) for n in range(1344)]
    mail = Mail.of(buckets, BOUNCE)
    times = [NOW - 300.0 * n for n in range(287, -1, -1)]

    def served(step: float) -> Series:
        return Series.of((at, round((mail.trailing_rate(at, 20_000) or 0) / step) * step) for at in times)

    assert estimated_volume(served(1 / 20_000), mail, NOW) == pytest.approx(20_000, rel=0.15)
    assert estimated_volume(served(1 / 47_000), mail, NOW) is None


def test_the_tiers_take_the_setting_then_the_estimate_then_all_mail_of_14_days() -> None:
    mail = even(1000, 10)
    known = Volume(7_000, VolumeSource.SET)
    assert volume_for_tiers(known, mail, NOW) == known
    assert volume_for_tiers(None, mail, NOW) == Volume(1_344_000, VolumeSource.BOUND)
    assert volume_for_tiers(None, even(10, days=2), NOW) == Volume(1920, VolumeSource.BOUND)
    assert volume_for_tiers(None, Mail.of([], BOUNCE), NOW) is None


def test_n_is_estimated_as_of_the_last_three_hours_of_which_all_counts_have_come() -> None:
    hour = 3600.0
    assert last_estimate_at(NOW + 0.4 * hour) == NOW - 3 * hour
    assert last_estimate_at(NOW + 0.5 * hour) == NOW
    assert last_estimate_at(NOW + 3.4 * hour) == NOW


def test_n_is_as_set_or_estimated_anew_each_three_hours_and_holds_for_a_day() -> None:
    rates = stepping(40_123)
    mail = even(1000, round(1000 * sum(rates.values) / len(rates)))
    assert Volumes(7_000).of(BOUNCE, rates, mail, NOW) == Volume(7_000, VolumeSource.SET)
    volumes, half_an_hour = Volumes(None), NOW + 1800
    assert volumes.of(BOUNCE, rates.until(NOW - DAY), mail, half_an_hour) is None
    estimated = Volume(40_123, VolumeSource.ESTIMATED)
    assert volumes.of(BOUNCE, rates, mail, half_an_hour) == estimated
    rounded = rates.merged([(NOW + 60.0 * n, n / 1000) for n in range(1, 400)], 0.0)
    assert volumes.of(BOUNCE, rounded, mail, NOW + 11_000) == estimated
    assert volumes.of(BOUNCE, rounded, mail, NOW + 13_000) == estimated, "the newest that could be made"
    assert volumes.of(BOUNCE, rounded, mail, NOW + DAY + 22_000) is None, "for a day"


def test_data_are_known_to_the_newest_whole_bucket_and_silence_counts_after_half_an_hour() -> None:
    mail = even(10, days=1)
    for later, known in ((0, 0), (899, 0), (1800, 0), (2699, 0), (2700, 900), (7200, 5400)):
        assert mail.known_until(NOW + later) == NOW + known
    assert mail.known_until(NOW - 1) == NOW - QUARTER
