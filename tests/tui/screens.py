"""The real application without a terminal, on a snapshot made by hand."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from rich.cells import cell_len
from textual.pilot import Pilot

from ses_tui.core.message_life import MessageRequest, MessageResult
from ses_tui.core.model import Key
from ses_tui.core.moments import LongRequest, LongResult, MomentRequest, MomentResult
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.themes import TERMINAL_THEME, Depth
from ses_tui.tui.app import SesApp
from ses_tui.tui.guard import BROKEN
from ses_tui.tui.look import Look, zone_of
from ses_tui.tui.mailbox import Mailbox
from tests.tui.demo_screen import StillClock
from tests.tui.snapshots_data import STATES, ZONE

SIZES = ((80, 24), (120, 34), (200, 60))


class FakeMonitor:
    """Counts what the screen asks of the engine."""

    def __init__(self) -> None:
        self.stopped = 0
        self.refreshed = 0
        self.acks: list[tuple[str, float, str]] = []
        self.silences: list[tuple[str, str, float, str, frozenset[str]]] = []
        self.ended: list[str] = []
        self.looks: list[bool] = []
        self.long_requests: list[LongRequest] = []
        self.long_answers: list[Callable[[LongResult], None]] = []
        self.message_requests: list[MessageRequest] = []
        self.message_answers: list[Callable[[MessageResult], None]] = []
        self.requests: list[MomentRequest] = []
        self.answers: list[Callable[[MomentResult], None]] = []

    def stop(self) -> None:
        self.stopped += 1

    def refresh(self) -> None:
        self.refreshed += 1

    def acknowledge(self, key: Key, until: float, why: str) -> None:
        self.acks.append((f"{key.target} {key}", until, why))

    def silence(self, matcher: str, target: str, until: float, why: str, also: frozenset[str]) -> None:
        self.silences.append((matcher, target, until, why, also))

    def unsilence(self, name: str) -> None:
        self.ended.append(name)

    def look(self, looking: bool) -> None:
        self.looks.append(looking)

    def read_long(self, request: LongRequest, answer: Callable[[LongResult], None]) -> None:
        self.long_requests.append(request)
        self.long_answers.append(answer)

    def read_message(self, request: MessageRequest, answer: Callable[[MessageResult], None]) -> None:
        self.message_requests.append(request)
        self.message_answers.append(answer)

    def recall(self, request: MomentRequest, answer: Callable[[MomentResult], None]) -> None:
        self.requests.append(request)
        self.answers.append(answer)


class App(SesApp):
    """With the clock standing still and the monitor at hand."""

    def __init__(
        self,
        snapshot: Snapshot | None,
        *,
        ascii: bool = False,
        theme: str = TERMINAL_THEME,
        depth: Depth = Depth.ALL,
    ) -> None:
        self.fake = FakeMonitor()
        self.still = StillClock(False)
        self.outlets: list[Mailbox] = []
        look = Look(zone_of(ZONE), ascii, depth=depth).themed(theme)
        super().__init__(look, self.still, snapshot, self._started)

    def _started(self, frontend: Mailbox) -> FakeMonitor:
        self.outlets.append(frontend)
        return self.fake


def app_of(state: str | Snapshot, *, ascii: bool = False) -> App:
    """The application on a snapshot, or on the state of that name."""
    return App(STATES[state]() if isinstance(state, str) else state, ascii=ascii)


@asynccontextmanager
async def shown(
    state: str | Snapshot, size: tuple[int, int] = (80, 24), *, ascii: bool = False
) -> AsyncIterator[tuple[App, Pilot[None]]]:
    """Running, painted, and with its monitor started."""
    app = app_of(state, ascii=ascii)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        yield app, pilot


PAUSES = 50
"""After which a screen that has not taken the terminal's size will not: what is compared says so."""


async def settled(pilot: Pilot[None]) -> None:
    """Until nothing is left to be drawn, charts included, and the screen has the terminal's size."""
    app = pilot.app
    for _ in range(PAUSES):
        await app.workers.wait_for_complete()
        await pilot.pause()
        laid_out = app.screen._compositor.size == app.size and not app.screen._layout_required
        if laid_out and all(worker.is_finished for worker in app.workers):
            return


def lines_of(app: SesApp) -> list[str]:
    """What the screen shows, line by line, as its compositor would send it."""
    strips = app.screen._compositor.render_strips(app.size)
    return ["".join(segment.text for segment in strip) for strip in strips[: app.size.height]]


def text_of(app: SesApp) -> str:
    """All lines."""
    return "\n".join(lines_of(app))


def assert_whole(lines: list[str], size: tuple[int, int]) -> None:
    """Nothing is undrawn, too wide, too many, or not to be printed."""
    assert len(lines) == size[1]
    assert all(cell_len(line) == size[0] for line in lines)
    text = "\n".join(lines)
    assert BROKEN not in text
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
