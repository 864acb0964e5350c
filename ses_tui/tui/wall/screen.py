"""The wall's screen: one sheet that draws the page of the moment. No focus, no keys of its own but two."""

import time
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ses_tui.core.clock import MINUTE, Clock
from ses_tui.core.snapshot import Alert, Snapshot, TargetSnapshot
from ses_tui.core.wall import WallOptions
from ses_tui.tui.app import SesApp, StartMonitor
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.keygroups import MOVE, SCREEN, bind, hidden
from ses_tui.tui.line import longest, styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.look import Look
from ses_tui.tui.overview.compact import worst
from ses_tui.tui.overview.head import words
from ses_tui.tui.view import View
from ses_tui.tui.viewstate import ViewState
from ses_tui.tui.wall.head import Moment, banner, head, head_scale
from ses_tui.tui.wall.lines import Room, text_scale
from ses_tui.tui.wall.listing import fleet_page, page_title, rows_page
from ses_tui.tui.wall.panel import account_page, account_title
from ses_tui.tui.wall.takeover import alert_page, blind_page
from ses_tui.tui.wall.turn import ROWS, Page, Turner, pages_of, takes_over

Pace = Callable[[], float]
"""Seconds that never step back, by which pages turn."""

SHIFT_SECONDS = 300.0
SHIFTS = ((0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1))
"""Cells to the right and down by which everything moves, every SHIFT_SECONDS, so that nothing burns in."""

SHIFT_WIDTH, SHIFT_HEIGHT = 2, 1
LEAST_WIDTH, LEAST_HEIGHT = 36, 9


class Wall(LineWidget):
    """The page. ``page``, ``moment`` and ``shift`` are set by the screen."""

    DEFAULT_CSS = "Wall { height: 1fr; }"

    page = Page("account")
    moment = Moment(0.0, 0.0)
    shift = (0, 0)

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        if width < LEAST_WIDTH or height < LEAST_HEIGHT:
            return _tiny(state, width)
        right, down = self.shift
        room = Room(
            width - SHIFT_WIDTH,
            height - SHIFT_HEIGHT,
            text_scale(width, height, state.look.letter_step),
            state.look,
        )
        lines = page_lines(self.page, state, self.moment, room)
        return [*[()] * down, *(((" " * right, None), *line) for line in lines)]


def _tiny(state: ViewState, width: int) -> list[StyledLine]:
    """A terminal too small for any digits: what is worst, and how old it is."""
    if state.target is None:
        return [styled("reading…")]
    return [longest((worst(state.target, state, width),), width), styled(words(state).strip())]


def page_lines(page: Page, state: ViewState, moment: Moment, room: Room) -> list[StyledLine]:
    """Head, banner and page."""
    targets = state.snapshot.targets if state.snapshot else ()
    target = next((each for each in targets if each.name == page.target), state.target)
    alert = _alert(page, target)
    if page.kind in ROWS or page.kind == "fleet":
        title, shown = page_title(page.kind, state.snapshot), tuple(targets)
    else:
        title, shown = account_title(target), (target,) if target else ()
    top = head(title, shown, state, moment, room)
    if head_scale(room):
        top.append(())
    if page.kind not in ("blind", "fleet"):
        # of the target that is shown; where all are, the first that cannot be seen
        unseen = next((each for each in shown if banner(each, state, moment, room)), target)
        top += banner(unseen, state, moment, room)
    rest = room._replace(height=room.height - len(top))
    if page.kind in ROWS:
        body = rows_page(ROWS[page.kind], state, rest)
    elif page.kind == "fleet":
        body = fleet_page(state, rest)
    elif page.kind == "blind" and target is not None:
        body = blind_page(target, state, moment, rest)
    elif alert is not None and target is not None:
        body = alert_page(target, alert, state, rest)
    else:
        body = account_page(target, state, rest)
    return [*top, *body]


def _alert(page: Page, target: TargetSnapshot | None) -> Alert | None:
    if page.kind != "alert" or target is None:
        return None
    return next((alert for alert in target.alerts if alert.key == page.key), None)


class WallScreen(View):
    """Draws when the data, the page, the minute or the shift is another one."""

    says_news = False
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("wall.next", "next_page", "next page", "Show the next page", MOVE, "space")
    ]

    def __init__(self, options: WallOptions, pace: Pace = time.monotonic) -> None:
        super().__init__()
        self._options = options
        self._pace = pace
        self._turner = Turner()
        self._minute = -1.0

    def compose(self) -> ComposeResult:
        yield Wall()

    def show(self, state: ViewState) -> None:
        part = self.query_one(Wall)
        self._set(state, part)
        part.show(state)

    def tick(self, state: ViewState) -> None:
        part = self.query_one(Wall)
        if self._set(state, part):
            part.redraw()

    def action_next_page(self) -> None:
        """Turn by hand."""
        state = self.newest
        self._turner.next(self._pace(), pages_of(state.snapshot, self._options))
        self.tick(state)

    def _set(self, state: ViewState, part: Wall) -> bool:
        """Whether anything is to be drawn otherwise than before."""
        pace, snapshot = self._pace(), state.snapshot
        self._turner.seconds = self._options.stay(self.app.size.area)
        page = self._turner.page(pace, pages_of(snapshot, self._options), takes_over(snapshot))
        shift = SHIFTS[int(pace / SHIFT_SECONDS) % len(SHIFTS)]
        now = state.clock.now()
        minute = now // MINUTE
        same = page == part.page and shift == part.shift and minute == self._minute
        if not same:
            self._minute = minute
            part.page, part.shift = page, shift
            part.moment = Moment(now, state.clock.monotonic())
        return not same


class WallApp(SesApp, inherit_bindings=False):
    """No palette, no modes, no dialogues: nobody sits before it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("app.quit", "quit", "quit", "Leave ses-tui", SCREEN, "q"),
        hidden("app.interrupt", "quit", "quit", "Leave ses-tui", SCREEN, "ctrl+c", priority=True),
    ]

    def __init__(
        self,
        look: Look,
        clock: Clock,
        initial: Snapshot | None,
        start: StartMonitor,
        options: WallOptions,
        *,
        demo: bool = False,
        pace: Pace = time.monotonic,
    ) -> None:
        super().__init__(look, clock, initial, start, demo=demo)
        self.use_command_palette = False
        self._options = options
        self._pace = pace

    def get_default_screen(self) -> View:
        """The wall."""
        return WallScreen(self._options, self._pace)

    def _welcome(self) -> None:
        """Nobody sits before it who could press a key."""
