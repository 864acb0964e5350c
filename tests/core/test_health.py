"""When we say that we cannot see."""

import pytest

from ses_tui.core.condition import Health
from ses_tui.core.errors import CREDENTIAL_KINDS, ErrorKind
from ses_tui.core.health import ReadLog, is_silent, read_health, usual_interval

MINUTE = 60.0
HOUR = 3600.0


def failed(reads: ReadLog, times: int, kind: ErrorKind = ErrorKind.NETWORK) -> ReadLog:
    for _ in range(times):
        reads = reads.failed(kind)
    return reads


def test_it_is_init_until_half_an_hour_without_any_read_makes_it_blind() -> None:
    never = failed(ReadLog(0.0), 10)
    assert read_health(never, 29.9 * MINUTE) is Health.INIT
    assert read_health(never, 30 * MINUTE) is Health.BLIND


@pytest.mark.parametrize(
    ("minutes", "failures", "health"),
    [
        (0, 0, Health.FRESH),
        (14.9, 2, Health.FRESH),
        (3, 3, Health.STALE),
        (15, 0, Health.STALE),
        (29.9, 3, Health.STALE),
        (30, 0, Health.BLIND),
    ],
)
def test_age_and_missed_polls(minutes: float, failures: int, health: Health) -> None:
    reads = failed(ReadLog(0.0).succeeded(100.0), failures)
    assert read_health(reads, 100.0 + minutes * MINUTE) is health


@pytest.mark.parametrize("kind", sorted(CREDENTIAL_KINDS))
def test_trouble_with_credentials_is_blind_after_two_polls(kind: ErrorKind) -> None:
    seen = ReadLog(0.0).succeeded(100.0)
    assert read_health(failed(seen, 1, kind), 160.0) is Health.FRESH
    assert read_health(failed(seen, 2, kind), 220.0) is Health.BLIND
    assert read_health(failed(ReadLog(0.0), 2, kind), 120.0) is Health.BLIND


def test_other_trouble_is_not_blind_after_two_polls() -> None:
    assert read_health(failed(ReadLog(0.0).succeeded(100.0), 2), 220.0) is Health.FRESH


def test_a_good_read_makes_it_fresh_again() -> None:
    blind = failed(ReadLog(0.0).succeeded(0.0), 9, ErrorKind.CREDENTIALS_EXPIRED)
    assert read_health(blind, HOUR) is Health.BLIND
    assert read_health(blind.succeeded(HOUR), HOUR) is Health.FRESH


def test_a_source_that_is_read_rarely_is_not_late_before_its_next_read() -> None:
    hourly = ReadLog(0.0, interval=HOUR).succeeded(0.0)
    assert read_health(hourly, 1.1 * HOUR) is Health.FRESH
    assert read_health(hourly, 1.6 * HOUR) is Health.STALE
    assert read_health(hourly, 2.1 * HOUR) is Health.BLIND
    assert read_health(ReadLog(0.0, 0.0, interval=5 * MINUTE), 15 * MINUTE) is Health.STALE


def test_the_usual_interval_is_learnt() -> None:
    assert usual_interval(()) == 0.0
    assert usual_interval((0.0,)) == 0.0
    assert usual_interval((0.0, 300.0, 600.0, 5000.0)) == 300.0


@pytest.mark.parametrize(
    ("times", "now", "silent"),
    [
        ((), 0.0, True),
        ((0.0, 300.0), 300.0 + 15 * MINUTE, False),
        ((0.0, 300.0), 301.0 + 15 * MINUTE, True),
        ((0.0, HOUR, 2 * HOUR), 5 * HOUR, False),
        ((0.0, HOUR, 2 * HOUR), 5 * HOUR + 1, True),
    ],
)
def test_silence_is_three_usual_intervals_and_at_least_fifteen_minutes(
    times: tuple[float, ...], now: float, silent: bool
) -> None:
    assert is_silent(times, now) is silent
