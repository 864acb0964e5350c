"""What the terminal can do, settled before Textual is imported: it reads its switches at import."""

import gc
from collections.abc import Mapping, MutableMapping
from typing import NamedTuple

from ses_tui.core.text import is_utf8
from ses_tui.core.themes import Depth

REMOTE_FPS = "20"
"""Frames per second at most over SSH: a frame costs the line, not the machine."""

GC_THRESHOLD = 50_000
"""Allocations between two collections, once the screen stands (``SesApp`` turns them on again): the imports
make many objects, all of them stay, and one collection among them takes 16 ms."""

THEME = "ansi-dark"
"""The terminal's own 16 colours: fewest bytes, and the user's palette, dark or light."""


class Terminal(NamedTuple):
    """``remote``: reached over SSH; ``mouse``: report it; ``ascii``: no sign beyond ASCII.

    ``braille``: its font has it, as that of the Linux console has not.

    ``on_light``: its ground is light, as far as it says.
    """

    remote: bool
    mouse: bool
    ascii: bool
    braille: bool
    depth: Depth
    on_light: bool


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


def prepare(environ: MutableMapping[str, str], *, mouse: bool | None = None, ascii: bool = False) -> Terminal:
    """Set up this process for a screen, and Textual's switches in ``environ`` and say what this terminal is.

    ``mouse`` None: on, but off over SSH, where every
    move of it would travel upstream, and in GNU screen, which then holds escape back until the next key.
    """
    gc.disable()
    gc.set_threshold(GC_THRESHOLD, 20, 20)
    remote = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    for fixed in ("COLUMNS", "LINES"):
        environ.pop(fixed, None)  # exported, they would hold against every resize
    environ["TEXTUAL_THEME"] = THEME
    environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    if remote:
        environ.setdefault("TEXTUAL_ANIMATIONS", "none")
        environ.setdefault("TEXTUAL_FPS", REMOTE_FPS)
    if environ.get("NO_COLOR") == "":
        # no-color.org: only a value that is not empty counts; Textual asks whether it is there
        del environ["NO_COLOR"]
    depth = depth_of(environ)
    if depth is Depth.NONE:
        environ["NO_COLOR"] = "1"
    environ["TEXTUAL_COLOR_SYSTEM"] = _SYSTEMS[depth]
    return Terminal(
        remote=remote,
        mouse=not remote and "STY" not in environ if mouse is None else mouse,
        ascii=ascii or not is_utf8(environ),
        braille=environ.get("TERM") != "linux",
        depth=depth,
        on_light=environ.get("COLORFGBG", "").rpartition(";")[2] in _LIGHT,
    )


_SYSTEMS = {Depth.NONE: "standard", Depth.SIXTEEN: "standard", Depth.MANY: "256", Depth.ALL: "truecolor"}
"""As Rich names them."""

_ALL = ("kitty", "ghostty", "alacritty", "foot", "wezterm", "contour", "direct")
"""Terminals with millions of colours whose TERM says who they are; SSH does not hand COLORTERM on."""

_LIGHT = ("7", "15")
"""White, among the sixteen: rxvt, Konsole and iTerm2 say their ground so."""


def depth_of(environ: Mapping[str, str]) -> Depth:
    """How many colours this terminal takes, by its names; TEXTUAL_COLOR_SYSTEM overrules them.

    GNU screen hands its parent's COLORTERM on and takes the parameters of a 24-bit colour for attributes:
    there TERM alone counts.
    """
    if environ.get("NO_COLOR"):
        return Depth.NONE
    for depth, name in _SYSTEMS.items():
        if depth and environ.get("TEXTUAL_COLOR_SYSTEM") == name:
            return depth
    term = environ.get("TERM", "").lower()
    if term.startswith("vt") or term.endswith(("-m", "-mono")):
        return Depth.NONE
    in_screen = term.startswith("screen") or "STY" in environ
    if not in_screen and (
        environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or any(name in term for name in _ALL)
    ):
        return Depth.ALL
    return Depth.MANY if "256" in term else Depth.SIXTEEN
