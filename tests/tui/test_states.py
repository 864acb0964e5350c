"""What every state of the screen says, as text."""

import re

import pytest
from rich.cells import cell_len

from ses_tui.core.model import SubjectKind
from ses_tui.tui.draw.bandstyle import BAND_SIGN, HEALTH_SIGN
from ses_tui.tui.rows.table import SubjectTable
from tests.tui.screens import SIZES, assert_whole, lines_of, settled, shown, text_of
from tests.tui.snapshots_data import HOSTILE_NAMES, STATES

ROW_SIGNS = "".join([*BAND_SIGN.values(), *HEALTH_SIGN.values()])
ROW = re.compile(rf"^[ ▌]([{ROW_SIGNS}]) (ok|few|idle|unread|NOTICE|WARN|REVIEW|PAUSE)\s")


@pytest.mark.parametrize("state", STATES)
async def test_nothing_is_left_undrawn_or_too_wide(state: str) -> None:
    async with shown(state) as (app, pilot):
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            lines = lines_of(app)
            assert_whole(lines, size)
            assert "####" not in "\n".join(lines)  # a number that had no room
            assert "q quit" in lines[-1]
            assert "times CET" in lines[-1]


@pytest.mark.parametrize("state", [state for state in STATES if state not in ("denied", "vdm_off", "empty")])
async def test_at_80x24_both_tables_have_four_rows_with_sign_and_word(state: str) -> None:
    async with shown(state) as (app, _):
        lines = lines_of(app)
        for name, kind in (("ISPs", SubjectKind.ISP), ("Identities", SubjectKind.IDENTITY)):
            head = next(index for index, line in enumerate(lines) if line.lstrip("╭─ ").startswith(name))
            there = app.state.target.rows[kind] if app.state.target else ()
            rows = lines[head + 1 : head + 1 + min(4, len(there))]
            assert all(ROW.match(line) for line in rows), rows


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_numbers_that_matter_are_whole(size: tuple[int, int]) -> None:
    async with shown("warn", size) as (app, _):
        text = text_of(app)
        small = ("3.12 %  ▲ WARN  188 more to review", "0.041 %  ● ok")
        large = ("188 more bounces until review, 9-31 h", "123456789012", "42 % of 500k")
        for said in (
            "prod",
            "us-east-1",
            "● HEALTHY",
            "sending on",
            "42 %",
            "read 40 s ago",
            "since 14:50",
            "8.31 %",
            "no loop",
            "WARN account bounce 3.12 % ≥ 3 %",
            "REVIEW Hotmail bounce 8.31 %",
            *(large if size[0] >= 120 else small),
        ):
            assert said in text, said
        assert ("$0.17/mo" in text) == (size[0] >= 200)


async def test_the_worst_row_is_first_and_the_guilty_is_named() -> None:
    async with shown("warn") as (app, _):
        rows = [line for line in lines_of(app)[3:] if ROW.match(line)]
        assert "REVIEW Hotmail" in rows[0]
        assert "REVIEW news.example.org" in next(line for line in rows if "example.org" in line)
        assert "news.example.org is 71 % of it" in text_of(app)


async def test_sending_off_and_shutdown_are_loud() -> None:
    async with shown("paused") as (app, _):
        head = lines_of(app)[0]
        assert "✖ SHUTDOWN, paused by AWS" in head
        assert "✖ SENDING OFF" in head
        assert "✖ 15:10 PAUSE account status is SHUTDOWN" in text_of(app)


async def test_blind_says_what_to_do_and_claims_nothing() -> None:
    async with shown("blind") as (app, _):
        text = text_of(app)
        assert "? BLIND  credentials expired: aws sso login --profile prod" in text
        assert "0.81 %  ● ok  ? blind" in text
        assert "no open alerts when it was last read" in text
        assert "read 1 h ago" in text


async def test_stale_shows_the_gap_as_a_gap() -> None:
    async with shown("stale") as (app, _):
        text = text_of(app)
        assert "◌ OLD NUMBERS  no answer within 15 s" in text
        assert re.search(r"[▂-█]··[▂-█]", text)
        assert "read 18 min ago" in text


