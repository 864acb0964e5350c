"""The rules of one target: what a read brings, what can be seen, and what is kept over a restart."""

from math import nan

import pytest

from ses_tui.core.clock import DAY, HOUR, MINUTE, ManualClock
from ses_tui.core.condition import Bands, Condition, Health
from ses_tui.core.counts import SendBucket
from ses_tui.core.errors import ErrorKind
from ses_tui.core.health import NO_DATA
from ses_tui.core.keys import BOUNCE, COUNTS, ENFORCEMENT, ROWS, SENDING
from ses_tui.core.ledger import Ledger
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric, Point, Subject, SubjectKind
from ses_tui.core.rules import KEEP, TargetRules
from ses_tui.core.volume import VolumeSource
from ses_tui.proving.kept import Kept

START = 1_767_225_600.0
POLL = 300.0
GMAIL = (Subject(SubjectKind.ISP, "Gmail"), Metric.BOUNCE_RATE)
NEWS = (Subject(SubjectKind.IDENTITY, "news.example.org"), Metric.BOUNCE_RATE)


def rules() -> TargetRules:
    """Watches the account's bounce rate and its counts."""
    made = TargetRules("prod", Bands(), Ledger({"tui": Condition.WARN}), ManualClock(START))
    made.watch(BOUNCE, POLL)
    made.watch(COUNTS, POLL)
    return made


def at(one: TargetRules, now: float) -> TargetRules:
    """At another time."""
    assert isinstance(one.clock, ManualClock)
    one.clock.at = now
    return one


def seen(one: TargetRules) -> tuple[Health, str]:
    """Whether the bounce rate can be seen, as the ledger was told."""
    one.see()
    visibility = one.ledger.visibilities["prod"][Key("prod", *BOUNCE)]
    return visibility.health, visibility.cause


def test_a_known_point_is_no_news_and_a_rewritten_one_is() -> None:
    one = at(rules(), START + POLL)
    points = [Point(START, 0.01), Point(START + POLL, 0.02)]
    assert one.points(*BOUNCE, points) == points
    assert one.points(*BOUNCE, points) == []
    rewritten = Point(START, 0.12)
    assert one.points(*BOUNCE, [rewritten]) == [rewritten]
    assert one.rates[Metric.BOUNCE_RATE].values == (0.12, 0.02)
    assert one.condition is Condition.PAUSE


def test_points_in_any_order_make_the_same_series() -> None:
    one = at(rules(), START + 3 * POLL)
    one.points(*BOUNCE, [Point(START + 2 * POLL, 0.03), Point(START, 0.01)])
    one.points(*BOUNCE, [Point(START + POLL, 0.02), Point(START + 3 * POLL, 0.04)])
    assert one.rates[Metric.BOUNCE_RATE].values == (0.01, 0.02, 0.03, 0.04)


def test_old_points_go() -> None:
    one = rules()
    one.points(*BOUNCE, [Point(START, 0.01)])
    at(one, START + KEEP + POLL).points(*BOUNCE, [Point(START + KEEP + POLL, 0.02)])
    assert one.rates[Metric.BOUNCE_RATE].values == (0.02,)


def test_points_that_are_not_believed_are_counted_for_an_hour_each_once() -> None:
    one = rules()
    for _ in range(2):
        one.points(*BOUNCE, [Point(START, nan), Point(START + 1, 1.5), Point(START + 900, 0.1)])
    assert (one.rejected(), one.condition) == (3, None)
    assert at(one, START + HOUR + 1).rejected() == 0


@pytest.mark.parametrize(
    ("bounces", "messages", "condition"),
    [(5, 10, None), (35, 1000, Condition.NOTICE), (55, 1000, Condition.WARN), (500, 1000, Condition.PAUSE)],
)
def test_a_row_decides_by_what_its_counts_prove(
    bounces: int, messages: int, condition: Condition | None
) -> None:
    one = rules()
    for number in range(3):
        now = START + number * POLL
        at(one, now).points(*GMAIL, [Point(now, bounces / messages, bounces, messages)])
    assert one.condition_of(GMAIL) is condition
    assert one.value(*GMAIL) == bounces / messages


def test_a_rate_of_a_row_without_counts_is_taken_as_proved() -> None:
    one = rules()
    one.points(*GMAIL, [Point(START, 0.065)])
    assert one.condition_of(GMAIL) is Condition.REVIEW


