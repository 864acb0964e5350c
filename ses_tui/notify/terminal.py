"""Bytes to the user's terminal, handed to whoever owns it, and the wrapping that gets them through."""

import os
from collections.abc import Callable, Mapping
from errno import EAGAIN
from pathlib import Path

from ses_tui.notify.channel import ChannelError

Write = Callable[[bytes], None]
"""Takes bytes for the terminal at once, without waiting for it. May raise OSError or ChannelError."""


def send(write: Write, data: bytes, name: str) -> None:
    """Hand over ``data``; ChannelError where the terminal does not take it."""
    try:
        write(data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ChannelError(f"{name}: the terminal takes no output: {reason.lower()}") from error


def through_tmux(sequence: bytes) -> bytes:
    """For tmux with ``allow-passthrough``: in a DCS of its own, every ESC doubled."""
    return b"\x1bPtmux;" + sequence.replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\"


_ASCII = str.maketrans({"≥": ">=", "·": "-", "…": "...", "\N{EN DASH}": "-", "×": "x"})
"""Our own signs."""

SCREEN_CAP = 512
"""Bytes in one DCS for GNU screen, which throws a longer string than 768 away."""


def as_ascii(text: str) -> bytes:
    """For a way that carries no more: our own signs as words of ASCII, other characters as ``?``."""
    return text.translate(_ASCII).encode("ascii", "replace")


def through_screen(sequence: bytes) -> bytes:
    """For GNU screen: in as many DCS as it takes, nothing doubled.

    ``sequence`` must not hold ``ESC \\``. It goes out as ASCII: a window in UTF-8 mode keeps only the
    low byte of each character in a DCS (screen 4.9, measured), so that ``ě`` would arrive as ESC.
    """
    sequence = as_ascii(sequence.decode("utf-8", "replace"))
    parts: list[bytes] = []
    while sequence:
        end = SCREEN_CAP - sequence[:SCREEN_CAP].endswith(b"\x1b")  # ESC ESC \ would end it otherwise
        parts.append(b"\x1bP" + sequence[:end] + b"\x1b\\")
        sequence = sequence[end:]
    return b"".join(parts)


def wrapper(environ: Mapping[str, str]) -> Callable[[bytes], bytes]:
    """What a sequence needs to get through the multiplexer that we run in, if any."""
    if in_tmux(environ):
        return through_tmux
    if in_screen(environ):
        return through_screen
    return bytes


def in_tmux(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is a pane of tmux."""
    return bool(environ.get("TMUX"))


def in_screen(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is a window of GNU screen."""
    return bool(environ.get("STY")) and not in_tmux(environ)


class TtyWriter:
    """Writes without ever waiting. What a full terminal cuts off goes out before the next bytes."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._cut_off = b""

    def __call__(self, data: bytes) -> None:
        """Take ``data``; BlockingIOError where the terminal reads nothing, OSError where it is gone."""
        self._cut_off = self._push(self._cut_off)
        rest = data if self._cut_off else self._push(data)
        if rest == data:
            raise BlockingIOError(EAGAIN, "it has stopped reading")
        self._cut_off = rest

    def close(self) -> None:
        """Let go of the terminal."""
        os.close(self._handle)

    def _push(self, data: bytes) -> bytes:
        """What the terminal did not take."""
        while data:
            try:
                data = data[os.write(self._handle, data) :]
            except BlockingIOError:
                break
        return data


def tty_writer(path: Path = Path("/dev/tty")) -> Callable[[bytes], None] | None:
    """A writer to the controlling terminal; None where there is none.

    Opened anew and non-blocking, so that standard input and output keep their mode, and a frozen
    terminal holds nobody up.
    """
    try:
        return TtyWriter(os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC))
    except OSError:
        return None
