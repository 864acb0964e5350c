"""The one private hook into Textual: write only the cells that differ from those last sent.

Textual sends whole dirty regions, each run of text with its full style and a reset, whether or not the
terminal shows the same already. Here the strips that its compositor is about to write are compared with
what was sent before. Textual still decides when to draw, when to synchronise and where the cursor rests.
Should anything of its inside look unlike 8.2.8, the plain path takes over: more bytes, never a wrong screen.
"""

import logging
from collections.abc import Callable
from typing import Any, NamedTuple

from rich.color import ColorSystem
from rich.console import Console, RenderableType
from textual.app import App
from textual.geometry import Offset, Size
from textual.screen import Screen
from textual.strip import Strip

from ses_tui.tui.framecells import PLAIN, UNKNOWN, Cells, Pen, byte_len, draw_row, shift_row

try:
    from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
except ImportError:  # another Textual
    AVAILABLE = False
else:
    AVAILABLE = True

SHIFT_WORTH = 30
"""Bytes of a row from which on it is tried whether parts of it moved left."""

PATIENCE = 4
"""Rows in a row where that gained nothing, before an update is taken for one of another kind (a list that
scrolls): the search takes longer than all the rest."""

_LOG = logging.getLogger(__name__)

Display = Callable[[Screen[Any], Any], None]
"""``App._display``: of a screen, an update of its compositor or anything that Rich renders."""


class Piece(NamedTuple):
    """A strip and the column where it begins; ``joined``: Textual writes it without a move before it."""

    x: int
    strip: Strip
    joined: bool


if AVAILABLE:

    class _Written(CompositorUpdate):
        """What is left of an update after the comparison, handed to Textual in its place."""

        def __init__(self, sequences: str) -> None:
            self.sequences = sequences

        def render_segments(self, console: Console) -> str:
            return self.sequences


