"""A run counts time as the table of the format says."""

from pathlib import Path

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.proving.feed import Feed
from tests.proving.making import record, scenario, told


def test_sample_k_is_read_at_start_plus_k_polls() -> None:
    moments = record("poll: 2m\nseries: {account/bounce_rate: 1%x4}\n").moments
    assert [moment.at for moment in moments] == [0, 120, 240, 360, 480]


def test_the_run_goes_on_to_the_last_time_that_is_named() -> None:
    moments = record("series: {account/bounce_rate: 1%}\nexpect: [{at: 12m, health: fresh}]\n").moments
    assert [moment.at for moment in moments] == [0, 300, 600]


def test_an_event_between_polls_counts_from_its_own_time() -> None:
    text = """\
        series: {{account/bounce_rate: 1% 5.5%x40}}
        events: {{7m: {{ack: account/bounce_rate, for: {}m}}}}
        """
    assert told(text.format(118)) == ["5m FIRING review", "125m REPEAT review", "3h5m REPEAT review"]
    assert told(text.format(119)) == ["5m FIRING review", "130m REPEAT review", "3h10m REPEAT review"]


def test_an_event_is_applied_before_the_cycle_of_its_moment() -> None:
    early = "series: {account/bounce_rate: 1% 5.5%x30}\nevents: {5m: {ack: account/bounce_rate, for: 3h}}\n"
    assert told(early) == ["5m FIRING review", "65m REPEAT review", "125m REPEAT review"]
    silent = "series: {account/bounce_rate: 1% 5.5%x3}\nevents: {5m: {silence: account/bounce_rate}}\n"
    assert told(silent) == []


def test_reads_fail_from_the_event_on_and_work_again_at_its_end() -> None:
    text = "series: {account/bounce_rate: 1%x9}\nevents: {10m: {aws: mfa_required, until: 20m}}\n"
    healths = [moment.health for moment in record(text).moments]
    assert healths[:6] == [Health.FRESH] * 3 + [Health.BLIND] + [Health.FRESH] * 2


def test_the_good_read_after_an_outage_runs_through_all_that_was_missed() -> None:
    text = """\
        series: {account/bounce_rate: 1%x2 3.1%x2 1%x8}
        events: {12m: {aws: network, until: 28m}}
        expect: [{at: 60m, health: fresh}]
        """
    # Two of three at 20m: it stood at warn when it was read, at 30m, with one point below since.
    assert told(text)[:1] == ["30m FIRING warn"]


def test_a_series_that_has_ended_keeps_its_state_and_never_goes_stale() -> None:
    run = record(
        """\
        series: {account/bounce_rate: 1% 3.5%x2}
        events: {17m: {aws: network, until: 5h}}
        expect: [{at: 4h, health: fresh}]
        """
    )
    assert {moment.health for moment in run.moments} == {Health.FRESH}
    assert run.moments[-1].conditions == {"account/bounce_rate": Condition.WARN}


def test_points_of_a_series_that_ended_within_an_outage_are_read_after_it() -> None:
    text = """\
        series: {account/bounce_rate: 1%x3 6%}
        events: {12m: {aws: mfa_required, until: 33m}}
        expect: [{at: 60m, health: fresh}]
        """
    assert told(text) == ["20m BLIND ok", "35m FIRING review", "40m SIGHT ok"]


def test_a_restart_skips_the_downtime_and_reads_at_its_end() -> None:
    text = """\
        series: {account/bounce_rate: 1%x2 5.5%x9}
        events: {11m: {restart: true, downtime: 20m}}
        """
    run = record(text)
    assert [moment.at / 60 for moment in run.moments] == [0, 5, 10, 31, 35, 40, 45, 50, 55, 60]
    assert told(text) == ["31m FIRING review"]


def test_a_restart_at_a_poll_takes_that_poll() -> None:
    text = "series: {account/bounce_rate: 1%x4}\nevents: {10m: {restart: true, downtime: 5m}}\n"
    assert [moment.at / 60 for moment in record(text).moments] == [0, 5, 15, 20]


def test_a_failing_channel_is_asked_again_each_cycle() -> None:
    text = "series: {account/bounce_rate: 1% 5.5%x6}\nevents: {1m: {channel: desktop, fails_until: 20m}}\n"
    assert told(text, "desktop") == ["20m FIRING review"]
    assert told(text) == ["5m FIRING review", "15m CHANNEL_FAILING ok", "20m CHANNEL_OK ok"]


def test_the_desktop_tells_of_a_screen_that_fails() -> None:
    text = "series: {account/bounce_rate: 1% 5.5%x6}\nevents: {1m: {channel: tui, fails_until: 20m}}\n"
    assert "15m CHANNEL_FAILING ok" in told(text, "desktop")


def test_sends_decide_between_idle_and_not_publishing() -> None:
    def health(sends: str) -> Health:
        text = f"series:\n  account/bounce_rate: 1%x2 _x9\n{sends}"
        return record(text).moments[-1].health

    assert health("  account/sends: 10x2 0x9\n") is Health.FRESH
    assert health("  account/sends: 10x2 0x3 1 0x4\n") is Health.STALE
    assert health("") is Health.STALE  # not known: for caution


def test_no_datapoint_at_all_is_no_sight() -> None:
    text = "series: {account/bounce_rate: _x8}\n"
    assert told(text) == ["30m BLIND ok"]
    # Perhaps it is the wrong Region: that nothing is sent there says nothing of the account.
    assert told(text.replace("}", ", account/sends: 0x8}")) == ["30m BLIND ok"]


def test_row_counts_are_sums_of_today_and_yesterday() -> None:
    case = scenario(
        """\
        start: 2026-01-01T00:00:00Z
        poll: 1h
        series:
          isp:Gmail/sends: 1000 100x59
          isp:Gmail/bounces: 100 0x59
        """
    )
    feed, key = Feed(case), (Subject(SubjectKind.ISP, "Gmail"), Metric.BOUNCE_RATE)

    def sums(hour: int) -> tuple[int | None, int | None]:
        (point,) = feed.points(key, 0, case.start + hour * 3600)
        assert point.at == case.start + hour * 3600
        return point.numerator, point.denominator

    assert sums(0) == (100, 1000)
    assert sums(47) == (100, 5700)
    assert sums(48) == (0, 2500)  # the third day, UTC: the first is no longer in it


def test_account_counts_are_spread_over_the_quarter_hours() -> None:
    case = scenario(
        """\
        start: 2026-01-01T00:00:00Z
        poll: 10m
        series: {account/sends: 0 90x2 0, account/bounces: 0 9x2 0}
        """
    )
    buckets = Feed(case).buckets(case.start + 3600, 0)
    quarters = [(bucket.at - case.start, bucket.attempts, bucket.bounces) for bucket in buckets]
    assert quarters == [(0, 135, 13), (900, 135, 14)]


def test_a_configuration_decides_the_routes(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[notify.from]\ndesktop = "pause"\n')
    text = "rules: own.toml\nseries: {account/bounce_rate: 1% 5.5% 11%}\n"
    assert told(text, "desktop", tmp_path) == ["10m FIRING pause"]
    assert told(text, "tui", tmp_path) == ["5m FIRING review", "10m FIRING pause"]
