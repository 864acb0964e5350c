"""Mode 8: doctor's findings, what is written to a file, long details."""

import csv
import io
import re

import pytest
from textual.pilot import Pilot

from ses_tui.core.findings import Level
from ses_tui.core.prices import Prices
from ses_tui.core.record import replace
from ses_tui.core.resources import ConfigurationSet
from ses_tui.core.snapshot import ChannelStatus, Snapshot
from ses_tui.tui.advisor.doctor import findings_of
from ses_tui.tui.export import Table, as_csv
from ses_tui.tui.inventory.screen import InventoryScreen
from ses_tui.tui.listing import Listing
from tests.tui import lists_data
from tests.tui.inventory_data import FULL, empty, examined, trouble
from tests.tui.made import snapshot
from tests.tui.screens import App, lines_of, settled, shown, text_of
from tests.tui.snapshots_data import STATES


def rows_of(app: App, table: str) -> list[str]:
    return [row.id for row in app.screen.query_one(f"#{table}", Listing).rows]


async def focus(app: App, pilot: Pilot[None], table: str) -> None:
    await pilot.press("8")
    app.screen.query_one(f"#{table}", Listing).focus()
    await settled(pilot)


REACHED = (ChannelStatus("hook", "ready", drilled=empty().generated_at), ChannelStatus("heartbeat", "ready"))
"""Somebody is told, and that was tried."""


async def select(app: App, pilot: Pilot[None], said: str) -> None:
    """Put the cursor on the doctor's finding whose name has ``said`` in it."""
    index = next(index for index, name in enumerate(rows_of(app, "doctor")) if said in name)
    await pilot.press("home", *["down"] * index)
    await settled(pilot)


async def exported(app: App, pilot: Pilot[None], table: str) -> Table:
    await focus(app, pilot, table)
    assert isinstance(app.screen, InventoryScreen)
    return app.screen.export()


def unwrapped(app: App) -> str:
    return re.sub(r"\s+", " ", text_of(app))


async def test_what_fails_is_first_with_its_command_and_what_passes_is_one_line() -> None:
    async with shown(trouble(), (200, 60)) as (app, pilot):
        await focus(app, pilot, "doctor")
        wrong = [one for one in findings_of(app.state) if one.level is not Level.PASS]
        levels = [one.level for one in wrong]
        assert Level.FAIL in levels and Level.WARN in levels
        ranks = [
            1 if "WARN" in line else 0 for line in lines_of(app)[3:] if re.search(r" (FAIL|WARN) ", line)
        ]
        assert ranks == sorted(ranks)
        assert rows_of(app, "doctor")[-1] == "passed"
        assert len(rows_of(app, "doctor")) == len(wrong) + 1
        assert "tenants initech: sending is DISABLED; Sending paused: the tenant's bounce rate" in unwrapped(
            app
        )
        await select(app, pilot, "Reputation.ComplaintRate")
        text = unwrapped(app)
        assert "alarms none on Reputation.ComplaintRate at 0.08 %" in text
        assert "$ aws cloudwatch put-metric-alarm --alarm-name ses-complaint-rate" in text
        await pilot.press("end")
        await settled(pilot)
        assert "credentials account 123456789012 in us-east-1" in unwrapped(app)
        await select(app, pilot, "ses:ListTenants")
        assert 'allow {"Effect": "Allow", "Action": ["ses:ListTenants"], "Resource": "*"}' in unwrapped(app)


async def test_where_everything_passes_no_line_nags() -> None:
    one = empty().targets[0]
    good = replace(one, findings=tuple(each for each in one.findings if each.level is Level.PASS))
    async with shown(replace(snapshot(good), channels=REACHED)) as (app, pilot):
        await focus(app, pilot, "doctor")
        assert rows_of(app, "doctor") == ["passed"]
        line = next(line for line in lines_of(app) if " checks " in line)
        assert "pass" in line and "●" in line
        assert not re.search("FAIL|WARN", text_of(app))


@pytest.mark.parametrize(
    ("channels", "demo", "said"),
    [
        ((ChannelStatus("hook", "failing", "exit 1", 3),), False, "hook fails, 3 times: exit 1"),
        ((ChannelStatus("bell", "off", "no tty"), ChannelStatus("heartbeat", "ok")), False, "none is on"),
        ((ChannelStatus("bell", "ready"),), False, ""),
        ((ChannelStatus("bell", "off"),), True, ""),
    ],
)
async def test_channels_are_judged_as_they_run(
    channels: tuple[ChannelStatus, ...], demo: bool, said: str
) -> None:
    async with shown(replace(empty(), channels=channels, demo=demo), (120, 34)) as (app, pilot):
        await focus(app, pilot, "doctor")
        wrong = [name for name in rows_of(app, "doctor") if name.startswith("channels")]
        assert [said in name for name in wrong] == ([True] if said else [])


async def test_mode_8_says_who_would_be_told_as_doctor_does() -> None:
    channels = (ChannelStatus("bell", "ready"), ChannelStatus("heartbeat", "off"))
    async with shown(replace(empty(), channels=channels), (120, 34)) as (app, pilot):
        await focus(app, pilot, "doctor")
        wrong = {name.split("\n")[0] for name in rows_of(app, "doctor") if name != "passed"}
        assert {"reach", "heartbeat", "drill"} <= wrong
    async with shown(replace(empty(), channels=REACHED), (120, 34)) as (app, pilot):
        await focus(app, pilot, "doctor")
        wrong = {name.split("\n")[0] for name in rows_of(app, "doctor") if name != "passed"}
        assert not {"reach", "heartbeat", "drill"} & wrong


