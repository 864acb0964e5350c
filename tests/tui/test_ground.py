"""The terminal is asked for its ground, and the colours follow what it answers, if it does in time."""

import time

import pytest
from textual.pilot import Pilot

from ses_tui.core.condition import Condition
from ses_tui.core.themes import AUTO_THEME, Depth
from ses_tui.tui import app as application
from ses_tui.tui.draw.bandstyle import TERMINAL
from ses_tui.tui.driver import TerminalAnswer
from ses_tui.tui.ground import FENCED_SECONDS, QUERY, ground_of
from tests.tui.screens import App, settled
from tests.tui.snapshots_data import STATES

BLACK, WHITE, DEVICE = "\x1b]11;rgb:0000/0000/0000", "\x1b]11;rgb:ffff/ffff/ffff", "\x1b[?62;22c"


class Asking(App):
    """Has a terminal that hears what is written, and answers when it is told to."""

    def __init__(self, theme: str = AUTO_THEME, depth: Depth = Depth.ALL) -> None:
        super().__init__(STATES["warn"](), theme=theme, depth=depth)
        self.written: list[bytes] = []

    def _write(self, data: bytes) -> None:
        self.written.append(data)

    async def hears(self, pilot: Pilot[None], *answers: str) -> None:
        for answer in answers:
            self.post_message(TerminalAnswer(answer))
        await settled(pilot)


@pytest.fixture(autouse=True)
def _can_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "can_ask", lambda _driver: True)


@pytest.mark.parametrize("answer", [BLACK, WHITE])
async def test_the_colours_follow_the_ground(answer: str) -> None:
    app = Asking()
    async with app.run_test() as pilot:
        await settled(pilot)
        assert app.written.count(QUERY) == 1
        assert app.state.look.palette is TERMINAL  # nothing waits for the answer
        await app.hears(pilot, answer, DEVICE)
        look = app.state.look
        assert look.ground == ground_of(answer)
        assert look.palette is not TERMINAL
        strips = app.screen._compositor.render_strips()
        drawn = {segment.style.color for strip in strips for segment in strip if segment.style}
        assert look.palette.bands[Condition.WARN].color in drawn
        app.action_theme("dark")
        app.action_theme(AUTO_THEME)
        assert app.state.look.palette == look.palette


@pytest.mark.parametrize("answers", [(DEVICE,), ("\x1b]11;?", DEVICE), ("\x1b]11;rgb:zz/0/0", DEVICE)])
async def test_without_an_answer_the_terminals_own_colours_stay(answers: tuple[str, ...]) -> None:
    app = Asking()
    async with app.run_test() as pilot:
        await settled(pilot)
        await app.hears(pilot, *answers)
        assert app.state.look.palette is TERMINAL
        assert app._ground_until <= time.monotonic() + FENCED_SECONDS


async def test_a_multiplexer_may_answer_the_fence_first() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        await settled(pilot)
        app.post_message(TerminalAnswer(DEVICE))
        await app.hears(pilot, BLACK)
        assert app.state.look.ground == "#000000"


async def test_a_late_answer_counts_for_nothing() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        await settled(pilot)
        app._ground_until = time.monotonic() - 1
        await app.hears(pilot, BLACK)
        assert app.state.look.palette is TERMINAL


@pytest.mark.parametrize(
    ("theme", "depth"),
    [("terminal", Depth.ALL), ("dark", Depth.ALL), (AUTO_THEME, Depth.MANY), (AUTO_THEME, Depth.NONE)],
)
async def test_others_do_not_ask(theme: str, depth: Depth) -> None:
    app = Asking(theme, depth)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert QUERY not in app.written


@pytest.mark.parametrize(
    ("said", "colour"),
    [
        ("rgb:1c1c/2d2d/3e3e", "#1c2d3e"),
        ("rgb:1c/2d/3e", "#1c2d3e"),
        ("rgb:f/0/8", "#ff0088"),
        ("rgba:1c1c/2d2d/3e3e/ffff", "#1c2d3e"),
        ("?", ""),
        ("#102030", ""),
        ("rgb:1c1c/2d2d", ""),
    ],
)
def test_the_forms_of_a_colour(said: str, colour: str) -> None:
    assert ground_of(f"\x1b]11;{said}") == colour
