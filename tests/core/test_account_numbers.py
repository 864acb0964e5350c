"""The account's other numbers: rejects above usual, use of the quota and of the send rate, hours of mail."""

from collections.abc import Iterable

import pytest

from ses_tui.core.account_numbers import AccountNumbers
from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.counts import SendBucket
from ses_tui.core.model import Metric
from ses_tui.core.snapshot import Quota
from ses_tui.core.volume import BUCKET_SECONDS
from tests.core.near import near

NOW = 2_715 * 7 * DAY + 13 * HOUR


class Numbers(AccountNumbers):
    def __init__(self) -> None:
        self.conditions: dict[Metric, Condition] = {}
        super().__init__(Bands(), lambda metric: self.conditions.get(metric, Condition.OK), self.entered)

    def entered(self, metric: Metric, condition: Condition, at: float) -> None:
        self.conditions[metric] = condition


def buckets(days: float, attempts: int = 100, rejects: Iterable[int] = ()) -> list[SendBucket]:
    """Until NOW; ``rejects``: of the last ones."""
    count = int(days * 96)
    last = [0] * (count - len(at_the_end := list(rejects))) + at_the_end
    return [
        SendBucket(NOW - (count - number) * BUCKET_SECONDS, attempts, 0, 0, last[number])
        for number in range(count)
    ]


def quota(sent: float, most: float | None = 1_000.0, rate: float = 1.0) -> Quota:
    return Quota(most, rate, sent)


@pytest.mark.parametrize(
    ("sent", "condition"),
    [
        ((799,), Condition.OK),
        ((800,), Condition.WARN),
        ((950,), Condition.REVIEW),
        ((1_000,), Condition.REVIEW),
        ((950, 910), Condition.REVIEW),
        ((950, 902), Condition.WARN),
        ((800, 730), Condition.WARN),
        ((800, 719), Condition.OK),
    ],
)
def test_the_quota_is_entered_at_its_lines_and_left_a_tenth_or_a_twentieth_below(
    sent: tuple[float, ...], condition: Condition
) -> None:
    numbers = Numbers()
    for one in sent:
        numbers.quota(quota(one), NOW)
    assert numbers.conditions[Metric.QUOTA_USE] is condition
    known = numbers.known[Metric.QUOTA_USE]
    assert known.value == near(sent[-1] / 1_000)
    assert known.text == f"{sent[-1]:,} of 1,000 sent in 24 h"


@pytest.mark.parametrize("none", [None, quota(5_000, None)])
def test_what_was_not_read_or_has_no_limit_is_not_used_up(none: Quota | None) -> None:
    numbers = Numbers()
    numbers.quota(none, NOW)
    assert Metric.QUOTA_USE not in numbers.known


@pytest.mark.parametrize(
    ("attempts", "condition"), [(809, Condition.OK), (810, Condition.WARN), (900, Condition.WARN)]
)
def test_the_send_rate_is_the_mean_of_the_fullest_quarter_of_the_hour(
    attempts: int, condition: Condition
) -> None:
    numbers = Numbers()
    numbers.quota(quota(0, rate=1.0), NOW)
    counts = buckets(1)
    counts[-3] = SendBucket(counts[-3].at, attempts, 0, 0, 0)
    numbers.counts(counts, NOW)
    assert numbers.known[Metric.SEND_RATE_USE].value == near(attempts / 900)
    assert numbers.conditions[Metric.SEND_RATE_USE] is condition


def test_the_quarters_before_the_last_hour_say_nothing_of_the_send_rate() -> None:
    numbers, counts = Numbers(), buckets(1)
    numbers.quota(quota(0, rate=1.0), NOW)
    counts[-6] = SendBucket(counts[-6].at, 900, 0, 0, 0)
    numbers.counts(counts, NOW)
    assert numbers.known[Metric.SEND_RATE_USE].value == near(100 / 900)