async def test_restored_numbers_are_called_last_known() -> None:
    async with shown("restored") as (app, _):
        assert "last known, reading…" in text_of(app)
        assert "read 2 h ago" in text_of(app)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("denied", "allow ses:BatchGetMetricData"),
        ("vdm_off", "VDM is off in this account"),
        ("empty", "–  not read yet"),
        ("empty", "alerts: nothing was read yet"),
        ("empty", "no data yet"),
        ("quiet", "◆ sandbox"),
        ("quiet", "2.10 %  ◆ NOTICE  recovering"),
        ("quiet", "1.4-16.5 %"),
        ("quiet", "too little mail to tell"),
        ("demo", " DEMO "),
        ("demo", "desktop notifications fail, 4 times"),
        ("review", "■ PROBATION, under review"),
        ("ok", "● no open alerts"),
    ],
)
async def test_each_state_says_its_own(state: str, said: str) -> None:
    async with shown(state) as (app, _):
        assert said in text_of(app)


async def test_a_number_that_was_not_read_is_a_dash() -> None:
    async with shown("quiet") as (app, _):
        unread = next(line for line in lines_of(app) if "Gmx" in line)
        assert unread.split() == ["…", "unread", "Gmx", "–", "–", "–"]


async def test_ten_thousand_identities_draw_only_what_is_in_sight() -> None:
    async with shown("huge", (120, 34)) as (app, _):
        assert "Identities 10,000" in text_of(app)
        table = app.screen.query_one("#identities", SubjectTable)
        made = [row for row in table.rows if getattr(row, "_cells", ())]
        assert len(table.rows) == 10_000
        assert 0 < len(made) < 60


async def test_hostile_names_stay_text() -> None:
    async with shown("hostile", (200, 60)) as (app, _):
        text = text_of(app)
        for name in ("[/]", "[bold", "[red]evil[/red].example", "@click=app.quit", "$(reboot)"):
            assert name in text, name
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "\u202e" not in text
        assert len(HOSTILE_NAMES) == 12


async def test_ascii_has_nothing_else() -> None:
    for state in ("warn", "paused", "hostile", "quiet"):
        async with shown(state, ascii=True) as (app, _):
            text = text_of(app)
            assert text.isascii(), sorted({char for char in text if not char.isascii()})
            if state == "warn":
                assert "3.12 %  ! WARN" in text
                assert "bounce 3.12 % > 3 %" in text


@pytest.mark.parametrize(
    ("size", "first"),
    [
        ((20, 1), "▲ WARN bounce 3.12 %"),
        ((40, 10), "▲ WARN bounce 3.12 %"),
        ((59, 24), "▲ WARN bounce 3.12 % of 5 %: 188 more until review"),
        ((100, 8), "▲ WARN bounce 3.12 % of 5 %: 188 more until review · news.example.org is 71 % of"),
    ],
    ids=str,
)
async def test_a_tiny_terminal_says_the_worst(size: tuple[int, int], first: str) -> None:
    async with shown("warn", size) as (app, _):
        assert lines_of(app)[0].startswith(first)


WIDTHS = range(1, 61, 7)


@pytest.mark.parametrize("state", STATES)
async def test_no_size_is_too_small(state: str) -> None:
    async with shown(state) as (app, pilot):
        for width in WIDTHS:
            await pilot.resize_terminal(width, 1 + width // 5)
            await settled(pilot)
            assert all(cell_len(line) == width for line in lines_of(app)), width


@pytest.mark.parametrize("width", WIDTHS)
async def test_no_size_is_too_small_to_start_at(width: int) -> None:
    async with shown("warn", (width, 1 + width // 5)) as (app, _):
        assert all(cell_len(line) == width for line in lines_of(app))


async def test_it_grows_out_of_tiny_and_back() -> None:
    async with shown("warn", (40, 10)) as (app, pilot):
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert "Identities 12" in text_of(app)
        await pilot.resize_terminal(30, 5)
        await pilot.pause()
        assert lines_of(app)[0].startswith("▲ WARN bounce 3.12 %")
        assert "Identities" not in text_of(app)
