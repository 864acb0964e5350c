"""What the terminal can do, settled before Textual is imported: it reads its switches at import."""

import codecs
import gc
from collections.abc import MutableMapping
from typing import NamedTuple

REMOTE_FPS = "20"
"""Frames per second at most over SSH: a frame costs the line, not the machine."""

GC_THRESHOLD = 50_000
"""Allocations between two collections: the imports make many objects, and all of them stay."""

THEME = "ansi-dark"
"""The terminal's own 16 colours: fewest bytes, and the user's palette, dark or light."""


class Terminal(NamedTuple):
    """``remote``: reached over SSH; ``mouse``: report it; ``ascii``: no sign beyond ASCII."""

    remote: bool
    mouse: bool
    ascii: bool


def refusal(environ: MutableMapping[str, str], *ttys: bool) -> str:
    """Why no screen can be shown here, in one line; empty where it can.

    ``ttys``: whether standard input, output and error are terminals (Textual draws on the last).
    """
    instead = "use `ses-tui check` to read once, or `ses-tui watch`"
    if not all(ttys):
        return f"the live screen needs a terminal on standard input, output and error: {instead}"
    if environ.get("TERM", "") in ("", "dumb", "unknown"):
        return f"this terminal (TERM={environ.get('TERM', '')}) cannot show the live screen: {instead}"
    return ""


def prepare(
    environ: MutableMapping[str, str], *, encoding: str, mouse: bool | None = None, ascii: bool = False
) -> Terminal:
    """Set up this process for a screen, and Textual's switches in ``environ`` and say what this terminal is.

    ``encoding``: of the stream that is drawn on. ``mouse`` None: on, but off over SSH, where every
    move of it would travel upstream.
    """
    gc.set_threshold(GC_THRESHOLD, 20, 20)
    remote = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    environ["TEXTUAL_THEME"] = THEME
    environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    if remote:
        environ.setdefault("TEXTUAL_ANIMATIONS", "none")
        environ.setdefault("TEXTUAL_FPS", REMOTE_FPS)
    if environ.get("NO_COLOR") == "":
        # no-color.org: only a value that is not empty counts; Textual asks whether it is there
        del environ["NO_COLOR"]
    return Terminal(
        remote=remote,
        mouse=not remote if mouse is None else mouse,
        ascii=ascii or not _is_utf8(encoding),
    )


def _is_utf8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False
