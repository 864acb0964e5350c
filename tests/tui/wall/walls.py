"""The wall without a terminal: on a snapshot made by hand, with time that goes by when it is told to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from ses_tui.core.snapshot import Snapshot
from ses_tui.core.themes import TERMINAL_THEME, Depth
from ses_tui.core.wall import WallOptions
from ses_tui.tui.look import Look, zone_of
from ses_tui.tui.mailbox import Mailbox
from ses_tui.tui.wall.screen import WallApp
from tests.tui.screens import FakeMonitor, settled
from tests.tui.snapshots_data import MONO, NOW, ZONE

USUAL = WallOptions()
SIZES = {"80x24": (80, 24), "120x34": (120, 34), "200x60": (200, 60), "40x12": (40, 12)}


class Time:
    """The clock and the pace of the pages: both stand still until ``go_on``."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> float:
        return NOW + self.passed

    def monotonic(self) -> float:
        return MONO + self.passed

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError

    def pace(self) -> float:
        return self.passed


class App(WallApp):
    """With its time and its monitor at hand."""

    def __init__(
        self,
        snapshot: Snapshot | None,
        options: WallOptions = USUAL,
        *,
        ascii: bool = False,
        theme: str = TERMINAL_THEME,
        depth: Depth = Depth.ALL,
    ) -> None:
        self.time = Time()
        self.outlets: list[Mailbox] = []
        look = Look(zone_of(ZONE), ascii, depth=depth).themed(theme)
        super().__init__(look, self.time, snapshot, self._started, options, pace=self.time.pace)

    def _started(self, frontend: Mailbox) -> FakeMonitor:
        self.outlets.append(frontend)
        return FakeMonitor()

    def go_on(self, seconds: float) -> None:
        """Time passes, and the tick of the application comes."""
        self.time.passed += seconds
        self._tick()


@asynccontextmanager
async def shown(
    snapshot: Snapshot | None,
    size: str = "80x24",
    options: WallOptions = USUAL,
    *,
    ascii: bool = False,
) -> AsyncIterator[tuple[App, Pilot[None]]]:
    """Running, painted, and with its monitor started."""
    app = App(snapshot, options, ascii=ascii)
    async with app.run_test(size=SIZES[size]) as pilot:
        await settled(pilot)
        yield app, pilot
