"""All colours, one table: what each theme calls ok, notice, warn, review and pause, and on what ground.

The explicit colours are of the fixed part of the 256 (xterm's cube and greys), so that a theme looks the
same with 256 colours as with millions. Contrast and the three kinds of colour blindness are checked by
``tests/tui_draw/test_themes.py``; docs/colours.md has the figures.
"""

from collections.abc import Mapping

from rich.style import Style

from ses_tui.core.condition import Condition
from ses_tui.core.themes import TERMINAL_THEME, Depth
from ses_tui.tui.draw.bandstyle import TERMINAL, Colours, Palette

COLOURS: Mapping[str, Colours] = {
    "dark": Colours(
        ground="#1c1c1c",
        text="#d0d0d0",
        label="#8a8a8a",
        ok="#5faf87",
        notice="#5fd7ff",
        warn="#ffd75f",
        review="#ff5f5f",
        pause="#af0000",
        on_pause="#ffffff",
    ),
    "light": Colours(
        ground="#ffffff",
        text="#1c1c1c",
        label="#5f5f5f",
        ok="#008700",
        notice="#005fd7",
        warn="#875f00",
        review="#d70000",
        pause="#870000",
        on_pause="#ffffff",
    ),
    "high-contrast": Colours(
        ground="#000000",
        text="#ffffff",
        label="#c6c6c6",
        ok="#87d787",
        notice="#87d7ff",
        warn="#ffff00",
        review="#ff875f",
        pause="#af0000",
        on_pause="#ffffff",
    ),
    # a ladder of brightness on the axis from blue to yellow, the one that most of the colour-blind have left
    "colour-blind": Colours(
        ground="#1c1c1c",
        text="#d0d0d0",
        label="#8a8a8a",
        ok="#5f87af",
        notice="#87d7ff",
        warn="#ffff87",
        review="#d78700",
        pause="#af005f",
        on_pause="#ffffff",
    ),
}


def palette_of(theme: str, depth: Depth, *, on_light: bool = False) -> Palette:
    """What ``theme`` paints with where there are ``depth`` colours.

    An explicit theme needs 256; with 16 its place is taken by the terminal's own, chosen in its spirit.
    ``on_light``: the terminal's ground is known to be light.
    """
    if depth is Depth.NONE:
        return NO_COLOUR
    if depth >= Depth.MANY and theme in COLOURS:
        return _explicit(COLOURS[theme])
    if theme == "colour-blind":
        return COLOUR_BLIND_SIXTEEN
    if theme == "light" or (theme == TERMINAL_THEME and on_light):
        return TERMINAL_ON_LIGHT
    return TERMINAL


def _explicit(colours: Colours) -> Palette:
    notice, warn = Style(color=colours.notice), Style(color=colours.warn)
    review = Style(color=colours.review, bold=True)
    pause = Style(color=colours.on_pause, bgcolor=colours.pause, bold=True)

    def fill(color: str) -> Style:
        return Style(color=colours.ground, bgcolor=color)

    return Palette(
        bands=_per_band(Style(), notice, warn, review, pause),
        signs=_per_band(Style(color=colours.ok), notice, warn, review, pause),
        bars=_per_band(Style(color=colours.ok), notice, warn, Style(color=colours.review), review),
        fills=_per_band(
            Style(bold=True), notice + Style(bold=True), fill(colours.warn), fill(colours.review), pause
        ),
        ground=colours,
    )


def _per_band(*styles: Style) -> Mapping[Condition, Style]:
    return dict(zip(Condition, styles, strict=True))


_BLUE, _MAGENTA, _RED = Style(color="blue"), Style(color="magenta"), Style(color="red")
_PAUSE = TERMINAL.bands[Condition.PAUSE]

TERMINAL_ON_LIGHT = Palette(
    bands=_per_band(Style(), _BLUE, _MAGENTA, _RED + Style(bold=True), _PAUSE),
    signs=_per_band(Style(color="green"), _BLUE, _MAGENTA, _RED + Style(bold=True), _PAUSE),
    bars=_per_band(Style(color="green"), _BLUE, _MAGENTA, _RED, _RED + Style(bold=True)),
    fills={**TERMINAL.fills, Condition.NOTICE: _BLUE + Style(bold=True)},
)
"""The terminal's own where its ground is light: cyan and yellow can hardly be read on white."""

_CYAN, _YELLOW = Style(color="cyan"), Style(color="yellow")
_ON_YELLOW = Style(color="black", bgcolor="yellow", bold=False)
_ON_BLUE = Style(color="bright_white", bgcolor="blue", bold=True)

COLOUR_BLIND_SIXTEEN = Palette(
    bands=_per_band(Style(), _CYAN, _YELLOW, _ON_YELLOW, _ON_BLUE),
    signs=_per_band(Style(color="bright_blue"), _CYAN, _YELLOW, _ON_YELLOW, _ON_BLUE),
    bars=_per_band(Style(), _CYAN, _YELLOW, _YELLOW, Style(color="bright_blue")),
    fills=_per_band(Style(bold=True), TERMINAL.fills[Condition.NOTICE], _ON_YELLOW, _ON_YELLOW, _ON_BLUE),
)
"""Of sixteen, those on the axis from blue to yellow; from review on as a ground."""

_BOLD, _BLOCK = Style(bold=True), Style(bold=True, reverse=True)

NO_COLOUR = Palette(
    bands=_per_band(Style(), Style(), _BOLD, _BOLD, _BLOCK),
    signs=_per_band(Style(), Style(), _BOLD, _BOLD, _BLOCK),
    bars=_per_band(Style(dim=True), Style(), Style(), _BOLD, _BOLD),
    fills=_per_band(_BOLD, _BOLD, _BLOCK, _BLOCK, _BLOCK),
)
"""Attributes alone, no colour: what is serious is bold, a pause turned round."""
