"""A tenth mode is one file and one line: here a made-up table of the account's identities and their DNS."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ClassVar, NamedTuple

import pytest
from textual.binding import BindingType
from textual.pilot import Pilot

from ses_tui.core.condition import Condition
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Snapshot
from ses_tui.tui import app as app_module
from ses_tui.tui.column import Column, Section
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.export import Table
from ses_tui.tui.inventory.column import count, day, named, percent, rate, text
from ses_tui.tui.inventory.screen import InventoryScreen
from ses_tui.tui.keys import mode_key
from ses_tui.tui.line import folded, styled
from ses_tui.tui.listing import Listing
from ses_tui.tui.modes import ALL_MODES, Mode
from ses_tui.tui.uicontext import Remembered, RememberedChoices, UiContext
from ses_tui.tui.viewstate import ViewState
from tests.tui.inventory_data import denied, empty, loading, trouble
from tests.tui.made import NOW
from tests.tui.screens import App, lines_of, settled, text_of

# ---- the file


class Seed(NamedTuple):
    """One made-up row, named after a configuration set."""

    name: str
    found: float | None
    share: float | None
    at: float | None
    band: Condition


NUMBERS: Mapping[str, tuple[float, float | None, float]] = {
    "marketing": (120.0, 0.02, NOW),
    "transactional": (7.0, None, NOW - 40 * 86400),
}


def items(state: ViewState) -> list[tuple[str, Seed]]:
    """Worst first."""
    read = state.target.inventory.sets if state.target else None
    rows = []
    for one in read.sets if read else ():
        found, share, at = NUMBERS.get(one.name, (None, None, None))
        rows.append(Seed(one.name, found, share, at, Condition.NOTICE if one.flags else Condition.OK))
    return [(row.name, row) for row in sorted(rows, key=lambda row: -row.band)]


COLUMNS: tuple[Column[Seed], ...] = (
    named(20, lambda row: row.name, lambda row: row.band, flex=1),
    count("found", "found", 6, lambda row: row.found),
    percent("share", "share", 7, lambda row: row.share),
    rate("bounce", Metric.BOUNCE_RATE, lambda row: row.share),
    day("seen", "seen", 10, lambda row: row.at),
    text("word", "word", 8, lambda row: "calm" if row.band is Condition.OK else "look"),
)


def about(row: Seed, state: ViewState, room: int) -> list[StyledLine]:
    """All that is known."""
    return folded(styled(f" {row.name}  "), "details of a seed " * 3, room)


def export(rows: Sequence[Seed], state: ViewState) -> Table:
    """Names and numbers."""
    return Table("seeds", ("name", "found"), tuple((row.name, row.found) for row in rows))


class Seeds(InventoryScreen):
    """The tenth mode."""

    heading = "Seeds"
    sections = (
        Section(
            "seeds",
            "Seeds",
            "sets",
            COLUMNS,
            items,
            lambda state: "no seeds; they would grow here",
            about,
            export,
            lambda row: Subject(SubjectKind.CONFIGURATION_SET, row.name),
        ),
    )
    parts = ("sets",)


# ---- the line

TENTH = Mode("0", "seeds", "Seeds", Seeds, tells="What grows")


@pytest.fixture(autouse=True)
def with_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_module, "ALL_MODES", (*ALL_MODES, TENTH))


class Tenth(App):
    """With its key."""

    BINDINGS: ClassVar[list[BindingType]] = [mode_key(TENTH)]


@asynccontextmanager
async def shown(
    snapshot: Snapshot | None, *keys: str, size: tuple[int, int] = (120, 34), context: UiContext | None = None
) -> AsyncIterator[tuple[Tenth, Pilot[None]]]:
    app = Tenth(snapshot)
    if context:
        app.ui_context = context
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("0", *keys)
        await settled(pilot)
        yield app, pilot


def names(app: App) -> list[str]:
    return [row.id for row in app.screen.query_one("#seeds", Listing).rows]


async def test_its_header_and_its_cells() -> None:
    async with shown(trouble()) as (app, _):
        lines = lines_of(app)
        header = next(line for line in lines if "Seeds 3" in line)
        assert [word for word in header.split() if word.isalpha()] == [
            "Seeds",
            "found",
            "share",
            "bounce",
            "seen",
            "word",
        ]
        row = next(line for line in lines if "marketing" in line)
        assert "120" in row and "2.0 %" in row and "2026-11-24" in row
        assert names(app)[0] == "legacy"  # the worst
        assert "–" in next(line for line in lines if "legacy" in line)  # what was not read is no 0


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("mark", ["marketing"]),
        ("!mark", ["legacy", "transactional"]),
        ("found:>10", ["marketing"]),
        ("!found:>10", ["legacy", "transactional"]),
        ("share:>=2%", ["marketing"]),
        ("word:calm", ["transactional", "marketing"]),
        ("seen:<2026-11", ["transactional"]),
        ("seen:2026-11", ["marketing"]),
        ("2026-11", ["marketing"]),
        ("nothing-of-it", []),
    ],
)
async def test_its_filter(written: str, left: list[str]) -> None:
    async with shown(trouble(), "slash") as (app, pilot):
        await pilot.press(*written, "enter")
        await settled(pilot)
        assert names(app) == left
        assert f"{len(left)} match {written}" in text_of(app)
        assert left or "no row matches" in text_of(app)
        await pilot.press("escape")
        await settled(pilot)
        assert len(names(app)) == 3 and "match" not in text_of(app)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("fuond:>1", "no column 'fuond' (did you mean found?): name, found, share"),
        ("found:2%", "found:2% is no comparison: found:>10k"),
        ("share:much", "share:much is no comparison: share:>2%"),
    ],
)
async def test_a_wrong_filter_is_told_in_one_line_and_stays_open(written: str, wrong: str) -> None:
    async with shown(trouble(), "slash") as (app, pilot):
        await pilot.press(*written, "enter")
        await settled(pilot)
        assert wrong in lines_of(app)[2]
        assert len(names(app)) == 3
        assert app.screen.focused is app.screen.query_one("FilterInput")


async def test_its_sort_by_key_by_click_and_remembered() -> None:
    choices = RememberedChoices()
    context = UiContext(choices=choices)
    async with shown(trouble(), "s", context=context) as (app, pilot):
        assert names(app) == ["marketing", "transactional", "legacy"]
        assert "Seeds by found, highest first" in text_of(app) and "↓found" in text_of(app)
        await pilot.press("S")
        await settled(pilot)
        assert names(app) == ["transactional", "marketing", "legacy"]  # what was not read is last
        table = app.screen.query_one("#seeds", Listing)
        await pilot.click(table, offset=(6, 0))
        await settled(pilot)
        assert names(app) == ["legacy", "marketing", "transactional"]
        assert "Seeds by name, a to z" in text_of(app)
    assert choices.now.sorts == {"seeds": "name"}
    known = UiContext(choices=RememberedChoices(Remembered(sorts={"seeds": "-seen"})))
    async with shown(trouble(), context=known) as (app, _):
        assert names(app) == ["transactional", "marketing", "legacy"]
        assert "by seen, oldest first" in text_of(app)


async def test_its_export_is_what_is_shown_in_its_order() -> None:
    async with shown(trouble(), "s", "S", "slash", *"!legacy", "enter") as (app, _):
        assert isinstance(app.screen, Seeds)
        table = app.screen.export()
        assert (table.name, table.columns) == ("seeds", ("name", "found"))
        assert table.rows == (("transactional", 7.0), ("marketing", 120.0))
        assert app.screen.copied() == "prod: Seeds: name transactional, found 7.0"


async def test_its_details_and_what_keys_act_on() -> None:
    async with shown(trouble(), "down", "z") as (app, pilot):
        assert "transactional  details of a seed" in text_of(app)
        await pilot.press("escape", "x")
        await settled(pilot)
        assert "configuration_set:transactional" in text_of(app)


@pytest.mark.parametrize(
    ("snapshot", "said"),
    [
        (empty(), "no seeds; they would grow here"),
        (loading(), "the first read is under way"),
        (denied("sets"), "allow ses:ListConfigurationSets"),
    ],
    ids=["empty", "not read", "denied"],
)
async def test_its_states_without_rows(snapshot: Snapshot, said: str) -> None:
    async with shown(snapshot, "s") as (app, _):
        assert said in text_of(app)
        assert "s sort" not in lines_of(app)[-1]


async def test_a_filter_that_is_written_before_the_first_read_holds_when_it_has_come() -> None:
    async with shown(loading(), "slash", *"marketing", "enter") as (app, pilot):
        assert app.screen.query_one("#seeds", Listing).rows == ()
        app.mailbox.publish(trouble())
        await settled(pilot)
        assert names(app) == ["marketing"]


async def test_what_is_old_says_so() -> None:
    one = trouble().targets[0]
    read_at = dict.fromkeys(one.inventory.read_at, NOW - 5 * 3600)
    old = replace(one, inventory=replace(one.inventory, read_at=read_at))
    async with shown(replace(trouble(), targets=(old,))) as (app, _):
        assert "◌ read 5 h ago" in lines_of(app)[2]


@pytest.mark.parametrize("size", [(80, 24), (120, 34)], ids=str)
async def test_no_other_mode_looks_otherwise_for_it(size: tuple[int, int]) -> None:
    """The line of keys joins the modes."""
    seen: list[list[list[str]]] = []
    for kind in (App, Tenth):
        app = kind(trouble())
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            screens = []
            for mode in ALL_MODES:
                await pilot.press(mode.key)
                await settled(pilot)
                screens.append(lines_of(app))
        seen.append(screens)
    assert seen[0] == seen[1]


def test_it_is_written_down_how() -> None:
    page = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "tests/tui/test_tenth_mode.py" in page