async def test_the_cursor_stays_on_the_worst_until_a_row_is_chosen() -> None:
    one = trouble().targets[0]
    early = replace(one, findings=tuple(each for each in one.findings if each.level is Level.PASS))
    async with shown(replace(snapshot(early), channels=REACHED), (120, 34)) as (app, pilot):
        await focus(app, pilot, "doctor")
        table = app.screen.query_one("#doctor", Listing)
        assert table.cursor_id == "passed"
        app.mailbox.publish(trouble())
        await settled(pilot)
        assert table.cursor_id == table.rows[0].id != "passed"
        await pilot.press("down")
        chosen = table.cursor_id
        app.mailbox.publish(replace(trouble(), sequence=9))
        await settled(pilot)
        assert table.cursor_id == chosen


def long_finding() -> Snapshot:
    """A finding with so many commands that no terminal shows them at once."""
    sets = tuple(ConfigurationSet(f"set-{n:02d}", True, False, destinations=()) for n in range(40))
    inventory = replace(FULL, sets=replace(FULL.sets, sets=sets) if FULL.sets else None)
    one = STATES["warn"]().targets[0]
    return snapshot(replace(one, inventory=inventory, findings=examined(inventory, one.account)))


async def test_nothing_of_long_details_is_out_of_reach_at_80x24() -> None:
    async with shown(long_finding()) as (app, pilot):
        await focus(app, pilot, "doctor")
        await select(app, pilot, "event dest")
        assert isinstance(app.screen, InventoryScreen)
        whole = ["".join(text for text, _ in line).strip() for line in app.screen.about_lines(app.state, 80)]
        assert len(whole) > 24
        await pilot.press("z")
        await settled(pilot)
        assert re.search(rf"lines 1-\d+ of {len(whole)}: ↑↓ PgUp PgDn", text_of(app))
        seen: set[str] = set()
        for _ in range(len(whole)):
            seen |= {line.strip() for line in lines_of(app)}
            await pilot.press("pagedown")
            await settled(pilot)
        assert {line for line in whole if line} <= seen
        assert f"-{len(whole)} of {len(whole)}" in text_of(app)
        row = app.screen.query_one("#doctor", Listing).cursor_id
        end = text_of(app)
        await pilot.press("up")
        await settled(pilot)
        assert text_of(app) != end
        await pilot.press("down")
        await settled(pilot)
        assert text_of(app) == end
        assert app.screen.query_one("#doctor", Listing).cursor_id == row
        await pilot.press("home")
        await settled(pilot)
        assert "lines 1-" in text_of(app)
        await pilot.press("k")  # the table's own keys go on to its rows
        await settled(pilot)
        assert app.screen.query_one("#doctor", Listing).cursor_id != row


async def test_arrows_go_through_the_rows_while_the_details_are_short_or_closed() -> None:
    async with shown(long_finding()) as (app, pilot):
        await focus(app, pilot, "doctor")
        table = app.screen.query_one("#doctor", Listing)
        first = table.cursor_id
        await pilot.press("down")
        assert table.cursor_id != first
        await pilot.press("end", "z")
        await settled(pilot)
        before = table.cursor_id
        await pilot.press("up")
        await settled(pilot)
        assert table.cursor_id != before or "of" in text_of(app)


async def test_a_missing_alarm_is_written_in_full_and_what_would_be_better_too() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        table = await exported(app, pilot, "alarms")
        rows = list(csv.DictReader(io.StringIO(as_csv(table))))
        missing = next(row for row in rows if row["name"] == "ses-complaint-rate")
        assert (missing["state"], missing["metric"], missing["threshold"]) == (
            "missing",
            "Reputation.ComplaintRate",
            "0.0008",
        )
        assert missing["mend"].startswith("aws cloudwatch put-metric-alarm --alarm-name ses-complaint-rate ")
        quiet = next(row for row in rows if row["name"] == "quiet")
        assert "its actions are off" in quiet["better"] and "enable-alarm-actions" in quiet["mend"]


async def test_findings_and_recommendations_are_written_in_full_in_the_order_shown() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        table = await exported(app, pilot, "doctor")
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        target = app.state.target
        assert target is not None
        assert len(rows) == len(target.findings) + 4  # who would be told
        assert rows[0]["level"] == "fail" and rows[-1]["level"] == "pass"
        assert any("put-metric-alarm" in str(row["mend"]) for row in rows)
        table = await exported(app, pilot, "recommendations")
        types = [dict(zip(table.columns, row, strict=True))["type"] for row in table.rows]
        assert types == ["IP_LISTING", "BOUNCE", "BIMI", "SPF"]


async def test_the_advice_is_written_with_its_reasons_and_the_date_of_its_prices() -> None:
    prices = Prices(as_of="2024-01", dedicated_ip=99.0)
    one = replace(lists_data.ok().targets[0], prices=prices)
    async with shown(snapshot(one), (200, 60)) as (app, pilot):
        table = await exported(app, pilot, "kinds")
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        fits = [row for row in rows if row["fits"]]
        assert rows[0] is fits[0] and len(fits) == 1 and len(rows) == 3
        assert "messages a month" in str(fits[0]["because"])
        standard = next(row for row in rows if row["kind"] == "dedicated standard")
        assert standard["usd_a_month"] == 99.0 * float(standard["ips"] or 0)
        assert all(float(row["total_usd_a_month"] or 0) > float(row["usd_a_month"] or 0) for row in rows)
        assert {row["prices_as_of"] for row in rows} == {"2024-01"}
        assert "prices of 2024-01, over a year old" in unwrapped(app)


async def test_a_copied_finding_says_what_mends_it() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await focus(app, pilot, "doctor")
        assert isinstance(app.screen, InventoryScreen)
        assert "mend aws sesv2 get-tenant --tenant-name initech" in app.screen.copied()
