"""A terminal in memory for a real app: what was written to it, and what it shows then."""

from collections.abc import Sequence
from typing import Any

import pyte
from pyte.screens import Char
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.screen import Screen

from ses_tui.tui import framediff

_OFF = {22: {1, 2}, 23: {3}, 24: {4, 21}, 25: {5, 6}, 27: {7}, 28: {8}, 29: {9}, 54: {51, 52}, 55: {53}}


class CaptureDriver(HeadlessDriver):
    """Takes what a terminal would get."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.written: list[str] = []

    @property
    def is_headless(self) -> bool:
        """False: an app writes to it."""
        return False

    def write(self, data: str) -> None:
        """Keep ``data``."""
        self.written.append(data)

    def take(self) -> str:
        """Everything since the last time."""
        text = "".join(self.written)
        self.written.clear()
        return text


class Terminal(pyte.Screen):
    """pyte, with every attribute that Rich can set: they stand in each cell's ``fg``."""

    def __init__(self, columns: int, lines: int) -> None:
        super().__init__(columns, lines)
        self.reset_mode(7, private=True)  # no wrap, as Textual has it
        self._stream = pyte.Stream(self)

    def feed(self, text: str) -> None:
        """Show what ``text`` does."""
        self._stream.feed(text)

    def select_graphic_rendition(self, *codes: int, **_: Any) -> None:
        """SGR (ECMA-48), plainly: a set of attributes and two colours."""
        attributes, foreground, background = _unpack(self.cursor.attrs.fg)
        rest = list(codes or (0,))
        while rest:
            code = rest.pop(0)
            if code == 0:
                attributes, foreground, background = set(), (), ()
            elif code in _OFF:
                attributes -= _OFF[code]
            elif code in (38, 48):
                color = tuple(rest[: 4 if rest[0] == 2 else 2])
                del rest[: len(color)]
                foreground, background = (color, background) if code == 38 else (foreground, color)
            elif code in (39, 49):
                foreground, background = ((), background) if code == 39 else (foreground, ())
            elif 30 <= code <= 37 or 90 <= code <= 97:
                foreground = (code,)
            elif 40 <= code <= 47 or 100 <= code <= 107:
                background = (code,)
            else:
                attributes.add(code)
        self.cursor.attrs = Char(" ", fg=_pack(attributes, foreground, background))

    def cells(self) -> list[list[tuple[str, str]]]:
        """Text and look of each cell, row by row."""
        return [
            [(self.buffer[y][x].data, self.buffer[y][x].fg) for x in range(self.columns)]
            for y in range(self.lines)
        ]


def _pack(attributes: set[int], foreground: Sequence[int], background: Sequence[int]) -> str:
    if not (attributes or foreground or background):
        return "default"
    return "/".join(",".join(map(str, part)) for part in (sorted(attributes), foreground, background))


def _unpack(look: str) -> tuple[set[int], tuple[int, ...], tuple[int, ...]]:
    if look == "default":
        return set(), (), ()
    attributes, foreground, background = (
        tuple(int(code) for code in part.split(",") if code) for part in look.split("/")
    )
    return set(attributes), foreground, background


class Twin:
    """Two terminals for one app: ``diff`` gets what is really sent, ``plain`` what Textual alone sends."""

    def __init__(self, app: App[Any], width: int, height: int) -> None:
        self.app = app
        self.plain = Terminal(width, height)
        self.diff = Terminal(width, height)
        self.plain_bytes = 0
        self.diff_bytes = 0
        assert framediff.install(app)
        self._display = app.__dict__["_display"]
        app.__dict__["_display"] = self._both

    def resize(self, width: int, height: int) -> None:
        """As when the user drags the window's edge."""
        for terminal in (self.plain, self.diff):
            terminal.resize(height, width)

    def reset(self) -> None:
        """Count from here."""
        self.plain_bytes = self.diff_bytes = 0

    def _both(self, screen: Screen[Any], renderable: Any) -> None:
        driver = self.app._driver
        assert isinstance(driver, CaptureDriver)
        if isinstance(renderable, CompositorUpdate) and not self.app._batch_count and self.app._running:
            x, y = self.app.screen.outer_size.clamp_offset(self.app.cursor_position)
            plain = renderable.render_segments(self.app.console) + f"\x1b[{y + 1};{x + 1}H"
            self.plain.feed(plain)
            self.plain_bytes += len(plain.encode())
        driver.take()
        self._display(screen, renderable)
        text = driver.take()
        self.diff.feed(text)
        self.diff_bytes += len(text.encode())
