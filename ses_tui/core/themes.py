"""The names of the colour themes: for the settings, which check them, and for the screen, which paints."""

from enum import IntEnum
from typing import Literal

ThemeName = Literal["terminal", "dark", "light", "high-contrast", "colour-blind"]

TERMINAL_THEME: ThemeName = "terminal"
"""The terminal's own colours: the cheapest, and the palette that the user has chosen."""

THEME_NAMES: tuple[ThemeName, ...] = (TERMINAL_THEME, "dark", "light", "high-contrast", "colour-blind")


class Depth(IntEnum):
    """How many colours a terminal has."""

    NONE = 0
    SIXTEEN = 16
    MANY = 256
    ALL = 1 << 24
