"""The screen behind enter: its ranges, its lines, a week before, and what to do."""

import pytest

from ses_tui.core.blame import Pair, PairBlame
from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import BOUNCE_LINES, Health
from ses_tui.core.model import ACCOUNT, Metric, Series, Subject, SubjectKind
from ses_tui.core.moments import LongRequest, LongResult, Moment, MomentResult
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Reading
from ses_tui.tui.detail.chart import FAINT, POINT, RANGES, ChartSpec, chart
from ses_tui.tui.detail.facts import WEEK, value_before, week_before
from ses_tui.tui.line import length
from ses_tui.tui.look import Look, zone_of
from tests.tui.made import NOW, ZONE, account_reading, snapshot, target
from tests.tui.screens import lines_of, settled, shown, text_of
from tests.tui.snapshots_data import HOSTILE_NAMES, HOTMAIL, STATES

LOOK = Look(zone_of(ZONE))


def flat(value: float, start: float, end: float, step: float = 300.0) -> list[tuple[float, float]]:
    return [(start + step * n, value) for n in range(int((end - start) / step) + 1)]


def spec(series: Series, span: float = DAY, before: Series = Series()) -> ChartSpec:  # noqa: B008  # a frozen value
    return ChartSpec(series, BOUNCE_LINES, NOW - span, NOW, 80, 20, LOOK, True, before)


def drawn(one: ChartSpec) -> list[str]:
    return ["".join(text for text, _ in line) for line in chart(one)]


def test_where_there_is_no_braille_the_curve_is_of_points() -> None:
    series = Series.of(flat(0.01, NOW - DAY, NOW))
    usual = spec(series)
    braille = {chr(code) for code in range(0x2800, 0x2900)}
    assert braille & set("".join(drawn(usual)))
    console = "".join(drawn(usual._replace(look=LOOK._replace(braille=False))))
    assert POINT in console
    assert not braille & set(console)


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


def two_months(metric: Metric = Metric.BOUNCE_RATE) -> Series:
    return Series.of(flat(0.02, NOW - 60 * DAY, NOW - 40 * DAY, HOUR) + flat(0.04, NOW - 20 * DAY, NOW, HOUR))


async def test_sixty_days_are_read_once_while_one_looks_at_them() -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        await pilot.press("enter", "right", "right")
        await settled(pilot)
        assert "[14 d]" in lines_of(app)[0] and not app.fake.long_requests
        await pilot.press("right")
        await settled(pilot)
        assert app.fake.long_requests == [LongRequest("prod", ACCOUNT)]
        assert "reading 60 d from AWS…" in text_of(app)
        read = LongResult(app.fake.long_requests[0], {Metric.BOUNCE_RATE: two_months()}, "")
        app.fake.long_answers[0](read)
        await settled(pilot)
        assert "[60 d]" in lines_of(app)[0] and "hourly means" in lines_of(app)[0]
        chart_lines = lines_of(app)[1:-12]
        drawn_at = [
            place for line in chart_lines for place, char in enumerate(line) if "\u2800" < char <= "\u28ff"
        ]
        assert min(drawn_at) < 20 and max(drawn_at) > 110
        assert not any(50 < place < 80 for place in drawn_at)  # nothing was read for twenty days
        await pilot.press("left", "right", "m")
        await settled(pilot)
        assert "AWS has no points of this" in text_of(app)
        assert len(app.fake.long_requests) == 1


async def test_sixty_days_that_are_refused_or_not_kept_are_said() -> None:
    async with shown("warn") as (app, pilot):
        await pilot.press("enter", "right", "right", "right")
        await settled(pilot)
        app.fake.long_answers[0](LongResult(app.fake.long_requests[0], {}, "allow cloudwatch:GetMetricData"))
        await settled(pilot)
        assert "60 d were not read: allow cloudwatch:GetMetricData" in text_of(app)
        await pilot.press("[")
        answer = MomentResult(
            app.fake.requests[0], Moment(replace(STATES["warn"](), generated_at=NOW - HOUR))
        )
        app.fake.answers[0](answer)
        await settled(pilot)
        assert "what was known of 60 d then is not kept; n returns to now" in text_of(app)
        await pilot.press("n")
        await settled(pilot)
        assert len(app.fake.long_requests) == 2


async def test_before_the_first_read_nobody_is_asked() -> None:
    async with shown("restored") as (app, pilot):
        await pilot.press("enter", "right", "right", "right")
        await settled(pilot)
        assert not app.fake.long_requests and "once the first numbers are there" in text_of(app)
        app.mailbox.publish(STATES["warn"]())
        await settled(pilot)
        assert len(app.fake.long_requests) == 1


async def test_who_is_behind_it_of_the_account_and_of_a_row() -> None:
    pair = Pair(HOTMAIL, Subject(SubjectKind.IDENTITY, "news.example.org"))
    one = STATES["warn"]().targets[0]
    pairs = {Metric.BOUNCE_RATE: PairBlame(Metric.BOUNCE_RATE, ((pair, 0.62),))}
    async with shown(snapshot(replace(one, pairs=pairs)), (120, 34)) as (app, pilot):
        said = "62 % of the account's excess: Hotmail × news.example.org"
        await pilot.press("enter")
        await settled(pilot)
        assert "71 % of what is above usual: news.example.org" in text_of(app) and said in text_of(app)
        await pilot.press("escape", "tab", "tab", "enter")
        await settled(pilot)
        assert "Hotmail" in lines_of(app)[0] and said in text_of(app)
        await pilot.press("escape", "down", "enter")
        await settled(pilot)
        assert said not in text_of(app)


async def test_a_row_whose_day_has_nothing_to_draw_yet_opens_at_two_weeks() -> None:
    """At a start the difference between two reads is not there yet; AWS's daily sums are."""
    reading = account_reading(Metric.BOUNCE_RATE, 0.01)
    young = replace(reading, series=Series(), daily=reading.series)
    for one, heading in ((young, "[14 d]"), (reading, "[24 h]")):
        async with shown(snapshot(target(readings=(one,))), (120, 34)) as (app, pilot):
            await pilot.press("enter")
            await settled(pilot)
            assert heading in lines_of(app)[0]
            assert "no points in this time" not in text_of(app)
            await pilot.press("left")
            await settled(pilot)
            assert heading not in lines_of(app)[0]


async def test_a_number_that_there_is_none_of_is_not_ok() -> None:
    calm = STATES["ok"]()
    (one,) = calm.targets
    none = Reading(ACCOUNT, Metric.RENDERING_FAILURE_RATE, "rendering failures", health=Health.FRESH)
    old = tuple(replace(each, health=Health.STALE) for each in one.readings)
    aged = replace(one, readings=(*old, none))
    async with shown(replace(calm, targets=(aged,))) as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        lines = lines_of(app)
    assert next(line for line in lines if "rendering failure" in line).split()[2:5] == ["–", "…", "none"]
    assert "◌ ok" in next(line for line in lines if line.startswith(" bounce"))
