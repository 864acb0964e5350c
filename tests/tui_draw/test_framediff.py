"""Whatever an app does, the terminal shows the same as without the diff, cell by cell."""

import asyncio
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.color import Color
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from ses_tui.core.condition import BOUNCE_LINES
from ses_tui.tui import framediff
from ses_tui.tui.column import TableRow
from ses_tui.tui.draw.bandstyle import paint
from ses_tui.tui.draw.sparkline import spark_rows
from ses_tui.tui.table import RowTable
from tests.tui_draw.capture import CaptureDriver, Twin
from tests.tui_draw.plain_rows import column, plain_row

SIZES = [(80, 24), (60, 15), (100, 30)]
WORDS = [
    "bounce 3.12 %",
    "▁▂▃▄▅▆▇█",
    "郵便局 over",
    "📧 sent",
    "x",
    "",
    "abc" * 20,
    "▁▂▃▄▅▆▇█" * 6,
    "▂▃▄▅▆▇█" + "▁▂▃▄▅▆▇█" * 5 + "▃",
]
ODD = ["cafe\u0301", "👩\u200d👧 family", "🇩🇪 flag", "❤\ufe0f", "👍🏽"]
STYLES = [
    "",
    "bold",
    "dim",
    "bold dim",
    "red",
    "reverse",
    "on blue",
    "underline italic",
    "#ff8800 on #102030",
]


class Popup(ModalScreen[None]):
    CSS = "Popup { align: center middle; } Static { width: 30; height: 5; border: round red; }"

    def compose(self) -> ComposeResult:
        yield Static("over the rest 郵便")


class Other(Screen[None]):
    def compose(self) -> ComposeResult:
        yield Static("another screen\n" * 5)


class DiffApp(App[None]):
    CSS = """
    Screen { layers: base over; }
    .label { height: 1; }
    RowTable { height: 1fr; }
    #over { layer: over; width: 24; height: 4; border: round green; }
    .pair { layout: horizontal; height: 1; }
    """

    def __init__(self, *, ansi: bool = False) -> None:
        super().__init__(driver_class=CaptureDriver, ansi_color=ansi)

    def compose(self) -> ComposeResult:
        for number in range(3):
            yield Static(id=f"label{number}", classes="label", markup=False)
        field = Input()
        field.cursor_blink = False  # by the clock on the wall
        yield field
        yield RowTable([column(0, "Name", 12, flex=1), column(1, "24 h", 30, align="newest")])
        over = Static("in front", id="over")
        over.display = False
        yield over


def table_rows(seed: int, shift: int) -> list[TableRow[Any]]:
    """Rows whose sparklines are those of the same seed, moved left by ``shift``."""
    chance = random.Random(seed)
    rows = []
    for number in range(12):
        values = [chance.choice([None, 0.0, 0.012, 0.031, 0.055]) for _ in range(40)]
        cells = paint(spark_rows(values[shift : shift + 30], top=0.0625, lines=BOUNCE_LINES, rows=1)[0])
        rows.append(plain_row(f"row{number}", ((f"名 row {number}", Style(bold=True)),), cells))
    return rows


TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(STYLES)), max_size=4)
STEP = st.one_of(
    st.tuples(st.just("label"), st.integers(0, 2), TEXTS),
    st.tuples(st.just("rows"), st.integers(0, 2), st.integers(0, 9)),
    st.tuples(st.just("key"), st.sampled_from(["tab", "down", "end", "home", "a", "backspace"])),
    st.tuples(st.just("resize"), st.sampled_from(SIZES)),
    st.tuples(st.just("screen"), st.sampled_from(["popup", "other", "pop"])),
    st.tuples(st.just("toast"), st.sampled_from(WORDS)),
    st.tuples(st.just("over"), st.integers(0, 50), st.integers(0, 20), st.booleans()),
    st.tuples(st.just("theme"), st.sampled_from(["textual-dark", "textual-light", "nord"])),
    st.tuples(st.just("background"), st.sampled_from(["red", "#203040", "ansi_blue"])),
    st.tuples(st.just("odd"), st.integers(0, 2), st.sampled_from(ODD)),
    st.just(("redraw",)),
)


async def do(  # noqa: PLR0912 - a case per kind of step
    app: DiffApp, pilot: Pilot[None], twin: Twin, step: tuple[object, ...]
) -> None:
    """One step of a sequence."""
    base = app.screen_stack[0]
    match step:
        case ("label", number, texts):
            text = Text(no_wrap=True)
            for part, style in texts:  # type: ignore[attr-defined]
                text.append(part, style)
            base.query_one(f"#label{number}", Static).update(text, layout=False)
        case ("odd", number, word):
            base.query_one(f"#label{number}", Static).update(Text(f"{word} tail"), layout=False)
        case ("rows", int(seed), int(shift)):
            base.query_one(RowTable).set_rows(table_rows(seed, shift))
        case ("key", str(key)):
            await pilot.press(key)
        case ("resize", (int(width), int(height))):
            twin.resize(width, height)
            await pilot.resize_terminal(width, height)
        case ("screen", "pop"):
            if len(app.screen_stack) > 1:
                app.pop_screen()
        case ("screen", name):
            if len(app.screen_stack) < 3:
                app.push_screen(Popup() if name == "popup" else Other())
        case ("toast", word):
            app.notify(f"toast {word}", markup=False, timeout=60)
        case ("over", int(x), int(y), bool(shown)):
            over = base.query_one("#over")
            over.display = shown
            over.styles.offset = (x, y)
        case ("theme", str(name)):
            app.theme = name
        case ("background", str(name)):
            base.query_one("#label1").styles.background = Color.parse(name)
        case ("redraw",):
            framediff.redraw(app)
    await pilot.pause()


