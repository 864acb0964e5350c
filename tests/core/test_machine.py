"""The rules alone: what a read brings, what can be seen, and what is kept over a restart."""

from ses_tui.core.clock import MINUTE
from ses_tui.core.condition import Bands, Condition, Health
from ses_tui.core.counts import SendBucket
from ses_tui.core.errors import ErrorKind
from ses_tui.core.machine import KEEP, NO_DATA, Machine
from ses_tui.core.model import ACCOUNT, Key, Metric, Point, Subject, SubjectKind

START = 1_767_225_600.0
POLL = 300.0
BOUNCE = (ACCOUNT, Metric.BOUNCE_RATE)
GMAIL = (Subject(SubjectKind.ISP, "Gmail"), Metric.BOUNCE_RATE)


def machine() -> Machine:
    """Watches the account's bounce rate."""
    return Machine("prod", Bands(), {"tui": Condition.WARN}, (BOUNCE,), POLL, START)


def test_a_known_point_is_no_news_and_a_rewritten_one_is() -> None:
    one = machine()
    points = [Point(START, 0.01), Point(START + POLL, 0.02)]
    assert one.points(*BOUNCE, points, START + POLL) == points
    assert one.points(*BOUNCE, points, START + POLL) == []
    rewritten = Point(START, 0.12)
    assert one.points(*BOUNCE, [rewritten], START + POLL) == [rewritten]
    assert one.series[BOUNCE].values == (0.12, 0.02)
    assert one.book.state(*BOUNCE).condition is Condition.PAUSE


def test_points_in_any_order_make_the_same_series() -> None:
    one = machine()
    one.points(*BOUNCE, [Point(START + 2 * POLL, 0.03), Point(START, 0.01)], START + 2 * POLL)
    one.points(*BOUNCE, [Point(START + POLL, 0.02), Point(START + 3 * POLL, 0.04)], START + 3 * POLL)
    assert one.series[BOUNCE].values == (0.01, 0.02, 0.03, 0.04)


def test_old_points_go() -> None:
    one = machine()
    one.points(*BOUNCE, [Point(START, 0.01)], START)
    one.points(*BOUNCE, [Point(START + KEEP + POLL, 0.02)], START + KEEP + POLL)
    assert one.series[BOUNCE].values == (0.02,)


def test_counts_of_our_own_decide_only_where_they_are_large_enough() -> None:
    one = machine()
    one.points(*GMAIL, [Point(START, 0.5, 5, 10)], START)
    assert one.book.state(*GMAIL).condition is Condition.OK
    one.points(*GMAIL, [Point(START + POLL, 0.5, 500, 1000)], START + POLL)
    assert one.book.state(*GMAIL).condition is Condition.PAUSE


def test_without_any_datapoint_it_is_blind_after_30_minutes_unless_nothing_is_sent() -> None:
    one = machine()
    key = Key("prod", *BOUNCE)
    for minute in range(0, 35, 5):
        now = START + minute * MINUTE
        one.points(*BOUNCE, [], now)
        one.see(now)
    visibility = one.ledger.visibilities["prod"][key]
    assert (visibility.health, visibility.cause) == (Health.BLIND, NO_DATA)
    one.see(now, idle={BOUNCE})
    assert one.ledger.visibilities["prod"][key].health is Health.FRESH


def test_a_key_that_is_read_no_more_keeps_its_health_until_a_good_read() -> None:
    one = machine()
    key = Key("prod", *BOUNCE)
    one.points(*BOUNCE, [Point(START, 0.01)], START)
    for at in (START + POLL, START + 2 * POLL):
        one.failed(ErrorKind.CREDENTIALS_EXPIRED)
        one.see(at)
    one.unwatch(*BOUNCE)
    one.see(START + 9 * POLL)
    assert one.ledger.visibilities["prod"][key].health is Health.BLIND
    one.read_well(*BOUNCE, START + 10 * POLL)
    one.see(START + 99 * POLL)
    assert one.ledger.visibilities["prod"][key].health is Health.FRESH


def test_words_and_what_has_ended_are_kept_over_a_restart() -> None:
    one = machine()
    one.enforcement("PROBATION", START)
    one.sending(False, START)
    one.points(*BOUNCE, [Point(START, 0.01)], START)
    one.see(START)
    one.unwatch(*BOUNCE)
    after = one.restarted(START + POLL)
    assert after.words == {
        (ACCOUNT, Metric.ENFORCEMENT_STATUS): "PROBATION",
        (ACCOUNT, Metric.SENDING_ENABLED): "off",
    }
    assert after.ended == one.ended
    assert after.book.state(ACCOUNT, Metric.SENDING_ENABLED).condition is Condition.PAUSE


def test_the_volume_is_estimated_anew_after_three_hours_only() -> None:
    one = machine()
    buckets = [SendBucket(START + 900 * number, 400, 4, 0, 0) for number in range(40)]
    one.statistics(buckets[:4], START + 3600)
    first = one.estimates[Metric.BOUNCE_RATE]
    one.statistics(buckets[:8], START + 7200)
    assert one.estimates[Metric.BOUNCE_RATE] == first
    one.statistics(buckets, START + 6 * 3600)
    assert one.estimates[Metric.BOUNCE_RATE][0] == START + 6 * 3600
