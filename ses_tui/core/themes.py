"""What can be set of how the screen looks: for the settings, which check it, and for the screen."""

from enum import IntEnum
from typing import Literal

ThemeName = Literal["auto", "terminal", "dark", "light", "high-contrast", "colour-blind"]

TERMINAL_THEME: ThemeName = "terminal"
"""The terminal's own colours: the cheapest, and the palette that the user has chosen."""

AUTO_THEME: ThemeName = "auto"
"""The terminal's own ground, asked for, and colours of our own that can be read on it; as ``terminal`` until
it has answered, and where it does not or has fewer than 24-bit colours."""

THEME_NAMES: tuple[ThemeName, ...] = (
    AUTO_THEME, TERMINAL_THEME, "dark", "light", "high-contrast", "colour-blind",
)  # fmt: skip

GraphName = Literal["auto", "braille", "block", "ascii"]
GRAPH_NAMES: tuple[GraphName, ...] = ("auto", "braille", "block", "ascii")
"""What charts are drawn with. ``auto``: braille for a curve where the terminal has it, else blocks."""


class Depth(IntEnum):
    """How many colours a terminal has."""

    NONE = 0
    SIXTEEN = 16
    MANY = 256
    ALL = 1 << 24