def test_without_the_quota_the_use_of_the_send_rate_is_not_known() -> None:
    numbers = Numbers()
    numbers.counts(buckets(1), NOW)
    assert Metric.SEND_RATE_USE not in numbers.known


@pytest.mark.parametrize(
    ("days", "rejects", "condition"),
    [
        (14, (0,), Condition.OK),
        (14, (4,), Condition.OK),  # fewer than five
        (14, (6,), Condition.WARN),
        (3, (6,), Condition.OK),  # too few days to know what is usual
        (14, [1] * 1344, Condition.OK),  # one in each quarter is what is usual here
        (14, [1] * 1343 + [30], Condition.WARN),
    ],
)
def test_rejects_alert_above_what_is_usual(days: float, rejects: list[int], condition: Condition) -> None:
    numbers = Numbers()
    numbers.counts(buckets(days, rejects=rejects), NOW)
    assert numbers.conditions[Metric.REJECT_RATE] is condition


def test_rejects_say_how_many_and_are_over_when_they_fall_below_their_line() -> None:
    numbers = Numbers()
    numbers.counts(buckets(14, rejects=[6]), NOW)
    known = numbers.known[Metric.REJECT_RATE]
    assert known.text.startswith("6 of 400 rejected in 1 h (1.50 %")
    assert (known.numerator, known.denominator) == (6, 400)
    numbers.counts(buckets(14, rejects=[6, *[0] * 24]), NOW)
    assert numbers.conditions[Metric.REJECT_RATE] is Condition.OK


def test_rendering_failures_alert_above_what_is_usual_and_are_over_when_they_fall_below_their_line() -> None:
    numbers, sent = Numbers(), buckets(14)
    usual = {one.at: 1 for one in sent[::12]}
    numbers.rendering_failures(usual, sent, NOW)
    assert numbers.conditions[Metric.RENDERING_FAILURE_RATE] is Condition.OK
    numbers.rendering_failures({**usual, sent[-2].at: 20}, sent, NOW)
    known = numbers.known[Metric.RENDERING_FAILURE_RATE]
    assert known.condition is Condition.WARN
    assert (known.numerator, known.denominator) == (20, 420)  # what failed was not sent
    assert known.text.startswith("20 of 420 failed to render in 1 h (4.76 %")
    numbers.rendering_failures({**usual, sent[-30].at: 20}, sent, NOW)
    assert numbers.conditions[Metric.RENDERING_FAILURE_RATE] is Condition.OK


@pytest.mark.parametrize(("failures", "days"), [({}, 14), ({NOW - 900: 9}, 0)])
def test_without_a_failure_in_two_weeks_or_without_mail_rendering_is_not_known(
    failures: dict[float, int], days: float
) -> None:
    numbers = Numbers()
    numbers.rendering_failures({NOW - 900: 9}, buckets(14), NOW)
    numbers.rendering_failures(failures, buckets(days), NOW)
    assert Metric.RENDERING_FAILURE_RATE not in numbers.known


def test_when_every_message_fails_to_render_all_of_them_count() -> None:
    numbers, sent = Numbers(), buckets(14)
    failed = {one.at: 100 for one in sent[-4:]}
    numbers.rendering_failures(failed, [*sent[:-4], *(SendBucket(at, 0, 0, 0, 0) for at in failed)], NOW)
    assert numbers.known[Metric.RENDERING_FAILURE_RATE].value == 1.0
    assert numbers.conditions[Metric.RENDERING_FAILURE_RATE] is Condition.WARN


def test_the_hours_of_two_weeks_are_news_once_and_the_last_day_may_be_corrected() -> None:
    numbers = Numbers()
    assert len(numbers.counts(buckets(14), NOW)) == 14 * 24 - 1 - 1  # the first and the last are not whole
    assert numbers.counts(buckets(14), NOW) == []
    corrected = buckets(14)
    corrected[-8] = SendBucket(corrected[-8].at, 90, 0, 0, 0)
    assert [sent for _, sent in numbers.counts(corrected, NOW)] == [390]
