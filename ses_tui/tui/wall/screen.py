"""The wall's screen: one sheet that draws the page of the moment. No focus, no keys of its own but two."""

import time
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ses_tui.core.clock import MINUTE
from ses_tui.core.snapshot import Alert, TargetSnapshot
from ses_tui.core.wall import WallOptions
from ses_tui.tui.draw.bandstyle import Cell
from ses_tui.tui.frame import Frame
from ses_tui.tui.keygroups import MOVE
from ses_tui.tui.line import cell, longest
from ses_tui.tui.overview.age import words
from ses_tui.tui.overview.tiny import worst
from ses_tui.tui.sheet import Sheet
from ses_tui.tui.view import View
from ses_tui.tui.wall.account import account_page, account_title
from ses_tui.tui.wall.head import Moment, banner, head, head_scale
from ses_tui.tui.wall.lines import Room, text_scale
from ses_tui.tui.wall.listing import fleet_page, page_title, rows_page
from ses_tui.tui.wall.takeover import alert_page, blind_page
from ses_tui.tui.wall.turn import ROWS, Page, Turner, pages_of, takes_over

Pace = Callable[[], float]
"""Seconds that never step back, by which pages turn."""

SHIFT_SECONDS = 300.0
SHIFTS = ((0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1))
"""Cells to the right and down by which everything moves, every SHIFT_SECONDS, so that nothing burns in."""

SHIFT_WIDTH, SHIFT_HEIGHT = 2, 1
LEAST_WIDTH, LEAST_HEIGHT = 36, 9


class Wall(Sheet):
    """The page. ``page``, ``moment`` and ``shift`` are set by the screen."""

    DEFAULT_CSS = "Wall { height: 1fr; }"

    page = Page("account")
    moment = Moment(0.0, 0.0)
    shift = (0, 0)

    def draw(self, frame: Frame, width: int, height: int) -> list[Cell]:
        if width < LEAST_WIDTH or height < LEAST_HEIGHT:
            return _tiny(frame, width)
        right, down = self.shift
        room = Room(
            width - SHIFT_WIDTH,
            height - SHIFT_HEIGHT,
            text_scale(width, height, ascii=frame.look.ascii),
            frame.look,
        )
        lines = page_lines(self.page, frame, self.moment, room)
        return [*[()] * down, *(((" " * right, None), *line) for line in lines)]


def _tiny(frame: Frame, width: int) -> list[Cell]:
    """A terminal too small for any digits: what is worst, and how old it is."""
    if frame.target is None:
        return [cell("reading…")]
    return [longest((worst(frame.target, frame, width),), width), cell(words(frame).strip())]


def page_lines(page: Page, frame: Frame, moment: Moment, room: Room) -> list[Cell]:
    """Head, banner and page."""
    targets = frame.snapshot.targets if frame.snapshot else ()
    target = next((each for each in targets if each.name == page.target), frame.target)
    alert = _alert(page, target)
    if page.kind in ROWS or page.kind == "fleet":
        title, shown = page_title(page.kind, frame.snapshot), tuple(targets)
    else:
        title, shown = account_title(target, frame), (target,) if target else ()
    top = head(title, shown, frame, moment, room)
    if head_scale(room):
        top.append(())
    if page.kind not in ("blind", "fleet"):
        # of the target that is shown; where all are, the first that cannot be seen
        unseen = next((each for each in shown if banner(each, frame, moment, room)), target)
        top += banner(unseen, frame, moment, room)
    rest = room._replace(height=room.height - len(top))
    if page.kind in ROWS:
        body = rows_page(ROWS[page.kind], frame, rest)
    elif page.kind == "fleet":
        body = fleet_page(frame, rest)
    elif page.kind == "blind" and target is not None:
        body = blind_page(target, frame, rest)
    elif alert is not None and target is not None:
        body = alert_page(target, alert, frame, rest)
    else:
        body = account_page(target, frame, rest)
    return [*top, *body]


def _alert(page: Page, target: TargetSnapshot | None) -> Alert | None:
    if page.kind != "alert" or target is None:
        return None
    return next((alert for alert in target.alerts if alert.key == page.key), None)


class WallScreen(View):
    """Draws when the data, the page, the minute or the shift is another one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "next_page", "next page", tooltip="Show the next page", id="wall.next", group=MOVE)
    ]

    def __init__(self, options: WallOptions, pace: Pace = time.monotonic) -> None:
        super().__init__()
        self._options = options
        self._pace = pace
        self._turner = Turner()
        self._minute = -1.0

    def compose(self) -> ComposeResult:
        yield Wall()

    def show(self, frame: Frame) -> None:
        sheet = self.query_one(Wall)
        self._set(frame, sheet)
        sheet.show(frame)

    def tick(self, frame: Frame) -> None:
        sheet = self.query_one(Wall)
        if self._set(frame, sheet):
            sheet.redraw()

    def action_next_page(self) -> None:
        """Turn by hand."""
        frame = self.newest
        self._turner.next(self._pace(), pages_of(frame.snapshot, self._options))
        self.tick(frame)

    def _set(self, frame: Frame, sheet: Wall) -> bool:
        """Whether anything is to be drawn otherwise than before."""
        pace, snapshot = self._pace(), frame.snapshot
        self._turner.seconds = self._options.stay(self.app.size.area)
        page = self._turner.page(pace, pages_of(snapshot, self._options), takes_over(snapshot))
        shift = SHIFTS[int(pace / SHIFT_SECONDS) % len(SHIFTS)]
        now = frame.clock.now()
        minute = now // MINUTE
        same = page == sheet.page and shift == sheet.shift and minute == self._minute
        if not same:
            self._minute = minute
            sheet.page, sheet.shift = page, shift
            sheet.moment = Moment(now, frame.clock.monotonic())
        return not same
