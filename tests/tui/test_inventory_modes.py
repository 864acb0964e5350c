"""Modes 4, 5 and 8 on snapshots made by hand: what they say, what they leave out, who pays."""

import re

import pytest

from ses_tui.core.record import replace
from ses_tui.tui.listing import Listing
from tests.tui.inventory_data import (
    CAUSE,
    FULL,
    INVENTORIES,
    MODES,
    OPERATIONS,
    denied,
    empty,
    loading,
    trouble,
)
from tests.tui.made import snapshot, target
from tests.tui.screens import SIZES, App, assert_whole, lines_of, settled, shown, text_of


def line_with(app: App, said: str) -> str:
    return next(line for line in lines_of(app) if said in line)


def ids(app: App, table: str) -> list[str]:
    return [row.id for row in app.screen.query_one(f"#{table}", Listing).rows]


def unwrapped(app: App) -> str:
    return re.sub(r"\s+", " ", text_of(app))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("state", INVENTORIES)
async def test_nothing_is_left_undrawn_or_too_wide(state: str, mode: str) -> None:
    for sizes, ascii in ((SIZES[:1], True), ((*SIZES, (60, 15), (50, 12)), False)):
        async with shown(INVENTORIES[state](), sizes[0], ascii=ascii) as (app, pilot):
            await pilot.press(mode)
            for size in sizes:
                await pilot.resize_terminal(*size)
                await settled(pilot)
                lines = lines_of(app)
                assert_whole(lines, size)
                text = "\n".join(lines)
                assert ascii or "####" not in text  # in ASCII a full bar is made of them
                assert text.isascii() or not ascii


async def test_who_looks_is_told_when_a_paid_mode_is_entered_and_left() -> None:
    async with shown(trouble()) as (app, pilot):
        assert app.fake.looks == []
        await pilot.press("8")
        assert app.fake.looks == []
        await pilot.press("4")
        assert app.fake.looks == [True]
        await pilot.press("5", "question_mark", "escape", "enter")
        assert app.fake.looks == [True]
        await pilot.press("1")
        assert app.fake.looks == [True, False]


async def test_who_looks_before_anything_was_read_is_told_with_the_first_snapshot() -> None:
    async with shown(replace(trouble(), restored=True)) as (app, pilot):
        await pilot.press("4")
        assert app.fake.looks == []
        app.mailbox.publish(trouble())
        await settled(pilot)
        assert app.fake.looks == [True]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_sets_worst_first_in_the_colours_of_the_targets_lines(size: tuple[int, int]) -> None:
    async with shown(trouble(), size) as (app, pilot):
        await pilot.press("4")
        await settled(pilot)
        assert ids(app, "sets") == ["marketing", "legacy", "transactional"]
        row = line_with(app, "✖ marketing")
        assert "136k" in row
        assert "15.68 %" in row
        assert "0.020 %" in row
        off = line_with(app, "▲ legacy")
        assert "OFF" in off
        assert "0" not in off.split("OFF")[0]  # what was not read is no 0
        assert "25 metrics every 5 min at WARN: $9.85 a month" in lines_of(app)[2]
        assert "read 4 min ago" in lines_of(app)[2]
        assert "24 h: 136,000 sends, 24,000 bounces (17.64 % of sends), 48 complaints" in unwrapped(app)


async def test_a_tenants_cause_is_whole_and_both_sides_are_told() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("4", "tab")
        await settled(pilot)
        assert ids(app, "tenants")[0].endswith("tenant/initech")
        row = line_with(app, "✖ initech")
        assert row.index("DISABLED") < row.index("ENABLED") < row.index("HIGH")
        text = unwrapped(app)
        assert f"AWS DISABLED since Sun 15:20: {CAUSE}" in text
        assert "you ENABLED since" in text
        assert f"▲ HIGH BOUNCE {CAUSE}" in text  # the advisor's finding about its ARN
        assert "REINSTATED" in line_with(app, "tenant/other")


