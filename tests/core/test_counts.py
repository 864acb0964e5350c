"""VDM's sums: windows, ratios, the others; what was not read is never 0."""

import pytest

from ses_tui.core.clock import DAY
from ses_tui.core.counts import RATIOS, VdmCounts, VdmMetric, has_no_feedback_loop, others, reported_window
from ses_tui.core.isps import DEFAULT_ISPS, OTHER, readable
from ses_tui.core.model import ACCOUNT, Metric, Series, Subject, SubjectKind

TODAY = 19_000 * DAY
YESTERDAY = TODAY - DAY
SEND, BOUNCE = VdmMetric.SEND, VdmMetric.PERMANENT_BOUNCE


def isp(name: str, sums: dict[VdmMetric, dict[float, int]]) -> VdmCounts:
    return VdmCounts(Subject(SubjectKind.ISP, name), sums)


def test_the_reported_window_is_today_and_yesterday_utc() -> None:
    for now in (TODAY, TODAY + 1, TODAY + DAY - 1):
        assert reported_window(now) == (YESTERDAY, TODAY + DAY)


def test_a_window_sums_its_days_and_a_day_that_is_not_listed_had_none() -> None:
    counts = isp("Gmail", {SEND: {TODAY: 5, YESTERDAY: 7, YESTERDAY - DAY: 100}})
    assert counts.window(SEND, *reported_window(TODAY)) == 12
    assert counts.window(SEND, TODAY + DAY, TODAY + 2 * DAY) == 0


def test_a_metric_that_was_not_read_is_none_and_not_zero() -> None:
    counts = isp("Gmail", {SEND: {TODAY: 5}})
    window = reported_window(TODAY)
    assert counts.window(BOUNCE, *window) is None
    assert counts.ratio(Metric.BOUNCE_RATE, *window) is None
    assert len(counts.daily_rate(Metric.BOUNCE_RATE)) == 0
    assert len(isp("Gmail", {}).daily_sends()) == 0


@pytest.mark.parametrize("metric", list(RATIOS))
def test_each_rate_divides_what_the_dashboard_divides(metric: Metric) -> None:
    above, below = RATIOS[metric]
    counts = isp("Yahoo", {above: {TODAY: 3}, below: {TODAY: 40, YESTERDAY: 10}})
    assert counts.ratio(metric, *reported_window(TODAY)) == (3, 50)
    assert counts.daily_rate(metric) == Series((YESTERDAY, TODAY), (0.0, 3 / 40))


def test_the_denominators_are_those_of_vdm() -> None:
    assert RATIOS[Metric.COMPLAINT_RATE] == (VdmMetric.COMPLAINT, VdmMetric.DELIVERY_COMPLAINT)
    assert RATIOS[Metric.OPEN_RATE] == (VdmMetric.OPEN, VdmMetric.DELIVERY_OPEN)
    assert RATIOS[Metric.CLICK_RATE] == (VdmMetric.CLICK, VdmMetric.DELIVERY_CLICK)


def test_days_without_mail_are_gaps() -> None:
    counts = isp("Yahoo", {BOUNCE: {}, SEND: {TODAY: 10, YESTERDAY: 0}})
    assert counts.daily_rate(Metric.BOUNCE_RATE) == Series((TODAY,), (0.0,))


def test_the_others_are_the_total_less_the_named() -> None:
    total = VdmCounts(ACCOUNT, {SEND: {TODAY: 108, YESTERDAY: 10}, BOUNCE: {TODAY: 4}})
    named = [
        isp("Gmail", {SEND: {TODAY: 10}, BOUNCE: {TODAY: 1}}),
        isp("Yahoo", {SEND: {TODAY: 7, YESTERDAY: 4}, BOUNCE: {}}),
    ]
    rest = others(total, named)
    assert rest.subject == Subject(SubjectKind.ISP, OTHER)
    assert rest.sums == {SEND: {TODAY: 91, YESTERDAY: 6}, BOUNCE: {TODAY: 3}}


def test_a_metric_that_one_of_the_named_lacks_is_unknown_for_the_others_too() -> None:
    total = VdmCounts(ACCOUNT, {SEND: {TODAY: 108}, BOUNCE: {TODAY: 4}})
    assert others(total, [isp("Gmail", {SEND: {TODAY: 10}})]).sums == {SEND: {TODAY: 98}}


def test_parts_that_were_read_later_than_the_whole_make_no_negative_rest() -> None:
    total = VdmCounts(ACCOUNT, {SEND: {TODAY: 10}})
    assert others(total, [isp("Gmail", {SEND: {TODAY: 12}})]).sums == {SEND: {TODAY: 0}}


def test_gmail_alone_has_no_feedback_loop() -> None:
    assert [name for name in DEFAULT_ISPS if has_no_feedback_loop(isp(name, {}))] == ["Gmail"]
    identity = VdmCounts(Subject(SubjectKind.IDENTITY, "Gmail"), {})
    assert not has_no_feedback_loop(identity)


def test_readable_names() -> None:
    assert readable("Hotmail") == "Outlook.com and Hotmail"
    assert readable("Comcast") == "Comcast"