def assert_same(twin: Twin) -> None:
    """Cell by cell; the first difference in words."""
    for y, (plain, diff) in enumerate(zip(twin.plain.cells(), twin.diff.cells(), strict=True)):
        for x, (expected, shown) in enumerate(zip(plain, diff, strict=True)):
            assert shown == expected, f"row {y}, column {x}:\n{twin.plain.display[y]}\n{twin.diff.display[y]}"


@pytest.fixture(autouse=True)
def truecolor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


@given(st.lists(STEP, min_size=1, max_size=12), st.booleans())
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_terminal_shows_what_the_plain_path_shows(steps: list[tuple[object, ...]], ansi: bool) -> None:
    async def scenario() -> None:
        app = DiffApp(ansi=ansi)
        twin = Twin(app, 80, 24)
        async with app.run_test(headless=False, size=(80, 24), notifications=True) as pilot:
            await pilot.pause()
            for step in steps:
                await do(app, pilot, twin, step)
                assert_same(twin)
        assert "_display" in app.__dict__  # the hook has not given up

    asyncio.run(scenario())


@pytest.fixture
def app() -> Iterator[DiffApp]:
    yield DiffApp()


async def test_equal_content_sends_nothing(app: DiffApp) -> None:
    twin = Twin(app, 80, 24)
    async with app.run_test(headless=False, size=(80, 24)) as pilot:
        label = app.query_one("#label0", Static)
        label.update(Text("bounce 3.12 %", "red"))
        await pilot.pause()
        twin.reset()
        label.update(Text("bounce 3.12 %", "red"), layout=False)
        app.screen.refresh()
        await pilot.pause()
        assert twin.plain_bytes > 1000
        assert twin.diff_bytes == 0


@pytest.mark.parametrize("odd", ODD)
async def test_what_stood_before_text_of_unclear_width_comes_back_after_it(app: DiffApp, odd: str) -> None:
    twin = Twin(app, 80, 24)
    async with app.run_test(headless=False, size=(80, 24)) as pilot:
        for text in ("bounce 3.12 %", f"{odd} 3.12 %", "bounce 3.12 %"):
            app.query_one("#label0", Static).update(Text(text), layout=False)
            await pilot.pause()
            assert_same(twin)


async def test_a_resume_and_ctrl_l_repaint_everything(app: DiffApp) -> None:
    twin = Twin(app, 80, 24)
    async with app.run_test(headless=False, size=(80, 24)) as pilot:
        for repaint in (app.app_resume_signal.publish, framediff.redraw):
            await pilot.pause()
            assert_same(twin)
            twin.diff.feed("\x1b[2J\x1b[5;5Hanother program wrote this")
            repaint(app)
            await pilot.pause()
            assert_same(twin)


async def test_a_suspend_forgets_what_was_on_the_screen(app: DiffApp) -> None:
    twin = Twin(app, 80, 24)
    async with app.run_test(headless=False, size=(80, 24)) as pilot:
        await pilot.pause()
        app.app_suspend_signal.publish(app)
        twin.diff.feed("\x1b[2J")
        app.screen.refresh()
        await pilot.pause()
        assert_same(twin)


async def test_a_sparkline_that_moved_on_is_moved_by_the_terminal(app: DiffApp) -> None:
    twin = Twin(app, 80, 24)
    async with app.run_test(headless=False, size=(80, 24)) as pilot:
        label = app.query_one("#label0", Static)
        values = "▁▂▅▃▁▄▂▃▅▁▂▄▃▁▅▂▄▁▃▂▅▄▁▂▃▅▁▄▂▃"
        label.update(f"a{values[:-1]} end")
        await pilot.pause()
        twin.reset()
        label.update(f"a{values[1:]} end", layout=False)
        await pilot.pause()
        assert_same(twin)
        assert twin.diff_bytes < 70 < twin.plain_bytes


async def test_an_inside_that_looks_different_turns_the_diff_off_and_keeps_the_screen_right(
    app: DiffApp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    twin = Twin(app, 80, 24)
    async with app.run_test(headless=False, size=(80, 24)) as pilot:
        await pilot.pause()

        def broken(*_: object) -> None:
            raise AttributeError("spans")

        monkeypatch.setattr(framediff, "_chops", broken)
        label = app.query_one("#label0", Static)
        for text in ("first", "second"):
            label.update(text, layout=False)
            await pilot.pause()
        assert_same_from(app, twin)
        assert [record.levelname for record in caplog.records] == ["WARNING"]


def assert_same_from(app: DiffApp, twin: Twin) -> None:
    """After the hook has gone, what the driver took since is fed by hand."""
    driver = app._driver
    assert isinstance(driver, CaptureDriver)
    twin.diff.feed(driver.take())
    assert "second" in twin.diff.display[0]


async def test_without_the_hook_nothing_is_installed(
    app: DiffApp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(framediff, "AVAILABLE", False)
    assert not framediff.install(app)
    assert "_display" not in app.__dict__
    assert len(caplog.records) == 1


async def test_installing_twice_is_once(app: DiffApp) -> None:
    assert framediff.install(app)
    first = app.__dict__["_display"]
    assert framediff.install(app)
    assert app.__dict__["_display"] is first


async def test_headless_apps_are_left_alone() -> None:
    app = DiffApp()
    assert framediff.install(app)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "_display" in app.__dict__