async def test_an_ip_says_how_warm_who_lists_it_and_what_this_week_is() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("5")
        await settled(pilot)
        assert ids(app, "ips")[0] == "192.0.2.12"
        row = line_with(app, "■ 192.0.2.12")
        assert re.search(r"31 % +day 14 +on plan +2026-12-2\d +(◆ )?10-90 % +rbl.example.net", row)
        assert "warm" in line_with(app, "192.0.2.10 ")
        text = unwrapped(app)
        assert "seen for 9 days, on plan (+2.2 points a day, the plan +2.2)" in text
        assert "■ listed on rbl.example.net since Sun 15:20: Listed for spam trap hits" in text
        assert "off the list ask on that list's own site" in text
        assert "▲ HIGH IP_LISTING It is listed." in text
        assert "week 2 2,000-" in text
        assert "spam 10-90 %, 3 trap hits" in text
        assert re.search(r"◆ Hotmail .* 64 % +2400 +2390 +4000 +60 % managed-pool", text_of(app))
        assert "managed 1 – 7200 transactional" in text


async def test_recommendations_open_first_and_alarms_that_are_missing() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("8")
        await settled(pilot)
        kinds = [name.rpartition(" ")[2] for name in ids(app, "recommendations")]
        assert kinds == ["IP_LISTING", "BOUNCE", "BIMI", "SPF"]
        assert "FIXED" in line_with(app, "shop.example.com")
        names = [name.removeprefix("missing\n") for name in ids(app, "alarms")]
        assert names == ["bounce-3", "ses-complaint-rate", "quiet"]
        assert "missing ComplaintRate ≥ 0.08 %" in line_with(app, "◆ ses-complaint-rate")
        assert "its actions are off" in line_with(app, "◆ quiet")
        hotmail = line_with(app, "Hotmail")
        assert "70.0 %" in hotmail
        assert "30.0 %" in hotmail
        assert "█" * 13 in hotmail
        await pilot.press("down")
        await settled(pilot)
        assert CAUSE in unwrapped(app)


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("4", "no configuration sets; one would show its own rates"),
        ("4", "no tenants; one would show"),
        ("4", "nothing to pay"),
        ("5", "no dedicated IPs; they would show"),
        ("5", "from $24.95 per IP a month"),
        ("5", "each ISP's warmth ($15 a month + $0.08 per 1,000)"),
        ("8", "the advisor has found nothing to mend"),
        ("8", "$1,250 a month; ses-tui never starts it"),
    ],
)
async def test_what_is_not_there_says_what_it_would_show_and_its_price(mode: str, said: str) -> None:
    async with shown(empty(), (80, 24)) as (app, pilot):
        await pilot.press(mode)
        await settled(pilot)
        assert said in line_with(app, said)
        if mode != "8":
            assert not set("▲■✖◆") & set("".join(lines_of(app)[1:]))


async def test_without_vdm_the_advisor_says_so_once_and_calmly() -> None:
    one = empty().targets[0]
    assert one.account is not None
    off = snapshot(replace(one, account=replace(one.account, vdm_enabled=False)))
    async with shown(off) as (app, pilot):
        await pilot.press("8")
        await settled(pilot)
        assert text_of(app).count("VDM is off") == 1


@pytest.mark.parametrize("part", OPERATIONS)
async def test_a_part_that_is_denied_names_the_action_and_the_rest_stays(part: str) -> None:
    mode = {"sets": "4", "tenants": "4", "values": "4", "pools": "5"}.get(part, "8")
    async with shown(denied(part), (120, 34)) as (app, pilot):
        await pilot.press(mode)
        await settled(pilot)
        assert f":{OPERATIONS[part]} (ses-tui iam-policy)" in text_of(app)
        others = {
            "sets": "initech",
            "tenants": "marketing",
            "values": "marketing",
            "pools": "iam-policy",
            "advisor": "bounce-3",
            "alarms": "Hotmail",
            "deliverability": "shop.example.com",
        }
        assert others[part] in text_of(app)


