"""Lines over time: gaps where AWS was silent, held values where it merely had nothing new."""

from ses_tui.core.clock import DAY, HOUR, utc_day
from ses_tui.core.model import Series
from ses_tui.tui.detail.chart import time_ticks
from ses_tui.tui.draw.sparkline import by_day, held, usual
from ses_tui.tui.look import Look, zone_of
from tests.tui.snapshots_data import NOW


def every(seconds: float, count: int, value: float = 0.01) -> Series:
    return Series.of((NOW - seconds * index, value) for index in range(count))


def test_hourly_points_are_held_in_finer_cells() -> None:
    assert None not in held(every(HOUR, 30), NOW, DAY, 96)


def test_silence_longer_than_three_usual_intervals_is_a_gap() -> None:
    series = Series.of(
        [(NOW - 300 * index, 0.01) for index in range(12)]
        + [(NOW - 6 * HOUR - 300 * index, 0.01) for index in range(24)]
    )
    values = held(series, NOW, 8 * HOUR, 32)
    assert values[-1] == 0.01
    assert values.count(None) >= 16
    assert values[0] == 0.01


def test_the_grid_stands_still_within_a_cell() -> None:
    series = every(300, 300)
    start = NOW - NOW % 900
    assert held(series, start + 10, DAY, 96) == held(series, start + 890, DAY, 96)


def test_a_day_without_mail_is_a_gap_and_today_is_last() -> None:
    today = utc_day(NOW)
    daily = Series.of([(today, 0.03), (today - 2 * DAY, 0.01)])
    assert by_day(daily, NOW, 4) == (None, 0.01, None, 0.03)


def test_the_usual_rate_leaves_today_and_yesterday_out() -> None:
    today = utc_day(NOW)
    days = [(today, 0.9), (today - DAY, 0.9), *((today - DAY * back, 0.01 * back) for back in (2, 3, 4))]
    assert usual(Series.of(days), NOW) == 0.03
    assert usual(Series.of(days[:4]), NOW) is None


def test_time_marks_are_local_and_survive_the_change_of_clocks() -> None:
    look = Look(zone_of("Europe/Berlin"))
    change = 1792893600.0  # 2026-10-25T02:00Z, an hour after the clocks went back
    ticks = time_ticks(change - 3 * DAY, change + 3 * DAY, 100, look)
    assert [look.clock(at) for at, _ in ticks] == ["00:00"] * len(ticks)
    assert len(ticks) == 6
    assert time_ticks(NOW - DAY, NOW, 70, look)[0][1] == "18:00"
