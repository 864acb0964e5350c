r"""Notifications that the terminal itself shows (OSC 9, OSC 777 and OSC 99), and its bell.

Each is one escape sequence ended by BEL (kitty's takes one for the title and one for the body).
BEL and not ESC \, since GNU screen ends its own wrapping at the first ESC \. The text can hold
neither, nor any other control character: it passes ``safe()`` here too, whatever it was before.
"""

import time
from base64 import b64encode
from collections.abc import Callable
from enum import StrEnum
from zlib import crc32

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Message
from ses_tui.core.text import safe
from ses_tui.notify.channel import GOOD_NEWS, below, matter, one_line
from ses_tui.notify.terminal import Write, as_ascii, send

TITLE_CAP = 80
TEXT_CAP = 200
"""Characters: more is of no use in a notification."""


class Osc(StrEnum):
    """Which sequence a terminal understands best."""

    OSC9 = "osc9"
    OSC777 = "osc777"
    OSC99 = "osc99"


class Terminal:
    """Hands notifications to the terminal. ``wrap``: for a multiplexer in between."""

    name = "terminal"

    def __init__(
        self, kind: Osc, write: Write, *, wrap: Callable[[bytes], bytes] = bytes, unicode: bool = True
    ) -> None:
        self._kind = kind
        self._write = write
        self._wrap = wrap
        self._unicode = unicode

    async def deliver(self, message: Message) -> None:
        """Write the sequence; that the terminal shows it can't be known."""
        send(self._write, self._wrap(sequence(self._kind, message, unicode=self._unicode)), self.name)


def sequence(kind: Osc, message: Message, *, unicode: bool = True) -> bytes:
    """The bytes for one message. Without ``unicode`` only ASCII, others as ``?``."""
    if kind is Osc.OSC9:
        return osc9(one_line(message, TEXT_CAP), unicode=unicode)
    if kind is Osc.OSC777:
        return osc777(message.title, below(message), unicode=unicode)
    return osc99(
        message.title,
        below(message),
        identifier=f"ses-tui-{crc32(matter(message).encode('utf-8', 'replace')):08x}",
        critical=message.condition >= Condition.REVIEW,
    )


def osc9(text: str, *, unicode: bool = True) -> bytes:
    """``ESC ] 9 ; text BEL``. Never begins with a digit: ConEmu takes ``4;…`` for a command."""
    line = safe(text, TEXT_CAP)
    if line[:1].isdigit():
        line = f"SES {line}"
    return b"\x1b]9;" + _bytes(line, unicode) + b"\a"


def osc777(title: str, body: str, *, unicode: bool = True) -> bytes:
    """``ESC ] 777 ; notify ; title ; body BEL``; semicolons inside become commas."""
    head, text = (safe(part, cap).replace(";", ",") for part, cap in ((title, TITLE_CAP), (body, TEXT_CAP)))
    return b"\x1b]777;notify;" + _bytes(head, unicode) + b";" + _bytes(text, unicode) + b"\a"


def osc99(title: str, body: str, *, identifier: str, critical: bool) -> bytes:
    """kitty's, as base64 (https://sw.kovidgoyal.net/kitty/desktop-notifications/).

    A later one with the same ``identifier`` ([a-zA-Z0-9_+.-]) replaces the notification in place.
    """
    urgency = 2 if critical else 1
    head = f"\x1b]99;i={identifier}:d=0:u={urgency}:e=1:p=title;".encode("ascii")
    tail = f"\x1b]99;i={identifier}:d=1:e=1:p=body;".encode("ascii")
    return head + _base64(safe(title, TITLE_CAP)) + b"\a" + tail + _base64(safe(body, TEXT_CAP)) + b"\a"


def _bytes(text: str, unicode: bool) -> bytes:
    return text.encode("utf-8", "replace") if unicode else as_ascii(text)


def _base64(text: str) -> bytes:
    return b64encode(text.encode("utf-8", "replace"))


QUIET_SECONDS = 3.0
"""Bells closer together than this are one: ten rows that cross a line must not ring ten times."""


class Bell:
    """Rings for what starts or goes on, not for what ends."""

    name = "bell"

    def __init__(self, write: Write, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._write = write
        self._monotonic = monotonic
        self._rang_at: float | None = None

    async def deliver(self, message: Message) -> None:
        """Ring, unless it rang a moment ago."""
        now = self._monotonic()
        if message.kind in GOOD_NEWS or (self._rang_at is not None and now - self._rang_at < QUIET_SECONDS):
            return
        send(self._write, b"\a", self.name)
        self._rang_at = now