async def test_what_was_read_long_ago_is_shown_with_its_age_and_the_reason() -> None:
    async with shown(INVENTORIES["stale"](), (120, 34)) as (app, pilot):
        await pilot.press("4")
        await settled(pilot)
        text = text_of(app)
        assert "◌ read 5 h ago" in text
        assert "marketing" in text
        assert "allow ses:ListTenants (ses-tui iam-policy); shown as read 5 h ago" in text


async def test_the_first_read_is_waited_for_in_words() -> None:
    async with shown(loading()) as (app, pilot):
        for mode in MODES:
            await pilot.press(mode)
            await settled(pilot)
            assert "the first read is under way" in text_of(app)


async def test_details_take_the_screen_and_give_it_back() -> None:
    async with shown(trouble()) as (app, pilot):
        await pilot.press("5")
        await settled(pilot)
        assert "more lines: z" in text_of(app)
        assert "esc tables" not in lines_of(app)[-1]
        await pilot.press("z")
        await settled(pilot)
        assert "more lines" not in text_of(app)
        assert "week 2" in text_of(app)
        await pilot.press("escape")
        await settled(pilot)
        assert "more lines: z" in text_of(app)


async def test_a_snapshot_with_the_same_inventory_draws_no_row_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    first = trouble()
    async with shown(first, (120, 34)) as (app, pilot):
        await pilot.press("4")
        await settled(pilot)
        filled: list[str] = []
        monkeypatch.setattr(Listing, "set_rows", lambda table, rows: filled.append(str(table.id)))
        app.mailbox.publish(replace(first, sequence=8, generated_at=first.generated_at + 60))
        await settled(pilot)
        assert filled == []
        assert "read 5 min ago" in text_of(app)
        app.mailbox.publish(replace(trouble(), targets=empty().targets, sequence=9))
        await settled(pilot)
        assert filled == ["sets", "tenants"]


async def test_what_is_silenced_here_is_the_row_under_the_cursor() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("4", "x")
        await settled(pilot)
        assert "configuration_set:marketing" in text_of(app)


async def test_ten_thousand_tenants_keep_the_cursor_quick() -> None:
    read = FULL.tenants
    assert read is not None
    many = tuple(replace(read.tenants[0], name=f"t{n}", arn=f"arn:x:tenant/t{n}") for n in range(10_000))
    inventory = replace(FULL, tenants=replace(read, tenants=many))
    async with shown(snapshot(target(inventory=inventory))) as (app, pilot):
        await pilot.press("4", "tab", "end")
        await settled(pilot)
        assert "Tenants 10001" in text_of(app)


@pytest.mark.parametrize("mode", ["5", "8"])
async def test_a_listed_ip_names_the_list_with_its_way_off_and_has_its_page(mode: str) -> None:
    read = FULL.deliverability
    assert read is not None and read.blocklisted and FULL.advisor
    hit = replace(read.blocklisted[0], list_name="zen.spamhaus.org")
    listing = next(one for one in FULL.advisor if one.type == "IP_LISTING")
    said = replace(listing, description="The IP 192.0.2.12 is listed on zen.spamhaus.org.")
    inventory = replace(FULL, deliverability=replace(read, blocklisted=(hit,)), advisor=(said,))
    async with shown(snapshot(target(inventory=inventory)), (120, 34)) as (app, pilot):
        await pilot.press(mode)
        await settled(pilot)
        text = unwrapped(app)
        assert "Spamhaus: the checker says which list" in text and "https://check.spamhaus.org/" in text
        assert text.count("off the list") == 1
        await pilot.press("r")
        await settled(pilot)
        assert "A dedicated IP is on a blocklist" in text_of(app)


async def test_rows_of_one_name_are_each_drawn() -> None:
    async with shown(INVENTORIES["hostile"](), (120, 34)) as (app, pilot):
        await pilot.press("8")
        await settled(pilot)
        rows = app.screen.query_one("#placement", Listing).rows
        alike = [row for row in rows if sum(other.id == row.id for other in rows) > 1]
        assert len({row.item.share for row in alike}) == 2
        text = text_of(app)
        assert all(f"{100 * row.item.share:.1f} %" in text for row in alike)