def test_what_was_never_read_has_no_condition() -> None:
    one = rules()
    assert one.condition is None
    one.points(*BOUNCE, [])
    one.failed(ErrorKind.NETWORK)
    assert (one.condition, one.value(*BOUNCE), one.value(*ENFORCEMENT)) == (None, None, None)
    one.enforcement("HEALTHY")
    assert one.condition is Condition.OK


def test_what_people_know_is_not_told_again_after_a_restart_and_what_came_since_is() -> None:
    one, kept = rules(), Kept()
    one.points(*BOUNCE, [Point(START - POLL, 0.01), Point(START, 0.01)])
    one.see()
    kept.keep(one)
    known = dict(kept.known)
    at(one, START + 5 * POLL).points(*BOUNCE, [Point(START + POLL, 0.06)])
    calm = [Point(START + number * POLL, 0.01) for number in (2, 5, 6)]
    at(one, START + 6 * POLL).points(*BOUNCE, calm)
    kept.keep(one)
    assert kept.restart(one, ManualClock(START + 7 * POLL)).tracker.reached == {}
    kept.known = known
    assert kept.restart(one, ManualClock(START + 7 * POLL)).tracker.reached == {BOUNCE: Condition.REVIEW}


@pytest.mark.parametrize("points", [[], [Point(START, nan)], [Point(START, 1.2)]])
def test_without_a_datapoint_that_is_believed_it_is_blind_after_30_minutes(points: list[Point]) -> None:
    one = rules()
    for minute in range(0, 35, 5):
        at(one, START + minute * MINUTE).points(*BOUNCE, points)
        health = seen(one)[0]
        assert health is (Health.BLIND if minute >= 30 else Health.INIT)
    assert seen(one) == (Health.BLIND, NO_DATA)


@pytest.mark.parametrize(
    ("hours", "sends", "health"),
    [
        (0.25, 100, Health.FRESH),
        (0.5, 100, Health.STALE),
        (23.9, 100, Health.STALE),
        (24.0, 100, Health.BLIND),
        (24.0, 0, Health.FRESH),
        (24.0, None, Health.BLIND),
        (0.5, None, Health.STALE),
    ],
)
def test_an_old_datapoint_is_stale_then_blind_while_mail_is_sent(
    hours: float, sends: int | None, health: Health
) -> None:
    one = rules()
    one.points(*BOUNCE, [Point(START, 0.01)])
    now = START + hours * HOUR
    at(one, now).points(*BOUNCE, [Point(now, nan)])
    if sends is not None:
        one.statistics([SendBucket(START - 900, 50, 0, 0, 0), SendBucket(START, sends, 0, 0, 0)])
    assert seen(one)[0] is health
    assert one.condition is Condition.OK


def test_counts_that_can_be_read_no_more_are_no_proof_that_nothing_is_sent() -> None:
    one = rules()
    one.points(*BOUNCE, [Point(START, 0.01)])
    one.statistics([])
    at(one, START + HOUR).points(*BOUNCE, [])
    assert seen(one)[0] is Health.STALE


def test_a_key_that_has_ended_keeps_its_sight() -> None:
    one = rules()
    one.points(*BOUNCE, [Point(START, 0.01)])
    one.ended(BOUNCE)
    at(one, START + 2 * DAY).failed(ErrorKind.NETWORK)
    assert seen(one)[0] is Health.FRESH


def test_the_rows_are_seen_or_not_as_one_and_not_at_all_once_they_are_unwatched() -> None:
    one = rules()
    one.watch(GMAIL, POLL)
    one.watch(NEWS, POLL)
    assert one.watched == [BOUNCE, ROWS]
    for _ in range(2):
        one.failed(ErrorKind.CREDENTIALS_EXPIRED, GMAIL)
    one.see()
    assert one.ledger.visibilities["prod"][Key("prod", *ROWS)].health is Health.BLIND
    one.unwatch(ROWS)
    one.see()
    assert Key("prod", *ROWS) not in one.ledger.visibilities["prod"]


def test_a_breach_that_was_told_and_has_eased_is_not_told_again_after_a_restart() -> None:
    one, kept = rules(), Kept()
    low = [Point(START + number * POLL, 0.035) for number in range(1, 8)]
    for points in ([Point(START, 0.06)], low):
        at(one, points[-1].at).points(*BOUNCE, points)
        one.see()
        for due in one.ledger.due("tui", one.clock.now()):
            one.ledger.accepted("tui", due, one.clock.now())
        kept.keep(one)
    assert one.condition is Condition.WARN
    after = kept.restart(one, ManualClock(low[-1].at + POLL))
    after.see()
    assert after.ledger.due("tui", after.clock.now()) == []


