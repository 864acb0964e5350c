"""How much still fits, against accounts whose representative volume is known."""

from math import ceil, sin
from random import Random

import pytest

from ses_tui.core.budget import NO_VOLUME, budget, projection
from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import BOUNCE_LINES, Condition, Lines
from ses_tui.core.counts import SendBucket
from ses_tui.core.model import Metric, Series
from ses_tui.core.volume import Mail, Volume, VolumeSource, fitted_volume
from tests.core.near import near

NOW = 19_000 * DAY
QUARTER = 900.0
BOUNCE = Metric.BOUNCE_RATE
NO_MAIL = Mail.of([], BOUNCE)


def volume_of(messages: int) -> Volume:
    return Volume(messages, VolumeSource.SET)


class Account:
    """Two weeks of mail in 15-minute buckets, and SES's rate over the last ``volume`` of it.

    The rate is kept by counting mail one by one, not by the code under test.
    """

    def __init__(self, volume: int, per_bucket: int, share: float, burst: float, burst_hours: float) -> None:
        random = Random(11)
        self.buckets: list[SendBucket] = []
        self.rates: list[tuple[float, float]] = []
        window: list[tuple[int, int]] = []
        held = bad = 0
        at = NOW - 14 * DAY
        while at < NOW:
            chance = burst if at >= NOW - burst_hours * HOUR else share
            sent = max(0, round(per_bucket * (1 + 0.5 * sin(at / DAY * 6.28))))
            bounces = sum(random.random() < chance for _ in range(sent))
            self.buckets.append(SendBucket(at, sent, bounces, bounces // 20, 0))
            window.append((sent, bounces))
            held, bad = held + sent, bad + bounces
            while held - window[0][0] >= volume:
                held, bad = held - window[0][0], bad - window[0][1]
                del window[0]
            at += QUARTER
            if held >= volume:
                self.rates.append((at, bad / held))
        self.series = Series.of(self.rates)


@pytest.fixture(scope="module")
def bursting() -> Account:
    """N = 40,000; 1 % usually, 8 % in the last 20 hours."""
    return Account(40_000, 60, 0.01, 0.08, 20)


@pytest.mark.parametrize("volume", [8_000, 20_000, 40_000, 60_000])
def test_the_estimate_lies_within_15_percent(volume: int) -> None:
    account = Account(volume, 60, 0.01, 0.08, 12)
    estimate = fitted_volume(account.series, Mail.of(account.buckets, BOUNCE), NOW)
    assert estimate == near(volume, 0.15 * volume)


def test_a_steady_rate_gives_no_estimate_and_says_so() -> None:
    steady = Account(20_000, 60, 0.01, 0.01, 0)
    flat = Series(steady.series.times, (0.01,) * len(steady.series))
    even = [SendBucket(one.at, 100, 1, 0, 0) for one in steady.buckets]
    assert fitted_volume(flat, Mail.of(even, BOUNCE), NOW) is None
    found = budget(BOUNCE, flat, Mail.of(even, BOUNCE), BOUNCE_LINES, None, NOW)
    assert (found.left, found.volume, found.hours) == (None, None, None)
    assert found.note == NO_VOLUME


@pytest.mark.parametrize("buckets", [[], [SendBucket(NOW - 900, 3, 0, 0, 0)]])
def test_a_quiet_account_gives_no_estimate(buckets: list[SendBucket]) -> None:
    series = Series.of((NOW - 300 * number, 0.0) for number in range(50))
    assert fitted_volume(series, Mail.of(buckets, BOUNCE), NOW) is None
    assert budget(BOUNCE, series, Mail.of(buckets, BOUNCE), BOUNCE_LINES, None, NOW).left is None


def test_too_few_points_of_the_rate_give_no_estimate(bursting: Account) -> None:
    few = Series(bursting.series.times[-5:], bursting.series.values[-5:])
    assert fitted_volume(few, Mail.of(bursting.buckets, BOUNCE), NOW) is None


@pytest.mark.parametrize(
    ("rate", "line", "volume", "left"),
    [
        (0.0312, 0.05, 10_000, 500 - 312),  # the 188 of the product's sketch
        (0.00041, 0.001, 10_192, ceil(10.192) - 4),
        (0.0, 0.07, 100, 7),
        (0.0, 0.05, 100_000, 5000),
    ],
)
def test_the_budget_is_the_ceiling_of_line_times_volume_less_what_is_there(
    rate: float, line: float, volume: int, left: int
) -> None:
    series, lines = Series((NOW,), (rate,)), Lines(review=line, pause=1.0)
    found = budget(BOUNCE, series, NO_MAIL, lines, volume_of(volume), NOW)
    assert (found.left, found.volume) == (left, volume)


@pytest.mark.parametrize(("rate", "left"), [(0.05, 500), (0.06, 400)])
def test_once_review_is_reached_the_budget_is_towards_pause(rate: float, left: int) -> None:
    found = budget(BOUNCE, Series((NOW,), (rate,)), NO_MAIL, BOUNCE_LINES, volume_of(10_000), NOW)
    assert (found.left, found.towards) == (left, Condition.PAUSE)


@pytest.mark.parametrize("rate", [0.10, 0.2])
def test_nothing_is_left_at_the_pause_line(rate: float) -> None:
    found = budget(BOUNCE, Series((NOW,), (rate,)), NO_MAIL, BOUNCE_LINES, volume_of(10_000), NOW)
    assert (found.left, found.note) == (0, "at or over the pause line")


def test_the_projection_holds_the_true_crossing(bursting: Account) -> None:
    mail = Mail.of(bursting.buckets, BOUNCE)
    rate = bursting.series.last
    assert rate is not None
    assert rate < 0.05
    hours, note = projection(mail, rate, 40_000, 0.05, NOW)
    assert note == ""
    assert hours is not None
    per_hour = (mail.messages_until(NOW) - mail.messages_until(NOW - 2 * HOUR)) / 2
    crossing = 40_000 * (0.05 - rate) / (0.08 - 0.01) / per_hour
    assert hours[0] <= crossing <= hours[1]


def test_no_trend_where_the_recent_mail_is_as_usual() -> None:
    usual = Account(40_000, 60, 0.01, 0.01, 0)
    hours, note = projection(Mail.of(usual.buckets, BOUNCE), 0.01, 40_000, 0.05, NOW)
    assert (hours, note) == (None, "no trend")


def test_a_window_that_turns_over_in_hours_gets_no_projection(bursting: Account) -> None:
    hours, note = projection(Mail.of(bursting.buckets, BOUNCE), 0.03, 1_000, 0.05, NOW)
    assert hours is None
    assert note.startswith("no forecast: AWS's window is only ")


def test_no_mail_no_projection(bursting: Account) -> None:
    later = NOW + DAY
    assert projection(Mail.of(bursting.buckets, BOUNCE), 0.03, 40_000, 0.05, later) == (
        None,
        "no mail in the last 2 h",
    )


def test_a_projection_is_of_at_most_seven_days(bursting: Account) -> None:
    hours, _ = projection(Mail.of(bursting.buckets, BOUNCE), 0.01, 250_000, 0.05, NOW)
    assert hours is None or hours[1] <= 7 * 24


def test_mail_is_accumulated_and_read_back_within_a_bucket() -> None:
    mail = Mail.of(
        [SendBucket(0.0, 100, 10, 1, 0), SendBucket(900.0, 0, 0, 0, 0), SendBucket(2700.0, 50, 5, 2, 0)],
        BOUNCE,
    )
    assert mail.messages_until(-1.0) == 0
    assert mail.messages_until(450.0) == near(50.0)
    assert mail.messages_until(2700.0) == 100
    assert mail.messages_until(3150.0) == near(125.0)
    assert mail.messages_until(9999.0) == 150
    assert mail.events_until(3600.0) == 15
    assert mail.when(50.0) == near(450.0)
    assert mail.when(125.0) == near(3150.0)
    assert mail.when(1000.0) == 3600.0
    assert mail.trailing_rate(3600.0, 50) == near(0.1)
    assert mail.trailing_rate(3600.0, 151) is None


def test_complaints_are_counted_for_the_complaint_rate() -> None:
    assert Mail.of([SendBucket(0.0, 100, 10, 1, 0)], Metric.COMPLAINT_RATE).events_until(900.0) == 1


def test_the_projection_counts_what_leaves_the_window() -> None:
    """N = 200,000 at 4,000 an hour; 3 % leaves while 8 % comes in: 10 % is reached by their difference."""
    start = NOW - 60 * HOUR
    even = [
        SendBucket(start + QUARTER * number, 1000, 80 if number >= 220 else 30, 0, 0) for number in range(240)
    ]
    rate = (20 * 80 + 180 * 30) / 200_000
    hours, _ = projection(Mail.of(even, BOUNCE), rate, 200_000, 0.10, NOW)
    assert hours is not None
    crossing = 200_000 * (0.10 - rate) / (0.08 - 0.03) / 4_000
    assert hours[0] < crossing < hours[1] < 1.25 * crossing
    assert hours[0] > 0.8 * crossing


def test_a_few_dozen_mails_a_day_show_no_trend() -> None:
    even = [SendBucket(NOW - 900 * number, 1, 0, 0, 0) for number in range(1300, 0, -1)]
    even[-2] = SendBucket(NOW - 1800, 1, 1, 0, 0)
    mail = Mail.of(even, BOUNCE)
    assert projection(mail, 0.008, 1000, 0.05, NOW) == (None, "too few to see a trend")


@pytest.mark.parametrize(
    ("sent", "buckets", "note"),
    [
        (1000, 8, ""),  # 16 of 8,000 in two hours
        (1000, 1, "too few to see a trend"),  # 2 of 8,000
        (240, 8, "too few to see a trend"),  # 16 of 1,920
    ],
)
def test_complaints_need_three_of_two_thousand(sent: int, buckets: int, note: str) -> None:
    rows = [SendBucket(NOW - 900 * n, sent, 0, 2 if n <= buckets else 0, 0) for n in range(1300, 0, -1)]
    mail = Mail.of(rows, Metric.COMPLAINT_RATE)
    assert projection(mail, 0.0004, 500 * sent, 0.001, NOW, Metric.COMPLAINT_RATE)[1] == note


def test_a_window_that_turns_over_soon_says_where_to_look(bursting: Account) -> None:
    _, note = projection(Mail.of(bursting.buckets, BOUNCE), 0.03, 1_000, 0.05, NOW)
    assert note.endswith(" h of mail")


def test_a_bucket_that_has_not_come_yet_is_no_silence() -> None:
    """Ten minutes later, with no newer bucket, the answer is the same."""
    rows = [SendBucket(NOW - 900 * n, 1000, 80 if n <= 20 else 30, 0, 0) for n in range(240, 0, -1)]
    mail = Mail.of(rows, BOUNCE)
    assert projection(mail, 0.034, 200_000, 0.10, NOW + 600) == projection(mail, 0.034, 200_000, 0.10, NOW)
