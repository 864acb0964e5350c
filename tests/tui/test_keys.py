"""Every key, pressed."""

import pytest

from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.tui.detail.chart import Chart
from ses_tui.tui.detail.screen import Detail
from ses_tui.tui.overview.panel import RatePanel
from ses_tui.tui.rows.table import SubjectTable
from tests.tui.screens import lines_of, settled, shown, text_of
from tests.tui.snapshots_data import STATES


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
async def test_leaving(key: str) -> None:
    async with shown("ok") as (app, pilot):
        await pilot.press(key)
        await pilot.pause()
        assert not app.is_running or app._exit
        assert app.return_code == 0


async def test_read_now_asks_the_monitor_and_says_so_until_it_comes() -> None:
    async with shown("ok") as (app, pilot):
        await pilot.press("R")
        await pilot.pause()
        assert app.fake.refreshed == 1
        assert "reading…" in lines_of(app)[0]
        app.mailbox.publish(STATES["warn"]())
        await pilot.pause()
        assert "reading…" not in lines_of(app)[0]


async def test_the_palette_offers_the_same_commands() -> None:
    async with shown("ok", (100, 34)) as (app, pilot):
        await pilot.press("ctrl+p")
        await settled(pilot)
        await pilot.press(*"read now")
        await settled(pilot)
        await pilot.pause(0.2)
        assert "Read everything from AWS now" in text_of(app)
        await pilot.press("enter")
        await pilot.pause(0.2)
        await pilot.press("enter")
        await settled(pilot)
        assert app.fake.refreshed == 1


async def test_tab_goes_through_the_parts_in_order() -> None:
    async with shown("ok") as (app, pilot):
        seen = []
        for _ in range(5):
            seen.append(app.focused.id if app.focused else None)
            await pilot.press("tab")
        assert seen == ["bounce", "complaint", "isps", "identities", "bounce"]
        await pilot.press("shift+tab")
        assert app.focused is not None
        assert app.focused.id == "bounce"


async def test_arrows_go_from_part_to_part_and_through_the_rows() -> None:
    async with shown("ok") as (app, pilot):
        await pilot.press("right")
        assert isinstance(app.focused, RatePanel)
        assert app.focused.metric is Metric.COMPLAINT_RATE
        await pilot.press("down")
        table = app.focused
        assert isinstance(table, SubjectTable)
        assert table.cursor_id == "Gmail"
        await pilot.press("down", "down")
        assert table.cursor_id == "Yahoo"
        await pilot.press("end", "down")
        assert isinstance(app.focused, SubjectTable)
        assert app.focused.section.name == "identities"
        await pilot.press("up")
        assert app.focused is table
        await pilot.press("home", "up")
        assert isinstance(app.focused, RatePanel)


async def test_the_cursor_stays_with_its_row_when_the_order_changes() -> None:
    async with shown("ok") as (app, pilot):
        table = app.screen.query_one("#isps", SubjectTable)
        table.focus()
        await pilot.press("down")
        assert table.cursor_id == "Hotmail"
        await pilot.press("down")
        app.mailbox.publish(STATES["warn"]())
        await pilot.pause()
        assert table.rows[0].id == "Hotmail"
        assert table.cursor_id == "Yahoo"


async def test_enter_opens_a_panel_and_escape_goes_back() -> None:
    async with shown("warn") as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Detail)
        assert app.screen.subject == ACCOUNT
        text = text_of(app)
        for said in ("account · bounce rate", "pause 10 %", "review 5 %", "warn 3 %", "notice 2 %", "18:00"):
            assert said in text, said
        assert "71 % of what is above usual: news.example.org, now 6.39 %" in text
        assert "188 more bounces until review, 9-31 h" in text
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, Detail)


async def test_enter_opens_a_row_with_its_raw_numbers() -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        await pilot.press("tab", "tab", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Detail)
        assert app.screen.subject == Subject(SubjectKind.ISP, "Hotmail")
        text = text_of(app)
        for said in (
            "Hotmail · Outlook.com and Hotmail · bounce rate",
            "8.31 %  ■ REVIEW  3,424 of 41,200   95 %: 8.0-8.6 %",
            "REVIEW Hotmail bounce 8.31 % ≥ 5 %",
        ):
            assert said in text, said


async def test_ranges_and_metrics_of_the_detail() -> None:
    async with shown("warn") as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        assert "[24 h]" in text_of(app)
        for key, said in (
            ("right", "[7 d]"),
            ("plus", "[14 d]"),
            ("right", "[60 d]"),
            ("right", "[60 d]"),
            ("left", "[14 d]"),
            ("left", "[7 d]"),
        ):
            await pilot.press(key)
            await settled(pilot)
            assert said in text_of(app)
        assert "Nov 2" in text_of(app)
        await pilot.press("minus", "left", "left")
        await settled(pilot)
        assert "[1 h]" in text_of(app)
        await pilot.press("m")
        await settled(pilot)
        assert "account · complaint rate" in text_of(app)
        assert "review 0.1 %" in text_of(app)


async def test_a_chart_is_drawn_once_for_equal_data() -> None:
    async with shown("warn") as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        chart = app.screen.query_one(Chart)
        before = chart.wanted
        app.mailbox.publish(STATES["warn"]())
        await settled(pilot)
        assert chart.wanted is before


async def test_a_subject_that_is_gone_says_so() -> None:
    async with shown("warn") as (app, pilot):
        await pilot.press("tab", "tab", "enter")
        await settled(pilot)
        app.mailbox.publish(STATES["denied"]())
        await settled(pilot)
        assert "Hotmail: gone, no data" in text_of(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "ses:BatchGetMetricData" in text_of(app)


async def test_a_fault_in_the_chart_stays_in_the_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("ses_tui.tui.detail.chart.chart", broken)
    async with shown("warn") as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        assert "the chart could not be drawn: RuntimeError" in text_of(app)
        assert "3.12 %" in text_of(app)


async def test_one_is_the_overview() -> None:
    async with shown("warn") as (app, pilot):
        await pilot.press("1")
        await pilot.pause()
        assert "Bounce rate" in text_of(app)