def test_counts_of_an_earlier_run_are_no_proof_that_nothing_is_sent_now() -> None:
    one, kept = rules(), Kept()
    one.points(*BOUNCE, [Point(START, 0.01)])
    one.statistics([SendBucket(START - 900, 0, 0, 0, 0)])
    kept.keep(one)
    after = kept.restart(one, ManualClock(START + 2 * DAY))
    after.points(*BOUNCE, [])
    assert after.health(BOUNCE) is Health.BLIND


def test_an_early_tier_that_eased_is_not_told_again_after_a_restart() -> None:
    one, kept = rules(), Kept()
    one.points(*BOUNCE, [Point(START, 0.01)])
    buckets = [SendBucket(START - 900 * number, 4000, 800, 0, 0) for number in range(8, 0, -1)]
    one.statistics(buckets)
    one.see()
    kept.keep(one)
    after = kept.restart(one, ManualClock(START + 6 * 3600))
    after.see()
    assert after.ledger.statuses["prod"] == {}, "what came since the newest stored counts is not known yet"
    after.statistics(buckets)
    after.see()
    assert Key("prod", ACCOUNT, Metric.BOUNCE_BUDGET) not in {
        key for key, one in after.ledger.statuses["prod"].items() if one.condition >= Condition.REVIEW
    }


def test_words_points_and_tiers_are_there_again_after_a_restart() -> None:
    one = rules()
    kept = Kept()
    one.enforcement("PROBATION")
    one.sending(False)
    one.points(*BOUNCE, [Point(START, 0.06)])
    buckets = [SendBucket(START - 900 * number, 4000, 800, 0, 0) for number in range(8, 0, -1)]
    assert one.statistics(buckets) == buckets
    assert one.statistics(buckets) == []
    one.see()
    kept.keep(one)
    after = kept.restart(one, ManualClock(START + POLL))
    for key in (BOUNCE, ENFORCEMENT, SENDING, (ACCOUNT, Metric.BOUNCE_BUDGET)):
        assert after.condition_of(key) is one.condition_of(key)
        assert after.condition_of(key) is not Condition.OK
    assert after.tracker.states[ENFORCEMENT].began == START
    assert after.watched == one.watched


def test_a_row_that_is_gone_stays_gone_over_a_restart_and_begins_anew_when_it_is_back() -> None:
    one, kept = rules(), Kept()
    one.points(*NEWS, [Point(START, 0.04)])
    assert one.listed(SubjectKind.IDENTITY, ()) == {NEWS[0]}
    kept.keep(one)
    after = kept.restart(one, ManualClock(START + POLL))
    assert after.condition_of(NEWS) is None
    after.points(*NEWS, [Point(START + POLL, 0.04)])
    assert after.condition_of(NEWS) is Condition.OK  # one of three, and not two


def test_a_row_that_is_listed_no_more_ends_as_gone_also_after_a_restart() -> None:
    one, kept = rules(), Kept()
    one.points(*NEWS, [Point(START, 0.2, 400, 2000)])
    one.see()
    (due,) = one.ledger.due("tui", START)
    one.ledger.accepted("tui", due, START)
    kept.keep(one)
    after = kept.restart(one, ManualClock(START + POLL))
    assert after.listed(SubjectKind.IDENTITY, ("other.example.org",)) == {NEWS[0]}
    after.see()
    assert [one.kind for one in after.ledger.due("tui", START + POLL)] == [Kind.GONE]
    assert after.value(*NEWS) is None


def test_the_volume_is_the_same_whenever_it_is_read_within_three_hours_and_after_a_restart() -> None:
    """A rate in steps of 1 / 4,000, over mail whose own rate follows it."""
    times = [START - 300.0 * number for number in range(400, 0, -1)]
    points = [Point(now, (40 + number // 3 % 2) / 4000) for number, now in enumerate(times)]
    buckets = [SendBucket(START - 900.0 * number, 400, 4, 0, 0) for number in range(400, 0, -1)]
    volumes = []
    for read in (START + 10, START + 2 * HOUR):
        one = at(rules(), read)
        one.points(*BOUNCE, [*points, *(Point(START + 60 * n, 0.01 + n / 7e5) for n in range(12))])
        one.statistics(buckets)
        volumes.append(one.tiers[Metric.BOUNCE_BUDGET].found[0].volume)
    assert volumes[0].source is VolumeSource.ESTIMATED
    assert volumes[0].messages == pytest.approx(4000, rel=0.01)
    assert volumes[1] == volumes[0]
