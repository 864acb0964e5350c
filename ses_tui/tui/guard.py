"""A fault in a handler ends nothing: one line on the screen, a traceback in the log, and all goes on.

Textual ends the application at the first exception of a handler, timer, callback or drawing. A monitor that
is gone is worse than one with a flaw. Two of Textual's methods are wrapped, since it leaves their callers for
good: the loop of messages of a widget, and the drawing of its lines. All other places ask
``App._handle_exception``.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any, TypeVar

from rich.segment import Segment
from textual.app import App
from textual.geometry import Region
from textual.message import Message
from textual.message_pump import MessagePump
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import WorkerFailed

W = TypeVar("W", bound=Widget)
RenderLines = Callable[[W, Region], list[Strip]]

_LOG = logging.getLogger(__name__)

SAID_AGAIN = 60.0
"""Seconds in which the same fault is neither said nor logged once more."""

PLACES = 100
"""Faults remembered; past that all are forgotten."""

UNSEEN_TICKS = 2
"""Ticks without a frame on the terminal after a fault, at which the screen can't go on."""

BROKEN = "this part could not be drawn; the log says why"

FAULT = 1
"""Exit code of a screen that could not go on."""


class Faults:
    """Which faults were told, and when. ``pace``: seconds of a monotonic clock."""

    def __init__(self, pace: Callable[[], float] = time.monotonic) -> None:
        self._pace = pace
        self._told: dict[tuple[str, str, int], float] = {}

    def line(self, error: BaseException) -> str:
        """What to say of ``error``; empty if it was said a moment ago."""
        kind, file, number = place = _place(error)
        now = self._pace()
        if now - self._told.get(place, float("-inf")) < SAID_AGAIN:
            return ""
        if len(self._told) >= PLACES:
            self._told.clear()
        self._told[place] = now
        where = f" in {file}:{number}" if file else ""
        return f"a fault in the screen: {kind}{where}; reading and alerts go on, the log says more"


class GuardedApp(App[None]):
    """The part of the application that takes faults. ``standing``: the first frame was shown,
    and the monitor runs."""

    standing = False

    def __init__(self) -> None:
        super().__init__()
        install()
        self._faults = Faults()
        self._unseen: int | None = None

    def tell(self, text: str) -> None:
        """Say something about the screen itself."""
        raise NotImplementedError

    def _handle_exception(self, error: Exception) -> None:
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
        if not self.standing:
            if self._exit:  # before the first frame: parts that were never made are no fault
                _LOG.warning("the screen was left while it was made: %s", type(error).__name__)
            else:
                super()._handle_exception(error)
            return
        if self._exception is None:
            self._exception = error  # ``run_test`` raises it at its end: no test passes over a fault
        line = self._faults.line(error)
        if not line:
            return
        _LOG.error("a fault in the screen", exc_info=error)
        if self._unseen is None:
            self._unseen = 0
        self._say(line)

    def _say(self, line: str) -> None:
        try:
            self.tell(line)
            self.screen.refresh()
        except Exception:  # noqa: BLE001  # it may be the very place that fails
            _LOG.exception("the fault could not be said in its line")
            self.notify(line, severity="error", timeout=SAID_AGAIN)

    def post_display_hook(self) -> None:
        """A frame is on its way to the terminal: the screen goes on."""
        self._unseen = None

    def leave_if_unseen(self) -> None:
        """To be called at each tick: leave when no frame was shown since a fault."""
        if self._unseen is None:
            return
        self._unseen += 1
        if self._unseen > UNSEEN_TICKS and self._exception is not None:
            try:
                raise self._exception  # Textual prints the one that is being handled
            except Exception as error:  # noqa: BLE001  # handed to whom it belongs
                super()._handle_exception(error)

    def panic(self, *renderables: Any) -> None:
        """Leave with the code of a fault, as Textual does not always."""
        self._return_code = FAULT
        super().panic(*renderables)


def install() -> None:
    """Wrap the two methods, once; a Textual that lacks them ends at a fault, as it always did."""
    dispatch = getattr(MessagePump, "_dispatch_message", None)
    if dispatch is not None and not hasattr(dispatch, "guarded"):
        MessagePump._dispatch_message = _dispatching(dispatch)  # type: ignore[method-assign, assignment]
    if not hasattr(Widget.render_lines, "guarded"):
        Widget.render_lines = drawn_safely(Widget.render_lines)  # type: ignore[method-assign, assignment]


def _dispatching(plain: Callable[[MessagePump, Message], Any]) -> Callable[[MessagePump, Message], Any]:
    async def guarded(pump: MessagePump, message: Message) -> None:
        with _taking_faults(pump):
            await plain(pump, message)

    guarded.guarded = True  # type: ignore[attr-defined]
    return guarded


def drawn_safely(plain: RenderLines[W]) -> RenderLines[W]:
    """For a ``render_lines`` of a widget's own; Textual's is wrapped by ``install``."""

    def guarded(widget: W, crop: Region) -> list[Strip]:
        lines: list[Strip] = []
        with _taking_faults(widget):
            lines = plain(widget, crop)
        return lines or _broken(crop)

    guarded.guarded = True  # type: ignore[attr-defined]
    return guarded


def _broken(crop: Region) -> list[Strip]:
    said = Strip([Segment(f" {BROKEN}")]).adjust_cell_length(crop.width)
    return [said, *[Strip.blank(crop.width)] * (crop.height - 1)][: crop.height]


@contextmanager
def _taking_faults(pump: MessagePump) -> Iterator[None]:
    """Hand a fault of ``pump`` to the application if that can go on after it."""
    try:
        yield
    except Exception as error:  # whatever it is: a monitor that is gone is worse
        app = pump.app
        if not isinstance(app, GuardedApp) or not app.standing:
            raise
        app._handle_exception(error)


def _place(error: BaseException) -> tuple[str, str, int]:
    """The class of ``error``, and the file and line that raised it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__, "", 0
    return type(error).__name__, PurePath(trace.tb_frame.f_code.co_filename).name, trace.tb_lineno