class FrameDiff:
    """What the terminal shows, as far as it is known, and the hook that keeps it so.

    Not known: cells never written, everything after ``forget``, and rows with text that terminals
    measure differently (``odd``), which are written as Textual would.
    """

    def __init__(self, app: App[Any], display: Display) -> None:
        self._app = app
        self._plain_display = display
        self._listening = False
        self._size: Size | None = None
        self._cursor: Offset | None = None
        self._patience = PATIENCE
        self.forget()

    def forget(self, _: object = None) -> None:
        """Somebody else may have written on the terminal: from here on nothing is known of it."""
        system = self._app.console._color_system or ColorSystem.TRUECOLOR
        self._cells = Cells(system)
        self._rows: dict[int, list[int]] = {}
        self._sent: dict[int, list[Piece]] = {}

    def display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Stands in the place of ``App._display``."""
        app = self._app
        if not self._listening and app.is_running:
            self._listen()
        if (
            renderable is None
            or app._batch_count
            or app._closed
            or not app._running
            or app.is_headless
            or app._driver is None
        ):
            self._plain_display(screen, renderable)
            return
        try:
            sequences = self._compare(renderable)
        except Exception as error:  # noqa: BLE001 - another library's inside: cost bytes, never the screen
            self._give_up(error)
            self._plain_display(screen, renderable)
            return
        if sequences is None:
            self._plain_display(screen, renderable)
            return
        cursor = app.screen.outer_size.clamp_offset(app.cursor_position)
        if not sequences and cursor == self._cursor:
            app.post_display_hook()
            return
        self._cursor = cursor
        self._plain_display(screen, _Written(sequences))

    def _compare(self, renderable: RenderableType) -> str | None:
        """What has to be written; None: not an update of the kinds known here."""
        if not isinstance(renderable, ChopsUpdate | LayoutUpdate):
            self.forget()
            return None
        if self._app.size is not self._size or self._cells.full:
            self._size = self._app.size  # a new object with each resize
            self.forget()
        rows = _chops(renderable) if isinstance(renderable, ChopsUpdate) else _lines(renderable)
        parts: list[str] = []
        pen = Pen()
        self._patience = PATIENCE
        for y, pieces in sorted(rows.items()):
            if self._sent.get(y) != pieces:
                text, pen = self._draw(pen, y, pieces)
                parts.append(text)
                self._sent[y] = pieces
        parts.append(self._cells.delta(pen.look, PLAIN))
        return "".join(parts)

    def _draw(self, pen: Pen, y: int, pieces: list[Piece]) -> tuple[str, Pen]:
        width = self._app.size.width
        old = self._rows.get(y) or [UNKNOWN] * width
        new = old.copy()
        for x, strip, _ in pieces:
            _, cells, odd = self._cells.of(strip)
            if odd or x + len(cells) > width:
                self._rows[y] = [UNKNOWN] * width
                return self._draw_plainly(pen, y, pieces)
            new[x : x + len(cells)] = cells
        self._rows[y] = new
        text, after = draw_row(self._cells, pen, y, old, new)
        if self._patience and (size := byte_len(text)) >= SHIFT_WORTH:
            shifted = shift_row(self._cells, pen, y, old, new, size)
            self._patience = PATIENCE if shifted else self._patience - 1
            return shifted or (text, after)
        return text, after

    def _draw_plainly(self, pen: Pen, y: int, pieces: list[Piece]) -> tuple[str, Pen]:
        """Row ``y`` as Textual writes it."""
        parts = [self._cells.delta(pen.look, PLAIN)]
        for x, strip, joined in pieces:
            parts += ("" if joined else f"\x1b[{y + 1};{x + 1}H", strip.render(self._app.console))
        return "".join(parts), Pen()

    def _listen(self) -> None:
        """Learn when another program has had the terminal."""
        self._listening = True
        self._app.app_suspend_signal.subscribe(self._app, self.forget, immediate=True)
        self._app.app_resume_signal.subscribe(self._app, self._resumed, immediate=True)

    def _resumed(self, _: object) -> None:
        redraw(self._app)

    def _give_up(self, error: Exception) -> None:
        self._app.__dict__.pop("_display", None)
        self._app.__dict__.pop(_NAME, None)
        _LOG.warning("frame diff off, the screen costs more bytes from here: %r", error)


def _chops(update: "ChopsUpdate") -> dict[int, list[Piece]]:
    """The pieces per row that ``ChopsUpdate.render_segments`` writes."""
    rows: dict[int, list[Piece]] = {}
    for y, x1, x2 in update.spans:
        row = rows.setdefault(y, [])
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x > x2 or end <= x1:
                continue
            whole = x1 <= x < x2 and end <= x2
            row.append(Piece(x, strip if whole else strip.crop(0, min(end, x2) - x), joined=False))
    return rows


def _lines(update: "LayoutUpdate") -> dict[int, list[Piece]]:
    """The pieces per row that ``LayoutUpdate.render_segments`` writes."""
    rows: dict[int, list[Piece]] = {}
    for y, line in enumerate(update.strips, update.region.y):
        x = update.region.x
        row = rows[y] = []
        for strip in line:
            row.append(Piece(x, strip, joined=bool(row)))
            x += strip.cell_length
    return rows


_NAME = "_frame_diff"
"""The attribute of the app that holds its FrameDiff: both go together."""


def install(app: App[Any]) -> bool:
    """Have ``app`` send differences from now on; False, and said in the log, where that is not possible.

    To be called once, before the first paint or at any time after; once more does nothing.
    """
    if _NAME in app.__dict__:
        return True
    display = getattr(app, "_display", None)
    if not AVAILABLE or not callable(display) or app.is_inline:
        _LOG.warning("frame diff not available with this Textual: the screen costs more bytes")
        return False
    diff = FrameDiff(app, display)
    app.__dict__.update({_NAME: diff, "_display": diff.display})
    return True


def redraw(app: App[Any]) -> None:
    """Send the whole screen anew, whatever it shows: for ctrl-l, and after another program wrote on it."""
    diff = app.__dict__.get(_NAME)
    if diff is not None:
        diff.forget()
    app.screen.refresh()
