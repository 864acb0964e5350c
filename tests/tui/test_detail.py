"""The screen behind enter: its ranges, its lines, a week before, and what to do."""

import pytest

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import BOUNCE_LINES, Health
from ses_tui.core.model import Metric, Series
from ses_tui.core.record import replace
from ses_tui.tui.detail.before import WEEK, value_before, week_before
from ses_tui.tui.detail.chart import FAINT, ChartSpec, chart
from ses_tui.tui.detail.ticks import RANGES
from ses_tui.tui.line import length
from ses_tui.tui.look import Look, zone_of
from tests.tui.made import NOW, ZONE, account_reading, snapshot, target
from tests.tui.screens import lines_of, settled, shown, text_of
from tests.tui.snapshots_data import HOSTILE_NAMES

LOOK = Look(zone_of(ZONE))


def flat(value: float, start: float, end: float, step: float = 300.0) -> list[tuple[float, float]]:
    return [(start + step * n, value) for n in range(int((end - start) / step) + 1)]


def spec(series: Series, span: float = DAY, before: Series = Series()) -> ChartSpec:  # noqa: B008  # a frozen value
    return ChartSpec(series, BOUNCE_LINES, NOW - span, NOW, 80, 20, LOOK, True, before)


def drawn(one: ChartSpec) -> list[str]:
    return ["".join(text for text, _ in line) for line in chart(one)]


def test_a_week_before_stands_at_this_weeks_times() -> None:
    series = Series.of(flat(0.01, NOW - WEEK - DAY, NOW - WEEK) + flat(0.04, NOW - DAY, NOW))
    before = week_before(series, NOW, DAY)
    assert set(before.values) == {0.01}
    assert (before.times[0], before.times[-1]) == (NOW - DAY, NOW)
    assert value_before(before, NOW, DAY) == 0.01


@pytest.mark.parametrize("span", [span for _, span in RANGES])
def test_of_more_than_a_week_there_is_none(span: float) -> None:
    series = Series.of(flat(0.01, NOW - 28 * DAY, NOW, HOUR / 2))
    found = len(week_before(series, NOW + 0.3, span))
    assert bool(found) is (span <= WEEK)


def test_without_that_history_there_is_none_and_no_number() -> None:
    young = Series.of(flat(0.01, NOW - 6 * DAY, NOW))
    assert not len(week_before(young, NOW, DAY))
    ended = week_before(Series.of(flat(0.01, NOW - WEEK - DAY, NOW - WEEK - 2 * HOUR)), NOW, DAY)
    assert len(ended) and value_before(ended, NOW, DAY) is None


def test_the_faint_line_is_another_sign_in_another_style_and_lies_under_what_is_now() -> None:
    now, before = Series.of(flat(0.04, NOW - DAY, NOW)), Series.of(flat(0.005, NOW - DAY, NOW))
    plain, both = spec(now), spec(now, before=before)
    assert FAINT not in "".join(drawn(plain)) and FAINT in "".join(drawn(both))
    styles = {style for line in chart(both) for text, style in line if FAINT in text}
    assert styles == {LOOK.label}
    same = drawn(spec(now, before=now))
    assert FAINT not in "".join(same) and same == drawn(plain)


def test_the_faint_line_is_never_above_the_top() -> None:
    now, before = Series.of(flat(0.001, NOW - DAY, NOW)), Series.of(flat(0.4, NOW - DAY, NOW))
    top = next(index for index, line in enumerate(drawn(spec(now, before=before))) if FAINT in line)
    assert top >= 1


def test_gaps_are_gaps_in_both_lines() -> None:
    holed = Series.of(flat(0.04, NOW - DAY, NOW - 16 * HOUR) + flat(0.04, NOW - 8 * HOUR, NOW))
    for one, sign in (
        (spec(holed), "⠉⠒⠤⣀⠁"),
        (spec(Series.of(flat(0.005, NOW - DAY, NOW)), before=holed), FAINT),
    ):
        line = max(drawn(one)[1:15], key=lambda text: sum(text.count(each) for each in sign))
        inside = line[11:-1]
        middle = inside[len(inside) * 3 // 8 : len(inside) * 5 // 8]
        assert not any(each in middle for each in sign)
        assert any(each in inside for each in sign)


def test_all_four_lines_are_named_and_drawn_across() -> None:
    lines = drawn(spec(Series.of(flat(0.01, NOW - DAY, NOW))))
    for name in ("notice 2 %", "warn 3 %", "review 5 %", "pause 10 %"):
        (row,) = (line for line in lines if name in line)
        assert row.count("┈") > 50


async def test_every_range_by_key_with_the_week_before_where_there_is_one() -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        await pilot.press("enter", "left", "left", "left")
        for name, span in RANGES:
            await settled(pilot)
            heading = lines_of(app)[0]
            assert f"[{name}]" in heading
            assert ("a week before 0.90 %" in heading) is (span <= WEEK)
            await pilot.press("right")


async def test_its_alert_and_the_key_of_what_to_do() -> None:
    async with shown("warn") as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        assert "14:50 WARN account bounce 3.12 % ≥ 3 %" in text_of(app)
        assert "r what to do: bounce-rate" in text_of(app)
    async with shown("ok") as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        assert "what to do" not in text_of(app)


async def test_where_there_is_little_room_the_number_before_goes_after_the_ranges() -> None:
    for width in range(40, 121, 8):
        async with shown("warn", (width, 24)) as (app, pilot):
            await pilot.press("tab", "tab", "enter", "right")
            await settled(pilot)
            assert all(length(((line, None),)) <= width for line in lines_of(app))
            assert width < 80 or "[7 d]" in lines_of(app)[0]


async def test_a_reading_without_a_week_says_nothing_of_it() -> None:
    reading = account_reading(Metric.BOUNCE_RATE, 0.01)
    young = replace(reading, series=reading.series.since(NOW - 2 * DAY), health=Health.FRESH)
    async with shown(snapshot(target(readings=(young,)))) as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        assert "a week before" not in text_of(app) and FAINT not in text_of(app)


async def test_hostile_names_have_details_too() -> None:
    for down in range(len(HOSTILE_NAMES)):
        async with shown("hostile", (80, 24)) as (app, pilot):
            await pilot.press("tab", "tab", *["down"] * down, "enter", "right")
            await settled(pilot)
            assert "\x1b" not in text_of(app) and "[7 d]" in lines_of(app)[0]
