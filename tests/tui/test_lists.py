"""Modes 2 and 3: what they say, how they are filtered and sorted, and what they cost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from ses_tui.core.model import Metric, SubjectKind
from ses_tui.core.record import replace
from ses_tui.tui.detail.screen import Detail
from ses_tui.tui.listing import Listing
from ses_tui.tui.modes import ALL_MODES
from ses_tui.tui.rows.cells import METRICS
from ses_tui.tui.rows.columns import LISTS as PLANS
from ses_tui.tui.rows.columns import laid
from ses_tui.tui.rows.screen import RowsScreen
from tests.tui.lists_data import LISTS, YAHOO_TEXT
from tests.tui.screens import SIZES, App, assert_whole, lines_of, settled, text_of

MODES = {"isps": "2", "identities": "3", "fleet": "9"}


@asynccontextmanager
async def shown(
    state: str, mode: str, size: tuple[int, int] = (80, 24), *, ascii: bool = False
) -> AsyncIterator[tuple[App, Pilot[None]]]:
    """The application in one of these modes."""
    app = App(LISTS[state](), ascii=ascii)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press(MODES[mode])
        await settled(pilot)
        yield app, pilot


def table_of(app: App) -> Listing:
    return app.screen.query_one(Listing)


def opened(app: App) -> tuple[str, Metric]:
    assert isinstance(app.screen, Detail)
    return app.screen.subject.label, app.screen.metric


def names(app: App) -> list[str]:
    return [row.id for row in table_of(app).rows]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("state", LISTS)
async def test_nothing_is_left_undrawn_or_too_wide(state: str, mode: str) -> None:
    async with shown(state, mode) as (app, pilot):
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            lines = lines_of(app)
            assert_whole(lines, size)
            assert "####" not in "\n".join(lines)  # a number that had no room
            assert "times CET" in lines[-1]


@pytest.mark.parametrize("mode", MODES)
async def test_no_size_is_too_small(mode: str) -> None:
    async with shown("trouble", mode, (59, 24)) as (app, pilot):
        for width in range(1, 140, 9):
            await pilot.resize_terminal(width, 1 + width // 5)
            await settled(pilot)
            assert all(cell_len(line) == width for line in lines_of(app))


@pytest.mark.parametrize("mode", MODES)
async def test_a_tiny_terminal_says_the_worst(mode: str) -> None:
    async with shown("trouble", mode, (40, 10)) as (app, _):
        assert lines_of(app)[0].startswith("▲ WARN bounce 3.12 %")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_rate_of_an_isp_is_there_with_its_counts(size: tuple[int, int]) -> None:
    async with shown("trouble", "isps", size) as (app, _):
        text = text_of(app)
        for said in (
            "■ REVIEW Hotmail",
            "41.2k",
            "90.5 %",
            "8.31 %",
            "11.0 %",
            "0.160 %",
            "no feedback loop",
            "bounce 3,424 of 41,200, 8.0-8.6 % REVIEW since 14:50",
            "complaint 60 of 37,319",
            "other is 24,000 of 209,120 messages (11 %)",
            YAHOO_TEXT,
            "↑0.79 %",
            "read 5 min ago",
            "ISPs 10",
            "1 over a line",
        ):
            assert said in text, said
        assert names(app)[0] == "Hotmail"


async def test_a_metric_that_is_not_read_has_no_column() -> None:
    async with shown("trouble", "identities", (200, 60)) as (app, _):
        head = next(line for line in lines_of(app) if line.startswith("── Identities"))
        assert "bounce" in head
        assert "delivery" not in head
        assert "open" not in head
    async with shown("trouble", "isps", (200, 60)) as (app, _):
        head = next(line for line in lines_of(app) if line.startswith("── ISPs"))
        assert "delivery" in head
        assert "transient" in head
        assert "click" not in head


@pytest.mark.parametrize(
    ("state", "mode", "said"),
    [
        ("denied", "isps", "ISPs were not read: not allowed to call ses:BatchGetMetricData"),
        ("denied", "identities", "allow ses:BatchGetMetricData (`ses-tui iam-policy` prints the policy)"),
        ("vdm_off", "isps", "VDM is off in this account: nothing is known of each ISP"),
        ("vdm_off", "identities", "It costs"),
        ("vdm_off", "isps", "It would show"),
        ("empty", "isps", "the first read is under way"),
        ("no_identities", "identities", "no identity in this account and Region"),
        ("quiet", "isps", "few    Gmail"),
        ("quiet", "isps", "2 of 40, 1.4-16.5 % too few"),
        ("quiet", "isps", "rates read of 2"),
        ("stale_rows", "isps", "read 47 min ago"),
        ("blind", "isps", "? BLIND  credentials expired: aws sso login --profile prod"),
        ("restored", "identities", "last known, reading…"),
        ("huge", "identities", "Identities 10,000"),
        ("huge", "identities", "rates read of 250"),
    ],
)
async def test_each_state_says_its_own(state: str, mode: str, said: str) -> None:
    async with shown(state, mode, (120, 34)) as (app, _):
        assert said in text_of(app)


async def test_old_numbers_are_dim() -> None:
    async with shown("stale_rows", "isps") as (app, _):
        row = table_of(app).rows[0]
        assert [style and style.dim for text, style in row.cells[3] if "8.31 %" in text] == [True]


async def test_the_filter_holds_while_it_is_written_and_esc_clears_it() -> None:
    async with shown("trouble", "isps") as (app, pilot):
        await pilot.press("slash", *"ahoo")
        await settled(pilot)
        assert names(app) == ["Yahoo"]
        await pilot.press("enter")
        await settled(pilot)
        assert "1 match ahoo" in text_of(app)
        assert app.focused is table_of(app)
        await pilot.press("escape")
        await settled(pilot)
        assert len(names(app)) == 10
        assert "match" not in text_of(app)


async def test_digits_go_into_the_filter_and_not_to_the_modes() -> None:
    async with shown("trouble", "isps") as (app, pilot):
        await pilot.press("slash", *"bounce:>2%")
        await settled(pilot)
        assert app.current_mode == "isps"
        assert names(app) == ["Hotmail"]


async def test_a_bad_filter_is_one_clear_line_and_hides_nothing_it_should_not() -> None:
    async with shown("trouble", "isps") as (app, pilot):
        await pilot.press("slash", *"bonce:>2%")
        await settled(pilot)
        assert "filter: no column 'bonce' (did you mean bounce?)" in lines_of(app)[2]
        assert len(names(app)) == 10
        await pilot.press("enter")
        await settled(pilot)
        assert "filter: no column" in lines_of(app)[2]  # it stays open, to be mended
        await pilot.press("escape")
        await settled(pilot)
        assert "filter" not in lines_of(app)[2]


async def test_a_filter_that_nothing_matches_says_so() -> None:
    async with shown("trouble", "isps") as (app, pilot):
        await pilot.press("slash", *"zzz", "enter")
        await settled(pilot)
        assert "no row matches" in text_of(app)
        assert "0 match zzz" in text_of(app)
        await pilot.press("enter", "down")  # nothing to open, nothing to break
        assert not isinstance(app.screen, Detail)


async def test_hostile_text_in_the_filter_stays_text() -> None:
    async with shown("hostile", "identities") as (app, pilot):
        await pilot.press("slash", *"[red]", "enter")
        await settled(pilot)
        assert names(app) == ["[red]evil[/red].example.org"]
        assert "1 match [red]" in text_of(app)


async def test_sort_goes_through_the_columns_and_the_header_says_which() -> None:
    async with shown("trouble", "isps") as (app, pilot):
        await pilot.press("s")
        await settled(pilot)
        assert names(app)[0] == "Gmail"
        assert "↓sends" in lines_of(app)[3]
        assert "by sends, highest first" in lines_of(app)[2]
        await pilot.press("S")
        await settled(pilot)
        assert names(app)[0] == "NetEase"
        assert "↑sends" in lines_of(app)[3]
        await pilot.press("s")
        await settled(pilot)
        assert names(app)[0] == "Hotmail"
        assert "↑delivery" in lines_of(app)[3]


async def test_the_choice_stays_while_other_modes_are_looked_at() -> None:
    async with shown("trouble", "identities") as (app, pilot):
        await pilot.press("s", "slash", *"example", "enter", "1", "3")
        await settled(pilot)
        assert "12 match example" in text_of(app)
        assert "↓sends" in text_of(app)
        app.mailbox.publish(replace(LISTS["trouble"](), sequence=99))
        await settled(pilot)
        assert "↓sends" in text_of(app)
        assert len(names(app)) == 12


async def test_enter_opens_the_row_at_the_metric_that_it_is_sorted_by() -> None:
    async with shown("trouble", "isps") as (app, pilot):
        await pilot.press("s", "s", "s", "s", "enter")  # transient
        await settled(pilot)
        assert opened(app) == ("Hotmail", Metric.TRANSIENT_BOUNCE_RATE)
        await pilot.press("escape", "s", "s", "s", "enter")  # worst first again
        await settled(pilot)
        assert opened(app) == ("Hotmail", Metric.BOUNCE_RATE)


async def test_the_cursor_stays_with_its_row() -> None:
    async with shown("ok", "isps") as (app, pilot):
        await pilot.press("down", "down")
        chosen = table_of(app).cursor_id
        app.mailbox.publish(LISTS["trouble"]())
        await settled(pilot)
        assert table_of(app).cursor_id == chosen
        assert f" {chosen} " in text_of(app)


async def test_ten_thousand_rows_draw_only_what_is_in_sight() -> None:
    async with shown("huge", "identities", (120, 34)) as (app, pilot):
        await pilot.press("s", "s", "end", "slash", *"guilty", "enter")
        await settled(pilot)
        assert names(app) == ["guilty.example.net"]
        await pilot.press("escape")
        await settled(pilot)
        made = [row for row in table_of(app).rows if row._cells]
        assert len(table_of(app).rows) == 10_000
        assert 0 < len(made) < 200
        assert len(app.screen.query("*")) < 20  # no widget per row


@pytest.mark.parametrize("mode", MODES)
async def test_an_unchanged_snapshot_draws_nothing_again(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown("fleet" if mode == "fleet" else "trouble", mode) as (app, pilot):
        drawn: list[object] = []
        for widget in app.screen.query("*"):
            monkeypatch.setattr(widget, "refresh", lambda *regions, **_: drawn.append(regions))
        app.mailbox.publish(LISTS["fleet" if mode == "fleet" else "trouble"]())
        await settled(pilot)
        assert drawn == []
        app.mailbox.publish(LISTS["quiet"]())
        await settled(pilot)
        assert drawn  # the same watch sees what does change


async def test_ascii_has_nothing_else() -> None:
    for state in ("trouble", "hostile", "quiet", "vdm_off", "fleet"):
        async with shown(state, "fleet", (120, 34), ascii=True) as (app, pilot):
            for mode, key in MODES.items():
                await pilot.press(key)
                await settled(pilot)
                text = text_of(app)
                assert text.isascii(), (state, mode, sorted({char for char in text if not char.isascii()}))


async def test_a_mode_is_one_line_and_loads_its_screen() -> None:
    loads = {mode.name: mode.load for mode in ALL_MODES}
    for name, kind in (("isps", SubjectKind.ISP), ("identities", SubjectKind.IDENTITY)):
        view = loads[name]()
        assert isinstance(view, RowsScreen)
        assert view.kind is kind


@given(
    st.integers(50, 260),
    st.sampled_from([SubjectKind.ISP, SubjectKind.IDENTITY]),
    st.lists(st.sampled_from([*METRICS.values()]), unique=True),
)
def test_the_columns_always_fill_the_width_and_never_more(
    width: int, kind: SubjectKind, read: list[Metric]
) -> None:
    made = laid(width, PLANS[kind], frozenset(read))
    taken = sum(column.width for column in made)
    assert taken <= width
    flexible = any(column.flex for column in made)
    assert flexible or taken == width
    shown_keys = {column.key for column in made} & set(METRICS)
    assert shown_keys <= {name for name, metric in METRICS.items() if metric in read}
    if width >= 79:
        assert shown_keys == {name for name, metric in METRICS.items() if metric in read} or len(read) > 5


@pytest.mark.parametrize(("mode", "wanted"), [("isps", "hotmail"), ("identities", "news")])
async def test_a_filter_that_is_written_before_the_first_read_holds_when_it_has_come(
    mode: str, wanted: str
) -> None:
    async with shown("empty", mode) as (app, pilot):
        await pilot.press("slash", *wanted, "enter")
        app.mailbox.publish(LISTS["trouble"]())
        await settled(pilot)
        assert {item.row.subject.label.lower()[: len(wanted)] for item in table_of(app).items} == {wanted}
